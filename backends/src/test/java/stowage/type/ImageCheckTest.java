package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Real images of qemu-img, and files that nobody should take for one, before a real perl. */
class ImageCheckTest {
  @TempDir Path folder;

  @BeforeEach
  void theirs() throws Exception {
    Files.writeString(folder.resolve("shadow"), "root:secret\n");
  }

  private String run(List<String> argv, String input) throws IOException, InterruptedException {
    Path fed = folder.resolve(".in");
    Files.writeString(fed, input);
    Process process =
        new ProcessBuilder(argv)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(fed.toFile())
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : said.strip();
  }

  private void make(String command) throws Exception {
    assertEquals("", run(List.of(command.split(" ")), ""), command);
  }

  /** Empty when it is as it should be. */
  private String checked(ContentType content, String name, String file) throws Exception {
    Exec check = ImageCheck.of(content, name, folder.resolve(file).toString()).orElseThrow();
    String script = ((Input.Text) check.input()).text();
    return run(check.argv(), script).replace(folder + "/", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          qcow2 -f qcow2 x 10M                                | ''
          qcow2 -f qcow2 -o compat=0.10 x 10M                 | ''
          qcow2 -f qcow2 -o compression_type=zstd x 10M       | ''
          qcow2 -f qcow2 -b shadow -F raw x                   | x: has a backing file
          qcow2 -f qcow2 -o data_file=y x 10M                 | x: keeps its data in another file
          qcow2 -f vmdk x 10M                                 | x: is vmdk, not qcow2
          qcow2 -f raw x 10M                                  | x: is not qcow2
          vmdk -f vmdk x 10M                                  | ''
          vmdk -f vmdk -o subformat=streamOptimized x 10M     | ''
          vmdk -f vmdk -o subformat=monolithicFlat x 10M      | x: keeps its data in other files
          vmdk -f vmdk -o subformat=twoGbMaxExtentSparse x 5M | x: keeps its data in other files
          vmdk -f qcow2 x 10M                                 | x: is qcow2, not vmdk
          ova -f vmdk x 10M                                   | x: holds a file with the name of another place
          iso -f raw x 1M                                     | ''
          iso -f qcow2 x 10M                                  | ''
          iso -f qcow2 -b shadow -F raw x                     | x: has a backing file
          iso -f qed x 10M                                    | ''
          iso -f qed -b shadow -F raw x                       | x: has a backing file
          """)
  void anImageMayNotLeadToOtherFiles(String made, String said) throws Exception {
    String[] parts = made.split(" ", 2);
    make("qemu-img create -q " + parts[1]);
    ContentType content = parts[0].equals("iso") ? ContentType.ISO : ContentType.IMPORT;
    assertEquals(said, checked(content, "x." + parts[0], "x"));
  }

  @Test
  void aChildOfAnotherVmdkIsRefused() throws Exception {
    make("qemu-img create -q -f vmdk parent.vmdk 10M");
    make("qemu-img create -q -f vmdk -b parent.vmdk -F vmdk x");
    assertEquals("x: has a backing file", checked(ContentType.IMPORT, "x.vmdk", "x"));
  }

  @Test
  void anArchiveHoldsAMachineAndItsDisksAndNothingElse() throws Exception {
    Files.writeString(folder.resolve("m.ovf"), "<Envelope/>");
    make("qemu-img create -q -f vmdk d.vmdk 1M");
    Files.createDirectories(folder.resolve("sub"));
    Files.copy(folder.resolve("d.vmdk"), folder.resolve("sub/d.vmdk"));
    Files.createSymbolicLink(folder.resolve("l.vmdk"), Path.of("shadow"));
    for (String form : List.of("gnu", "ustar", "pax")) {
      make("tar --format=" + form + " -cf x m.ovf d.vmdk");
      assertEquals("", checked(ContentType.IMPORT, "x.ova", "x"), form);
    }
    String none = "x: is no archive of a virtual machine";
    for (List<String> bad :
        List.of(
            List.of("m.ovf", none),
            List.of("d.vmdk", none),
            List.of("m.ovf shadow", "x: holds a file with the name of another place"),
            List.of("m.ovf sub/d.vmdk", "x: holds a file with the name of another place"),
            List.of("m.ovf d.vmdk sub", "x: holds what is no file: 5"),
            List.of("m.ovf l.vmdk", "x: holds what is no file: 2"))) {
      make("tar -cf x " + bad.getFirst());
      assertEquals(bad.getLast(), checked(ContentType.IMPORT, "x.ova", "x"), bad.getFirst());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcow2", "vmdk", "ova"})
  void whatIsCutOffOrNonsenseIsRefused(String kind) throws Exception {
    byte[] nonsense = new byte[700];
    Arrays.fill(nonsense, (byte) 0xff);
    for (byte[] bytes :
        List.of(
            new byte[0],
            new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3},
            "KDMV".getBytes(StandardCharsets.US_ASCII),
            "COWD".getBytes(StandardCharsets.US_ASCII),
            nonsense)) {
      Files.write(folder.resolve("x"), bytes);
      assertTrue(checked(ContentType.IMPORT, "x." + kind, "x").startsWith("x: "));
    }
    assertTrue(
        checked(ContentType.IMPORT, "x." + kind, "missing").startsWith("missing: cannot be"));
  }

  @Test
  void whatIsNoImageIsNotLookedAt() {
    assertEquals(
        List.of(ContentType.ISO, ContentType.IMPORT),
        Stream.of(ContentType.values())
            .filter(content -> ImageCheck.of(content, "x.qcow2", "/x").isPresent())
            .toList());
    assertEquals(Optional.empty(), ImageCheck.of(ContentType.IMPORT, "x.raw", "/x"));
  }

  /** As qemu-img counts, the last sector may be begun. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, ''",
    "1000, 1000, ''",
    "1000, 1024, ''",
    "1000, 999, 'x: is 1000 bytes long, not 999'",
    "1000, 1512, 'x: is 1000 bytes long, not 1512'",
    "512, 1024, 'x: is 512 bytes long, not 1024'",
    "0, 512, 'x: is 0 bytes long, not 512'",
  })
  void whatCameIsAsLongAsWasSaid(int length, long size, String said) throws Exception {
    Files.write(folder.resolve("x"), new byte[length]);
    for (String name : List.of("iso/x.iso", "vztmpl/x.tar", "snippets/x.yaml", "import/x.raw")) {
      assertEquals(said, whole(name, size), name);
    }
  }

  @Test
  void whatCameWholeIsStillLookedAt() throws Exception {
    make("qemu-img create -q -f qcow2 -b shadow -F raw x");
    long length = Files.size(folder.resolve("x"));
    assertEquals("x: has a backing file", whole("iso/x.iso", length));
    assertEquals("x: has a backing file", whole("import/x.qcow2", length));
    assertEquals("x: is qcow2, not vmdk", whole("import/x.vmdk", length));
    // Nobody opens these as images.
    assertEquals("", whole("snippets/x.qcow2", length));
  }

  private String whole(String volume, long size) throws Exception {
    VolumeName name = VolumeNames.parse(StorageType.DIR, volume);
    Exec check = ImageCheck.whole(name, folder.resolve("x").toString(), new Size(size));
    return run(check.argv(), ((Input.Text) check.input()).text()).replace(folder + "/", "");
  }
}
