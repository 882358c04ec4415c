package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.exec.Secret;
import stowage.pbs.DataBlob;
import stowage.pbs.EncryptionKey;
import stowage.pbs.KeyArchive;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;
import stowage.ssh.SshConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys at the command line: in files, and on the demo host through SSH. */
class KeyCliTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String POOL = "safe";

  @TempDir private static Path folder;
  private static Trial trial;
  private static int files;

  @BeforeAll
  static void start() throws Exception {
    trial = new Trial(folder, () -> SshConfig.read(folder, folder), HostEntry.DEMO);
    demo("path", "local:iso/x.iso").text();
    Trial.Shown added =
        demo("add", "pbs", POOL, "--server", "192.0.2.8", "--datastore", "main", "--disable");
    assertEquals(0, added.status(), added.err());
  }

  @AfterAll
  static void stop() throws IOException {
    trial.close();
  }

  private static Trial.Shown demo(String... args) {
    List<String> all = new ArrayList<>(List.of("-H", "demo"));
    all.addAll(List.of(args));
    return run("", all.toArray(String[]::new));
  }

  /** With these lines on standard input. */
  private static Trial.Shown run(String input, String... args) {
    trial.piped = input.getBytes(StandardCharsets.UTF_8);
    return trial.run(args);
  }

  private static String fresh(String name) {
    return folder.resolve(++files + "-" + name).toString();
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  private static String mode(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file)));
  }

  private static String plainKey() {
    String file = fresh("plain.json");
    run("", "key", "create", file, "--kdf", "none").text();
    return file;
  }

  private static String fingerprint(String file) throws Exception {
    try (KeyFile key = KeyFile.read(Files.readAllBytes(Path.of(file)))) {
      return key.fingerprint().orElseThrow().text();
    }
  }

  @ParameterizedTest
  @CsvSource({"scrypt", "pbkdf2"})
  void aKeyIsMadeForItsOwnerOnly(String kdf) throws Exception {
    String file = fresh("key.json");
    String[] call = {
      "key", "create", file, "--kdf", kdf, "--hint", "the usual", "--passphrase-fd", "0"
    };
    String said = run("correct horse\n", call).text();
    assertEquals("rw-------", mode(file));
    assertFalse(read(file).endsWith("\n"));
    assertTrue(said.contains("kdf: " + kdf + "\n"), said);
    assertTrue(said.contains("fingerprint: " + fingerprint(file) + "\n"), said);
    assertTrue(said.contains("hint: the usual\n"), said);
    try (KeyFile key = KeyFile.read(Files.readAllBytes(Path.of(file)));
        Secret passphrase = Secret.of("correct horse".toCharArray());
        EncryptionKey opened = key.open(passphrase)) {
      assertEquals(fingerprint(file), opened.fingerprint().text());
    }
    String before = read(file);
    Trial.Shown again = run("correct horse\n", call);
    assertEquals(Exit.USAGE.status, again.status());
    assertTrue(again.err().contains("not overwritten"), again.err());
    assertEquals(before, read(file));
  }

  @Test
  void aKeyWithoutAPassphraseIsWhatAHostTakes() throws Exception {
    String file = plainKey();
    assertEquals("rw-------", mode(file));
    assertTrue(read(file).startsWith("{\"kdf\":null,\"created\":"), read(file).substring(0, 20));
    Trial.Shown hint = run("", "key", "create", fresh("x"), "--kdf", "none", "--hint", "h");
    assertEquals(Exit.USAGE.status, hint.status());
  }

  @Test
  void aDryRunMakesNoFile() {
    String file = fresh("none.json");
    run("", "key", "create", file, "--kdf", "none", "--dry-run").text();
    assertFalse(Files.exists(Path.of(file)));
  }

  @ParameterizedTest
  @CsvSource({
    "key create, either",
    "key create a --pool vault, either",
    "key create a --kdf rot13, rot13",
    "key paperkey, either",
    "key show /nowhere/at/all, has no file",
    "key verify a, either",
    "key verify a --pool b --text c, either",
    "key create --pool vault --kdf scrypt, passphrase",
    "key create --pool vault, --save",
    "key create --pool vault --paperkey p, scanned back",
    "key create --pool vault --waive maybe, I accept the risk",
    "key paperkey a --paper a5, a5",
    "key show --pool nosuch, nosuch",
    "add pbs x --server s --datastore d --encryption-key autogen, kept before",
    "add pbs x --server s --datastore d --save-key f, autogen"
  })
  void whatIsMissingOrTooMuchIsSaid(String call, String words) {
    Trial.Shown shown = demo(call.split(" "));
    assertEquals(Exit.USAGE.status, shown.status(), shown.err());
    assertTrue(shown.err().contains(words), shown.err());
  }

  @Test
  void aKeyFileShowsWhatItIsCalledAndNotWhatItIs() throws Exception {
    String file = plainKey();
    String text = run("", "key", "show", file).text();
    String data = JSON.readTree(read(file)).path("data").stringValue();
    assertFalse(text.contains(data), text);
    JsonNode json = JSON.readTree(run("", "key", "show", file, "--json").text());
    assertEquals("none", json.path("kdf").stringValue());
    assertEquals(fingerprint(file), json.path("fingerprint").stringValue());
    assertEquals(json.path("created").longValue(), json.path("modified").longValue());
    assertFalse(json.has("data"));
  }

  @Test
  void thePassphraseIsChangedAndTheKeyStays() throws Exception {
    String file = plainKey();
    String is = fingerprint(file);
    run("first one\n", "key", "change-passphrase", file, "--passphrase-fd", "0").text();
    assertEquals(is, fingerprint(file));
    assertTrue(read(file).contains("Scrypt"));
    String closed = read(file);
    Trial.Shown wrong =
        run(
            "wrong one\nnew one\n",
            "key",
            "change-passphrase",
            file,
            "--passphrase-fd",
            "0",
            "--kdf",
            "pbkdf2");
    assertEquals(Exit.USAGE.status, wrong.status());
    assertEquals(closed, read(file));
    run(
            "first one\nsecond one\n",
            "key",
            "change-passphrase",
            file,
            "--passphrase-fd",
            "0",
            "--kdf",
            "pbkdf2",
            "--hint",
            "the second")
        .text();
    assertTrue(read(file).contains("PBKDF2"));
    run("second one\n", "key", "change-passphrase", file, "--passphrase-fd", "0", "--kdf", "none")
        .text();
    assertTrue(read(file).startsWith("{\"kdf\":null"));
    assertEquals(is, fingerprint(file));
    assertEquals("rw-------", mode(file));
  }

  @Test
  void withoutATerminalNobodyIsAsked() {
    Trial.Shown shown = run("", "key", "create", fresh("x.json"));
    assertEquals(Exit.USAGE.status, shown.status());
    assertTrue(shown.err().contains(Passphrases.VARIABLE), shown.err());
    assertTrue(run("\n", "key", "create", fresh("x.json"), "--passphrase-fd", "0").status() != 0);
    assertTrue(
        run("1234\n", "key", "create", fresh("x.json"), "--passphrase-fd", "0")
            .err()
            .contains("at least"));
  }

  @Test
  void theEnvironmentHasOneForWhatIsThereAndOneForWhatIsNew() throws Exception {
    trial.environment = Map.of(Passphrases.VARIABLE, "one", Passphrases.NEW_VARIABLE, "two");
    Passphrases given = new Passphrases();
    Cli set = cli();
    trial.environment = Map.of();
    assertEquals("one", text(given.present(set, "x")));
    assertEquals("one", text(given.fresh(set, "x")));
    assertEquals("two", text(given.next(set, "x")));
    Cli none = cli();
    org.junit.jupiter.api.Assertions.assertThrows(
        InvalidException.class, () -> given.present(none, "x"));
  }

  private static Cli cli() {
    return (Cli) trial.line("en").getCommandSpec().userObject();
  }

  private static String text(Secret secret) {
    return new String(secret.reveal(), StandardCharsets.UTF_8);
  }

  @Test
  void aPrintedKeyIsReadBack() throws Exception {
    String file = plainKey();
    String paper = fresh("paper.txt");
    run(
            "",
            "key",
            "paperkey",
            file,
            "--output-format",
            "text",
            "--subject",
            "pve1 vault",
            "--output",
            paper)
        .text();
    assertEquals("rw-------", mode(paper));
    assertTrue(read(paper).startsWith("Subject: pve1 vault\n\n"));
    String same = run("", "key", "verify", file, "--text", paper).text();
    assertTrue(same.contains(fingerprint(file)), same);

    String image = picture(read(paper));
    assertEquals(same, run("", "key", "verify", file, "--image", image).text());
    JsonNode json =
        JSON.readTree(run("", "key", "verify", file, "--image", image, "--json").text());
    assertTrue(json.path("same").booleanValue());

    String other = plainKey();
    Trial.Shown shown = run("", "key", "verify", other, "--image", image);
    assertEquals(Exit.FAILED.status, shown.status());
    assertTrue(shown.err().contains(fingerprint(file)), shown.err());
    assertTrue(shown.err().contains(fingerprint(other)), shown.err());
  }

  @Test
  void thePassphraseThatThePaperNeedsIsAskedForThePaper() throws Exception {
    String file = fresh("once-closed.json");
    String paper = fresh("closed.txt");
    run("correct horse\n", "key", "create", file, "--passphrase-fd", "0").text();
    run("", "key", "paperkey", file, "--output-format", "text", "--output", paper).text();
    run(
            "correct horse\n",
            "key",
            "change-passphrase",
            file,
            "--kdf",
            "none",
            "--passphrase-fd",
            "0")
        .text();
    Trial.Shown unasked = run("", "key", "verify", file, "--text", paper);
    assertEquals(Exit.USAGE.status, unasked.status());
    assertTrue(unasked.err().contains("needed for " + paper), unasked.err());
    assertFalse(unasked.err().contains(file), unasked.err());
    String[] call = {"key", "verify", file, "--text", paper, "--passphrase-fd", "0"};
    Trial.Shown wrong = run("another\n", call);
    assertEquals(Exit.USAGE.status, wrong.status());
    assertTrue(wrong.err().contains("text: "), wrong.err());
    assertTrue(run("correct horse\n", call).text().contains(fingerprint(file)));
  }

  /** A symbol of a text for printers, with white around it. */
  private static String picture(String text) throws IOException {
    List<String> rows =
        text.lines().filter(l -> l.contains("█") || l.contains("▀") || l.contains("▄")).toList();
    int modules = rows.stream().mapToInt(String::length).max().orElseThrow();
    int scale = 4;
    int edge = (modules + 16) * scale;
    BufferedImage image = new BufferedImage(edge, edge, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, edge, edge);
    pen.setColor(Color.BLACK);
    for (int y = 0; y < rows.size(); y++) {
      for (int x = 0; x < rows.get(y).length(); x++) {
        char c = rows.get(y).charAt(x);
        if (c == '█' || c == '▀') {
          pen.fillRect((x + 8) * scale, (2 * y + 8) * scale, scale, scale);
        }
        if (c == '█' || c == '▄') {
          pen.fillRect((x + 8) * scale, (2 * y + 9) * scale, scale, scale);
        }
      }
    }
    pen.dispose();
    Path file = Path.of(fresh("scan.png"));
    ImageIO.write(image, "png", file.toFile());
    return file.toString();
  }

  @Test
  void whatIsNoPictureAndWhatHasNoKeyIsSaid() throws Exception {
    String file = plainKey();
    String text = fresh("note.txt");
    Files.writeString(Path.of(text), "just a note");
    assertTrue(run("", "key", "verify", file, "--image", text).err().contains("no key"));
    Trial.Shown absent = run("", "key", "verify", file, "--image", text + "x");
    assertEquals(Exit.USAGE.status, absent.status());
    assertTrue(absent.err().contains(text + "x"), absent.err());
    Path cut = Path.of(fresh("cut.pdf"));
    Files.writeString(cut, "%PDF-1.7 and no more");
    assertTrue(run("", "key", "verify", file, "--image", cut.toString()).err().contains("damaged"));
    assertTrue(run("", "key", "verify", file, "--text", text).err().contains("no key"));
    String blank = fresh("blank.png");
    ImageIO.write(
        new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB), "png", Path.of(blank).toFile());
    assertTrue(run("", "key", "verify", file, "--image", blank).err().contains("QR"));
  }

  @Test
  void aPageForTheBrowserGoesToStandardOutput() {
    trial.written.reset();
    run("", "key", "paperkey", plainKey(), "--paper", "letter").text();
    String page = trial.written.toString(StandardCharsets.UTF_8);
    assertTrue(page.startsWith("<!DOCTYPE html>"), page.substring(0, 40));
    assertTrue(page.contains("size: letter"));
  }

  @Test
  void aPdfIsMadeAndReadBack() throws Exception {
    String file = plainKey();
    String pdf = fresh("paper.pdf");
    String[] call = {"key", "paperkey", file, "--output-format", "pdf", "--subject", "pve1 vault"};
    List<String> kept = new ArrayList<>(List.of(call));
    kept.addAll(List.of("--output", pdf));
    run("", kept.toArray(String[]::new)).text();
    assertEquals("rw-------", mode(pdf));
    assertTrue(run("", "key", "verify", file, "--image", pdf).text().contains(fingerprint(file)));
    trial.written.reset();
    run("", call).text();
    assertTrue(trial.written.toString(StandardCharsets.ISO_8859_1).startsWith("%PDF"));
  }

  @Test
  void theFilesNameSaysWhatIsMadeAndWhateverItIsIsReadBack() throws Exception {
    String pair = Files.createDirectory(Path.of(fresh("pair"))).toString();
    run("the master\n", "key", "master", "create", "--directory", pair, "--passphrase-fd", "0")
        .text();
    String pem = pair + "/master-private.pem";
    String key = plainKey();
    for (var each :
        Map.of(
                "paper.PDF", "%PDF",
                "paper.txt", "-----BEGIN ",
                "paper.html", "<!DOCTYPE html>",
                "paper", "<!DOCTYPE html>")
            .entrySet()) {
      for (String from : List.of(key, pem)) {
        String paper = fresh(each.getKey());
        run("", "key", "paperkey", from, "--output", paper).text();
        String written = Files.readString(Path.of(paper), StandardCharsets.ISO_8859_1);
        assertTrue(written.contains(each.getValue()), written.substring(0, 40));
        String back = fresh("back");
        run("the master\n", "key", "recover", paper, "--output", back, "--passphrase-fd", "0")
            .text();
        assertEquals(read(from), read(back), each.getKey());
      }
    }
  }

  @Test
  void whatWasDoneForAKeyIsRememberedForTheKeyDesk() throws Exception {
    added("noted");
    Trial.Shown made = demo("key", "create", "--pool", "noted", "--waive", NewKey.WAIVER);
    assertEquals(0, made.status(), made.err());
    JsonNode waived = noted();
    assertTrue(waived.has("waived") && !waived.has("exported"), waived.toString());
    assertTrue(demo("key", "show", "--pool", "noted").text().contains("by choice"));
    String paper = fresh("noted.pdf");
    demo("key", "paperkey", "--pool", "noted", "--output-format", "pdf", "--output", paper).text();
    assertTrue(noted().has("exported") && !noted().has("verified"), noted().toString());
    demo("key", "verify", "--pool", "noted", "--image", paper).text();
    assertTrue(noted().has("verified"), noted().toString());
    assertTrue(Files.readString(folder.resolve("keys.json")).contains("\"pool\" : \"noted\""));
    assertEquals(0, demo("remove", "noted").status());
  }

  private static JsonNode noted() throws Exception {
    return JSON.readTree(demo("key", "show", "--pool", "noted", "--json").text())
        .path("pools")
        .path(0)
        .path("key");
  }

  @Test
  void theMasterKeyOpensTheCopyInABackup() throws Exception {
    Path directory = Files.createDirectory(Path.of(fresh("master")));
    String[] create = {
      "key", "master", "create", "--directory", directory.toString(), "--passphrase-fd", "0"
    };
    JsonNode made =
        JSON.readTree(
            run(
                    "the master\n",
                    "--json",
                    create[0],
                    create[1],
                    create[2],
                    create[3],
                    create[4],
                    create[5],
                    create[6])
                .text());
    String pem = directory.resolve("master-private.pem").toString();
    assertEquals(4096, made.path("length").intValue());
    assertEquals("rw-------", mode(pem));
    assertTrue(read(pem).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assertEquals(Exit.USAGE.status, run("the master\n", create).status());

    String file = plainKey();
    byte[] closed;
    try (Secret passphrase = Secret.of("the master".toCharArray());
        MasterKey master = MasterKey.read(Files.readAllBytes(Path.of(pem)), passphrase);
        KeyFile key = KeyFile.read(Files.readAllBytes(Path.of(file)));
        EncryptionKey raw = key.open(null)) {
      closed = master.publicKey().encrypt(key, raw, Instant.now(), ZoneOffset.UTC);
    }
    for (byte[] form : List.of(closed, DataBlob.make(closed, false, null).encoded())) {
      String blob = fresh("rsa-encrypted.key");
      Files.write(Path.of(blob), form);
      String recovered = fresh("recovered.json");
      run(
              "the master\n",
              "key",
              "master",
              "recover",
              "--private-key",
              pem,
              "--encrypted-key",
              blob,
              recovered,
              "--kdf",
              "none",
              "--passphrase-fd",
              "0")
          .text();
      assertEquals(fingerprint(file), fingerprint(recovered));
      Trial.Shown wrong =
          run(
              "another\n",
              "key",
              "master",
              "recover",
              "--private-key",
              pem,
              "--encrypted-key",
              blob,
              fresh("x"),
              "--kdf",
              "none",
              "--passphrase-fd",
              "0");
      assertEquals(Exit.USAGE.status, wrong.status());
    }
    String paper = fresh("master.txt");
    run("", "key", "paperkey", pem, "--output-format", "text", "--output", paper).text();
    run("the master\n", "key", "verify", pem, "--text", paper, "--passphrase-fd", "0").text();
    String back = fresh("master-back.pem");
    String[] recover = {"key", "recover", paper, "--output", back, "--passphrase-fd", "0"};
    String said = run("the master\n", recover).text();
    assertTrue(said.contains("fingerprint: " + made.path("fingerprint").stringValue()), said);
    assertEquals(read(pem), read(back));
    assertEquals("rw-------", mode(back));
  }

  @Test
  void aKeyComesBackFromItsPaper() throws Exception {
    String file = fresh("printed.json");
    run("correct horse\n", "key", "create", file, "--passphrase-fd", "0").text();
    String paper = fresh("printed.txt");
    run("", "key", "paperkey", file, "--output-format", "text", "--output", paper).text();
    for (String form : List.of(paper, picture(read(paper)))) {
      String back = fresh("back.json");
      String[] call = {"key", "recover", form, "--output", back, "--passphrase-fd", "0"};
      Trial.Shown wrong = run("another\n", call);
      assertEquals(Exit.USAGE.status, wrong.status());
      assertTrue(wrong.err().contains("Is the passphrase wrong?"), wrong.err());
      assertFalse(Files.exists(Path.of(back)));
      String said = run("correct horse\n", call).text();
      assertTrue(said.contains(fingerprint(file)), said);
      assertEquals("rw-------", mode(back));
      assertEquals(read(file), read(back));
      assertTrue(run("correct horse\n", call).err().contains("not overwritten"));
    }
  }

  @Test
  void aKeyWithoutAPassphraseComesBackAndASheetWithoutOneDoesNot() throws Exception {
    String file = plainKey();
    String paper = fresh("plain.txt");
    run("", "key", "paperkey", file, "--output-format", "text", "--output", paper).text();
    String back = fresh("plain-back.json");
    JsonNode row =
        JSON.readTree(run("", "--json", "key", "recover", paper, "--output", back).text());
    assertEquals(fingerprint(file), row.path("fingerprint").stringValue());
    assertEquals(read(file), read(back));
    String note = fresh("note.txt");
    Files.writeString(Path.of(note), "just a note");
    String none = fresh("none.json");
    assertTrue(run("", "key", "recover", note, "--output", none).err().contains("no key"));
    assertTrue(
        run("", "key", "recover", fresh("nowhere"), "--output", none)
            .err()
            .contains("has no file"));
    run("", "--dry-run", "key", "recover", paper, "--output", none).text();
    assertFalse(Files.exists(Path.of(none)));
  }

  @Test
  void aKeyOfAHostIsKeptHereBeforeTheHostGetsIt() throws Exception {
    String save = fresh("vault.enc");
    String paper = fresh("vault.pdf");
    String said = demo("key", "create", "--pool", POOL, "--save", save, "--paperkey", paper).text();
    assertTrue(said.contains(POOL), said);
    assertEquals("rw-------", mode(save));
    run("", "key", "verify", save, "--image", paper).text();
    JsonNode shown = JSON.readTree(demo("key", "show", "--pool", POOL, "--json").text());
    JsonNode key = shown.path("pools").path(0).path("key");
    assertEquals(fingerprint(save), key.path("fingerprint").stringValue());
    assertTrue(key.has("exported") && key.has("verified"), key.toString());
    assertEquals("none", key.path("kdf").stringValue());

    String text = fresh("vault.txt");
    demo("key", "paperkey", "--pool", POOL, "--output-format", "text", "--output", text).text();
    demo("key", "verify", "--pool", POOL, "--text", text).text();
    run("", "key", "verify", save, "--text", text).text();

    String next = fresh("next.enc");
    Trial.Shown replaced = demo("key", "create", "--pool", POOL, "--save", next);
    assertEquals(0, replaced.status(), replaced.err());
    assertTrue(replaced.err().contains(POOL + ".enc.old"), replaced.err());
    JsonNode old =
        JSON.readTree(demo("key", "show", "--pool", POOL, "--json").text())
            .path("pools")
            .path(0)
            .path("old");
    assertTrue(old.toString().contains(fingerprint(save)), old.toString());

    String archive = fresh("keys.cms");
    String listed =
        run(
                "for the safe\n",
                "-H",
                "demo",
                "key",
                "export",
                "--output",
                archive,
                "--passphrase-fd",
                "0")
            .text();
    assertTrue(listed.contains("demo/safe.enc\n"), listed);
    assertTrue(listed.contains("demo/safe.enc.old\n"), listed);
    assertEquals("rw-------", mode(archive));
    try (Secret passphrase = Secret.of("for the safe".toCharArray());
        KeyArchive opened = KeyArchive.read(Files.readAllBytes(Path.of(archive)), passphrase)) {
      Secret first =
          opened.entries().stream()
              .filter(e -> e.name().equals("demo/safe.enc"))
              .findFirst()
              .orElseThrow()
              .content();
      byte[] kept = Files.readAllBytes(Path.of(next));
      byte[] found = first.reveal();
      assertArrayEquals(kept, java.util.Arrays.copyOf(found, found.length - 1));
    }

    Trial.Shown removed = demo("set", POOL, "--delete", "encryption-key");
    assertEquals(0, removed.status(), removed.err());
    assertTrue(demo("key", "show", "--pool", POOL).text().contains("not encrypted"));
    Trial.Shown restored =
        run(
            "for the safe\n",
            "-H",
            "demo",
            "key",
            "restore",
            archive,
            "--pool",
            POOL,
            "--passphrase-fd",
            "0");
    assertEquals(0, restored.status(), restored.err());
    JsonNode back = JSON.readTree(demo("key", "show", "--pool", POOL, "--json").text());
    assertEquals(
        fingerprint(next),
        back.path("pools").path(0).path("key").path("fingerprint").stringValue());
    String out = fresh("out.enc");
    String[] extract = {
      "key",
      "restore",
      archive,
      "--entry",
      "demo/safe.enc.old",
      "--output",
      out,
      "--passphrase-fd",
      "0"
    };
    run("for the safe\n", extract).text();
    assertEquals(fingerprint(save), fingerprint(out));
    assertEquals("rw-------", mode(out));
    assertTrue(run("for the safe\n", extract).err().contains("not overwritten"));
    Trial.Shown none =
        run(
            "for the safe\n",
            "-H",
            "demo",
            "key",
            "restore",
            archive,
            "--pool",
            POOL,
            "--entry",
            "demo/no.enc",
            "--passphrase-fd",
            "0");
    assertEquals(Exit.USAGE.status, none.status());
    assertTrue(none.err().contains("demo/safe.enc"), none.err());
  }

  @Test
  void keysAreKeptAsSingleFilesAndPages() throws Exception {
    added("single");
    demo("key", "create", "--pool", "single", "--save", fresh("single.enc"));
    Path to = Files.createDirectory(Path.of(fresh("keys")));
    String[] call = {"key", "export", "--directory", to.toString(), "--paperkeys"};
    List<String> preview = new ArrayList<>(List.of(call));
    preview.add("--dry-run");
    Trial.Shown looked = demo(preview.toArray(String[]::new));
    assertTrue(looked.out().contains("demo@single.enc\n"), looked.out());
    try (var none = Files.list(to)) {
      assertEquals(0, none.count());
    }
    Trial.Shown kept = demo(call);
    assertEquals(0, kept.status(), kept.err());
    assertTrue(kept.err().contains("without a passphrase"), kept.err());
    String key = to.resolve("demo@single.enc").toString();
    assertEquals("rw-------", mode(key));
    assertEquals("rw-------", mode(key + ".html"));
    assertTrue(read(key + ".html").contains("demo/single.enc"));
    JsonNode shown = JSON.readTree(demo("key", "show", "--pool", "single", "--json").text());
    assertEquals(
        fingerprint(key),
        shown.path("pools").path(0).path("key").path("fingerprint").stringValue());
    Trial.Shown again = demo(call);
    assertEquals(Exit.USAGE.status, again.status());
    assertTrue(again.err().contains("not overwritten"), again.err());
    assertEquals(0, demo("remove", "single").status());
  }

  private static void added(String pool) {
    Trial.Shown added =
        demo("add", "pbs", pool, "--server", "192.0.2.9", "--datastore", "main", "--disable");
    assertEquals(0, added.status(), added.err());
  }

  @Test
  void allKeysOfAHostComeBackInOnePlan() throws Exception {
    added("one");
    added("two");
    demo("key", "create", "--pool", "one", "--save", fresh("a.enc"));
    String second = fresh("b.enc");
    demo("key", "create", "--pool", "two", "--save", second);
    String archive = fresh("all.cms");
    String[] export = {"-H", "demo", "key", "export", "--output", archive, "--passphrase-fd", "0"};
    run("for the safe\n", export).text();
    String[] restore = {"-H", "demo", "key", "restore", archive, "--all", "--passphrase-fd", "0"};
    Trial.Shown nothing = run("for the safe\n", restore);
    assertEquals(Exit.USAGE.status, nothing.status());
    assertTrue(nothing.err().contains("already"), nothing.err());
    for (String pool : List.of("one", "two")) {
      assertEquals(0, demo("set", pool, "--delete", "encryption-key").status());
    }
    Trial.Shown restored = run("for the safe\n", restore);
    assertEquals(0, restored.status(), restored.err());
    JsonNode shown = JSON.readTree(demo("key", "show", "--json").text());
    for (JsonNode pool : shown.path("pools")) {
      boolean restoredNow = List.of("one", "two").contains(pool.path("storage").asString(""));
      assertTrue(
          !restoredNow || !pool.path("key").path("fingerprint").asString("").isEmpty(),
          shown.toString());
    }
    assertTrue(shown.toString().contains(fingerprint(second)), shown.toString());
    assertEquals(0, demo("remove", "one").status());
    assertEquals(0, demo("remove", "two").status());
  }

  @Test
  void aPreviewNeitherKeepsNorShowsAKey() {
    String save = fresh("never.enc");
    String shown = demo("--dry-run", "key", "create", "--pool", POOL, "--save", save).out();
    assertTrue(shown.contains("/etc/pve/priv/storage/safe.enc"), shown);
    assertTrue(shown.contains("< (hidden)"), shown);
    assertFalse(shown.contains("\"data\""), shown);
    assertFalse(Files.exists(Path.of(save)));
  }

  @Test
  void aPoolIsAddedWithAKeyThatIsMadeForIt() throws Exception {
    String save = fresh("second.enc");
    Trial.Shown added =
        demo(
            "add",
            "pbs",
            "second",
            "--server",
            "192.0.2.9",
            "--datastore",
            "main",
            "--encryption-key",
            "autogen",
            "--save-key",
            save,
            "--disable");
    assertEquals(0, added.status(), added.err());
    String shown = demo("key", "show", "--pool", "second").text();
    assertTrue(shown.contains(fingerprint(save).substring(0, 23)), shown);
    Trial.Shown gone = demo("remove", "second");
    assertEquals(0, gone.status(), gone.err());
    assertTrue(demo("key", "show").text().contains("second.enc.old"));
    assertNotEquals(0, demo("key", "paperkey", "--pool", "second").status());
  }
}
