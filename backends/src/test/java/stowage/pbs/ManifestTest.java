package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.pbs.Manifest.CryptMode;
import stowage.pbs.Manifest.Judgement;
import stowage.pbs.Manifest.Verdict;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ManifestTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Stream<JsonNode> known() {
    return Vectors.each("manifests");
  }

  @ParameterizedTest
  @MethodSource("known")
  void isJudgedAsElsewhere(JsonNode known) throws Exception {
    Manifest text = Manifest.read(Vectors.bytes(known, "text"));
    Manifest blob = Manifest.ofBlob(Vectors.base64(known, "blob_base64"));
    for (String name : List.of("A", "B", "none")) {
      EncryptionKey key = name.equals("none") ? null : Vectors.key(name);
      String expected = Vectors.text(known.path("verdict_by_key"), name);
      for (Manifest manifest : List.of(text, blob)) {
        Judgement judged = manifest.judge(key);
        assertEquals(expected, judged.verdict().word(), name);
        assertTrue(judged.said().key().endsWith(expected), judged.said().key());
      }
    }
    if (known.has("canonical")) {
      assertEquals(
          Vectors.text(known, "canonical"), new String(text.canonical(), StandardCharsets.UTF_8));
      assertEquals(Vectors.text(known, "snapshot"), text.snapshot().toString());
      assertEquals(
          Vectors.text(known, "signature"),
          HexFormat.of().formatHex(Vectors.key("A").tag(text.canonical())));
    }
  }

  @Test
  void theJudgementNamesTheKeysItIsAbout() throws Exception {
    Manifest manifest = manifest("signed by A, all files encrypted");
    String a = "0e:ab:d4:46:0b:6e:b9:ca";
    String b = "92:cd:75:71:88:c3:60:6e";
    assertEquals(List.of(a), manifest.judge(Vectors.key("A")).said().args());
    assertEquals(List.of(a, b), manifest.judge(Vectors.key("B")).said().args());
    assertEquals(List.of(a), manifest.judge(null).said().args());
    assertTrue(manifest.isSigned());
    assertTrue(manifest.needsKey());
    assertEquals(a, manifest.keyFingerprint().orElseThrow().brief());
    assertFalse(manifest("sign-only by A").needsKey());
    assertFalse(manifest("unsigned, nothing encrypted").isSigned());
  }

  /** The server writes notes and the state of verification there. */
  @Test
  void onlyWhatIsNotSignedMayChange() throws Exception {
    String text = text("signed by A, all files encrypted");
    EncryptionKey key = Vectors.key("A");
    assertEquals(Verdict.SIGNATURE_OK, judge(text.replace("shared notes", "other notes"), key));
    assertEquals(Verdict.WRONG_SIGNATURE, judge(text.replace("\"100\"", "\"101\""), key));
    assertEquals(
        Verdict.WRONG_SIGNATURE, judge(text.replace("\"size\": 242", "\"size\": 243"), key));
    assertEquals(
        Verdict.WRONG_SIGNATURE,
        judge(text.replaceFirst("\\{", "{\"more\": 1,"), key),
        "unknown members are signed as well");
    assertEquals(
        Verdict.WRONG_SIGNATURE,
        judge(text.replaceFirst("\"crypt-mode\": \"encrypt\",", ""), key),
        "a missing mode stays missing");
    assertEquals(
        Verdict.WRONG_SIGNATURE,
        judge(text.replaceFirst("\"signature\": \"[0-9a-f]{8}", "\"signature\": \"short"), key));
    assertEquals(
        Verdict.UNSIGNED,
        judge(text.replaceFirst("\"signature\": \"[0-9a-f]{64}\"", "\"signature\": null"), key),
        "a removed signature proves nothing");
    // Spaces and the order of members are not signed: the server writes it anew.
    assertEquals(Verdict.SIGNATURE_OK, judge(JSON.readTree(text).toString(), key));
  }

  @Test
  void whatIsNoManifestIsRefused() {
    String text = text("signed by A, all files encrypted");
    for (String wrong :
        List.of(
            "",
            "[]",
            "{}",
            text + "x",
            text.replace("\"files\"", "\"fails\""),
            text.replace("\"encrypt\"", "\"encrypted\""),
            text.replace("\"size\": 242", "\"size\": -1"),
            text.replace("\"size\": 242", "\"size\": 2.5"),
            text.replace("\"size\": 242", "\"size\": 99999999999999999999"),
            text.replace("5377eaa2", "5377eaag"),
            text.replaceFirst("\\{", "{\"backup-id\": \"1\","))) {
      refused(Reason.BAD_MANIFEST, () -> Manifest.read(wrong.getBytes(StandardCharsets.UTF_8)));
    }
    refused(
        Reason.BAD_SNAPSHOT,
        () ->
            Manifest.read(
                text.replace("\"backup-type\": \"vm\"", "\"backup-type\": \"pm\"")
                    .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void blobsAreHeldToTheList() throws Exception {
    Manifest manifest = manifest("signed by A, all files encrypted");
    EncryptionKey key = Vectors.key("A");
    JsonNode blob =
        Vectors.each("blobs")
            .filter(b -> Vectors.text(b, "name").equals("encrypted compressed"))
            .findFirst()
            .orElseThrow();
    byte[] config = Vectors.base64(blob, "encoded_base64");
    assertArrayEquals(
        Vectors.base64(blob, "plain_base64"),
        manifest.content("qemu-server.conf.blob", config, key));
    refused(Reason.BLOB_KEY_NEEDED, () -> manifest.content("qemu-server.conf.blob", config, null));
    refused(Reason.NOT_IN_MANIFEST, () -> manifest.content("fw.conf.blob", config, key));
    byte[] changed = config.clone();
    changed[100] ^= 1;
    refused(Reason.WRONG_CHECKSUM, () -> manifest.content("qemu-server.conf.blob", changed, key));

    byte[] plain = DataBlob.make(new byte[5], false, null).encoded();
    refused(
        Reason.NOT_ENCRYPTED,
        () -> listing("qemu-server.conf.blob", plain).content("qemu-server.conf.blob", plain, key));
    assertArrayEquals(
        new byte[5], listing(Manifest.CLOSED_KEY, plain).content(Manifest.CLOSED_KEY, plain, key));
  }

  @Test
  void theClosedKeyOfABackupNeedsTheMasterOnly() throws Exception {
    JsonNode rsa = Vectors.of("rsa");
    JsonNode closed = rsa.path("encrypted_keys").path(0);
    byte[] blob = Vectors.base64(closed, "blob_base64");
    assertArrayEquals(Vectors.hex(closed, "blob_csum_sha256"), Fingerprint.sha256().digest(blob));
    byte[] payload =
        manifest("signed by A, all files encrypted").content(Manifest.CLOSED_KEY, blob, null);
    assertArrayEquals(Vectors.base64(closed, "ciphertext_base64"), payload);
    assertArrayEquals(blob, DataBlob.make(payload, false, null).encoded());
    try (MasterKey master =
            MasterKey.read(
                Vectors.bytes(rsa, "private_key_pem"),
                Vectors.secret(Vectors.text(rsa, "private_key_passphrase")));
        KeyFile file = master.recover(payload)) {
      assertEquals(Vectors.key("A").fingerprint(), file.fingerprint().orElseThrow());
    }
  }

  @Test
  void canonicalJsonIsWhatItIsElsewhere() throws Exception {
    for (JsonNode known : Vectors.of("canonical_json")) {
      Set<String> without =
          known
              .path("drop")
              .valueStream()
              .map(JsonNode::stringValue)
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(
          Vectors.text(known, "output"),
          new String(CanonicalJson.of(known.path("input"), without), StandardCharsets.UTF_8));
    }
  }

  @Test
  void canonicalJsonHasNoNullAndNoFractions() throws Exception {
    for (String wrong : List.of("null", "[null]", "{\"a\":null}", "1.5", "{\"a\":[1e3]}")) {
      refused(Reason.NOT_CANONICAL, () -> CanonicalJson.of(JSON.readTree(wrong), Set.of()));
    }
    // By bytes: U+1F600 comes after U+FFFD, though its first char is smaller.
    assertEquals(
        "{\"z\":-1,\"\u00e9\":123456789012345678901234567890,\"\ufffd\":true,\"\ud83d\ude00\":[]}",
        new String(
            CanonicalJson.of(
                JSON.readTree(
                    "{\"\ud83d\ude00\": [], \"\ufffd\": true, \"z\": -1,"
                        + " \"\u00e9\": 123456789012345678901234567890, \"x\": null}"),
                Set.of("x")),
            StandardCharsets.UTF_8));
  }

  @Test
  void modesHaveTheirWords() throws Exception {
    assertEquals(
        List.of("none", "encrypt", "sign-only"),
        Stream.of(CryptMode.values()).map(CryptMode::word).toList());
    Manifest old = manifest("unsigned, nothing encrypted");
    assertTrue(old.files().stream().allMatch(f -> f.mode() == CryptMode.NONE));
  }

  private static Manifest listing(String name, byte[] blob) throws PbsException {
    String checksum = HexFormat.of().formatHex(Fingerprint.sha256().digest(blob));
    String text =
        """
        {"backup-type":"vm","backup-id":"100","backup-time":1,"files":
        [{"filename":"%s","crypt-mode":"encrypt","size":%d,"csum":"%s"}]}
        """
            .formatted(name, blob.length, checksum);
    return Manifest.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Verdict judge(String text, @Nullable EncryptionKey key) throws PbsException {
    return Manifest.read(text.getBytes(StandardCharsets.UTF_8)).judge(key).verdict();
  }

  private static Manifest manifest(String name) throws PbsException {
    return Manifest.read(text(name).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String name) {
    return known()
        .filter(m -> Vectors.text(m, "name").equals(name))
        .map(m -> Vectors.text(m, "text"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no manifest " + name));
  }
}
