package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.pbs.Manifest.Verdict;
import stowage.pbs.PbsException.Reason;

/** Lists of files from a server that lies, or whose disk is broken. */
class ManifestHostileTest {
  private static final String KNOWN =
      Vectors.each("manifests")
          .filter(m -> Vectors.text(m, "name").equals("signed by A, all files encrypted"))
          .map(m -> Vectors.text(m, "text"))
          .findFirst()
          .orElseThrow();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"backup-id\": \"100\"         | \"backup-id\": 100                | backup-id",
        "\"backup-id\": \"100\",        | ``                                | backup-id",
        "\"backup-type\": \"vm\"        | \"backup-type\": null             | backup-type",
        "\"backup-type\": \"vm\"        | \"backup-type\": [\"vm\"]         | backup-type",
        "\"backup-time\": 1717598476    | \"backup-time\": \"1717598476\"   | backup-time",
        "\"backup-time\": 1717598476    | \"backup-time\": 1.717598476e9    | backup-time",
        "\"backup-time\": 1717598476    | \"backup-time\": -1               | backup-time",
        "\"backup-time\": 1717598476    | \"backup-time\": 9223372036854775808 | backup-time",
        "\"size\": 242                  | \"size\": \"242\"                 | size",
        "\"size\": 242                  | \"size\": true                    | size",
        "\"filename\": \"qemu-server.conf.blob\" | \"filename\": {}         | filename",
        "\"crypt-mode\": \"encrypt\"    | \"crypt-mode\": null              | crypt-mode",
        "\"crypt-mode\": \"encrypt\"    | \"crypt-mode\": \"ENCRYPT\"       | crypt-mode",
        "\"crypt-mode\": \"encrypt\"    | \"crypt-mode\": \"\"              | crypt-mode",
        "5377eaa24689771818c5           | 5377eaa24689771818                | csum",
        "\"signature\": \"8d9f          | \"signature\": 5, \"x\": \"       | signature",
      })
  void whatIsOfAnotherKindIsNamed(String there, String instead, String member) {
    assertTrue(KNOWN.contains(there), there);
    PbsException why = refused(Reason.BAD_MANIFEST, () -> read(KNOWN.replaceFirst(there, instead)));
    assertEquals(List.of(member), why.said().args());
  }

  @ParameterizedTest
  @CsvSource({"0", "253402300800", "9223372036854775807"})
  void timesThatNoBackupHasAreNoBackups(String time) {
    refused(Reason.BAD_SNAPSHOT, () -> read(KNOWN.replace("1717598476", time)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../100", "", "a b", "1/0", "100\\n", "..", "\\u0000"})
  void namesThatNoBackupHasAreNoBackups(String id) {
    refused(Reason.BAD_SNAPSHOT, () -> read(KNOWN.replace("\"100\"", "\"" + id + "\"")));
  }

  @Test
  void neitherDepthNorLengthNorHugeNumbersBreakIt() {
    for (String value :
        List.of(
            "[".repeat(100_000) + "]".repeat(100_000),
            "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000),
            "1" + "0".repeat(100_000),
            "1e999999999x")) {
      String text = KNOWN.replaceFirst("\\{", "{\"more\": " + value + ",");
      refused(Reason.BAD_MANIFEST, () -> read(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "null", "[null]", "{\"b\": 1e3}", "1e999999999"})
  void aSignatureOverWhatHasNoOneFormIsNotChecked(String value) throws Exception {
    Manifest manifest = read(KNOWN.replaceFirst("\\{", "{\"more\": " + value + ","));
    refused(Reason.NOT_CANONICAL, () -> manifest.judge(Vectors.key("A")));
    // Without a key nothing is computed, so that it can still be told which one it is.
    assertEquals(Verdict.MISSING_KEY, manifest.judge(null).verdict());
    assertEquals(Verdict.WRONG_KEY, manifest.judge(Vectors.key("B")).verdict());
  }

  @Test
  void aManifestThatIsCutAnywhereIsNone() {
    byte[] whole = KNOWN.getBytes(StandardCharsets.UTF_8);
    int end = KNOWN.stripTrailing().length();
    for (int length = 0; length < end; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      refused(Reason.BAD_MANIFEST, () -> Manifest.read(cut));
    }
  }

  @Test
  void noSignatureButTheRightOneIsRight() throws Exception {
    String right = "8d9f81e1ab1441d249934424761e825c8826e02479bd8733e41ab6627f457cba";
    assertEquals(Verdict.SIGNATURE_OK, judged(right, right));
    assertEquals(Verdict.SIGNATURE_OK, judged(right, right.toUpperCase(java.util.Locale.ROOT)));
    for (int at = 0; at < right.length(); at++) {
      StringBuilder other = new StringBuilder(right);
      other.setCharAt(at, right.charAt(at) == '0' ? '1' : '0');
      assertEquals(Verdict.WRONG_SIGNATURE, judged(right, other.toString()), "digit " + at);
      assertEquals(Verdict.WRONG_SIGNATURE, judged(right, right.substring(0, at)));
    }
    for (String other : List.of("", right + "00", " " + right, right.replace('8', 'g'), "한")) {
      assertEquals(Verdict.WRONG_SIGNATURE, judged(right, other), other);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "", "0e:ab", "zz", "0e:ab:d4:46:0b:6e:b9:ca\\n"})
  void aKeyThatIsNamedWrongIsRefused(String name) {
    String text = KNOWN.replaceFirst("0e:ab:[0-9a-f:]+", name);
    refused(Reason.BAD_FINGERPRINT, () -> read(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "1", "[]", "{}"})
  void aKeyThatIsNoTextIsNotNamed(String value) throws Exception {
    Manifest manifest = read(KNOWN.replaceFirst("\"0e:ab:[0-9a-f:]+\"", value));
    assertTrue(manifest.keyFingerprint().isEmpty());
    assertEquals(Verdict.UNVERIFIED, manifest.judge(null).verdict());
    // The name is not signed: the key that made it is still found out.
    assertEquals(Verdict.SIGNATURE_OK, manifest.judge(Vectors.key("A")).verdict());
    assertEquals(Verdict.WRONG_SIGNATURE, manifest.judge(Vectors.key("B")).verdict());
  }

  @Test
  void ofTwoFilesOfOneNameTheFirstCounts() throws Exception {
    byte[] one = DataBlob.make(new byte[] {1}, false, null).encoded();
    byte[] two = DataBlob.make(new byte[] {2}, false, null).encoded();
    Manifest manifest = read(listing("none", one, two));
    assertEquals(1, manifest.content("x.blob", one, null)[0]);
    refused(Reason.WRONG_CHECKSUM, () -> manifest.content("x.blob", two, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X.blob", "x.blo", "x.blob ", "../x.blob", "/x.blob", "x.blob\0"})
  void onlyTheNameThatIsListedIsListed(String name) throws Exception {
    byte[] blob = DataBlob.make(new byte[] {1}, false, null).encoded();
    Manifest manifest = read(listing("none", blob));
    refused(Reason.NOT_IN_MANIFEST, () -> manifest.content(name, blob, null));
  }

  @Test
  void aFileThatIsLongerOrShorterThanListedIsAnother() throws Exception {
    byte[] blob = DataBlob.make("content".getBytes(StandardCharsets.UTF_8), false, null).encoded();
    Manifest manifest = read(listing("none", blob));
    for (int length = 0; length < blob.length + 3; length++) {
      byte[] other = Arrays.copyOf(blob, length);
      if (length != blob.length) {
        refused(Reason.WRONG_CHECKSUM, () -> manifest.content("x.blob", other, null));
      }
    }
    for (int at = 0; at < blob.length; at++) {
      byte[] other = blob.clone();
      other[at] ^= 1;
      refused(Reason.WRONG_CHECKSUM, () -> manifest.content("x.blob", other, null));
    }
  }

  @Test
  void whatShouldBeEncryptedAndIsNotIsNoContentOfIt() throws Exception {
    byte[] clear = DataBlob.make(new byte[] {1}, false, null).encoded();
    EncryptionKey key = Vectors.key("A");
    Manifest encrypted = read(listing("encrypt", clear));
    assertTrue(encrypted.needsKey());
    refused(Reason.NOT_ENCRYPTED, () -> encrypted.content("x.blob", clear, key));
    refused(Reason.NOT_ENCRYPTED, () -> encrypted.content("x.blob", clear, null));
    byte[] closed = DataBlob.make(new byte[] {1}, false, key).encoded();
    Manifest signed = read(listing("sign-only", closed));
    assertFalse(signed.needsKey());
    // More closed than it says does no harm, but needs its key all the same.
    refused(Reason.BLOB_KEY_NEEDED, () -> signed.content("x.blob", closed, null));
    refused(Reason.BLOB_OTHER_KEY, () -> signed.content("x.blob", closed, Vectors.key("B")));
    assertEquals(1, signed.content("x.blob", closed, key)[0]);
  }

  @Test
  void aManifestIsTakenForItsOwnBackupOnly() throws Exception {
    Manifest manifest = read(KNOWN);
    manifest.requireAbout("vm/100/2024-06-05T14:41:16Z");
    for (String other :
        List.of("vm/101/2024-06-05T14:41:16Z", "ct/100/2024-06-05T14:41:16Z", "vm/100/", "")) {
      PbsException why = refused(Reason.BAD_MANIFEST, () -> manifest.requireAbout(other));
      assertEquals(List.of("vm/100/2024-06-05T14:41:16Z"), why.said().args());
    }
  }

  private static Verdict judged(String there, String signature) throws PbsException {
    return read(KNOWN.replace(there, signature)).judge(Vectors.key("A")).verdict();
  }

  private static Manifest read(String text) throws PbsException {
    return Manifest.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String listing(String mode, byte[]... blobs) {
    StringBuilder files = new StringBuilder();
    for (byte[] blob : blobs) {
      files.append(files.isEmpty() ? "" : ",");
      files.append(
          "{\"filename\":\"x.blob\",\"crypt-mode\":\"%s\",\"size\":%d,\"csum\":\"%s\"}"
              .formatted(
                  mode, blob.length, Fingerprint.of(Fingerprint.sha256().digest(blob)).hex()));
    }
    return "{\"backup-type\":\"vm\",\"backup-id\":\"100\",\"backup-time\":1,\"files\":[%s]}"
        .formatted(files);
  }
}
