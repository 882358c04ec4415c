package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;
import static stowage.pbs.Vectors.secret;
import static stowage.pbs.Vectors.shown;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.pbs.PaperKey.Block;
import stowage.pbs.PaperKey.Form;
import stowage.pbs.PaperReader.Recovered;
import stowage.pbs.PaperReader.RecoveredKey;
import stowage.pbs.PaperReader.RecoveredMaster;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

class PaperReaderTest {
  private static final String PEM = Vectors.text(Vectors.of("rsa"), "private_key_pem");

  static Stream<JsonNode> files() {
    return Vectors.each("paperkey_json");
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPrintedKeyComesBack(JsonNode known) throws Exception {
    JsonNode file = Vectors.keyFile(Vectors.text(known, "key_file"));
    PaperKey paper = PaperKey.of(Vectors.bytes(file, "text"), ZoneOffset.UTC);
    String payload = Vectors.text(known, "qr_payload");
    for (Recovered recovered :
        List.of(
            PaperReader.text(paper.text("a subject: with {braces}")),
            PaperReader.text(payload),
            PaperReader.text("notes\n" + payload + "\nmore notes"),
            PaperReader.text(payload.replace("\n", "\r\n")),
            PaperReader.pictures(List.of(Sheet.of(QrCode.of(payload)))))) {
      try (RecoveredKey key = assertInstanceOf(RecoveredKey.class, recovered)) {
        // The closed key is in there, so that it opens as the printed one does.
        assertEquals(payload, shown(key.file().pretty(ZoneOffset.UTC)));
      }
    }
  }

  @Test
  void theHypervisorsPrintComesBack() throws Exception {
    JsonNode web = Vectors.of("paperkey_webui");
    String printed =
        web.path("printed_lines")
            .valueStream()
            .map(JsonNode::stringValue)
            .collect(Collectors.joining("\n"));
    QrCode symbol =
        QrCode.of(
            Vectors.text(web, "qr_payload"),
            ErrorCorrectionLevel.valueOf(Vectors.text(web, "error_correction")));
    for (Recovered recovered :
        List.of(
            PaperReader.text("store1 - 0e:ab:d4:46:0b:6e:b9:ca\n" + printed),
            PaperReader.pictures(List.of(Sheet.of(symbol))))) {
      try (RecoveredKey key = assertInstanceOf(RecoveredKey.class, recovered)) {
        assertEquals(Vectors.key("A").fingerprint(), key.file().fingerprint().orElseThrow());
      }
    }
  }

  @Test
  void brokenLinesAreJoined() throws Exception {
    String wrapped =
        Vectors.text(Vectors.of("paperkey_json").path(0), "qr_payload")
            .replace("0e:ab:d4", "0e:ab:\n   d4")
            .replace("BgcICQ", "Bgc\nICQ");
    try (Recovered recovered =
        PaperReader.text(PaperKey.BEGIN + "\n" + wrapped + "\n" + PaperKey.END)) {
      RecoveredKey key = assertInstanceOf(RecoveredKey.class, recovered);
      assertEquals(Vectors.key("A").fingerprint(), key.file().open(null).fingerprint());
    }
  }

  @Test
  void aMisspeltKeyIsNotTaken() {
    String payload = Vectors.text(Vectors.of("paperkey_json").path(0), "qr_payload");
    refused(Reason.WRONG_FINGERPRINT, () -> PaperReader.text(payload.replace("AAEC", "AAEc")));
    refused(Reason.BAD_FINGERPRINT, () -> PaperReader.text(payload.replace("0e:ab", "Oe:ab")));
    refused(Reason.NOT_JSON, () -> PaperReader.text(payload.replace("\",", ",")));
    refused(Reason.PAPER_INCOMPLETE, () -> PaperReader.text(PaperKey.BEGIN + "\n" + payload));
    for (String other : List.of("", "text", "}{", "# {")) {
      refused(Reason.NOT_A_PAPER_KEY, () -> PaperReader.text(other));
    }
  }

  /** Each letter of the key read as another one: never another key. */
  @Test
  void noMisreadingGivesAnotherKey() throws Exception {
    String payload = Vectors.text(Vectors.of("paperkey_json").path(1), "qr_payload");
    Random random = new Random(31);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=:\"";
    int refused = 0;
    for (int at = 0; at < payload.length(); at++) {
      StringBuilder misread = new StringBuilder(payload);
      misread.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      try (Recovered found = PaperReader.text(misread.toString())) {
        RecoveredKey key = assertInstanceOf(RecoveredKey.class, found);
        assertArrayEquals(Vectors.key("B").reveal(), key.file().open(null).reveal());
      } catch (PbsException e) {
        refused++;
      }
    }
    assertTrue(refused > 180, "refused " + refused);
  }

  @ParameterizedTest
  @EnumSource
  void privateKeysComeBackFromTheirLines(Form form) throws Exception {
    List<String> lines = new ArrayList<>();
    blocks(form).forEach(b -> lines.addAll(b.lines()));
    Collections.shuffle(lines, new Random(5));
    String text = "Subject: x\n\n" + String.join("\n\n", lines) + "\n\f";
    try (Recovered recovered = PaperReader.text(text)) {
      assertMaster(recovered);
    }
    List<String> without = new ArrayList<>(lines);
    without.removeIf(l -> l.strip().matches("0?7: .*|23: .*"));
    PbsException missing =
        refused(Reason.PAPER_LINES_MISSING, () -> PaperReader.text(String.join("\n", without)));
    assertEquals(List.of("7, 23"), missing.said().args());
    PbsException twice =
        refused(Reason.PAPER_LINE_TWICE, () -> PaperReader.text(text + "\n 9: other"));
    assertEquals(List.of(9), twice.said().args());
    assertMaster(PaperReader.text(text + "\n" + lines.get(3)));
  }

  @Test
  void privateKeysComeBackFromTheWholeText() throws Exception {
    PaperKey paper = paper();
    for (String text :
        List.of(
            PEM, paper.text("subject"), "before\n" + PEM + "after", PEM.replace("\n", "\r\n"))) {
      try (Recovered recovered = PaperReader.text(text)) {
        assertMaster(recovered);
      }
    }
    List<String> lines = PEM.lines().toList();
    String gap =
        Stream.concat(lines.stream().limit(20), lines.stream().skip(21))
            .collect(Collectors.joining("\n"));
    refused(Reason.PAPER_INCOMPLETE, () -> PaperReader.text(gap));
    refused(
        Reason.PAPER_INCOMPLETE,
        () -> PaperReader.text(lines.stream().limit(50).collect(Collectors.joining("\n"))));
    refused(
        Reason.PAPER_INCOMPLETE,
        () -> PaperReader.text(PEM.replace("ENCRYPTED PRIVATE", "OTHER PRIVATE")));
  }

  @Test
  void symbolsOfAPrivateKeyAreJoined() throws Exception {
    List<Block> blocks = blocks(Form.PAGE);
    List<Picture> pictures = new ArrayList<>();
    for (Block block : blocks) {
      pictures.add(Sheet.of(block.symbol()));
    }
    try (Recovered recovered = PaperReader.pictures(pictures)) {
      assertMaster(recovered);
    }
    // Begin and end are known, and a picture that is there twice counts once.
    try (Recovered recovered =
        PaperReader.pictures(
            List.of(pictures.get(2), pictures.get(1), pictures.get(0), pictures.get(1)))) {
      assertMaster(recovered);
    }
    refused(
        Reason.PAPER_INCOMPLETE,
        () -> PaperReader.pictures(List.of(pictures.get(0), pictures.get(2))));
    refused(
        Reason.PAPER_INCOMPLETE,
        () -> PaperReader.pictures(List.of(pictures.get(0), pictures.get(1))));
    refused(Reason.NOT_A_PAPER_KEY, () -> PaperReader.pictures(List.of(pictures.get(1))));
  }

  @Test
  void severalSymbolsOnOneSheetAreReadInTheirOrder() throws Exception {
    List<Block> blocks = blocks(Form.TEXT);
    Sheet sheet = new Sheet(1100, 1500);
    for (int i = 0; i < blocks.size(); i++) {
      sheet.put(blocks.get(i).symbol(), 40 + i % 3 * 350, 40 + i / 3 * 360, 4);
    }
    Picture picture = sheet.photographed(new Random(9)).picture();
    assertEquals(blocks.stream().map(Block::payload).toList(), picture.texts());
    assertMaster(PaperReader.pictures(List.of(picture)));
  }

  @Test
  void symbolsAreFoundUnderAllSortsOfLight() throws Exception {
    String payload = Vectors.text(Vectors.of("paperkey_json").path(7), "qr_payload");
    QrCode code = QrCode.of(payload);
    Random random = new Random(41);
    for (Sheet sheet :
        List.of(
            sheet(code, 2),
            sheet(code, 5),
            sheet(code, 4).photographed(random),
            sheet(code, 4).upsideDown(),
            new Sheet(1000, 1000).put(code, 250, 250, 6).tilted(4, 0.1),
            new Sheet(1000, 1000).put(code, 250, 250, 6).tilted(-25, 0.05).photographed(random),
            sheet(code, 3).inverted(),
            sheet(code, 3).transparent())) {
      assertEquals(List.of(payload), sheet.picture().texts());
    }
  }

  @Test
  void emptyPaperHoldsNoSymbol() {
    assertEquals(List.of(), new Sheet(200, 100).picture().texts());
    assertEquals(List.of(), new Sheet(1, 1).picture().texts());
    assertEquals(List.of(), new Sheet(300, 300).photographed(new Random(1)).picture().texts());
    refused(Reason.NO_QR_CODE, () -> PaperReader.pictures(List.of()));
    refused(Reason.NO_QR_CODE, () -> PaperReader.pictures(List.of(new Sheet(200, 100).picture())));
    assertThrows(IllegalArgumentException.class, () -> Picture.of(10, 10, new int[99]));
    assertThrows(IllegalArgumentException.class, () -> Picture.of(0, 10, new int[99]));
  }

  @Test
  void otherSymbolsAreNoKey() throws Exception {
    Picture other = Sheet.of(QrCode.of("https://example.org"));
    refused(Reason.NOT_A_PAPER_KEY, () -> PaperReader.pictures(List.of(other)));
    Picture json = Sheet.of(QrCode.of("{\"a\":1}"));
    refused(Reason.MISSING_MEMBER, () -> PaperReader.pictures(List.of(json)));
  }

  @Test
  void hintsInEveryScriptSurviveTheSymbol() throws Exception {
    Protection protection =
        new Protection(new Kdf.Pbkdf2(1, "AAAA"), secret("passphrase"), "ü 한글 힌트 \"x\" 😀");
    try (KeyFile file = KeyFile.create(Vectors.key("C"), protection, Instant.EPOCH)) {
      QrCode code = PaperKey.of(file, ZoneOffset.UTC).blocks(Form.PAGE).getFirst().symbol();
      try (Recovered recovered = PaperReader.pictures(List.of(Sheet.of(code)))) {
        RecoveredKey key = assertInstanceOf(RecoveredKey.class, recovered);
        assertEquals(file.hint(), key.file().hint());
      }
    }
  }

  @Test
  void oldPrivateKeysGetTheirBlankLineBack() throws Exception {
    byte[] der = new byte[1400];
    new Random(2).nextBytes(der);
    String headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899\n\n";
    String pem = new String(Pem.write("RSA PRIVATE KEY", headers, der), StandardCharsets.US_ASCII);
    PaperKey paper = PaperKey.of(pem.getBytes(StandardCharsets.US_ASCII), ZoneOffset.UTC);
    String printed = paper.text(null);
    assertTrue(printed.contains(" 1: Proc-Type: 4,ENCRYPTED\n 2: DEK-Info"));
    try (RecoveredMaster recovered =
        assertInstanceOf(RecoveredMaster.class, PaperReader.text(printed))) {
      assertEquals(pem, shown(recovered.pem()));
    }
  }

  private static void assertMaster(Recovered recovered) throws PbsException {
    RecoveredMaster master = assertInstanceOf(RecoveredMaster.class, recovered);
    assertEquals(PEM, shown(master.pem()));
    try (MasterKey key = MasterKey.read(master.pem().reveal(), secret("master-secret"))) {
      assertEquals(4096, key.publicKey().bits());
    }
  }

  private static Sheet sheet(QrCode code, int scale) {
    int side = (code.size() + 12) * scale;
    return new Sheet(side + 30, side).put(code, 6 * scale, 5 * scale, scale);
  }

  private static PaperKey paper() throws PbsException {
    return PaperKey.of(PEM.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC);
  }

  private static List<Block> blocks(Form form) throws PbsException {
    return paper().blocks(form);
  }
}
