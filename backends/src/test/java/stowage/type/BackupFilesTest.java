package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refusal;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Result;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Retention;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Backups in a directory: notes, protection, log, configuration, and which of them stay. */
class BackupFilesTest {
  private static final Pool POOL =
      Rehearsal.pool(StorageType.DIR, "local", "path=/p", "content=backup,images");
  private static final String NAME = "vzdump-qemu-100-2020_01_01-01_01_01.vma.zst";
  private final Attributes attributes = new DirBackend().attributes().orElseThrow();
  private final Pruning pruning = new DirBackend().pruning().orElseThrow();

  private static Volume backup(String file) {
    return backup(file, "100", false);
  }

  private static Volume backup(String file, @Nullable String owner, boolean isProtected) {
    return new Volume(
        new VolumeId(POOL.id(), "backup/" + file),
        ContentType.BACKUP,
        "vma.zst",
        owner,
        new Volume.Space(7L, null),
        new Volume.Extra(null, null, null, null, isProtected));
  }

  private static Result answer(String out) {
    return Result.exited(0, out, "");
  }

  // Notes

  @Test
  void notesLieBesideTheArchive() throws Exception {
    var probe = attributes.notes(POOL, backup(NAME));
    assertEquals("/usr/bin/cat -- /p/dump/" + NAME + ".notes", probe.programs().getFirst().shown());
    assertEquals("one\ntwo\n", Samples.known(Samples.read(probe, answer("one\ntwo\n"))));
    assertEquals(
        "",
        Samples.known(
            Samples.read(
                probe, Result.exited(1, "", "cat: x.notes: No such file or directory\n"))));
    assertEquals(
        "problem.program-failed",
        Samples.failure(
            Samples.read(probe, Result.exited(1, "", "cat: x.notes: Permission denied\n"))));
    assertEquals(
        "problem.timed-out",
        Samples.failure(
            Samples.read(probe, new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]))));
  }

  @Test
  void notesAreReplacedInOneInstant() throws Exception {
    Change change = attributes.setNotes(POOL, backup(NAME), "it's\r\n\"한글\"");
    String notes = "/p/dump/" + NAME + ".notes";
    String draft = change.steps().getFirst().command().argv().getLast();
    assertTrue(draft.startsWith(notes + ".tmp."), draft);
    assertEquals(
        List.of(
            "/usr/bin/rm -f -- " + draft,
            "/usr/bin/dd of=" + draft + " bs=64K iflag=fullblock conv=excl,fsync status=none",
            "/usr/bin/chmod 0644 " + draft,
            "/usr/bin/mv -f -T -- " + draft + " " + notes),
        change.steps().stream().map(s -> s.command().shown()).toList());
    assertEquals(new Input.Text("it's\n\"한글\""), change.steps().get(1).command().input());
    assertEquals(0, change.guards().getFirst().status());
    assertEquals(
        "/usr/bin/stat -c %F -- /p/dump/" + NAME, change.guards().getFirst().check().shown());
  }

  @Test
  void emptyNotesAreRemoved() throws Exception {
    Change change = attributes.setNotes(POOL, backup(NAME), "");
    assertEquals(
        "/usr/bin/rm -f -- /p/dump/" + NAME + ".notes",
        change.steps().getFirst().command().shown());
    assertEquals(1, change.steps().size());
  }

  @Test
  void notesAreTextOfSomeLength() throws Exception {
    assertEquals(
        "problem.notes-too-long",
        refusal(() -> attributes.setNotes(POOL, backup(NAME), "한".repeat(21_846))));
    assertEquals(4, attributes.setNotes(POOL, backup(NAME), "a".repeat(65_536)).steps().size());
    assertEquals(4, attributes.setNotes(POOL, backup(NAME), "\ta\n").steps().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0b", "a\rb", "\u001b[31m", "\u007f", "\u0085"})
  void notesHoldNothingThatControlsATerminal(String text) {
    assertEquals(
        "problem.notes-control-character",
        refusal(() -> attributes.setNotes(POOL, backup(NAME), text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iso/a.iso", "100/vm-100-disk-0.raw", "snippets/foo.tar"})
  void onlyBackupsHaveSuch(String name) {
    Volume other = Samples.volume(POOL, name, 1);
    assertEquals("problem.not-a-backup", refusal(() -> attributes.notes(POOL, other)));
    assertEquals("problem.not-a-backup", refusal(() -> attributes.setNotes(POOL, other, "x")));
    assertEquals(
        "problem.not-a-backup", refusal(() -> attributes.protect(POOL, other, true, List.of())));
    assertEquals("problem.not-a-backup", refusal(() -> attributes.log(POOL, other)));
    assertEquals("problem.not-a-backup", refusal(() -> attributes.configuration(POOL, name)));
    assertEquals("problem.not-a-backup", refusal(() -> pruning.remove(POOL, other)));
  }

  // Protection

  @Test
  void protectionIsAnEmptyFile() throws Exception {
    String marker = "/p/dump/" + NAME + ".protected";
    assertEquals(
        "? 0 /usr/bin/stat -c %F -- /p/dump/"
            + NAME
            + "\n/usr/bin/touch -- "
            + marker
            + "\n  < /usr/bin/rm -f -- "
            + marker
            + "\n/usr/bin/chmod 0644 -- "
            + marker
            + "\n",
        Rehearsal.shown(attributes.protect(POOL, backup(NAME), true, List.of())));
    // Whoever protected it before keeps it protected.
    assertFalse(
        Rehearsal.shown(attributes.protect(POOL, backup(NAME, "100", true), true, List.of()))
            .contains("<"));
    assertEquals(
        "? 0 /usr/bin/stat -c %F -- /p/dump/" + NAME + "\n/usr/bin/rm -f -- " + marker + "\n",
        Rehearsal.shown(attributes.protect(POOL, backup(NAME, "100", true), false, List.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, yes",
    "0, problem.protected-limit",
    "2, problem.protected-limit",
    "3, yes",
  })
  void aGuestMayHaveSoManyProtected(String limit, String outcome) throws Exception {
    Pool pool =
        Rehearsal.pool(
            StorageType.DIR,
            "local",
            "path=/p",
            "content=backup",
            "max-protected-backups=" + limit);
    List<Volume> existing =
        List.of(
            backup("vzdump-qemu-100-2020_01_02-01_01_01.vma", "100", true),
            backup("vzdump-qemu-100-renamed.vma", "100", true),
            // Of another kind, another guest, not protected, no backup.
            backup("vzdump-lxc-100-2020_01_02-01_01_01.tar", "100", true),
            backup("vzdump-qemu-101-2020_01_02-01_01_01.vma", "101", true),
            backup("vzdump-qemu-100-2020_01_03-01_01_01.vma", "100", false),
            Samples.volume(pool, "100/vm-100-disk-0.raw", 1));
    assertEquals(outcome, protecting(pool, backup(NAME), existing));
    // Backups of nobody aren't limited, and one that is protected already stays so.
    assertEquals("yes", protecting(pool, backup("foo.tar", null, false), existing));
    assertEquals("yes", protecting(pool, backup(NAME, "100", true), existing));
  }

  private String protecting(Pool pool, Volume volume, List<Volume> existing) {
    try {
      return attributes.protect(pool, volume, true, existing).steps().isEmpty() ? "no" : "yes";
    } catch (InvalidException e) {
      return e.problems().getFirst().said().key();
    }
  }

  // Log

  @Test
  void aLogIsReadFromItsEnd() throws Exception {
    var probe = attributes.log(POOL, backup(NAME));
    assertEquals(
        "/usr/bin/tail -c 262145 -- /p/dump/vzdump-qemu-100-2020_01_01-01_01_01.log",
        probe.programs().getFirst().shown());
    assertEquals(
        new Attributes.Log("INFO: done\n", false),
        Samples.known(Samples.read(probe, answer("INFO: done\n"))));
    String longer = "x".repeat(262_100) + "\nlast line, after the first was cut off somewhere\n";
    Attributes.Log cut =
        Samples.known(Samples.read(probe, answer(longer.substring(longer.length() - 262_145))));
    assertTrue(cut.cut());
    assertEquals("last line, after the first was cut off somewhere\n", cut.text());
    assertEquals(
        "problem.log-missing",
        Samples.failure(
            Samples.read(probe, Result.exited(1, "", "tail: x: No such file or directory\n"))));
    assertEquals(
        "problem.program-failed",
        Samples.failure(
            Samples.read(probe, Result.exited(1, "", "tail: x: Input/output error\n"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo.tar",
        "vzdump-qemu-100-renamed.vma",
        "vzdump-qemu-100-2020_13_01-01_01_01.vma",
        "vzdump-qemu-99-2020_01_01-01_01_01.vma",
        "my-100-x.tgz"
      })
  void aRenamedBackupHasNoLog(String file) {
    assertEquals("problem.log-name", refusal(() -> attributes.log(POOL, backup(file))));
  }

  // Configuration

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vzdump-lxc-100-2020_01_01-01_01_01.tar.zst | pct.conf
          vzdump-openvz-100-2020_01_01-01_01_01.tgz | vps.conf
          foo.tar | pct.conf
          """)
  void aContainersConfigurationIsLookedForWhereItWas(String file, String first) throws Exception {
    Excerpt excerpt = attributes.configuration(POOL, "backup/" + file);
    assertEquals(2, excerpt.programs().size());
    String program = excerpt.programs().getFirst().shown();
    assertTrue(program.contains("./etc/vzdump/" + first), program);
    for (Exec exec : excerpt.programs()) {
      assertFalse(exec.changesHost());
      assertTrue(exec.shown().contains("/p/dump/" + file), exec.shown());
    }
    byte[] text = "arch: amd64\n".getBytes(StandardCharsets.UTF_8);
    assertEquals("arch: amd64\n", excerpt.reader().read(new ByteArrayInputStream(text)));
    assertThrows(
        EOFException.class, () -> excerpt.reader().read(new ByteArrayInputStream(new byte[0])));
  }

  @Test
  void aMachinesConfigurationIsInTheHeadOfTheArchive() throws Exception {
    Excerpt excerpt = attributes.configuration(POOL, "backup/" + NAME);
    assertEquals(1, excerpt.programs().size());
    assertTrue(excerpt.programs().getFirst().shown().contains("/usr/bin/zstd"));
  }

  // Pruning

  private List<String> decided(Map<String, Long> keep, Pruning.Scope scope, List<Volume> backups) {
    List<String> told = new ArrayList<>();
    Samples.known(Samples.read(pruning.decide(POOL, backups, new Retention(keep), scope)))
        .forEach(m ->
            told.add(
                m.backup().id().name().substring("backup/".length())
                    + " "
                    + m.type()
                    + " "
                    + m.guest()
                    + " "
                    + m.decision().mark()));
    return told;
  }

  private static final List<Volume> MANY =
      List.of(
          backup("vzdump-qemu-100-2020_01_01-01_01_01.vma.zst"),
          backup("vzdump-qemu-100-2020_01_02-01_01_01.vma"),
          backup("vzdump-lxc-100-2019_01_01-01_01_01.tar"),
          backup("vzdump-qemu-100-2018_01_01-01_01_01.vma", "100", true),
          backup("vzdump-qemu-1000-2017_01_01-01_01_01.vma", "1000", false),
          backup("my-100-copy.tar", "100", false),
          backup("foo.tgz", null, false),
          Samples.volume(POOL, "iso/a.iso", 1));

  @Test
  void eachGuestAndKindIsPrunedByItself() {
    assertEquals(
        List.of(
            "vzdump-qemu-100-2020_01_01-01_01_01.vma.zst qemu 100 REMOVE",
            "vzdump-qemu-100-2020_01_02-01_01_01.vma qemu 100 KEEP",
            "vzdump-lxc-100-2019_01_01-01_01_01.tar lxc 100 KEEP",
            "vzdump-qemu-100-2018_01_01-01_01_01.vma qemu 100 PROTECTED",
            "vzdump-qemu-1000-2017_01_01-01_01_01.vma qemu 1000 KEEP",
            "my-100-copy.tar unknown 100 RENAMED",
            "foo.tgz unknown null RENAMED"),
        decided(Map.of("keep-last", 1L), Pruning.Scope.ALL, MANY));
  }

  @Test
  void withoutARuleEverythingStays() {
    for (Map<String, Long> keep :
        List.of(Map.<String, Long>of(), Map.of("keep-all", 1L), Map.of("keep-last", 0L))) {
      assertTrue(
          decided(keep, Pruning.Scope.ALL, MANY).stream().noneMatch(t -> t.endsWith("REMOVE")));
    }
  }

  @Test
  void aScopeLeavesTheOthersAlone() {
    assertEquals(
        List.of("vzdump-lxc-100-2019_01_01-01_01_01.tar lxc 100 KEEP"),
        decided(Map.of("keep-last", 1L), new Pruning.Scope("lxc", null), MANY));
    assertEquals(
        List.of("vzdump-qemu-1000-2017_01_01-01_01_01.vma qemu 1000 KEEP"),
        decided(Map.of("keep-last", 1L), new Pruning.Scope(null, "1000"), MANY));
    assertEquals(5, decided(Map.of("keep-last", 1L), new Pruning.Scope(null, "100"), MANY).size());
    assertEquals(
        List.of(), decided(Map.of("keep-last", 1L), new Pruning.Scope("lxc", "1000"), MANY));
    // A guest's number is no pattern.
    assertEquals(List.of(), decided(Map.of("keep-last", 1L), new Pruning.Scope(null, "1.0"), MANY));
  }

  @Test
  void removalMindsWhatCameMeanwhile() throws Exception {
    Change change = pruning.remove(POOL, backup(NAME));
    String shown = Rehearsal.shown(change);
    assertTrue(shown.startsWith("? 0 /usr/bin/stat -c %F -- /p/dump/" + NAME + "\n"), shown);
    assertTrue(change.guards().size() >= 2, shown);
    assertTrue(shown.contains("/p/dump/" + NAME + ".protected"), shown);
    assertEquals(
        "problem.volume-protected", refusal(() -> pruning.remove(POOL, backup(NAME, "100", true))));
  }
}
