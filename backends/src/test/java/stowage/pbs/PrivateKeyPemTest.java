package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;
import static stowage.pbs.Vectors.secret;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

/** Private keys as other programs write them, and what is left of them when they are damaged. */
class PrivateKeyPemTest {
  private static final JsonNode RSA = Vectors.of("rsa");
  private static final String PASSPHRASE = "correct horse";
  private static byte[] pkcs8 = {};
  private static byte[] closed = {};
  private static MasterPublicKey open;

  @TempDir private Path folder;

  @BeforeAll
  static void readTheKnownKey() throws Exception {
    byte[] pem = Vectors.bytes(RSA, "private_key_pem");
    pkcs8 = PrivateKeyPem.read(pem, secret(Vectors.text(RSA, "private_key_passphrase")));
    open = MasterPublicKey.read(Vectors.bytes(RSA, "public_key_pem"));
    closed = Vectors.base64(RSA.path("encrypted_keys").path(0), "ciphertext_base64");
  }

  @ParameterizedTest
  @CsvSource({
    "aes-128-cbc, hmacWithSHA1",
    "aes-192-cbc, hmacWithSHA224",
    "aes-256-cbc, hmacWithSHA256",
    "aes-256-cbc, hmacWithSHA384",
    "aes-256-cbc, hmacWithSHA512",
    "des3, hmacWithSHA256",
  })
  void whatOpensslEncryptsIsOpened(String cipher, String prf) throws Exception {
    byte[] pem =
        openssl("pkcs8", "-topk8", "-v2", cipher, "-v2prf", prf, "-iter", "50").from(plain());
    opens(pem, PASSPHRASE);
    refused(Reason.WRONG_PASSPHRASE, () -> MasterKey.read(pem, secret("correct hors")));
    refused(Reason.PASSPHRASE_NEEDED, () -> MasterKey.read(pem, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-aes128", "-aes192", "-aes256", "-des3"})
  void soIsItsOldForm(String cipher) throws Exception {
    byte[] pem = openssl("rsa", "-traditional", cipher).from(plain());
    assertTrue(new String(pem, StandardCharsets.US_ASCII).contains("DEK-Info: "));
    opens(pem, PASSPHRASE);
    refused(Reason.PASSPHRASE_NEEDED, () -> MasterKey.read(pem, null));
  }

  @ParameterizedTest
  @CsvSource({
    "-scrypt,       1.3.6.1.4.1.11591.4.11",
    "-v1 PBE-SHA1-3DES, 1.2.840.113549.1.12.1.3",
    "-v2 aria-256-cbc,  1.2.410.200046.1.1.12",
  })
  void whatIsNotUnderstoodIsNamed(String how, String identifier) throws Exception {
    List<String> words = new ArrayList<>(List.of("pkcs8", "-topk8"));
    words.addAll(List.of(how.split(" ")));
    byte[] pem = openssl(words.toArray(String[]::new)).from(plain());
    PbsException why =
        refused(Reason.UNKNOWN_ENCRYPTION, () -> MasterKey.read(pem, secret(PASSPHRASE)));
    assertEquals(List.of(identifier), why.said().args());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC",
        "Proc-Type: 4,ENCRYPTED\nDEK-Info:",
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: RC4,00",
        "DEK-Info: aes-256-cbc,000102030405060708090A0B0C0D0E0F",
      })
  void oldHeadersThatSayTooLittleAreNotUnderstood(String headers) {
    byte[] pem = Pem.write("RSA PRIVATE KEY", headers + "\n\n", new byte[64]);
    refused(Reason.UNKNOWN_ENCRYPTION, () -> MasterKey.read(pem, secret(PASSPHRASE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AES-256-CBC,",
        "AES-256-CBC,0001",
        "AES-256-CBC,not hexadecimal",
        "AES-256-CBC,0001020304050607",
        "DES-EDE3-CBC,00010203",
      })
  void oldHeadersWithABrokenVectorOpenNothing(String how) {
    byte[] pem = Pem.write("RSA PRIVATE KEY", "DEK-Info: " + how + "\n\n", new byte[64]);
    PbsException why =
        assertThrows(PbsException.class, () -> MasterKey.read(pem, secret(PASSPHRASE)));
    assertTrue(
        List.of(Reason.NOT_A_PRIVATE_KEY, Reason.WRONG_PASSPHRASE).contains(why.reason()),
        why.said().toString());
  }

  @Test
  void theWrittenFormIsReadByOpenssl() throws Exception {
    try (MasterKey key = MasterKey.read(plain(), null)) {
      byte[] pem = key.pem(secret(PASSPHRASE));
      byte[] again = openssl("rsa", "-passin", "pass:" + PASSPHRASE, "-pubout").from(pem);
      assertEquals(open, MasterPublicKey.read(again));
    }
  }

  /**
   * A key that was typed from paper is whole only when its numbers fit together: one wrong letter
   * would otherwise make a key that looks right and opens nothing.
   */
  @Test
  void noChangedByteOfAPlainKeyGivesAnotherKey() throws Exception {
    int refused = 0;
    for (int at = 0; at < pkcs8.length; at++) {
      byte[] changed = pkcs8.clone();
      changed[at] ^= 0x10;
      try (MasterKey key = MasterKey.read(Pem.write("PRIVATE KEY", changed), null)) {
        assertEquals(open, key.publicKey(), "byte " + at);
        key.recover(closed).close();
      } catch (PbsException e) {
        assertTrue(e.said().key().startsWith("keys."));
        assertFalse(e.reason() == Reason.OTHER_MASTER, "byte " + at + " was taken for a key");
        refused++;
      }
    }
    assertTrue(refused > pkcs8.length - 40, "only " + refused + " of " + pkcs8.length);
  }

  @Test
  void noMisreadLetterOfAnEncryptedKeyGivesAnotherKey() throws Exception {
    byte[] pem = openssl("pkcs8", "-topk8", "-v2", "aes-256-cbc", "-iter", "1").from(plain());
    String text = new String(pem, StandardCharsets.US_ASCII);
    // Behind the parameters: a misread number of rounds only takes long.
    int from = text.indexOf('\n') + 1 + 4 * 65;
    int to = text.indexOf("\n-----END");
    int refused = 0;
    for (int at = from; at < to; at += 3) {
      char there = text.charAt(at);
      if (there == '\n' || there == '=') {
        continue;
      }
      StringBuilder misread = new StringBuilder(text);
      misread.setCharAt(at, there == 'l' ? 'I' : 'l');
      byte[] bytes = misread.toString().getBytes(StandardCharsets.US_ASCII);
      try (MasterKey key = MasterKey.read(bytes, secret(PASSPHRASE))) {
        assertEquals(open, key.publicKey(), "letter " + at);
        key.recover(closed).close();
      } catch (PbsException e) {
        assertFalse(e.reason() == Reason.OTHER_MASTER, "letter " + at + " was taken for a key");
        refused++;
      }
    }
    assertTrue(refused > 600, "only " + refused);
  }

  @Test
  void aKeyThatIsCutAnywhereIsNone() {
    for (int length = 0; length < pkcs8.length; length++) {
      byte[] cut = Arrays.copyOf(pkcs8, length);
      refused(Reason.NOT_A_PRIVATE_KEY, () -> MasterKey.read(Pem.write("PRIVATE KEY", cut), null));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "CERTIFICATE", "private key"})
  void otherLabelsAreNoPrivateKeys(String label) {
    refused(Reason.NOT_A_PRIVATE_KEY, () -> MasterKey.read(Pem.write(label, pkcs8), null));
  }

  @Test
  void aKeyOfAnotherKindIsNone() throws Exception {
    byte[] pem =
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
            .from(new byte[0]);
    refused(Reason.NOT_A_PRIVATE_KEY, () -> MasterKey.read(pem, null));
    byte[] edwards = openssl("genpkey", "-algorithm", "ED25519").from(new byte[0]);
    refused(Reason.NOT_A_PRIVATE_KEY, () -> MasterKey.read(edwards, null));
  }

  @Test
  void numbersOfTwoKeysMakeNone() throws Exception {
    RSAPrivateKey own =
        RSAPrivateKey.getInstance(PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey());
    RSAPrivateKey mixed =
        new RSAPrivateKey(
            own.getModulus().add(BigInteger.TWO),
            own.getPublicExponent(),
            own.getPrivateExponent(),
            own.getPrime1(),
            own.getPrime2(),
            own.getExponent1(),
            own.getExponent2(),
            own.getCoefficient());
    byte[] pem = Pem.write("RSA PRIVATE KEY", mixed.getEncoded());
    refused(Reason.NOT_A_PRIVATE_KEY, () -> MasterKey.read(pem, null));
  }

  private static byte[] plain() {
    return Pem.write("PRIVATE KEY", pkcs8);
  }

  private static void opens(byte[] pem, String passphrase) throws Exception {
    try (MasterKey key = MasterKey.read(pem, secret(passphrase))) {
      assertEquals(open, key.publicKey());
      try (KeyFile file = key.recover(closed);
          EncryptionKey found = file.open(null)) {
        assertArrayEquals(
            Vectors.hex(RSA.path("encrypted_keys").path(0), "raw_key_hex"), found.reveal());
      }
    }
  }

  /** A program that reads a key and writes one. */
  private interface Program {
    byte[] from(byte[] input) throws Exception;
  }

  private Program openssl(String... words) {
    return input -> {
      List<String> command = new ArrayList<>(List.of("openssl"));
      command.addAll(List.of(words));
      Path in = Files.write(folder.resolve("in.pem"), input);
      Path out = folder.resolve("out.pem");
      if (!words[0].equals("genpkey")) {
        command.addAll(List.of("-in", in.toString()));
        if (!command.contains("-passin")) {
          command.addAll(List.of("-passout", "pass:" + PASSPHRASE));
        }
      }
      command.addAll(List.of("-out", out.toString()));
      Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(openssl.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, openssl.exitValue(), said);
      return Files.readAllBytes(out);
    };
  }
}
