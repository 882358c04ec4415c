package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageId;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.ServerScan;
import stowage.pbs.server.Account;
import stowage.pbs.server.Certificate;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.Pin;
import stowage.settings.HostEntry;
import stowage.ssh.SshConfig;
import stowage.type.Scan;
import stowage.ui.OpenDemo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo's backup server as anybody meets it: command line, SSH, a tunnel, HTTPS. */
class DemoServerTest {
  @TempDir Path folder;
  private Trial trial;

  @BeforeEach
  void start() throws IOException {
    trial = new Trial(folder, () -> SshConfig.read(folder, folder), HostEntry.DEMO);
  }

  @AfterEach
  void stop() throws IOException {
    trial.close();
  }

  private void restart() throws IOException {
    stop();
    start();
  }

  private Trial.Shown run(String... words) {
    List<String> all = new ArrayList<>(List.of("-H", "demo"));
    all.addAll(List.of(words));
    return trial.run(all.toArray(String[]::new));
  }

  private JsonNode json(String... words) {
    return JsonMapper.shared().readTree(run(words).text());
  }

  private JsonNode backups() {
    return json("backup", "list", "vault", "--json");
  }

  private static Map<String, String> sizes(JsonNode rows) {
    Map<String, String> sizes = new TreeMap<>();
    rows.forEach(row -> sizes.put(row.path("volid").asString(), row.path("size").asString()));
    return sizes;
  }

  private static String volume(JsonNode rows, int row) {
    return rows.get(row).path("volid").asString();
  }

  @Test
  void aServerIsNotScannedWithoutAPasswordFromATerminal() {
    Trial.Shown given = run("scan", "pbs", "pbs.example.net", "u@pbs", "--password", "hush");
    assertEquals(Exit.USAGE.status, given.status());
    assertTrue(given.err().contains("password"), given.err());
    Trial.Shown pin = run("scan", "pbs", "pbs.example.net", "u@pbs", "--fingerprint", "xy");
    assertEquals(Exit.USAGE.status, pin.status());
    assertTrue(pin.err().contains("xy"), pin.err());
  }

  @Test
  void aServerIsLookedAtBeforeThereIsAPool() throws Exception {
    try (OpenDemo demo = new OpenDemo(folder.resolve("scan"));
        Host host = demo.connect();
        Secret right = Secret.of(password().toCharArray());
        Secret wrong = Secret.of("wrong".toCharArray())) {
      Map<String, String> vault =
          host.refresh().pool(new StorageId("vault")).orElseThrow().pool().values();
      String user = vault.getOrDefault("username", "");
      String datastore = vault.getOrDefault("datastore", "");
      Endpoint unknown = Endpoint.direct("pbs.example.net", Endpoint.USUAL_PORT, null);
      ServerScan scan = host.servers().scan();
      assertEquals(
          "server.certificate-unknown", reason(scan.datastores(unknown, new Account(user, right))));
      Certificate certificate = scan.certificate(unknown).optional().orElseThrow();
      assertTrue(certificate.subject().contains("CN=pbs.example.net"), certificate.toString());
      String shown = certificate.pin().text();
      assertEquals(Pin.parse(vault.getOrDefault("fingerprint", "")), Pin.parse(shown));
      Endpoint known = unknown.pinnedTo(Pin.parse(shown).orElseThrow());
      assertEquals(
          "server.login-refused", reason(scan.datastores(known, new Account(user, wrong))));
      assertTrue(names(scan.datastores(known, new Account(user, right))).contains(datastore));
      assertTrue(
          names(scan.namespaces(known, new Account(user, right), datastore))
              .contains(vault.getOrDefault("namespace", "")));
    }
  }

