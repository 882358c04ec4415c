package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refusal;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.conformance.Rig;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Pruning;
import stowage.volume.ContentType;
import stowage.volume.Retention;
import stowage.volume.VmaSample;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Real backups on a host that lies in a directory. */
class BackupsTest {
  private static final StorageId POOL = new StorageId("bk");
  private static final String DUMP = "/srv/bk/dump/";
  private static final String VM = "vzdump-qemu-100-2024_01_01-10_00_00.vma.zst";
  private static final String NEXT = "vzdump-qemu-100-2024_01_02-10_00_00.vma.zst";
  private static final String CT = "vzdump-lxc-200-2024_01_01-10_00_00.tar.zst";
  private static final String OTHER = "my-100-old.tar";

  @TempDir Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root);
    configure("dir: bk\n\tpath /srv/bk\n\tcontent backup,iso\n");
    rig = Rig.on(machine);
    for (String file : List.of(VM, NEXT, CT, OTHER)) {
      machine.write(DUMP + file, "archive");
    }
  }

  private void configure(String text) throws Exception {
    machine.write(StorageConfig.PATH, text);
  }

  private Backups backups() {
    return rig.host().backups();
  }

  private static VolumeId id(String file) {
    return new VolumeId(POOL, "backup/" + file);
  }

  private boolean isThere(String file) {
    return Files.exists(machine.at(DUMP + file));
  }

  private Volume listed(String file) throws Exception {
    return rig.host().volumes(POOL, Set.of(ContentType.BACKUP)).optional().orElseThrow().stream()
        .filter(v -> v.id().equals(id(file)))
        .findFirst()
        .orElseThrow();
  }

  private static <T> T known(Reading<T> reading) {
    return switch (reading) {
      case Reading.Known<T>(var value) -> value;
      case Reading.Failed<T>(var reason) -> throw new AssertionError(reason);
    };
  }

  private static String failure(Reading<?> reading) {
    return switch (reading) {
      case Reading.Known<?> known -> "known: " + known;
      case Reading.Failed<?>(var reason) -> reason.key();
    };
  }

  // ---- notes

  @Test
  void notesAreWrittenReadAndRemovedWhole() throws Exception {
    assertEquals("", known(backups().describe(id(VM))).notes());
    String text = "Before the 'upgrade' $HOME\n두 번째 줄\n";
    rig.done(backups().planNotes(id(VM), text, ""));
    assertEquals(text, machine.read(DUMP + VM + ".notes"));
    assertEquals(text, known(backups().describe(id(VM))).notes());
    assertEquals(DUMP + VM, known(backups().describe(id(VM))).path());
    assertEquals("Before the 'upgrade' $HOME", listed(VM).extra().notes());

    rig.done(backups().planNotes(id(VM), "short", text));
    assertEquals("short", machine.read(DUMP + VM + ".notes"));
    rig.done(backups().planNotes(id(VM), "", null));
    assertFalse(isThere(VM + ".notes"));
    try (var left = Files.list(machine.at(DUMP))) {
      assertEquals(4, left.count(), "nothing is left over");
    }
  }

  @Test
  void notesThatSomebodyElseChangedAreNotOverwritten() throws Exception {
    machine.write(DUMP + VM + ".notes", "theirs");
    HostException.Conflict conflict =
        assertThrows(HostException.Conflict.class, () -> backups().planNotes(id(VM), "mine", ""));
    assertEquals(Message.of("problem.notes-changed", id(VM).toString()), conflict.said());
  }

  @Test
  void aBackupThatGoesMeanwhileGetsNoNotesAndNoProtection() throws Exception {
    Proposal notes = backups().planNotes(id(VM), "late", null);
    Proposal protection = backups().planProtect(id(VM), true);
    Files.delete(machine.at(DUMP + VM));
    assertThrows(HostException.Conflict.class, () -> rig.done(notes));
    assertThrows(HostException.Conflict.class, () -> rig.done(protection));
    assertFalse(isThere(VM + ".notes"));
    assertFalse(isThere(VM + ".protected"));
  }

  @Test
  void notesHaveALimitAndNoControlCharacters() {
    String long1 = "a".repeat((64 << 10) + 1);
    assertEquals("problem.notes-too-long", refusal(() -> backups().planNotes(id(VM), long1, null)));
    assertEquals(
        "problem.notes-control-character",
        refusal(() -> backups().planNotes(id(VM), "\u001b[2J", null)));
  }

  // ---- protection

  @Test
  void aProtectedBackupIsMarkedAndStaysUntilTheProtectionIsTakenAway() throws Exception {
    rig.done(backups().planProtect(id(VM), true));
    assertTrue(listed(VM).extra().isProtected());
    Path marker = machine.at(DUMP + VM + ".protected");
    assertEquals(0, Files.size(marker));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(marker)));
    assertEquals("problem.volume-protected", refusal(() -> rig.host().planFree(id(VM))));
    rig.done(backups().planProtect(id(VM), false));
    assertFalse(listed(VM).extra().isProtected());
    rig.done(rig.host().planFree(id(VM)));
    assertFalse(isThere(VM));
  }

  @Test
  void aGuestHasOnlySoManyProtectedBackupsOfOneType() throws Exception {
    configure("dir: bk\n\tpath /srv/bk\n\tcontent backup\n\tmax-protected-backups 1\n");
    String sameNumber = "vzdump-lxc-100-2024_01_01-10_00_00.tar.zst";
    String nobody = "vzdump-qemu-copy.vma";
    machine.write(DUMP + sameNumber, "").write(DUMP + nobody, "");
    rig.done(backups().planProtect(id(VM), true));
    InvalidException refused =
        assertThrows(InvalidException.class, () -> backups().planProtect(id(NEXT), true));
    assertEquals(
        Message.of("problem.protected-limit", 1L, "bk"), refused.problems().getFirst().said());
    rig.done(backups().planProtect(id(VM), true));
    rig.done(backups().planProtect(id(CT), true));
    rig.done(backups().planProtect(id(sameNumber), true));
    rig.done(backups().planProtect(id(nobody), true));

    configure("dir: bk\n\tpath /srv/bk\n\tcontent backup\n\tmax-protected-backups -1\n");
    rig.done(backups().planProtect(id(NEXT), true));
  }

  @Test
  void whatIsNoBackupIsRefusedAndSoIsATypeThatHasNone() throws Exception {
    machine.write("/srv/bk/template/iso/a.iso", "");
    VolumeId iso = new VolumeId(POOL, "iso/a.iso");
    assertEquals("problem.not-a-backup", refusal(() -> backups().planNotes(iso, "x", null)));
    assertEquals("problem.not-a-backup", refusal(() -> backups().planProtect(iso, true)));
    assertEquals("problem.not-a-backup", refusal(() -> backups().log(iso)));
    assertEquals("problem.not-a-backup", refusal(() -> backups().configuration(iso)));
    assertEquals(
        "problem.volume-missing",
        refusal(() -> backups().planProtect(id("vzdump-qemu-1.vma"), true)));

    configure("lvmthin: thin\n\tvgname vg\n\tthinpool data\n");
    VolumeId disk = new VolumeId(new StorageId("thin"), "vm-100-disk-0");
    assertEquals("problem.notes-unsupported", refusal(() -> backups().describe(disk)));
    assertEquals("problem.protected-unsupported", refusal(() -> backups().planProtect(disk, true)));
    assertEquals("problem.not-a-backup", refusal(() -> backups().configuration(disk)));
  }

  // ---- log

  @Test
  void aLogIsShownAndOfALongOneTheEnd() throws Exception {
    assertEquals("problem.log-missing", failure(backups().log(id(VM))));
    String log = DUMP + "vzdump-qemu-100-2024_01_01-10_00_00.log";
    machine.write(log, "INFO: one\nINFO: two\n");
    assertEquals("INFO: one\nINFO: two\n", known(backups().log(id(VM))).text());
    assertFalse(known(backups().log(id(VM))).cut());
    machine.write(log, "INFO: gone\n" + "INFO: 0123456789\n".repeat(30_000));
    var cut = known(backups().log(id(VM)));
    assertTrue(cut.cut());
    assertTrue(cut.text().length() <= 256 << 10 && cut.text().startsWith("INFO: 0"));
    assertEquals("problem.log-name", refusal(() -> backups().log(id(OTHER))));
  }

  // ---- configuration

  @ParameterizedTest
  @CsvSource({"cat, vma", "zstd -q -c, vma.zst", "gzip -c, vma.gz"})
  void aMachinesConfigurationComesFromItsArchivesHead(String compressor, String extension)
      throws Exception {
    String text = "name: web\nscsi0: bk:100/vm-100-disk-0.raw\n";
    String file = "vzdump-qemu-300-2024_01_01-10_00_00." + extension;
    Path plain = machine.at("/srv/plain");
    try (OutputStream out = Files.newOutputStream(plain)) {
      out.write(VmaSample.of(Map.of("qemu-server.conf", text)));
      // What follows the head is more than any pipe holds.
      out.write(new byte[8 << 20]);
    }
    compress(compressor, plain, machine.at(DUMP + file));
    assertEquals(text, known(backups().configuration(id(file))));
    assertEquals(text, known(backups().configuration(DUMP + file)));
  }

  private static void compress(String compressor, Path from, Path to) throws Exception {
    Process process =
        new ProcessBuilder(compressor.split(" "))
            .redirectInput(from.toFile())
            .redirectOutput(to.toFile())
            .start();
    assertEquals(0, process.waitFor());
  }

  @ParameterizedTest
  @CsvSource({
    "lxc, tar, -c, pct.conf",
    "lxc, tar.zst, --zstd, pct.conf",
    "lxc, tar.gz, -z, vps.conf",
    "lxc, tgz, -z, pct.conf",
    "openvz, tar, -c, vps.conf"
  })
  void aContainersConfigurationIsAFileOfItsArchive(
      String type, String extension, String option, String name) throws Exception {
    machine.write("/srv/ct/etc/vzdump/" + name, "arch: amd64\nhostname: dns\n");
    machine.write("/srv/ct/bin/large", "x".repeat(4 << 20));
    String file = "vzdump-" + type + "-301-2024_01_01-10_00_00." + extension;
    Process tar =
        new ProcessBuilder(
                "tar",
                option,
                "-cf",
                machine.at(DUMP + file).toString(),
                "-C",
                machine.at("/srv/ct").toString(),
                "./etc/vzdump/" + name,
                "./bin")
            .start();
    assertEquals(0, tar.waitFor());
    assertEquals("arch: amd64\nhostname: dns\n", known(backups().configuration(id(file))));
  }

  @Test
  void anArchiveWithoutAConfigurationSaysSo() throws Exception {
    String foreign = "vzdump-qemu-302-2024_01_01-10_00_00.vma";
    machine.write(DUMP + foreign, "no archive at all".repeat(10_000));
    assertEquals("problem.no-configuration", failure(backups().configuration(id(foreign))));
    machine.write(DUMP + foreign, "cut");
    assertEquals("problem.no-configuration", failure(backups().configuration(id(foreign))));
    assertEquals("problem.program-failed", failure(backups().configuration(id(VM))));
    String gone = "vzdump-qemu-303-2024_01_01-10_00_00.vma";
    assertEquals("problem.archive-missing", failure(backups().configuration(id(gone))));
    String lzo = "vzdump-qemu-304-2024_01_01-10_00_00.vma.lzo";
    machine.write(DUMP + lzo, "x");
    assertEquals("problem.program-missing", failure(backups().configuration(id(lzo))));
    assertEquals("problem.no-archive-name", refusal(() -> backups().configuration("/etc/passwd")));
  }

  // ---- prune

  private static String marks(Prune prune) {
    List<String> marks = new ArrayList<>();
    prune
        .items()
        .forEach(i -> {
          String name = i.marked().backup().id().leaf();
          marks.add(name.replaceAll("vzdump-|_00_00.*", "") + " " + i.mark());
        });
    return String.join(", ", marks);
  }

  private Prune plan(String keep, @Nullable String type, @Nullable String guest) throws Exception {
    Map<String, Long> rules =
        keep.isEmpty() ? Map.of() : Map.of(keep.split("=")[0], Long.valueOf(keep.split("=")[1]));
    return backups().planPrune(POOL, new Retention(rules), new Pruning.Scope(type, guest));
  }

  @Test
  void pruningMarksEachBackupAndPlansTheRemovalOfThoseThatGo() throws Exception {
    Prune prune = plan("keep-last=1", null, null);
    assertEquals(
        "my-100-old.tar RENAMED, qemu-100-2024_01_01-10 REMOVE, qemu-100-2024_01_02-10 KEEP, "
            + "lxc-200-2024_01_01-10 KEEP",
        marks(sortedByName(prune)));
    assertEquals(1, prune.doomed().size());
    Proposal removal = prune.doomed().getFirst().proposal().orElseThrow();
    assertEquals(VM, removal.doomed().orElseThrow());

    machine.write(DUMP + VM + ".notes", "x");
    machine.write(DUMP + "vzdump-qemu-100-2024_01_01-10_00_00.log", "x");
    rig.done(removal);
    try (var left = Files.list(machine.at(DUMP))) {
      assertEquals(
          Set.of(NEXT, CT, OTHER),
          Set.copyOf(left.map(p -> String.valueOf(p.getFileName())).toList()));
    }
  }

  /** The one that was renamed has the time of its file, which is now. */
  private static Prune sortedByName(Prune prune) {
    List<Prune.Item> items = new ArrayList<>(prune.items());
    items.sort((a, b) ->
        Boolean.compare(b.mark() == Retention.Mark.RENAMED, a.mark() == Retention.Mark.RENAMED));
    return new Prune(items);
  }

  @Test
  void onlyWhatIsAskedForIsLookedAt() throws Exception {
    assertEquals("lxc-200-2024_01_01-10 KEEP", marks(plan("keep-last=1", "lxc", null)));
    assertEquals("lxc-200-2024_01_01-10 KEEP", marks(plan("keep-last=1", null, "200")));
    assertEquals(3, plan("keep-last=1", null, "100").items().size());
    assertEquals("", marks(plan("keep-last=1", "lxc", "100")));
    assertEquals(0, plan("", null, null).doomed().size());
  }

  @Test
  void whatIsProtectedOrGoneMeanwhileIsNotRemovedAndKeepsNoOther() throws Exception {
    String third = "vzdump-qemu-100-2024_01_03-10_00_00.vma.zst";
    String fourth = "vzdump-qemu-100-2024_01_04-10_00_00.vma.zst";
    machine.write(DUMP + third, "").write(DUMP + fourth, "");
    List<Prune.Item> doomed = plan("keep-last=1", null, "100").doomed();
    machine.write(DUMP + VM + ".protected", "");
    Files.delete(machine.at(DUMP + NEXT));
    assertThrows(
        HostException.Conflict.class, () -> rig.done(doomed.get(0).proposal().orElseThrow()));
    assertThrows(
        HostException.Conflict.class, () -> rig.done(doomed.get(1).proposal().orElseThrow()));
    rig.done(doomed.get(2).proposal().orElseThrow());
    assertTrue(isThere(VM));
    assertFalse(isThere(third));
    assertTrue(isThere(fourth));
  }

  @Test
  void theConfiguredRetentionIsTakenButNeverTheUsualOne() throws Exception {
    assertEquals(
        "problem.no-retention", refusal(() -> backups().planPrune(POOL, null, Pruning.Scope.ALL)));
    configure("dir: bk\n\tpath /srv/bk\n\tcontent backup\n\tprune-backups keep-last=1\n");
    assertEquals(1, backups().planPrune(POOL, null, Pruning.Scope.ALL).doomed().size());
    configure("dir: bk\n\tpath /srv/bk\n\tcontent iso\n\tprune-backups keep-last=1\n");
    assertEquals(
        "problem.no-backups", refusal(() -> backups().planPrune(POOL, null, Pruning.Scope.ALL)));
  }

  @Test
  void aPoolThatIsNotMountedIsUnknownNotEmpty() throws Exception {
    configure(
        "dir: bk\n\tpath /srv/bk\n\tcontent backup\n\tis_mountpoint yes\n"
            + "\tprune-backups keep-last=1\n");
    assertThrows(
        HostException.NoAnswer.class, () -> backups().planPrune(POOL, null, Pruning.Scope.ALL));
  }
}
