package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;
import static stowage.pbs.Vectors.secret;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.pbs.PaperKey.Block;
import stowage.pbs.PaperKey.Form;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

class PaperKeyTest {
  private static final String PEM = Vectors.text(Vectors.of("rsa"), "private_key_pem");

  static Stream<JsonNode> files() {
    return Vectors.each("paperkey_json");
  }

  @ParameterizedTest
  @MethodSource("files")
  void keyFilesArePrintedAsElsewhere(JsonNode known) throws Exception {
    byte[] input = Vectors.bytes(Vectors.keyFile(Vectors.text(known, "key_file")), "text");
    PaperKey paper = PaperKey.of(input, ZoneId.of(Vectors.text(known, "time_zone")));
    assertFalse(paper.isMaster());
    for (Form form : Form.values()) {
      Block block = paper.blocks(form).getFirst();
      assertEquals(1, paper.blocks(form).size());
      assertEquals(Vectors.text(known, "qr_payload"), block.payload());
      assertEquals(
          known.path("lines").valueStream().map(JsonNode::stringValue).toList(),
          block.lines().subList(1, block.lines().size() - 1));
    }
    String expected = Vectors.text(known, "text_output_before_qr");
    String text = paper.text(null);
    assertEquals(expected, text.substring(0, expected.length()));
    assertEquals(
        paper.blocks(Form.TEXT).getFirst().symbol().art() + "\n",
        text.substring(expected.length()));
  }

  @Test
  void theSubjectStandsFirstInOneLine() throws Exception {
    JsonNode known = Vectors.of("paperkey_subject_example");
    PaperKey paper = PaperKey.of(Vectors.bytes(Vectors.keyFile("none"), "text"), ZoneOffset.UTC);
    String start = Vectors.text(known, "text_output_start");
    assertTrue(paper.text(Vectors.text(known, "subject")).startsWith(start));
    assertTrue(paper.text("a\nb\f").startsWith("Subject: a b\n\n" + PaperKey.BEGIN));
  }

  @ParameterizedTest
  @EnumSource
  void privateKeysArePrintedAsElsewhere(Form form) throws Exception {
    JsonNode known = Vectors.of("paperkey_pem").path(form == Form.TEXT ? "text" : "html");
    PaperKey paper = PaperKey.of(PEM.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC);
    assertTrue(paper.isMaster());
    List<Block> blocks = paper.blocks(form);
    assertEquals(known.path("blocks").size(), blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      JsonNode expected = known.path("blocks").path(i);
      assertEquals(
          expected.path("printed_lines").valueStream().map(JsonNode::stringValue).toList(),
          blocks.get(i).lines());
      assertEquals(Vectors.text(expected, "qr_payload"), blocks.get(i).payload());
      assertEquals(
          List.of(Vectors.text(expected, "qr_payload")), Sheet.of(blocks.get(i).symbol()).texts());
    }
  }