  @Test
  void aLoginIsTriedBeforeTheHostGetsIt() throws Exception {
    run("status", "--storage", "vault").text();
    String right = password();
    String before = Files.readString(folder.resolve("demo/root/etc/pve/storage.cfg"));
    trial.environment = Map.of(Passwords.VARIABLE, "wrong");
    Trial.Shown wrong = run("set", "vault", "--password");
    assertEquals(Exit.USAGE.status, wrong.status(), wrong.err());
    assertTrue(wrong.err().contains("--untried"), wrong.err());
    assertEquals(right, password(), "the host keeps the one that works");
    Trial.Shown nowhere = run("set", "vault", "--namespace", "no/where");
    assertEquals(Exit.USAGE.status, nowhere.status(), nowhere.err());
    assertTrue(nowhere.err().contains("no/where"), nowhere.err());
    assertEquals(before, Files.readString(folder.resolve("demo/root/etc/pve/storage.cfg")));
    trial.environment = Map.of(Passwords.VARIABLE, right);
    assertEquals(0, run("set", "vault", "--password").status());
    trial.environment = Map.of(Passwords.VARIABLE, "wrong");
    Trial.Shown untried = run("set", "vault", "--password", "--untried");
    assertEquals(0, untried.status(), untried.err());
    assertEquals("wrong", password());
  }

  @Test
  void aNewPoolIsTriedBeforeItIsThere() throws Exception {
    run("status", "--storage", "vault").text();
    String[] add = {
      "add",
      "pbs",
      "second",
      "--server",
      "pbs.example.net",
      "--datastore",
      setting("datastore"),
      "--username",
      setting("username"),
      "--password",
      "--fingerprint",
      setting("fingerprint")
    };
    Path config = folder.resolve("demo/root/etc/pve/storage.cfg");
    String before = Files.readString(config);
    Path secret = folder.resolve("demo/root/etc/pve/priv/storage/second.pw");
    trial.environment = Map.of(Passwords.VARIABLE, "wrong");
    Trial.Shown wrong = run(add);
    assertEquals(Exit.USAGE.status, wrong.status(), wrong.err());
    assertTrue(wrong.err().contains("--untried"), wrong.err());
    assertEquals(before, Files.readString(config));
    assertFalse(Files.exists(secret));
    trial.environment = Map.of(Passwords.VARIABLE, password());
    Trial.Shown nowhere = run(and(add, "--namespace", "no/where"));
    assertTrue(nowhere.err().contains("no/where"), nowhere.err());
    assertEquals(before, Files.readString(config));
    Trial.Shown right = run(add);
    assertEquals(0, right.status(), right.err());
    assertEquals(password(), Files.readString(secret).strip());
    trial.environment = Map.of(Passwords.VARIABLE, "wrong");
    add[2] = "third";
    assertEquals(0, run(and(add, "--untried")).status());
  }

  @Test
  void aServerIsScannedByAScript() throws Exception {
    // The host is made by the first question.
    run("status", "--storage", "vault").text();
    String pin = setting("fingerprint");
    String[] scan = {"scan", "pbs", "pbs.example.net", setting("username"), "--fingerprint", pin};
    assertTrue(run(scan).err().contains(Passwords.VARIABLE));
    trial.environment = Map.of(Passwords.VARIABLE, password());
    String text = run(scan).text();
    assertTrue(text.startsWith(setting("datastore")), text);
    assertEquals(text, run(and(scan, "--noheader", "--noborder", "1", "-human-readable")).text());
    assertEquals(text, run(and(scan, "--output-format=text")).text());
    assertEquals("", run(and(scan, "--quiet")).text());
    assertEquals("", run(and(scan, "--quiet", "--output-format", "json")).text());
    assertEquals(text, run(and(scan, "--quiet", "0")).text());
    JsonNode stores = json(and(scan, "--json"));
    assertEquals(setting("datastore"), stores.get(0).path("store").asString());
    assertEquals(stores, json(and(scan, "--output-format", "json")));
    assertEquals(stores, json(and(scan, "--output-format", "json-pretty")));
    Trial.Shown yaml = run(and(scan, "--output-format", "yaml"));
    assertEquals(Exit.USAGE.status, yaml.status());
    assertTrue(yaml.err().contains("yaml") && yaml.err().contains("json-pretty"), yaml.err());
    trial.environment = Map.of(Passwords.VARIABLE, "wrong");
    assertEquals(Exit.FAILED.status, run(and(scan, "--password", "--quiet")).status());
    trial.piped = (password() + "\n").getBytes(StandardCharsets.UTF_8);
    assertEquals(text, run(and(scan, "--password-fd", "0")).text());
  }

