package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

class FileSystemTest {
  private static final Exec ASKED = FileSystem.read("/srv");

  @Test
  void countsWithTheReserveOfRoot() {
    Reading<FileSystem> reading =
        FileSystem.of(ASKED, Result.exited(0, "2038647 1394774 1390678 4096 ext2/ext3\n", ""));
    FileSystem ext4 = new FileSystem(8350298112L, 5712994304L, 5696217088L, "ext2/ext3");
    assertEquals(Reading.known(ext4), reading);
    assertEquals(2637303808L, ext4.used());
    assertTrue(ext4.used() + ext4.available() < ext4.total());
  }

  @Test
  void countsInTheFileSystemsOwnUnit() {
    assertEquals(
        Reading.known(new FileSystem(8350334976L, 5696126976L, 5696389120L - 262144, "nfs")),
        FileSystem.of(ASKED, Result.exited(0, "31854 21729 21729 262144 nfs\n", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2 3",
        "1 2 3 four ext4",
        "9223372036854775807 1 1 4096 huge",
        "-1 1 1 4096 ext4",
        "1 -1 1 4096 ext4",
        "1 1 1 -4096 ext4",
        "1 1 +1 4096 ext4",
        "18446744073709551615 1 1 1 ext4",
        "stat: cannot read\n"
      })
  void whatIsNoAnswerIsAFailure(String out) {
    var failed =
        assertInstanceOf(Reading.Failed.class, FileSystem.of(ASKED, Result.exited(0, out, "")));
    assertEquals("problem.answer-unreadable", failed.reason().key());
  }

  @Test
  void aHungFileSystemIsAFailureOfItsOwn() {
    Result hung = new Result(Result.Ending.TIMED_OUT, 124, new byte[0], new byte[0]);
    var failed = assertInstanceOf(Reading.Failed.class, FileSystem.of(ASKED, hung));
    assertEquals("problem.timed-out", failed.reason().key());
    assertEquals(5L, failed.reason().args().get(1));
  }

  @Test
  void tellsDirectoriesFromOtherThings() {
    assertTrue(FileSystem.isDirectory(Result.exited(0, "43ff\n", "")));
    assertFalse(FileSystem.isDirectory(Result.exited(0, "81a4\n", "")));
    assertFalse(FileSystem.isDirectory(Result.exited(0, "junk\n", "")));
    assertFalse(FileSystem.isDirectory(Result.exited(1, "", "No such file or directory")));
  }

  @Test
  void theRealToolsAnswerLikeThat(@TempDir Path dir) throws Exception {
    Exec sizes = FileSystem.read(dir.toString());
    FileSystem here = FileSystem.of(sizes, ThisMachine.run(sizes)).optional().orElseThrow();
    assertEquals(Files.getFileStore(dir).getTotalSpace(), here.total());
    assertTrue(FileSystem.isDirectory(ThisMachine.run(FileSystem.mode(dir.toString()))));

    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("real name"));
    Files.createDirectory(dir.resolve("real name"));
    Exec resolve = FileSystem.resolve(link.resolve("not/there").toString());
    assertEquals(
        Reading.known(dir.toRealPath().resolve("real name/not/there").toString()),
        FileSystem.resolved(resolve, ThisMachine.run(resolve)));
  }
}
