package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;
import static stowage.pbs.Vectors.secret;
import static stowage.pbs.Vectors.shown;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

class KeyFileTest {
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
  private static final Instant NOW = Instant.parse("2025-01-02T03:04:05.678Z");

  /** Words of the vectors, in our own. */
  private static final Map<String, Reason> ERRORS =
      Map.ofEntries(
          Map.entry("wrong-passphrase", Reason.WRONG_PASSPHRASE),
          Map.entry("passphrase-too-short", Reason.PASSPHRASE_TOO_SHORT),
          Map.entry("passphrase-needed", Reason.PASSPHRASE_NEEDED),
          Map.entry("short-data", Reason.SHORT_DATA),
          Map.entry("wrong-fingerprint", Reason.WRONG_FINGERPRINT),
          Map.entry("wrong-key-length", Reason.WRONG_KEY_LENGTH),
          Map.entry("missing-data", Reason.MISSING_MEMBER),
          Map.entry("missing-modified", Reason.MISSING_MEMBER),
          Map.entry("bad-time", Reason.BAD_TIME),
          Map.entry("not-json", Reason.NOT_JSON));

  static Stream<JsonNode> sound() {
    return Vectors.each("key_files").filter(f -> !f.has("expect_error"));
  }

  static Stream<JsonNode> damaged() {
    return Vectors.each("key_files").filter(f -> f.has("expect_error"));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void opensWhatOthersHaveMade(JsonNode known) throws Exception {
    try (KeyFile file = KeyFile.read(Vectors.bytes(known, "text"));
        EncryptionKey key = file.open(Vectors.passphrase(known))) {
      assertArrayEquals(Vectors.hex(known, "raw_key_hex"), key.reveal());
      assertEquals(known.path("created_epoch").longValue(), file.created().getEpochSecond());
      assertEquals(Vectors.text(known, "fingerprint"), key.fingerprint().text());
      assertEquals(known.has("passphrase_utf8"), file.needsPassphrase());
      if (known.has("pve_config_value")) {
        assertEquals(Vectors.text(known, "pve_config_value"), file.configValue());
      }
      if (known.has("derived_key_hex")) {
        assertArrayEquals(
            Vectors.hex(known, "derived_key_hex"),
            file.kdf().derive(secret(Vectors.text(known, "passphrase_utf8"))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void refusesWhatIsDamagedForItsReason(JsonNode known) {
    Reason why = Objects.requireNonNull(ERRORS.get(Vectors.text(known, "expect_error")));
    if (Vectors.text(known, "text").contains("\"hint\"") && why == Reason.WRONG_PASSPHRASE) {
      why = Reason.WRONG_PASSPHRASE_HINT;
    }
    PbsException refused =
        refused(
            why,
            () -> {
              try (KeyFile file = KeyFile.read(Vectors.bytes(known, "text"))) {
                file.open(Vectors.passphrase(known)).close();
              }
            });
    String word = Vectors.text(known, "expect_error");
    if (word.startsWith("missing-")) {
      assertEquals(List.of(word.substring(8)), refused.said().args());
    }
  }

  @ParameterizedTest
  @MethodSource("sound")
  void isWrittenAsItIsWrittenElsewhere(JsonNode known) throws Exception {
    String text = Vectors.text(known, "text");
    try (KeyFile file = KeyFile.read(text.getBytes(StandardCharsets.UTF_8))) {
      String compact = shown(file.compact(VIENNA));
      boolean usual = text.startsWith("{\"kdf\":") && !text.contains("Z\"");
      if (usual && !text.contains("0EABD4")) {
        assertEquals(text, compact);
      }
      for (String form : List.of(compact, shown(file.pretty(ZoneOffset.UTC)))) {
        try (KeyFile again = KeyFile.read(form.getBytes(StandardCharsets.UTF_8))) {
          assertEquals(compact, shown(again.compact(VIENNA)));
        }
      }
    }
  }

  @Test
  void hasTheKnownSizes() throws Exception {
    KeyFile file = KeyFile.create(Vectors.key("A"), Protection.none(), NOW);
    assertEquals(255, file.compact(VIENNA).reveal().length);
    assertEquals(276, file.pretty(VIENNA).reveal().length);
    assertEquals(7, shown(file.pretty(VIENNA)).lines().count());
    KeyFile nameless =
        KeyFile.read(Vectors.bytes(Vectors.keyFile("none, no fingerprint member"), "text"));
    assertEquals(143, nameless.compact(VIENNA).reveal().length);
  }

  static Stream<Protection> protections() {
    return Stream.of(
        Protection.none(),
        Protection.scrypt(secret("pässwörd-한글"), null),
        Protection.scrypt(secret("12345"), "\"quoted\" \\ ü 힌트"),
        Protection.pbkdf2(secret("correct horse"), "the usual"));
  }

  @ParameterizedTest
  @MethodSource("protections")
  void whatIsMadeHereOpensAgain(Protection protection) throws Exception {
    try (EncryptionKey key = EncryptionKey.generate();
        KeyFile made = KeyFile.create(key, protection, NOW);
        KeyFile read = KeyFile.read(made.compact(ZoneOffset.UTC).reveal());
        EncryptionKey opened = read.open(protection.passphrase())) {
      assertArrayEquals(key.reveal(), opened.reveal());
      assertEquals(protection.kdf(), read.kdf());
      assertEquals(Optional.ofNullable(protection.hint()), read.hint());
      assertEquals(Optional.of(key.fingerprint()), read.fingerprint());
      assertEquals(Instant.parse("2025-01-02T03:04:05Z"), read.created());
      assertEquals(read.created(), read.modified());
    }
  }

  @Test
  void newFilesHaveTheClientsCosts() {
    Kdf.Scrypt scrypt = assertInstanceOf(Kdf.Scrypt.class, Kdf.newScrypt());
    assertEquals(List.of(65536L, 8L, 1L), List.of(scrypt.n(), scrypt.r(), scrypt.p()));
    assertEquals(32, Base64.getDecoder().decode(scrypt.salt()).length);
    Kdf.Pbkdf2 pbkdf2 = assertInstanceOf(Kdf.Pbkdf2.class, Kdf.newPbkdf2());
    assertEquals(65535L, pbkdf2.rounds());
    assertFalse(pbkdf2.salt().equals(scrypt.salt()));
    assertEquals(
        List.of("none", "scrypt", "pbkdf2"),
        List.of(new Kdf.None().word(), scrypt.word(), pbkdf2.word()));
  }

  @Test
  void anotherPassphraseKeepsTheKeyAndItsDate() throws Exception {
    JsonNode known = Vectors.keyFile("pbkdf2, key C, hint");
    Secret old = secret(Vectors.text(known, "passphrase_utf8"));
    try (KeyFile before = KeyFile.read(Vectors.bytes(known, "text"));
        KeyFile after = before.protectedBy(Protection.pbkdf2(secret("a new one"), null), old, NOW);
        KeyFile open = after.protectedBy(Protection.none(), secret("a new one"), NOW);
        EncryptionKey key = open.open(null)) {
      assertEquals(before.created(), after.created());
      assertEquals(before.created(), open.created());
      assertEquals(Instant.parse("2025-01-02T03:04:05Z"), after.modified());
      assertEquals(Optional.empty(), after.hint());
      assertArrayEquals(Vectors.key("C").reveal(), key.reveal());
      refused(Reason.WRONG_PASSPHRASE, () -> after.open(old));
      refused(
          Reason.WRONG_PASSPHRASE_HINT,
          () -> before.protectedBy(Protection.none(), secret("not this"), NOW));
      before.open(old).close();
    }
  }

  @Test
  void hintsAreShortLinesThatGoWithAPassphrase() throws Exception {
    Secret passphrase = secret("passphrase");
    EncryptionKey key = Vectors.key("A");
    for (String wrong :
        List.of("", "a\nb", "tab\t", "\u007f", "\u009b", "\u2028", "\u202e", "x".repeat(65))) {
      refused(
          Reason.BAD_HINT, () -> KeyFile.create(key, Protection.pbkdf2(passphrase, wrong), NOW));
    }
    KeyFile.create(key, Protection.pbkdf2(passphrase, "한".repeat(64)), NOW).close();
    refused(
        Reason.BAD_HINT,
        () -> KeyFile.create(key, new Protection(new Kdf.None(), null, "hint"), NOW));
    assertThrows(
        IllegalArgumentException.class, () -> new Protection(new Kdf.None(), passphrase, null));
    assertThrows(IllegalArgumentException.class, () -> new Protection(Kdf.newScrypt(), null, null));
  }

  @Test
  void newPassphrasesHaveFiveBytes() throws Exception {
    EncryptionKey key = Vectors.key("A");
    refused(
        Reason.PASSPHRASE_TOO_SHORT,
        () -> KeyFile.create(key, Protection.pbkdf2(secret("abcd"), null), NOW));
    // Two characters, six bytes.
    KeyFile.create(key, Protection.pbkdf2(secret("한글"), null), NOW).close();
  }

  @Test
  void noFileMayEatTheMemoryOrTheDay() throws Exception {
    String huge = file("{\"Scrypt\":{\"n\":1073741824,\"r\":8,\"p\":1,\"salt\":\"AAAA\"}}");
    String over =
        file("{\"Scrypt\":{\"n\":9223372036854775807,\"r\":8,\"p\":9,\"salt\":\"AAAA\"}}");
    String slow = file("{\"PBKDF2\":{\"iter\":4294967295,\"salt\":\"AAAA\"}}");
    for (String text : List.of(huge, over, slow)) {
      try (KeyFile file = read(text)) {
        refused(Reason.KDF_TOO_COSTLY, () -> file.open(secret("passphrase")));
      }
    }
  }

  @Test
  void functionsThatMakeNoSenseAreRefused() throws Exception {
    for (String kdf :
        List.of(
            "{}",
            "[]",
            "\"Scrypt\"",
            "{\"scrypt\":{\"n\":1024,\"r\":8,\"p\":1,\"salt\":\"AAAA\"}}",
            "{\"Scrypt\":null}",
            "{\"Scrypt\":{\"n\":1024,\"r\":8,\"salt\":\"AAAA\"}}",
            "{\"Scrypt\":{\"n\":1024.5,\"r\":8,\"p\":1,\"salt\":\"AAAA\"}}",
            "{\"Scrypt\":{\"n\":\"1024\",\"r\":8,\"p\":1,\"salt\":\"AAAA\"}}",
            "{\"PBKDF2\":{\"iter\":10}}",
            "{\"PBKDF2\":{\"iter\":10,\"salt\":\"AAAA\"},\"Scrypt\":{}}")) {
      refused(Reason.BAD_KDF, () -> read(file(kdf)));
    }
    for (String kdf :
        List.of(
            "{\"Scrypt\":{\"n\":0,\"r\":8,\"p\":1,\"salt\":\"AAAA\"}}",
            "{\"Scrypt\":{\"n\":1000,\"r\":8,\"p\":1,\"salt\":\"AAAA\"}}",
            "{\"Scrypt\":{\"n\":-1024,\"r\":-8,\"p\":1,\"salt\":\"AAAA\"}}",
            "{\"PBKDF2\":{\"iter\":0,\"salt\":\"AAAA\"}}")) {
      try (KeyFile file = read(file(kdf))) {
        refused(Reason.BAD_KDF, () -> file.open(secret("passphrase")));
      }
    }
  }

  @Test
  void whatIsNoKeyFileIsSaidToBeNone() {
    for (String text : List.of("[]", "1", "\"text\"", "null", "x".repeat(70_000))) {
      refused(Reason.NOT_A_KEY_FILE, () -> read(text));
    }
    for (String text : List.of("", " ", "{", "{}x", "{}{}", "{\"kdf\":null,\"kdf\":null}")) {
      refused(Reason.NOT_JSON, () -> read(text));
    }
    refused(Reason.BAD_BASE64, () -> read(file("null").replace("AAEC", "A*EC")));
    refused(Reason.BAD_FINGERPRINT, () -> read(file("null").replace("\"0e:ab", "\"0e:ax")));
  }

  @Test
  void base64MayLackItsPadding() throws Exception {
    try (KeyFile file = read(file("null").replace("h8=", "h8"))) {
      assertArrayEquals(Vectors.key("A").reveal(), file.open(null).reveal());
    }
  }

  @Test
  void nothingSecretIsShown() throws Exception {
    KeyFile file = read(file("null"));
    assertEquals("KeyFile(none, " + Vectors.key("A").fingerprint().text() + ")", file.toString());
    file.close();
    assertThrows(IllegalStateException.class, () -> file.open(null));
    // A broken file is not quoted in what is said of it.
    PbsException why = refused(Reason.NOT_JSON, () -> read(file("null").replace("\",", "\"!")));
    assertFalse(why.toString().contains("AAEC"));
    assertTrue(why.said().args().isEmpty());
  }

  /** A file that is cut anywhere, or has one bit changed, opens to the same key or not at all. */
  @ParameterizedTest
  @MethodSource("protectedCheaply")
  void damageNeverGivesAnotherKey(String text) throws Exception {
    byte[] sound = text.getBytes(StandardCharsets.UTF_8);
    byte[] raw = Vectors.key("B").reveal();
    Secret passphrase = secret("passphrase");
    int refused = 0;
    for (int length = 0; length < sound.length; length++) {
      byte[] cut = Arrays.copyOf(sound, length);
      refused(Reason.NOT_JSON, () -> KeyFile.read(cut));
    }
    Random random = new Random(sound.length);
    for (int i = 0; i < 1500; i++) {
      byte[] changed = sound.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      try (KeyFile file = KeyFile.read(changed);
          EncryptionKey key = file.open(passphrase)) {
        assertArrayEquals(raw, key.reveal(), new String(changed, StandardCharsets.UTF_8));
      } catch (PbsException e) {
        refused++;
        assertTrue(e.said().key().startsWith("keys."));
      }
    }
    assertTrue(refused > 900, "refused " + refused);
  }

  static Stream<String> protectedCheaply() throws PbsException {
    Secret passphrase = secret("passphrase");
    Kdf scrypt = new Kdf.Scrypt(16, 1, 1, "c2FsdA==");
    Kdf pbkdf2 = new Kdf.Pbkdf2(3, "c2FsdA==");
    EncryptionKey key = Vectors.key("B");
    return Stream.of(
        shown(KeyFile.create(key, Protection.none(), NOW).compact(VIENNA)),
        shown(KeyFile.create(key, new Protection(scrypt, passphrase, "hint"), NOW).compact(VIENNA)),
        shown(KeyFile.create(key, new Protection(pbkdf2, passphrase, null), NOW).pretty(VIENNA)));
  }

  private static KeyFile read(String text) throws PbsException {
    return KeyFile.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String file(String kdf) {
    return Vectors.text(Vectors.keyFile("none"), "text").replace("\"kdf\":null", "\"kdf\":" + kdf);
  }
}
