package stowage.demo.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualFilesTest {
  private static final byte[] TEXT = "hello\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path above;
  private Path inside;
  private World world;
  private VirtualFiles files;

  @BeforeEach
  void open() throws IOException {
    inside = above.resolve("demo");
    world = World.empty(inside, Clock.systemUTC());
    files = world.files();
    Files.writeString(above.resolve("secret"), "not for the demo");
    Files.createDirectories(above.resolve("other"));
    Files.writeString(above.resolve("other/file"), "not for the demo either");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret",
        "/../../../../../../../etc/passwd",
        "../secret",
        "/a/../../secret",
        "//..//..//secret",
        "/./../secret",
        "/..\\..\\secret",
        "..\\secret",
        "/C:\\Windows\\win.ini",
        "C:/Windows/win.ini",
        "/secret\u0000",
        "/%2e%2e/secret",
        "/CON",
        "/aux.txt",
        "/trailing.",
        "/blank ",
        "/star*",
        "/a:stream"
      })
  void noPathLeadsOut(String path) throws Exception {
    Map<String, String> before = outside();
    try {
      assertTrue(files.find(path).isEmpty(), "there is nothing in an empty world");
      files.put(path, TEXT);
      assertArrayEquals(TEXT, files.bytes(path, 100));
      files.remove(path);
    } catch (Fault _) {
      // Refused is as good.
    }
    assertEquals(before, outside());
  }

  /** Random paths made of what is dangerous, tried with everything that can be done. */
  @Test
  void noPathOfHostilePartsLeadsOut() throws Exception {
    Map<String, String> before = outside();
    Random random = new Random(11);
    List<String> parts =
        List.of("..", ".", "", "secret", "other", "file", "a", "\\", "..\\..", "%2e", "demo", "~");
    for (int round = 0; round < 3000; round++) {
      StringBuilder path = new StringBuilder(random.nextBoolean() ? "/" : "");
      for (int i = random.nextInt(7); i >= 0; i--) {
        path.append(parts.get(random.nextInt(parts.size()))).append(i > 0 ? "/" : "");
      }
      attack(random.nextInt(6), path.toString());
    }
    assertEquals(before, outside());
  }

  private void attack(int way, String path) {
    try {
      switch (way) {
        case 0 -> files.put(path, TEXT);
        case 1 -> files.remove(path);
        case 2 -> files.mkdirs(path);
        case 3 -> files.move(path, "/x/" + path);
        case 4 -> files.move("/a", path);
        default ->
            assertFalse(
                new String(files.bytes(path, 99), StandardCharsets.UTF_8).contains("not for"));
      }
    } catch (Fault _) {
      // Most of them make no sense.
    }
  }

  /** Everything beside the demo's directory, by path. */
  private Map<String, String> outside() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (var walked = Files.walk(above)) {
      for (Path each : walked.filter(p -> !p.startsWith(inside)).toList()) {
        found.put(each.toString(), Files.isRegularFile(each) ? Files.readString(each) : "");
      }
    }
    return found;
  }

  @Test
  void aSymbolicLinkOutOfTheDirectoryIsNotFollowed() throws Exception {
    Path link = inside.resolve("root/link");
    Files.createSymbolicLink(link, above.resolve("other"));
    Files.createSymbolicLink(inside.resolve("root/direct"), above.resolve("secret"));
    assertThrows(Fault.class, () -> files.bytes("/link/file", 10));
    assertThrows(Fault.class, () -> files.bytes("/direct", 10));
    assertThrows(Fault.class, () -> files.put("/link/new", TEXT));
    assertThrows(Fault.class, () -> files.put("/direct", TEXT));
    assertThrows(Fault.class, () -> files.remove("/link/file"));
    assertEquals(List.of(), files.names("/"));
    assertEquals("not for the demo", Files.readString(above.resolve("secret")));
    Company.clear(inside);
    assertTrue(Files.exists(above.resolve("other/file")), "clearing follows no link either");
  }

  @Test
  void namesThatSomeSystemRefusesComeBackAsTheyWere() throws Exception {
    List<String> names =
        List.of(
            "a b", "con", "x:y", "100%", "%41", "end.", "end ", "q?*<>|\"", "back\\slash", "한글");
    files.mkdir("/names");
    for (String name : names) {
      files.put("/names/" + name, name.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(names.stream().sorted().toList(), files.names("/names"));
    for (String name : names) {
      assertEquals(name, new String(files.bytes("/names/" + name, 99), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aPretendedLengthReadsAsZerosAndMovesWithTheFile() throws Exception {
    files.mkdir("/dir");
    files.put("/dir/big", TEXT);
    files.pretend("/dir/big", 5L << 30, 4096);
    files.move("/dir", "/moved");
    assertEquals(5L << 30, files.entry("/moved/big").size());
    assertEquals(4096, files.entry("/moved/big").used());
    assertArrayEquals(
        new byte[] {'o', '\n', 0, 0},
        java.util.Arrays.copyOfRange(files.bytes("/moved/big", 8), 4, 8));
    assertTrue(Files.size(inside.resolve("root/moved/big")) < 100, "it takes no room");
    files.put("/moved/big", TEXT);
    assertEquals(TEXT.length, files.entry("/moved/big").size());
  }

  @Test
  void aFullFileSystemRefusesWhatIsWritten() throws Exception {
    world.state().fileSystems().put("root", new FileSystem(4 << 20, 1 << 20, 0));
    byte[] mebibyte = new byte[1 << 20];
    try (OutputStream out =
        files.write("/f", StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      IOException full =
          assertThrows(
              IOException.class,
              () -> {
                for (int i = 0; i < 10; i++) {
                  out.write(mebibyte);
                }
              });
      assertEquals("No space left on device", full.getMessage());
    }
  }

  @Test
  void whatIsImmutableStays() throws Exception {
    files.put("/base", TEXT);
    files.immutable("/base", true);
    assertThrows(Fault.class, () -> files.remove("/base"));
    assertThrows(Fault.class, () -> files.put("/base", TEXT));
    assertThrows(Fault.class, () -> files.move("/base", "/other"));
    files.immutable("/base", false);
    files.remove("/base");
  }

  @Test
  void errorsSpeakTheSystemsWords() throws Exception {
    files.mkdir("/d");
    files.put("/d/f", TEXT);
    assertEquals("No such file or directory", said(() -> files.entry("/nope")));
    assertEquals("File exists", said(() -> files.mkdir("/d")));
    assertEquals("Directory not empty", said(() -> files.remove("/d")));
    assertEquals("Is a directory", said(() -> files.bytes("/d", 1)));
    assertEquals("Not a directory", said(() -> files.names("/d/f")));
    assertEquals("No such file or directory", said(() -> files.put("/no/f", TEXT)));
    assertEquals("Permission denied", said(() -> files.put("/proc/x", TEXT)));
    assertEquals("File name too long", said(() -> files.put("/" + "x".repeat(300), TEXT)));
  }

  @FunctionalInterface
  private interface Attempt {
    void run() throws Fault;
  }

  private static String said(Attempt attempt) {
    return assertThrows(Fault.class, attempt::run).text();
  }
}
