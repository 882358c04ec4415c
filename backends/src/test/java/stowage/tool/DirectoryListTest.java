package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.DirectoryList.Entry;
import stowage.volume.ImageFormat;

class DirectoryListTest {
  private static final List<ImageFormat> FORMATS = List.of(ImageFormat.RAW, ImageFormat.QCOW2);

  @TempDir Path base;

  private static List<Entry> entries(Exec asked) throws Exception {
    return DirectoryList.entries(asked, ThisMachine.run(asked)).optional().orElseThrow();
  }

  private Path file(String path, String content) throws IOException {
    Path file = base.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** Makes a file whose name Java itself can't say, or would refuse. */
  private void rawFile(String directory, String printfName) throws Exception {
    Process process =
        new ProcessBuilder(
                "sh", "-c", "cd \"$1\" && : > \"$(printf \"$2\")\"", "sh", directory, printfName)
            .start();
    assertEquals(0, process.waitFor());
  }

  @Test
  void listsRegularFilesAndFollowsLinks() throws Exception {
    file("iso/a b.iso", "12345");
    file("iso/sub/no.iso", "");
    Files.createSymbolicLink(base.resolve("iso/link.iso"), base.resolve("iso/a b.iso"));
    Files.createSymbolicLink(base.resolve("iso/broken.iso"), base.resolve("nowhere"));
    Files.createSymbolicLink(base.resolve("iso/loop.iso"), base.resolve("iso/loop.iso"));
    List<Entry> found = entries(DirectoryList.files(List.of(base.resolve("iso").toString())));

    assertEquals(List.of("a b.iso", "link.iso"), found.stream().map(Entry::name).sorted().toList());
    Entry one = found.getFirst();
    assertEquals(5, one.size());
    assertEquals(base.resolve("iso").toString(), one.directory());
    assertTrue(
        Duration.between(Objects.requireNonNull(one.changed()), Instant.now()).abs().toMinutes()
            < 5);
  }

  @Test
  void severalDirectoriesAreToldApartAndMissingOnesAreEmpty() throws Exception {
    file("iso/a.iso", "");
    file("dump/a.iso", "");
    List<String> asked =
        List.of(
            base.resolve("iso").toString(),
            base.resolve("missing").toString(),
            base.resolve("dump").toString());
    assertEquals(
        new TreeSet<>(List.of(asked.get(0), asked.get(2))),
        new TreeSet<>(entries(DirectoryList.files(asked)).stream().map(Entry::directory).toList()));
  }

  @Test
  void hostileNamesStayNames() throws Exception {
    Path iso = Files.createDirectories(base.resolve("iso"));
    String fields = "x f 1 1 1 .iso";
    file("iso/" + fields, "1");
    file("iso/-rf .iso", "");
    file("iso/%s\\0f\\0$(touch x).iso", "");
    file("iso/한글 🙂.iso", "");
    rawFile(iso.toString(), "line\\nbreak.iso");
    rawFile(iso.toString(), "car\\rriage.iso");
    rawFile(iso.toString(), "no\\377utf8.iso");

    List<Entry> found = entries(DirectoryList.files(List.of(iso.toString())));
    // What no volume id can say is left out; the rest is not disturbed by it.
    assertEquals(
        new TreeSet<>(List.of(fields, "-rf .iso", "%s\\0f\\0$(touch x).iso", "한글 🙂.iso")),
        new TreeSet<>(found.stream().map(Entry::name).toList()));
    assertEquals(7, Objects.requireNonNull(iso.toFile().list()).length);
  }

  @Test
  void imagesLieInDirectoriesOfGuests() throws Exception {
    file("images/100/vm-100-disk-0.raw", "x".repeat(5000));
    file("images/0100/free.qcow2", "");
    file("images/7/too-short.raw", "");
    file("images/100x/other.raw", "");
    file("images/100/blank name.raw", "");
    file("images/100/notes.txt", "");
    file("images/100/deep/vm-1-disk-0.raw", "");
    file("images/stray.raw", "");
    List<Entry> found = entries(DirectoryList.images(base.resolve("images").toString(), FORMATS));

    assertEquals(
        List.of("0100/free.qcow2", "100/vm-100-disk-0.raw"),
        found.stream().map(Entry::path).sorted().toList());
    Entry raw = found.stream().filter(e -> e.size() == 5000).findFirst().orElseThrow();
    assertEquals("vm-100-disk-0.raw", raw.name());
    assertTrue(raw.allocated() % 512 == 0);
  }

  @Test
  void sparseFilesTakeLessThanTheirSize() throws Exception {
    Path sparse = file("images/100/vm-100-disk-0.raw", "");
    try (var channel = Files.newByteChannel(sparse, java.nio.file.StandardOpenOption.WRITE)) {
      channel.position((1L << 30) - 1).write(java.nio.ByteBuffer.wrap(new byte[1]));
    }
    Entry found =
        entries(DirectoryList.images(base.resolve("images").toString(), FORMATS)).getFirst();
    assertEquals(1L << 30, found.size());
    assertTrue(found.allocated() < 1 << 20);
  }

  @Test
  void guestEntriesHaveAnyName() throws Exception {
    file("images/100/vm-100-disk-0/disk.raw", "");
    file("images/100/vm-100-disk-1.qcow2", "");
    assertEquals(
        List.of("100/vm-100-disk-0", "100/vm-100-disk-1.qcow2"),
        entries(DirectoryList.guestEntries(base.resolve("images").toString())).stream()
            .map(Entry::path)
            .sorted()
            .toList());
  }

  @Test
  void tellsWhichDirectoriesAreThere() throws Exception {
    Path file = file("file", "");
    List<Entry> found =
        entries(
            DirectoryList.themselves(
                List.of(base.toString(), file.toString(), base.resolve("no").toString())));
    assertEquals(List.of(true, false), found.stream().map(Entry::isDirectory).toList());
    assertEquals(base.toString(), found.getFirst().directory());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/find: '/d/100': Permission denied",
        "/usr/bin/find: '/mnt/pve/nas': Stale file handle",
        "sudo: a password is required"
      })
  void whatCouldNotBeReadIsNotEmpty(String complaint) {
    Exec asked = DirectoryList.files(List.of("/d"));
    Result partly = Result.exited(1, "/d\0a.iso\0f\0001\0001\0001.5\0", complaint);
    var failed = assertInstanceOf(Reading.Failed.class, DirectoryList.entries(asked, partly));
    assertEquals(List.of("/usr/bin/find", complaint), failed.reason().args());
  }

