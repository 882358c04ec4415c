package stowage.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {

  @Test
  void nothingChangedIsEmpty() {
    assertEquals("", diff("dir: a\n\tpath /a\n", "dir: a\n\tpath /a\n"));
    assertEquals("", diff("", ""));
  }

  @Test
  void anAddedSectionIsShownWithThreeLinesBefore() {
    String before = "# mine\n\ndir: a\n\tpath /a\n\n";
    assertEquals(
        """
        --- /etc/pve/storage.cfg
        +++ /etc/pve/storage.cfg
        @@ -3,3 +3,6 @@
         dir: a
         	path /a
        \s
        +dir: b
        +	path /b
        +
        """,
        diff(before, before + "dir: b\n\tpath /b\n\n"));
  }

  @Test
  void theFirstSectionOfAnEmptyFile() {
    assertEquals(
        """
        --- /etc/pve/storage.cfg
        +++ /etc/pve/storage.cfg
        @@ -0,0 +1,2 @@
        +dir: b
        +	path /b
        """,
        diff("", "dir: b\n\tpath /b\n"));
  }

  @Test
  void unchangedLinesWithinAChangeAreContext() {
    String before = "dir: a\n\tpath /a\n\tcontent iso\n\tnodes x\n\n";
    String after = "dir: a\n\tdisable\n\tpath /a\n\tcontent iso,images\n\tnodes x\n\n";
    assertEquals(
        """
        --- /etc/pve/storage.cfg
        +++ /etc/pve/storage.cfg
        @@ -1,5 +1,6 @@
         dir: a
        +	disable
         	path /a
        -	content iso
        +	content iso,images
         	nodes x
        \s
        """,
        diff(before, after));
  }

  @Test
  void aMissingLineEndIsNoSmallMatter() {
    assertEquals(
        """
        --- /etc/pve/storage.cfg
        +++ /etc/pve/storage.cfg
        @@ -1,2 +1,2 @@
         dir: a
        -	path /a
        \\ No newline at end of file
        +	path /a
        """,
        diff("dir: a\n\tpath /a", "dir: a\n\tpath /a\n"));
  }

  @Test
  void aHugeChangeIsShownAsReplaced() {
    String before = "\tx 1\n".repeat(3000) + "end\n";
    String after = "\ty 2\n".repeat(3000) + "end\n";
    long removed = diff(before, after).lines().filter(l -> l.startsWith("-\t")).count();
    assertEquals(3000, removed);
  }

  private static String diff(String before, String after) {
    return ConfigDiff.unified(parse(before), parse(after));
  }

  private static StorageConfig parse(String text) {
    return StorageConfig.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