  @Test
  void theTextOfAPrivateKeyHasAPageForEachBlock() throws Exception {
    String text = PaperKey.of(PEM.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC).text("x");
    String[] pages = text.split("\f\n", -1);
    assertEquals(12, pages.length);
    assertEquals("", pages[11]);
    assertTrue(pages[0].startsWith("Subject: x\n\n 0: -----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assertTrue(pages[10].startsWith("50: "));
    assertTrue(pages[10].contains("53: -----END ENCRYPTED PRIVATE KEY-----\n"));
    assertFalse(text.contains("PROXMOX"));
    for (int i = 0; i < 11; i++) {
      assertTrue(pages[i].endsWith("\n\n"), "an empty line before the next page");
    }
  }

  @Test
  void onlyTheTwoKindsOfKeysAreForPaper() {
    String plain = PEM.replace("ENCRYPTED PRIVATE", "PRIVATE");
    for (String other :
        List.of(
            "",
            "autogen",
            "{}",
            plain,
            Vectors.text(Vectors.of("rsa"), "public_key_pem"),
            "\n" + PEM,
            PEM.replaceFirst("\n", " \n"),
            PEM.replace("-----END ENCRYPTED PRIVATE KEY-----\n", ""),
            PEM.lines().limit(10).reduce("", (a, b) -> a + b + "\n")
                + "-----END ENCRYPTED PRIVATE KEY-----\n")) {
      refused(
          Reason.NOT_FOR_PAPER,
          () -> PaperKey.of(other.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC));
    }
  }

  @Test
  void blankLinesAndBlanksAtTheEndAreDropped() throws Exception {
    String airy = PEM.replace("KEY-----\nMII", "KEY-----\n\nMII").replace("AggA\n", "AggA  \n");
    assertEquals(
        PaperKey.of(PEM.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC).blocks(Form.PAGE),
        PaperKey.of((airy + "\n\n").getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC)
            .blocks(Form.PAGE));
  }

  @ParameterizedTest
  @EnumSource
  void pagesShowTheLinesAndTheSymbol(PaperPage page) throws Exception {
    EncryptionKey key = Vectors.key("A");
    try (KeyFile file =
        KeyFile.create(
            key,
            new Protection(new Kdf.Pbkdf2(1, "AAAA"), secret("passphrase"), "<b> & \"ü\" it's 한글"),
            Instant.EPOCH)) {
      PaperKey paper = PaperKey.of(file, ZoneOffset.UTC);
      String html = paper.html("</p><script>alert(1)</script>", page);
      assertTrue(html.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
      assertFalse(html.contains("<script>") || html.contains("<b>"));
      assertTrue(html.contains("Subject: &lt;/p&gt;&lt;script&gt;"));
      assertTrue(html.contains("size: " + (page == PaperPage.A4 ? "A4" : "letter") + ";"));
      assertTrue(html.contains("&lt;b&gt; &amp; \\&quot;ü\\&quot; it&#39;s 한글"));
      assertTrue(html.contains(PaperKey.BEGIN + "\n{\n  "));
      assertEquals(1, symbols(html).size());
      assertEquals(
          paper.blocks(Form.PAGE).getFirst().payload(),
          scanned(symbols(html).getFirst()).getFirst());
    }
  }

  @Test
  void everyBlockOfAPrivateKeyHasASheet() throws Exception {
    PaperKey paper = PaperKey.of(PEM.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC);
    String html = paper.html(null, PaperPage.A4);
    assertEquals(4, html.split("<div class=\"sheet\">", -1).length);
    assertTrue(html.contains("00: -----BEGIN") && html.contains("\n19: lr2epd4x"));
    List<String> payloads = new ArrayList<>();
    for (String svg : symbols(html)) {
      payloads.addAll(scanned(svg));
    }
    assertEquals(PEM.strip(), String.join("\n", payloads));
    assertFalse(html.contains("Subject"));
  }

  @Test
  void artIsTheSymbol() throws Exception {
    for (String text : List.of("a", "some text", "x".repeat(500))) {
      QrCode code = QrCode.of(text);
      List<String> rows = code.art().lines().toList();
      assertEquals((code.size() + 1) / 2, rows.size());
      for (int y = 0; y < code.size(); y++) {
        for (int x = 0; x < code.size(); x++) {
          char c = rows.get(y / 2).charAt(x);
          assertEquals(code.dark(x, y), c == '█' || c == (y % 2 == 0 ? '▀' : '▄'));
        }
      }
      assertTrue(rows.stream().allMatch(r -> r.length() == code.size()));
      assertTrue(rows.getLast().chars().noneMatch(c -> c == '█' || c == '▄'));
    }
  }

  @Test
  void aKeyFileMakesASymbolOfTheKnownSize() throws Exception {
    String payload = Vectors.text(Vectors.of("paperkey_json").path(0), "qr_payload");
    assertEquals(276, payload.length());
    assertEquals(65, QrCode.of(payload).size());
    refused(Reason.PAPER_TOO_LONG, () -> QrCode.of("x".repeat(3000)));
  }

  @Test
  void paperIsNotShownByAccident() throws Exception {
    PaperKey paper = PaperKey.of(PEM.getBytes(StandardCharsets.UTF_8), ZoneOffset.UTC);
    assertEquals("PaperKey(hidden)", paper.toString());
    assertEquals("Block(hidden)", paper.blocks(Form.PAGE).getFirst().toString());
  }

  private static List<String> symbols(String html) {
    return Pattern.compile("data:image/svg\\+xml;base64,([A-Za-z0-9+/]+)\"")
        .matcher(html)
        .results()
        .map(m -> new String(Base64.getDecoder().decode(m.group(1)), StandardCharsets.US_ASCII))
        .toList();
  }

  /** Draws the squares that the picture consists of. */
  private static List<String> scanned(String svg) {
    Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"").matcher(svg);
    assertTrue(box.find() && box.group(1).equals(box.group(2)));
    int side = Integer.parseInt(box.group(1));
    int scale = 3;
    int[] pixels = new int[side * side * scale * scale];
    java.util.Arrays.fill(pixels, 0xffffffff);
    Matcher square = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(svg);
    while (square.find()) {
      int left = Integer.parseInt(square.group(1));
      int top = Integer.parseInt(square.group(2));
      assertTrue(left >= QrCode.QUIET && left < side - QrCode.QUIET, "white around");
      for (int i = 0; i < scale * scale; i++) {
        pixels[(top * scale + i / scale) * side * scale + left * scale + i % scale] = 0xff000000;
      }
    }
    return Picture.of(side * scale, side * scale, pixels).texts();
  }
}