  /** A file system keeps whatever it was given. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807.0000000000",
        "-9223372036854775808.0000000000",
        "253402300800.0",
        "1e999999999",
        "-1e999999999",
      })
  void aTimeThatNoCalendarHasIsUnknown(String time) throws Exception {
    Exec asked = DirectoryList.files(List.of("/d"));
    Result answer = Result.exited(0, "/d\0a.iso\0f\0001\0001\0" + time + "\0", "");
    Entry entry = DirectoryList.entries(asked, answer).optional().orElseThrow().getFirst();
    assertNull(entry.changed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/d\0a\0f\0001\0001\0",
        "/d\0a\0f\0one\0001\0001.5\0",
        "/d\0a\0f\0001\0009223372036854775807\0001.5\0",
        "/d\0a\0f\0001\0001\0soon\0",
        "no answer of find"
      })
  void whatIsNoAnswerIsAFailure(String out) {
    Exec asked = DirectoryList.files(List.of("/d"));
    var failed =
        assertInstanceOf(
            Reading.Failed.class, DirectoryList.entries(asked, Result.exited(0, out, "")));
    assertEquals("problem.answer-unreadable", failed.reason().key());
  }

  @Test
  void readsFirstLinesOfNotes() throws Exception {
    file("dump/a.vma.zst.notes", "first\nsecond\n");
    file("dump/b.tar.notes", "no line end");
    file("dump/c.tar.notes", "");
    file("dump/d.tar.notes", "\nempty first line");
    file("dump/e.tar.notes", "x".repeat(70_000));
    file("dump/f.txt", "not notes");
    file("dump/g.tar.notes", "bytes \0 in \u001b[31m it\nf.txt\0faked\n");
    rawFile(base.resolve("dump").toString(), "h\\ni.tar.notes");

    Map<String, String> notes =
        DirectoryList.firstLines(
            ThisMachine.run(DirectoryList.notes(base.resolve("dump").toString())));
    assertEquals(
        Map.of(
            "a.vma.zst.notes", "first",
            "b.tar.notes", "no line end",
            "d.tar.notes", "",
            "g.tar.notes", "bytes \0 in \u001b[31m it"),
        notes);
  }

  @Test
  void aDirectoryWithoutNotesHasNone() throws Exception {
    Exec asked = DirectoryList.notes(base.resolve("missing").toString());
    assertEquals(Map.of(), DirectoryList.firstLines(ThisMachine.run(asked)));
  }

  @Test
  void asksOnlyForReadingAndAsRoot() {
    Exec asked = DirectoryList.images("/var/lib/vz/images", FORMATS);
    assertEquals(Exec.Effect.READS, asked.effect());
    assertEquals(Exec.Identity.ROOT, asked.identity());
    assertEquals(
        "/usr/bin/find -L /var/lib/vz/images -mindepth 2 -maxdepth 2 -regextype posix-extended"
            + " -regex '.*/[0-9]{2,}/[^/[:space:]]+\\.(raw|qcow2)'"
            + " -printf '%H\\0%P\\0%y\\0%s\\0%b\\0%C@\\0'",
        asked.shown());
  }
}
