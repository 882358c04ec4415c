package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

class EncryptionKeyTest {

  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "C"})
  void derivesWhatOthersDerive(String name) throws Exception {
    JsonNode known = Vectors.of("keys").path(name);
    byte[] probe = Vectors.bytes(known, "digest_probe_utf8");
    try (EncryptionKey key = Vectors.key(name)) {
      assertArrayEquals(Vectors.base64(known, "raw_base64"), key.reveal());
      assertEquals(Vectors.text(known, "fingerprint"), key.fingerprint().text());
      assertEquals(Vectors.text(known, "fingerprint_short"), key.fingerprint().brief());
      assertArrayEquals(Vectors.hex(known, "keyed_digest_hex"), key.digest(probe));
      assertArrayEquals(Vectors.hex(known, "auth_tag_hmac_hex"), key.tag(probe));
      assertArrayEquals(
          Vectors.hex(known, "id_key_hex"),
          Derivation.pbkdf2(key.reveal(), "_id_key".getBytes(StandardCharsets.US_ASCII), 10, 32));
    }
  }

  @Test
  void publishedKeysHaveTheirPublishedFingerprintAndSignature() throws Exception {
    JsonNode first = Vectors.of("published").path(0);
    JsonNode second = Vectors.of("published").path(1);
    assertEquals(
        Vectors.text(first, "fingerprint"),
        EncryptionKey.of(Vectors.hex(first, "raw_key_hex")).fingerprint().text());
    assertArrayEquals(
        Vectors.hex(second, "signature"),
        EncryptionKey.of(Vectors.hex(second, "raw_key_hex"))
            .tag(Vectors.bytes(second, "canonical")));
  }

  @Test
  void aKeyHas32BytesAndIsWipedOtherwise() {
    for (int length : new int[] {0, 1, 31, 33, 64}) {
      byte[] raw = new byte[length];
      java.util.Arrays.fill(raw, (byte) 7);
      PbsException why = refused(Reason.WRONG_KEY_LENGTH, () -> EncryptionKey.of(raw));
      assertEquals(java.util.List.of(length, 32), why.said().args());
      assertArrayEquals(new byte[length], raw);
    }
  }

  @Test
  void aClosedKeyIsGone() throws Exception {
    byte[] raw = new byte[32];
    new Random(1).nextBytes(raw);
    EncryptionKey key = EncryptionKey.of(raw);
    key.close();
    assertArrayEquals(new byte[32], raw);
    assertThrows(IllegalStateException.class, key::reveal);
    assertThrows(IllegalStateException.class, () -> key.tag(new byte[0]));
  }

  @Test
  void itsTextNamesItOnly() throws Exception {
    try (EncryptionKey key = Vectors.key("A")) {
      assertEquals("EncryptionKey(0e:ab:d4:46:0b:6e:b9:ca)", key.toString());
      assertFalse(key.toString().contains(HexFormat.of().formatHex(key.reveal(), 0, 4)));
    }
  }

  @Test
  void newKeysDiffer() {
    try (EncryptionKey one = EncryptionKey.generate();
        EncryptionKey other = EncryptionKey.generate()) {
      assertNotEquals(one.fingerprint(), other.fingerprint());
    }
  }

  @Test
  void fingerprintsAreTheSameHoweverTheyAreWritten() throws Exception {
    Fingerprint known = Vectors.key("A").fingerprint();
    assertEquals(known, Fingerprint.read(known.text()));
    assertEquals(known, Fingerprint.read(known.hex()));
    assertEquals(known, Fingerprint.read(known.text().toUpperCase(java.util.Locale.ROOT)));
    assertEquals(95, known.text().length());
    assertEquals(known.text(), known.toString());
    for (String wrong :
        new String[] {
          "", "1", known.brief(), known.text() + ":00", known.hex().replace('a', 'g')
        }) {
      refused(Reason.BAD_FINGERPRINT, () -> Fingerprint.read(wrong));
    }
    assertThrows(IllegalArgumentException.class, () -> new Fingerprint("0e"));
  }

  @Test
  void certificatesArePinnedByTheirFingerprint() throws Exception {
    JsonNode tls = Vectors.of("tls");
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(Vectors.bytes(tls, "certificate_pem")));
    Fingerprint found = Fingerprint.of(certificate);
    assertEquals(Vectors.text(tls, "fingerprint"), found.text());
    assertEquals(Fingerprint.read(Vectors.text(tls, "fingerprint_upper")), found);
    assertTrue(!found.equals(Vectors.key("A").fingerprint()));
  }
}
