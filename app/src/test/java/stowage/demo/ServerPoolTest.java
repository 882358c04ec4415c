package stowage.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.cli.Cli;
import stowage.demo.backup.Holdings;
import stowage.demo.backup.Person;
import stowage.demo.backup.StandIn;
import stowage.exec.ReadOnly;
import stowage.host.Forwarding;
import stowage.host.Host;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;
import stowage.settings.HostEntry;
import stowage.settings.Settings;
import stowage.settings.SettingsFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A pool's backup server at the command line: the demo's host, and the stand-in behind it. */
class ServerPoolTest {
  private static final Space SITE = new Space("main", "site/a");
  private static final Instant FIRST = Instant.parse("2026-01-01T01:00:00Z");
  private static final String SECRET = "s3/cret %";
  private static final String USER = "backup@pbs!pve1";

  @TempDir Path folder;
  private final List<String> reached = new ArrayList<>();
  private StandIn standIn;
  private SettingsFile settings;
  private Demo demo;

  private record Shown(int status, String out, String err) {}

  private static SnapshotId backup(int day) {
    return new SnapshotId(new GroupId("vm", "100"), FIRST.plus(Duration.ofDays(day)));
  }

  private static String volume(int day) {
    return "vault:backup/" + backup(day);
  }

  @BeforeEach
  void start() throws Exception {
    Holdings holdings = new Holdings(1L << 40);
    for (int day = 0; day < 4; day++) {
      holdings.put(SITE, backup(day), USER, "mail\nday " + day, 1000);
    }
    standIn =
        StandIn.start(holdings, List.of(Person.administrator(USER, SECRET)), Clock.systemUTC());
    demo = Demo.in(folder.resolve("demo"));
    Path config = folder.resolve("demo/root/etc/pve/storage.cfg");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceFirst("\tfingerprint [0-9a-f:]+", "\tfingerprint " + standIn.pin()));
    password(SECRET);
    settings = new SettingsFile(folder.resolve("settings.json"));
    settings.save(Settings.USUAL.with(List.of(HostEntry.DEMO)));
  }

  private void password(String secret) throws Exception {
    Path file = folder.resolve("demo/root/etc/pve/priv/storage/vault.pw");
    Files.createDirectories(file.getParent());
    Files.writeString(file, secret + "\n");
  }

  @AfterEach
  void stop() {
    standIn.close();
  }

  private Forwarding.Port forwarded(String server, int port) {
    reached.add(server + ":" + port);
    return new Forwarding.Port() {
      @Override
      public int number() {
        return standIn.port();
      }

      @Override
      public void close() {
        reached.add("closed");
      }
    };
  }

  private Shown run(String... words) {
    List<String> all = new ArrayList<>(List.of("-H", "demo"));
    all.addAll(List.of(words));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Cli.World world =
        new Cli.World(
            new PrintWriter(out),
            new PrintWriter(err),
            settings,
            (_, _) ->
                entry ->
                    new Host(
                        entry.name(),
                        entry.readOnly() ? new ReadOnly(demo.shell()) : demo.shell(),
                        this::forwarded),
            Locale.ENGLISH,
            new Cli.Data(
                new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), Map.of()));
    int status = Cli.run(world, all.toArray(String[]::new));
    Shown shown = new Shown(status, out.toString(), err.toString());
    assertFalse(shown.toString().contains("cret"), shown.toString());
    return shown;
  }

  private String text(String... words) {
    Shown shown = run(words);
    assertEquals("0 ", shown.status() + " " + shown.err());
    return shown.out();
  }

  private List<String> left() throws Exception {
    List<String> volumes = new ArrayList<>();
    for (JsonNode row : JsonMapper.shared().readTree(text("backup", "list", "vault", "--json"))) {
      volumes.add(row.path("volid").asString());
    }
    return volumes;
  }

  @Test
  void backupsAreListedThroughTheHost() throws Exception {
    String row = "%-" + volume(0).length() + "s %15s %-9s %-8s %-9s %-" + USER.length() + "s %s\n";
    StringBuilder expected =
        new StringBuilder(
            row.formatted("Volid", "Size", "Protected", "Verified", "Encrypted", "Owner", "Notes"));
    JsonNode json = JsonMapper.shared().readTree(text("backup", "list", "vault", "--json"));
    for (int day = 0; day < 4; day++) {
      assertEquals(volume(day), json.get(day).path("volid").asString());
      assertEquals("mail", json.get(day).path("notes").asString());
      assertEquals(USER, json.get(day).path("owner").asString());
      assertEquals(0, json.get(day).path("protected").asInt());
      assertEquals("none", json.get(day).at("/files/0/crypt-mode").asString());
      String size = json.get(day).path("size").asString();
      expected.append(row.formatted(volume(day), size, "no", "-", "no", USER, "mail"));
    }
    assertEquals(expected.toString(), text("backup", "list", "vault"));
    assertEquals(List.of("pbs.example.net:8007", "closed"), reached.subList(0, 2));
  }

  /** The way through the host is not even opened. */
  @Test
  void aServerThatThisComputerReachesCanBeAskedDirectly() throws Exception {
    Path config = folder.resolve("demo/root/etc/pve/storage.cfg");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceFirst(
                "\tserver pbs.example.net\n",
                "\tserver 127.0.0.1\n\tport " + standIn.port() + "\n"));
    assertTrue(text("backup", "list", "vault", "--direct").contains(volume(0)));
    assertEquals("", text("backup", "protect", volume(1), "--direct"));
    assertTrue(
        text("backup", "prune", "vault", "vm/100", "--keep-last", "1", "--dry-run", "--direct")
            .startsWith("remove    " + volume(0) + "\nprotected " + volume(1) + "\n"));
    assertEquals(List.of(), reached);
    assertTrue(text("backup", "list", "vault").contains(volume(0)));
    assertEquals(List.of("127.0.0.1:" + standIn.port(), "closed"), reached);
  }

  @Test
  void notesAndProtectionKeepTheirWords() {
    assertEquals("mail\nday 0\n", text("backup", "notes", volume(0)));
    assertEquals("", text("backup", "notes", volume(0), "new\ntext"));
    assertEquals("new\ntext\n", text("backup", "notes", volume(0)));
    assertEquals("", text("backup", "protect", volume(0)));
    Shown refused = run("backup", "forget", volume(0));
    assertEquals(1, refused.status());
    assertTrue(refused.err().contains("cannot remove protected snapshot"), refused.err());
    assertEquals("", text("backup", "unprotect", volume(0)));
    assertEquals("", text("backup", "forget", volume(0)));
    assertEquals(1, run("backup", "notes", volume(0)).status());
  }

  /** The server has no such limit of its own. */
  @Test
  void thePoolLimitsTheProtectedBackupsOfAGuest() throws Exception {
    SnapshotId other = new SnapshotId(new GroupId("ct", "100"), FIRST);
    SnapshotId nobody = new SnapshotId(new GroupId("host", "files"), FIRST);
    SnapshotId further = new SnapshotId(nobody.group(), FIRST.plus(Duration.ofDays(1)));
    for (SnapshotId one : List.of(other, nobody, further)) {
      standIn.holdings().put(SITE, one, USER, "", 1000);
    }
    configure("max-protected-backups", "1");
    assertEquals("", text("backup", "protect", volume(0)));
    Shown refused = run("backup", "protect", volume(1));
    assertEquals(2, refused.status());
    assertTrue(
        refused
            .err()
            .contains("number of protected backups per guest is limited to 1 on storage \"vault\""),
        refused.err());
    assertEquals(List.of(volume(0)), guarded());
    assertEquals("", text("backup", "protect", volume(0)), "it counts already");
    for (SnapshotId one : List.of(other, nobody, further)) {
      assertEquals("", text("backup", "protect", "vault:backup/" + one), "of nobody else");
    }
    assertEquals("", text("backup", "unprotect", volume(0)));
    assertEquals("", text("backup", "protect", volume(1)));
    configure("max-protected-backups", "-1");
    assertEquals("", text("backup", "protect", volume(0)));
    assertEquals(5, guarded().size());
  }

  private void configure(String key, String value) throws Exception {
    Path config = folder.resolve("demo/root/etc/pve/storage.cfg");
    String plain = Files.readString(config).replaceAll("\t" + key + " .*\n", "");
    Files.writeString(
        config, plain.replaceFirst("pbs: vault\n", "$0\t" + key + " " + value + "\n"));
  }

  private List<String> guarded() throws Exception {
    List<String> volumes = new ArrayList<>();
    for (JsonNode row : JsonMapper.shared().readTree(text("backup", "list", "vault", "--json"))) {
      if (row.path("protected").asInt() == 1) {
        volumes.add(row.path("volid").asString());
      }
    }
    return volumes;
  }

  @Test
  void pruningRemovesWhatTheDryRunSays() throws Exception {
    text("backup", "protect", volume(0));
    String marks =
        "protected %s\nremove    %s\nkeep      %s\nkeep      %s\n"
            .formatted(volume(0), volume(1), volume(2), volume(3));
    assertEquals(
        marks, text("backup", "prune", "vault", "vm/100", "--keep-last", "2", "--dry-run"));
    assertEquals(4, left().size());
    assertEquals(marks, text("backup", "prune", "vault", "vm/100", "--keep-last", "2"));
    assertEquals(List.of(volume(0), volume(2), volume(3)), left());
    assertEquals(2, run("backup", "prune", "vault", "vm/100").status());
    assertEquals(2, run("backup", "prune", "vault", "vm/100", "--keep-last", "0").status());
    assertEquals(2, run("backup", "prune", "vault", "100", "--keep-last", "1").status());
  }

  /** What a script for {@code pvesm} calls. */
  @Test
  void freeRemovesABackupAtItsServer() throws Exception {
    assertEquals(
        "On the backup server of vault this would be done: forget " + backup(1) + "\n",
        text("free", volume(1), "--dry-run"));
    assertEquals(2, run("free", volume(1), "--read-only").status());
    assertEquals(4, left().size());
    assertEquals("Removed volume '" + volume(1) + "'\n", text("free", volume(1)));
    String name = volume(2).substring("vault:".length());
    assertEquals("Removed volume '" + volume(2) + "'\n", text("free", name, "--storage", "vault"));
    assertEquals(List.of(volume(0), volume(3)), left());
    text("backup", "protect", volume(0));
    Shown refused = run("free", volume(0), "--force");
    assertEquals(1, refused.status());
    assertTrue(refused.err().contains("cannot remove protected snapshot"), refused.err());
    assertEquals(1, run("free", volume(1)).status(), "gone already");
    assertEquals(2, run("free", "local:backup/" + backup(0)).status(), "no backup server");
    assertEquals(List.of(volume(0), volume(3)), left());
  }

  @Test
  void pruneBackupsLetsTheServerDecide() throws Exception {
    text("backup", "protect", volume(0));
    String row = "%-" + (volume(0).length() + 1) + "s %15s %10s\n";
    String table = text("prune-backups", "vault", "--keep-last", "1", "--dry-run");
    assertTrue(
        table.endsWith(
            row.formatted("Backup", "Backup-ID", "Prune-Mark")
                + row.formatted(volume(0), "qemu/100", "protected")
                + row.formatted(volume(1), "qemu/100", "remove")
                + row.formatted(volume(2), "qemu/100", "remove")
                + row.formatted(volume(3), "qemu/100", "keep")),
        table);
    JsonNode json =
        JsonMapper.shared()
            .readTree(text("prune-backups", "vault", "--keep-last", "1", "--dry-run", "--json"));
    JsonNode newest =
        JsonMapper.shared()
            .readTree(
                "{\"volid\":\"%s\",\"ctime\":%d,\"mark\":\"keep\",\"type\":\"qemu\",\"vmid\":100}"
                    .formatted(volume(3), backup(3).time().getEpochSecond()));
    assertEquals(newest, json.get(3));
    assertEquals(4, left().size());

    String none = text("prune-backups", "vault", "--keep-last", "1", "--type", "lxc");
    assertEquals("", none);
    assertEquals("", text("prune-backups", "vault", "--keep-last", "1", "--vmid", "101"));
    assertEquals(2, run("prune-backups", "vault", "--keep-last", "1", "--read-only").status());
    Shown ended = run("prune-backups", "vault", "--keep-last", "1", "--read-only", "--json");
    assertEquals(2, ended.status());
    JsonNode told = JsonMapper.shared().readTree(ended.out());
    assertEquals(0, told.path("removed").size(), "what went is told even when it ends early");
    assertEquals("vm/100", told.path("failed").get(0).path("volid").asString());
    assertEquals(4, left().size());
    assertEquals(
        "removing backup '" + volume(1) + "'\nremoving backup '" + volume(2) + "'\n",
        text("prune-backups", "vault", "--keep-last", "1", "--vmid", "100"));
    assertEquals(List.of(volume(0), volume(3)), left());
    assertEquals(
        JsonMapper.shared().readTree("{\"removed\":[],\"failed\":[]}"),
        JsonMapper.shared().readTree(text("prune-backups", "vault", "--keep-all", "--json")));
    assertEquals(List.of(volume(0), volume(3)), left());
  }

  @Test
  void verifyingTellsWhatTheServerSays() throws Exception {
    standIn.holdings().damage(SITE, backup(1));
    assertTrue(text("backup", "verify", volume(0)).endsWith("TASK OK\n"));
    Shown failed = run("backup", "verify", volume(1));
    assertEquals(1, failed.status());
    assertTrue(failed.out().contains("TASK ERROR: verification failed"), failed.out());
    JsonNode json = JsonMapper.shared().readTree(text("backup", "list", "vault", "--json"));
    assertEquals("ok", json.get(0).at("/verification/state").asString());
    assertEquals("failed", json.get(1).at("/verification/state").asString());
    assertTrue(json.get(2).path("verification").isMissingNode());
  }

  @Test
  void aDryRunAndReadOnlyModeChangeNothing() throws Exception {
    assertEquals(
        "On the backup server of vault this would be done: forget " + backup(0) + "\n",
        text("backup", "forget", volume(0), "--dry-run"));
    assertEquals(2, run("backup", "forget", volume(0), "--read-only").status());
    assertEquals(2, run("backup", "notes", volume(0), "x", "--read-only").status());
    assertEquals("mail\nday 0\n", text("backup", "notes", volume(0), "--read-only"));
    assertEquals(4, left().size());
  }

  @Test
  void whatIsWrongHasAnExitStatusOfItsOwn() throws Exception {
    password("other");
    assertEquals(5, run("backup", "list", "vault").status());
    Path config = folder.resolve("demo/root/etc/pve/storage.cfg");
    String text = Files.readString(config);
    String pin = standIn.pin().text();
    String other = (pin.startsWith("00") ? "ff" : "00") + pin.substring(2);
    Files.writeString(config, text.replace(pin, other));
    assertEquals(4, run("backup", "list", "vault").status());
    Files.writeString(config, text.replace("\tfingerprint " + pin + "\n", ""));
    Shown unknown = run("backup", "list", "vault");
    assertEquals(4, unknown.status());
    assertTrue(unknown.err().contains(pin), unknown.err());
    Files.delete(folder.resolve("demo/root/etc/pve/priv/storage/vault.pw"));
    assertEquals(1, run("backup", "list", "vault").status());
    assertEquals(2, run("backup", "list", "local").status());
    assertEquals(2, run("backup", "forget", "local:iso/x.iso").status());
    assertEquals(2, run("backup", "list", "nowhere").status());
  }
}
