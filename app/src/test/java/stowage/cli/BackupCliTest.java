package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.settings.HostEntry;
import stowage.ssh.SshConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Backups at the command line, on the demo host through SSH. */
class BackupCliTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NOTE =
      """
      NOTE: this only shows what would be done with the backups there are now.
      A later run may do something else if backups come or go in between.

      """;

  @TempDir private static Path folder;
  private static Trial trial;

  @BeforeAll
  static void start() throws Exception {
    trial = new Trial(folder, () -> SshConfig.read(folder, folder), HostEntry.DEMO);
    demo("path", "local:iso/x.iso").text();
  }

  @AfterAll
  static void stop() throws IOException {
    trial.close();
  }

  private static Trial.Shown demo(String... args) {
    List<String> all = new ArrayList<>(List.of("-H", "demo"));
    all.addAll(List.of(args));
    return trial.run(all.toArray(String[]::new));
  }

  private static Trial.Shown line(String line) {
    return demo(line.split(" "));
  }

  /** Backups of a guest on the backup pool, the oldest first. */
  private static List<String> backups(int guest) {
    return line("list nas-backup --vmid " + guest)
        .text()
        .lines()
        .skip(1)
        .map(l -> l.split(" ")[0])
        .sorted()
        .toList();
  }

  @Test
  void aDryRunShowsWhatWouldGoAndChangesNothing() {
    List<String> before = backups(100);
    assertEquals(6, before.size());
    StringBuilder expected = new StringBuilder(NOTE);
    int width = before.getFirst().length() + 1;
    String row = "%-" + width + "s %15s %10s\n";
    expected.append(row.formatted("Backup", "Backup-ID", "Prune-Mark"));
    for (int i = 0; i < 6; i++) {
      expected.append(row.formatted(before.get(i), "qemu/100", i < 4 ? "remove" : "keep"));
    }
    assertEquals(
        expected.toString(),
        line("prune-backups nas-backup --vmid 100 --keep-last 2 --dry-run").text());
    assertEquals(before, backups(100));
    assertEquals(
        "No backups found\n",
        line("prune-backups nas-backup --vmid 777 --keep-last 2 --dry-run").text());
    assertEquals(
        "No backups found\n",
        line("prune-backups nas-backup --vmid 100 --type lxc --dry-run").text());
  }

  @Test
  void theShapeIsThatOfTheApi() throws Exception {
    JsonNode rows =
        JSON.readTree(line("prune-backups nas-backup --vmid 102 --dry-run --json").text());
    List<String> backups = backups(102);
    assertEquals(backups.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(backups.get(i), rows.get(i).get("volid").asString());
      assertEquals(102, rows.get(i).get("vmid").asInt());
      assertEquals("qemu", rows.get(i).get("type").asString());
      assertTrue(rows.get(i).get("ctime").asLong() > 1_600_000_000L);
    }
    // The pool's own rules: two days, then two weeks.
    assertEquals("keep", rows.get(5).get("mark").asString());
    assertEquals("remove", rows.get(0).get("mark").asString());
  }

  @Test
  void pruningRemovesWhatTheRulesDoNotKeepAndNothingElse() {
    List<String> before = backups(103);
    demo("backup", "protect", before.getFirst()).text();
    Trial.Shown pruned = line("prune-backups nas-backup --vmid 103 --keep-daily=2");
    StringBuilder removed = new StringBuilder();
    before
        .subList(1, before.size() - 2)
        .forEach(b -> removed.append("removing backup '").append(b).append("'\n"));
    assertEquals(removed.toString(), pruned.text());
    List<String> left = new ArrayList<>(List.of(before.getFirst()));
    left.addAll(before.subList(before.size() - 2, before.size()));
    assertEquals(left, backups(103));
    assertEquals("", line("prune-backups nas-backup --vmid 103 --keep-daily=2").text());
    assertEquals("", line("prune-backups nas-backup --vmid 103 --keep-all").text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nas-backup --keep-all --keep-last 3 | keep-all: keep-all stands alone: it can't be combined with a number of backups to keep.
          nas-backup --keep-last some         | keep-last: "some" is not a whole number.
          nas-backup --keep-last=-1           | keep-last: -1 is too small: at least 0.
          nas-backup --type vm                | type: "vm" is not one of: qemu, lxc.
          nas-iso --keep-last 1               | storage: Storage "nas-iso" does not support backups.
          nowhere --keep-last 1               | storage: There is no pool "nowhere".
          """)
  void whatBreaksARuleIsRefusedWithTheRule(String arguments, String said) {
    Trial.Shown shown = line("prune-backups " + arguments);
    assertEquals(Exit.USAGE.status, shown.status());
    assertEquals(said, shown.err().strip());
  }

  @Test
  void withoutRulesNothingIsPruned() {
    line("add dir unruled --path /srv/unruled --content backup");
    Trial.Shown shown = line("prune-backups unruled");
    assertEquals(Exit.USAGE.status, shown.status());
    assertEquals(
        "storage: No prune-backups options configured for storage \"unruled\". Configure them, or"
            + " say what to keep.",
        shown.err().strip());
    assertEquals(0, line("remove unruled").status());
  }

  @Test
  void notesAreShownReplacedAndRemoved() throws Exception {
    String backup = backups(104).getFirst();
    assertTrue(demo("backup", "notes", backup).text().contains(", before the upgrade\nTaken by"));
    assertEquals("", demo("backup", "notes", backup, "first\nsecond").text());
    assertEquals("first\nsecond\n", demo("backup", "notes", backup).text());
    JsonNode json = JSON.readTree(demo("backup", "notes", backup, "--json").text());
    assertEquals("first\nsecond", json.get("notes").asString());
    assertEquals("vma.zst", json.get("format").asString());
    assertTrue(json.get("path").asString().startsWith("/mnt/pve/nas-backup/dump/vzdump-qemu-104-"));
    assertTrue(json.get("size").asLong() > 0);
    assertEquals("", demo("backup", "notes", backup, "").text());
    assertEquals("", demo("backup", "notes", backup).text());
  }

  @Test
  void aProtectedBackupIsNotRemoved() {
    String backup = backups(105).getFirst();
    assertEquals("", demo("backup", "protect", backup).text());
    assertEquals(Exit.USAGE.status, demo("free", backup).status());
    assertTrue(backups(105).contains(backup));
    assertEquals("", demo("backup", "unprotect", backup).text());
    assertEquals("Removed volume '" + backup + "'\n", demo("free", backup).text());
    assertFalse(backups(105).contains(backup));
  }

  @Test
  void theLogIsPrinted() throws Exception {
    String backup = backups(106).getFirst();
    String log = demo("backup", "log", backup).text();
    assertTrue(log.startsWith("INFO: Starting Backup of "), log);
    JsonNode json = JSON.readTree(demo("backup", "log", backup, "--json").text());
    assertEquals(backup, json.get("volid").asString());
    assertEquals(log.strip(), json.get("log").asString().strip());
  }

  @Test
  void theConfigurationComesOutOfTheArchive() throws Exception {
    String machine = backups(100).getLast();
    String config = demo("extractconfig", machine).text();
    assertTrue(config.startsWith("cores: 4\nmemory: 8192\nname: "), config);
    assertTrue(config.endsWith("\n\n"), "the text and a line break");
    String path = demo("path", machine).text().strip();
    assertEquals(config, demo("extractconfig", path).text());
    assertEquals(
        config.substring(0, config.length() - 1),
        JSON.readTree(demo("extractconfig", machine, "--json").text()).asString());

    String container =
        line("list nas-backup").text().lines().filter(l -> l.contains("-lxc-")).findFirst().get();
    String ct = demo("extractconfig", container.split(" ")[0]).text();
    assertTrue(ct.startsWith("arch: amd64\nhostname: "), ct);

    Trial.Shown disk = demo("extractconfig", "local-lvm:vm-100-disk-0");
    assertEquals(Exit.USAGE.status, disk.status());
    assertTrue(disk.err().contains("its content type needs to be \"backup\""), disk.err());
    Trial.Shown gone =
        demo("extractconfig", "nas-backup:backup/vzdump-qemu-100-2020_01_01-00_00_00.vma.zst");
    assertEquals(Exit.FAILED.status, gone.status());
    assertTrue(gone.err().startsWith("Can't find file "), gone.err());
  }

  @Test
  void severalHostsAndReadOnlyModeAreKeptToHereToo() {
    String backup = backups(107).getFirst();
    assertEquals(Exit.USAGE.status, demo("--read-only", "backup", "protect", backup).status());
    assertEquals(
        Exit.USAGE.status,
        line("--read-only prune-backups nas-backup --vmid 107 --keep-last 1").status());
    assertTrue(backups(107).contains(backup));
    assertTrue(
        line("--read-only prune-backups nas-backup --vmid 107 --keep-last 1 --dry-run")
            .text()
            .contains(" remove\n"));
  }
}
