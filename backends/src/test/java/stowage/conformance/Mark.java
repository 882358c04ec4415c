package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Result;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * Bytes written to a volume, to be found again wherever its data goes. Only raw ones that the host
 * has a file or device for can be marked: other images show what they hold to the programs that
 * know them.
 */
record Mark(Rig rig) {
  private static final String TEXT = "written before";

  void put(Volume volume) throws Exception {
    if (possible(volume)) {
      Exec write =
          Exec.changes(
                  "/usr/bin/dd", "of=" + path(volume.id()), "conv=notrunc,fsync", "status=none")
              .with(new Input.Text(TEXT))
              .asRoot();
      Result answer = rig.run(write);
      assertTrue(answer.ok(), answer::errorText);
    }
  }

  void assertOn(Volume volume) throws Exception {
    if (possible(volume)) {
      Exec read =
          Exec.reads("/usr/bin/head", "-c", "" + TEXT.length(), "--", path(volume.id())).asRoot();
      Result answer = rig.run(read);
      assertEquals(TEXT, answer.text(), answer::errorText);
    }
  }

  private boolean possible(Volume volume) throws Exception {
    return volume.format().equals("raw") && path(volume.id()).startsWith("/");
  }

  private String path(VolumeId volume) throws Exception {
    return rig.host().path(volume, null);
  }
}
