package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.ok;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.tool.Btrfs.Taken;

class BtrfsTest {
  private static final LocalDateTime MADE = LocalDateTime.of(2026, 11, 22, 11, 13, 22);

  private static String listed(String order, String time, String path) {
    return "ID 259 gen 13 cgen " + order + " top level 5 otime " + time + " path " + path + "\n";
  }

  @Test
  void readsSnapshots() {
    String recorded =
        listed("12", "2026-11-22 11:13:22", "pool/images/100/vm-100-disk-7@first")
            + listed("13", "2026-11-22 11:13:22", "my pool/images/100/vm-100-disk-7@b  c");
    assertEquals(
        List.of(
            new Taken(12, "pool/images/100/vm-100-disk-7@first", MADE),
            new Taken(13, "my pool/images/100/vm-100-disk-7@b  c", MADE)),
        Btrfs.snapshots(ok(recorded)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ERROR: not a subvolume",
        "ID x gen 1 cgen 1 top level 5 otime 2026-11-22 11:13:22 path a",
        "ID 1 gen 1 cgen 99999999999999999999 top level 5 otime 2026-11-22 11:13:22 path a",
        "ID 1 gen 1 cgen 1 top level 5 otime 2026-13-42 11:13:22 path a",
        "ID 1 gen 1 cgen 1 top level 5 otime - path a",
        "ID 1 gen 1 cgen 1 top level 5 otime 2026-11-22 11:13:22",
      })
  void aLineThatCanNotBeUnderstoodDoesNotSpoilTheOthers(String line) {
    String around = listed("12", "2026-11-22 11:13:22", "p@a");
    assertEquals(List.of(new Taken(12, "p@a", MADE)), Btrfs.snapshots(ok(line + "\n" + around)));
  }

  @Test
  void aFileSystemWithoutSnapshotsHasNone() {
    assertEquals(List.of(), Btrfs.snapshots(ok("")));
    assertEquals(List.of(), Btrfs.snapshots(Result.exited(1, "", "ERROR: can't access")));
  }

  @ParameterizedTest
  @CsvSource({
    // What is mounted need not be the root of the file system: only the ends of both paths agree.
    "pool/images/100/d@s, /mnt/btrfs/pool/images/100/d@s, 4",
    "@root/pool/100/d@s, /pool/100/d@s, 3",
    "d@s, /mnt/d@s, 1",
    "a/100/d@s, /b/100/d@s, 2",
    "100/d@other, /x/100/d@s, 0",
  })
  void pathsAgreeFromTheirEnd(String path, String absolute, int parts) {
    assertEquals(parts, new Taken(1, path, MADE).agrees(absolute));
  }

  @Test
  void namesNeverPassForOptions() {
    assertLines(
        """
        !# /bin/btrfs -q subvolume create -- /p/a
        !# /bin/btrfs -q subvolume snapshot -- /p/a@s /p/b
        !# /bin/btrfs -q subvolume snapshot -r -- /p/a /p/a@s
        !# /bin/btrfs -q subvolume delete -- /p/a@s /p/a
        !# /bin/btrfs -q property set /p/base ro true
        !# /bin/btrfs -q property set /p/base ro false
        ?# /bin/btrfs filesystem df /p
        ?# /bin/btrfs subvolume list -s /p
        """,
        Btrfs.create("/p/a"),
        Btrfs.snapshot("/p/a@s", "/p/b"),
        Btrfs.readOnlySnapshot("/p/a", "/p/a@s"),
        Btrfs.delete(List.of("/p/a@s", "/p/a")),
        Btrfs.readOnly("/p/base", true),
        Btrfs.readOnly("/p/base", false),
        Btrfs.isOn("/p"),
        Btrfs.snapshots("/p"));
  }

  @Test
  void whatLiesInADirectoryIsFoundOneLevelDeep() {
    assertLines(
        """
        !# /usr/bin/find /p/tmp -mindepth 1 -maxdepth 1 -name '*' -exec /bin/btrfs -q subvolume \
        delete -- '{}' +
        !# /usr/bin/find /p/tmp -mindepth 1 -maxdepth 1 -name 'd@*' -exec /bin/btrfs -q subvolume \
        snapshot -r -- '{}' /p/d@s ';'
        """,
        Btrfs.deleteIn("/p/tmp", "*"),
        Btrfs.snapshotIn("/p/tmp", "d@*", "/p/d@s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a*b", "what?", "[x]", "back\\slash", "*", "a b"})
  void aNameAsPatternAgreesWithItselfAlone(String name, @TempDir Path dir) throws Exception {
    Files.createFile(dir.resolve(name));
    for (String other : List.of("a_b", "aXXb", "whats", "x", "backslash", "plainer")) {
      Files.createFile(dir.resolve(other));
    }
    Result found =
        ThisMachine.run(
            Exec.reads("/usr/bin/find", dir.toString(), "-mindepth", "1", "-name")
                .and(Btrfs.named(name)));
    assertEquals(List.of(dir.resolve(name).toString()), found.lines());
    try (Stream<Path> all = Files.list(dir)) {
      assertTrue(all.count() > 1);
    }
  }
}