  private static String[] and(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  /** Of the pool on the backup server. */
  private String setting(String key) throws IOException {
    String section =
        Files.readString(folder.resolve("demo/root/etc/pve/storage.cfg"))
            .split("(?m)^pbs: vault$")[1]
            .split("\n\n")[0];
    return section
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  /** As it lies on the demo host. */
  private String password() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return Files.readString(
              files.filter(file -> file.endsWith("vault.pw")).findFirst().orElseThrow())
          .strip();
    }
  }

  private static List<String> names(Reading<List<Scan.Found>> reading) {
    return reading.optional().orElseThrow().stream().map(Scan.Found::name).toList();
  }

  private static String reason(Reading<List<Scan.Found>> reading) {
    return reading instanceof Reading.Failed<List<Scan.Found>>(var why) ? why.key() : "none";
  }

  @Test
  void hostAndServerTellTheSame() {
    JsonNode rows = backups();
    assertEquals(84, rows.size());
    assertEquals(sizes(rows), sizes(json("list", "vault", "--json")));
    List<String> failed = new ArrayList<>();
    Map<String, Integer> keys = new TreeMap<>();
    for (JsonNode row : rows) {
      keys.merge(row.path("encrypted").asString("none"), 1, Integer::sum);
      if (row.at("/verification/state").asString("").equals("failed")) {
        failed.add(row.path("notes").asString());
        assertTrue(row.at("/verification/upid").asString().startsWith("UPID:"), row::toString);
      }
    }
    assertEquals(12, keys.remove("none"));
    assertEquals(List.of(10, 12, 50), keys.values().stream().sorted().toList());
    assertTrue(keys.keySet().stream().allMatch(k -> k.matches("([0-9a-f]{2}:){31}..")), "" + keys);
    assertEquals(List.of("mail"), failed);
  }

  @Test
  void theHostsListHasTheShapeOfTheApi() {
    JsonNode listed = json("list", "vault", "--json");
    assertEquals(assurances(backups()), assurances(listed));
    for (JsonNode row : listed) {
      boolean container = row.path("volid").asString().contains("/ct/");
      assertEquals(container ? "lxc" : "qemu", row.path("subtype").asString(), row::toString);
    }
    String first = volume(backups(), 0);
    assertTrue(json("free", first, "--json").isNull());
    assertEquals(83, backups().size());
  }

  private static Map<String, String> assurances(JsonNode rows) {
    Map<String, String> found = new TreeMap<>();
    rows.forEach(row ->
        found.put(
            row.path("volid").asString(), row.path("encrypted") + " " + row.path("verification")));
    return found;
  }

  @Test
  void whatIsChangedStaysChanged() {
    String first = volume(backups(), 0);
    assertEquals("", run("backup", "notes", first, "mine").text());
    assertEquals("mine\n", run("backup", "notes", first).text());
    assertEquals("", run("backup", "protect", first).text());
    assertEquals(1, run("backup", "forget", first).status());
    assertEquals("", run("backup", "unprotect", first).text());
    String second = volume(backups(), 1);
    assertEquals("", run("backup", "protect", second).text());
    assertEquals("", run("backup", "forget", first).text());
    assertEquals(sizes(backups()), sizes(json("list", "vault", "--json")));
    assertEquals(second, volume(backups(), 0));
  }

