package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Secret;
import stowage.schema.InvalidException;

class LocalFileTest {
  @TempDir Path folder;

  private LocalFile file(String name) throws InvalidException {
    return LocalFile.of("file", folder.resolve(name).toString());
  }

  private List<String> names() throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static Secret text(String text) {
    return Secret.of(text.toCharArray());
  }

  @Test
  void whatIsThereIsNeverOverwritten() throws Exception {
    file("key").create(text("one"));
    assertThrows(InvalidException.class, () -> file("key").create(text("two")));
    assertEquals("one", Files.readString(folder.resolve("key")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))));
  }

  @Test
  void aReplacementIsWholeAndLeavesNothingBeside() throws Exception {
    file("key").create(text("one"));
    file("key").replace(text("two"));
    assertEquals("two", Files.readString(folder.resolve("key")));
    assertEquals(List.of("key"), names());
  }

  @Test
  void aReplacementThatFailsLeavesNothingBesideEither() throws Exception {
    // A directory that is not empty can't be replaced by a file, not even by root.
    Files.createDirectories(folder.resolve("key/full"));
    assertThrows(InvalidException.class, () -> file("key").replace(text("two")));
    assertEquals(List.of("key"), names());
  }

  /** Another process may have the number of one that was killed. */
  @Test
  void somebodyElsesHalfFileIsNotTouched() throws Exception {
    file("key").create(text("one"));
    String part = "key.tmp." + ProcessHandle.current().pid();
    Files.writeString(folder.resolve(part), "mine");
    assertThrows(InvalidException.class, () -> file("key").replace(text("two")));
    assertEquals("mine", Files.readString(folder.resolve(part)));
    assertEquals("one", Files.readString(folder.resolve("key")));
  }

  @Test
  void whatBelongsToSomethingThatFailedIsTakenBack() throws Exception {
    file("key").create(text("one"));
    file("key").takeBack();
    assertEquals(List.of(), names());
  }
}
