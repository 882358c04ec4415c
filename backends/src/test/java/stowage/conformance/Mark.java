package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Result;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * Bytes written to a volume, to be found again wherever its data goes. Only raw ones that the host
 * has or can have a file or device for can be marked: other images show what they hold to the
 * programs that know them.
 */
record Mark(Rig rig) {
  private static final String TEXT = "written before";

  /** As the programs that know Ceph call an image, or as the device it is while it is mapped. */
  private static final Pattern IMAGE = Pattern.compile("(?:rbd:|/dev/rbd/)([^:]+).*");

  void put(Volume volume) throws Exception {
    if (possible(volume)) {
      Result answer = at(volume.id(), path -> writing().and("of=" + path));
      assertTrue(answer.ok(), answer::errorText);
    }
  }

  /** It lacks what is written to. */
  static Exec writing() {
    return Exec.changes("/usr/bin/dd", "conv=notrunc,fsync", "status=none")
        .with(new Input.Text(TEXT));
  }

  void assertOn(Volume volume) throws Exception {
    if (possible(volume)) {
      Exec read = Exec.reads("/usr/bin/head", "-c", "" + TEXT.length(), "--");
      Result answer = at(volume.id(), path -> read.and(path));
      assertEquals(TEXT, answer.text(), answer::errorText);
    }
  }

  private boolean possible(Volume volume) throws Exception {
    String path = path(volume.id());
    return volume.format().equals("raw") && (path.startsWith("/") || path.startsWith("rbd:"));
  }

  private Result at(VolumeId volume, Function<String, Exec> use) throws Exception {
    String path = path(volume);
    Matcher image = IMAGE.matcher(path);
    if (!image.matches()) {
      return rig.run(use.apply(path).asRoot());
    }
    String name = image.group(1);
    Result mapped = rig.run(Exec.changes("/usr/bin/rbd", "map", name).asRoot());
    assertTrue(mapped.ok(), mapped::errorText);
    try {
      return rig.run(use.apply("/dev/rbd/" + name).asRoot());
    } finally {
      rig.run(Exec.changes("/usr/bin/rbd", "unmap", name).asRoot());
    }
  }

  private String path(VolumeId volume) throws Exception {
    return rig.host().path(volume, null);
  }
}