  @Test
  void aRestartKeepsCertificateAndBackups() throws IOException {
    JsonNode before = backups();
    String first = volume(before, 0);
    run("backup", "notes", volume(before, 1), "kept").text();
    run("backup", "forget", first).text();
    String config = Files.readString(folder.resolve("demo/root/etc/pve/storage.cfg"));
    restart();
    JsonNode after = backups();
    assertEquals(83, after.size());
    assertNotEquals(first, volume(after, 0));
    assertEquals("kept", after.get(0).path("notes").asString());
    assertEquals(config, Files.readString(folder.resolve("demo/root/etc/pve/storage.cfg")));
    String damaged =
        after
            .valueStream()
            .filter(row -> row.at("/verification/state").asString("").equals("failed"))
            .map(row -> row.path("volid").asString())
            .findFirst()
            .orElseThrow();
    assertEquals(1, run("backup", "verify", damaged).status());
  }

  @Test
  void pruningAndVerifyingReachTheServer() {
    String marks =
        run("backup", "prune", "vault", "ct/109", "--keep-last", "1", "--dry-run").text();
    assertEquals(12, marks.lines().count());
    assertEquals(10, marks.lines().filter(line -> line.startsWith("remove ")).count());
    assertEquals(84, backups().size());
    String newest = volume(json("backup", "list", "vault", "--json"), 11);
    assertTrue(newest.startsWith("vault:backup/ct/109/"), newest);
    assertTrue(run("backup", "verify", newest).text().endsWith("TASK OK\n"));
  }

  @Test
  void theServersTasksAreListedAndTheirLogsPrinted() {
    JsonNode newest = json("backup", "tasks", "vault", "--limit", "3", "--json");
    assertEquals(3, newest.size());
    JsonNode failed = json("backup", "tasks", "vault", "--failed", "--json");
    assertFalse(failed.isEmpty());
    failed.forEach(t -> assertTrue(t.path("status").asString().startsWith("verification failed")));
    String upid = failed.get(0).path("upid").asString();
    assertTrue(run("backup", "task-log", "vault", upid).text().contains("\nTASK ERROR: "));
    JsonNode log = json("backup", "task-log", "vault", upid, "--json");
    assertEquals("stopped", log.path("status").asString());
    assertTrue(log.path("log").get(0).asString().startsWith("verify vm/102/"));
    String table = run("backup", "tasks", "vault", "--failed").text();
    assertTrue(table.startsWith("Started "), table);
    assertTrue(table.contains(" " + upid + "\n"), table);
    assertEquals(1, run("backup", "tasks", "vault", "--running").text().lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          task-log vault UPID:x          | task "UPID:x": a task's name begins with UPID: and ends with a colon.
          tasks vault --limit 0          | limit: 0 is out of range: from 1 to 10000.
          tasks vault --limit many       | limit: "many" is not a whole number.
          tasks vault --running --failed | failed: either those that run or those that failed
          """)
  void aTaskThatIsNoneIsRefused(String arguments, String said) {
    Trial.Shown shown = run(("backup " + arguments).split(" "));
    assertEquals(Exit.USAGE.status, shown.status());
    assertTrue(shown.err().contains(said), shown.err());
  }

  @Test
  void whichKeyOpensWhichBackupIsTold() {
    Map<String, Integer> counted = new TreeMap<>();
    JsonNode rows = json("backup", "keys", "vault", "--json");
    rows.forEach(row -> counted.merge(row.path("opens").asString(), 1, Integer::sum));
    assertEquals(Map.of("opens", 50, "other-key", 10, "nobody", 12, "not-encrypted", 12), counted);
    String table = run("backup", "keys", "vault").text();
    assertEquals(85, table.lines().count());
    assertTrue(
        table.contains(
            " with another key: /etc/pve/priv/storage/vault.enc.old (pool vault on demo)\n"),
        table);
  }

  @Test
  void aKeyIsProvenOnABackup() {
    JsonNode rows = json("backup", "keys", "vault", "--json");
    for (String answer : List.of("opens", "other-key", "not-encrypted")) {
      String shown = run("backup", "keys", "vault", "--prove", first(rows, answer)).text();
      boolean clear = answer.equals("not-encrypted");
      assertEquals(!clear, shown.contains(".conf.blob\" was opened ("), shown);
      assertEquals(clear, shown.contains("it needs no key"), shown);
      String config = run("extractconfig", first(rows, answer)).text();
      assertTrue(config.matches("(boot|arch): (?s).*"), config);
    }
    Trial.Shown closed = run("extractconfig", first(rows, "nobody"));
    assertEquals(1, closed.status());
    assertTrue(closed.err().contains("key"), closed.err());
    assertEquals("", closed.out());
    assertEquals(2, run("extractconfig", "vault:backup/vm/100/2001-01-01T00:00:00Z").status());
    Trial.Shown lost = run("backup", "keys", "vault", "--prove", first(rows, "nobody"));
    assertEquals(1, lost.status());
    assertTrue(lost.out().contains("which is not here"), lost.out());
    String damaged = "";
    for (JsonNode row : backups()) {
      if (row.at("/verification/state").asString("").equals("failed")) {
        damaged = row.path("volid").asString();
      }
    }
    Trial.Shown broken =
        run("backup", "keys", "vault", "--prove", damaged.replace("vault:backup/", ""), "--json");
    assertEquals(1, broken.status());
    JsonNode said = JsonMapper.shared().readTree(broken.out());
    assertEquals("signature-ok", said.path("verdict").asString());
    assertEquals(0, said.path("proven").asInt());
    assertTrue(said.path("error").asString().contains("was changed or damaged"), broken.out());
    assertEquals(2, run("backup", "keys", "vault", "--prove", "vm/100").status());
    assertEquals(
        2, run("backup", "keys", "vault", "--prove", "vm/100/2001-01-01T00:00:00Z").status());
  }

  @Test
  void theKeysOfAllBackupsAreProven() {
    Trial.Shown shown = run("backup", "keys", "vault", "--prove-all", "--json");
    assertEquals(1, shown.status(), "some keys are lost, and one backup is damaged");
    Map<String, Integer> counted = new TreeMap<>();
    for (JsonNode row : JsonMapper.shared().readTree(shown.out())) {
      counted.merge(
          row.path("opens").asString() + " " + row.path("proof").asString(), 1, Integer::sum);
      assertEquals(
          row.path("proof").asString().equals("decrypted") ? 1 : 0, row.path("proven").asInt());
    }
    assertEquals(
        Map.of(
            "opens decrypted",
            50,
            "other-key decrypted",
            9,
            "other-key refused",
            1,
            "nobody unproven",
            12,
            "not-encrypted not-encrypted",
            12),
        counted);
    assertEquals(2, run("backup", "keys", "vault", "--prove-all", "--prove", "x").status());
  }

  private static String first(JsonNode rows, String answer) {
    return rows.valueStream()
        .filter(row -> row.path("opens").asString().equals(answer))
        .map(row -> row.path("volid").asString())
        .findFirst()
        .orElseThrow();
  }

  private static final String MASTER = "stowage demo\n";

  private Trial.Shown recover(String backup, String file, String privateKey, String... more) {
    trial.piped = MASTER.getBytes(StandardCharsets.UTF_8);
    String[] words = {
      "key", "master", "recover", "--backup", backup, "--private-key", privateKey, file
    };
    return run(and(and(words, "--kdf", "none", "--passphrase-fd", "0"), more));
  }

  private String master() {
    return folder.resolve("demo/master-private.pem").toString();
  }

  @Test
  void aLostKeyComesBackOutOfABackupWithTheMasterKey() throws Exception {
    JsonNode rows = json("backup", "keys", "vault", "--json");
    String lost = first(rows, "nobody");
    String name =
        rows.valueStream()
            .filter(row -> row.path("volid").asString().equals(lost))
            .map(row -> row.path("fingerprint").asString())
            .findFirst()
            .orElseThrow();
    Path file = folder.resolve("recovered.json");
    String text = recover(lost, file.toString(), master()).text();
    assertTrue(text.contains("fingerprint: " + name + "\n"), text);
    assertTrue(text.contains("are proven with " + name.substring(0, 23)), text);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Trial.Shown again = recover(lost, file.toString(), master());
    assertEquals(Exit.USAGE.status, again.status());
    assertTrue(again.err().contains("not overwritten"), again.err());

    String paper = folder.resolve("master.txt").toString();
    run("key", "paperkey", master(), "--output-format", "text", "--output", paper).text();
    Path second = folder.resolve("second.json");
    JsonNode json =
        JsonMapper.shared().readTree(recover(lost, second.toString(), paper, "--json").text());
    assertEquals(name, json.path("fingerprint").asString());
    assertEquals("signature-ok", json.path("verdict").asString());

    assertEquals(0, run("set", "vault", "--encryption-key", file.toString()).status());
    assertEquals(
        "opens",
        json("backup", "keys", "vault", "--json")
            .valueStream()
            .filter(row -> row.path("volid").asString().equals(lost))
            .map(row -> row.path("opens").asString())
            .findFirst()
            .orElseThrow());
    assertTrue(run("extractconfig", lost).text().contains("name: git"));
  }

  @Test
  void whatStandsInTheWayOfALostKeyIsSaid() throws Exception {
    JsonNode rows = json("backup", "keys", "vault", "--json");
    String file = folder.resolve("never.json").toString();
    Trial.Shown none = recover(first(rows, "opens"), file, master());
    assertEquals(Exit.FAILED.status, none.status());
    assertTrue(none.err().contains("made without a master key"), none.err());
    Trial.Shown clear = recover(first(rows, "not-encrypted"), file, master());
    assertTrue(clear.err().contains("not encrypted"), clear.err());
    Trial.Shown gone = recover("vault:backup/vm/100/2001-01-01T00:00:00Z", file, master());
    assertEquals(Exit.USAGE.status, gone.status());
    assertTrue(gone.err().contains("2001-01-01"), gone.err());
    String lost = first(rows, "nobody");
    Trial.Shown both = recover(lost, file, master(), "--encrypted-key", master());
    assertEquals(Exit.USAGE.status, both.status());
    assertTrue(both.err().contains("--backup"), both.err());
    Trial.Shown local = recover("local:iso/x.iso", file, master());
    assertTrue(local.err().contains("names no backup"), local.err());

    trial.piped = "wrong one\n".getBytes(StandardCharsets.UTF_8);
    String[] wrong = {
      "key", "master", "recover", "--backup", lost, "--private-key", master(), file
    };
    Trial.Shown closed = run(and(wrong, "--passphrase-fd", "0"));
    assertEquals(Exit.USAGE.status, closed.status());
    assertTrue(closed.err().contains("Is the passphrase wrong?"), closed.err());
    String plain = folder.resolve("plain.json").toString();
    run("key", "create", plain, "--kdf", "none").text();
    Trial.Shown key = recover(lost, file, plain);
    assertTrue(key.err().contains("not a private master key"), key.err());
    Trial.Shown missing = recover(lost, file, folder.resolve("nowhere").toString());
    assertTrue(missing.err().contains("has no file"), missing.err());
    assertFalse(Files.exists(Path.of(file)));
  }

  @Test
  void nothingElseIsReachedThroughTheHost() throws IOException {
    backups();
    Path config = folder.resolve("demo/root/etc/pve/storage.cfg");
    Files.writeString(
        config, Files.readString(config).replace("server pbs.example.net", "server localhost"));
    assertNotEquals(0, run("backup", "list", "vault").status());
    assertNotEquals(0, run("list", "vault").status());
  }
}
