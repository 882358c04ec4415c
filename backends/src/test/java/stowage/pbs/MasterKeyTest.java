package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;
import static stowage.pbs.Vectors.secret;
import static stowage.pbs.Vectors.shown;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

class MasterKeyTest {
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
  private static final Instant NOW = Instant.parse("2025-01-02T03:04:05Z");
  private static final JsonNode RSA = Vectors.of("rsa");
  private static MasterKey known;

  @BeforeAll
  static void readTheKnownKey() throws PbsException {
    known =
        MasterKey.read(
            Vectors.bytes(RSA, "private_key_pem"),
            secret(Vectors.text(RSA, "private_key_passphrase")));
  }

  @Test
  void thePublicKeyIsWhatItIsElsewhere() throws Exception {
    MasterPublicKey read = MasterPublicKey.read(Vectors.bytes(RSA, "public_key_pem"));
    assertEquals(Vectors.text(RSA, "modulus_hex_upper"), read.modulus());
    assertEquals(Vectors.text(RSA, "exponent_dec"), read.exponent().toString());
    assertEquals(RSA.path("length_bits").intValue(), read.bits());
    assertEquals(Vectors.text(RSA, "pve_master_pubkey_parameter"), read.parameter());
    assertArrayEquals(Vectors.bytes(RSA, "public_key_pem"), read.pem());
    assertEquals(read, known.publicKey());
    assertEquals(read.hashCode(), known.publicKey().hashCode());
    assertEquals(
        Vectors.text(RSA, "public_key_pem"),
        new String(known.publicKey().pem(), StandardCharsets.UTF_8));
  }

  @Test
  void keysOfBackupsAreRecovered() throws Exception {
    for (JsonNode closed : RSA.path("encrypted_keys")) {
      try (KeyFile file = known.recover(Vectors.base64(closed, "ciphertext_base64"));
          EncryptionKey key = file.open(null)) {
        assertArrayEquals(Vectors.hex(closed, "raw_key_hex"), key.reveal());
        assertEquals(Vectors.text(closed, "fingerprint"), key.fingerprint().text());
        assertEquals(closed.path("created_epoch").longValue(), file.created().getEpochSecond());
        assertEquals(Vectors.text(closed, "key_config_json"), shown(file.compact(VIENNA)));
        assertEquals(
            closed.path("key_config_len").intValue(), file.compact(VIENNA).reveal().length);
      }
    }
  }

  @Test
  void aKeyIsGivenToTheMasterWithoutItsPassphrase() throws Exception {
    JsonNode vector = Vectors.keyFile("scrypt, small cost, non-ASCII passphrase (UTF-8 bytes)");
    try (KeyFile file = KeyFile.read(Vectors.bytes(vector, "text"));
        EncryptionKey key = file.open(Vectors.passphrase(vector))) {
      byte[] closed = known.publicKey().encrypt(file, key, NOW, VIENNA);
      assertEquals(512, closed.length);
      try (KeyFile back = known.recover(closed)) {
        assertFalse(back.needsPassphrase());
        assertEquals(file.created(), back.created());
        assertEquals(NOW, back.modified());
        assertTrue(back.hint().isEmpty());
        assertArrayEquals(key.reveal(), back.open(null).reveal());
      }
    }
  }

  @Test
  void smallKeysAreRefused() throws Exception {
    PbsException why =
        refused(
            Reason.MASTER_TOO_SMALL,
            () -> MasterPublicKey.read(Vectors.bytes(RSA, "too_small_public_key_pem")));
    assertEquals(List.of(2048, 3072), why.said().args());
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    PrivateKey small = generator.generateKeyPair().getPrivate();
    byte[] pem = Pem.write("PRIVATE KEY", small.getEncoded());
    refused(Reason.MASTER_TOO_SMALL, () -> MasterKey.read(pem, null));
  }

  @Test
  void aNewKeyIsWrittenAndReadAgain() throws Exception {
    try (MasterKey made = MasterKey.generate()) {
      assertEquals(4096, made.publicKey().bits());
      assertEquals("65537", made.publicKey().exponent().toString());
      byte[] pem = made.pem(secret("pässwörd-한글"));
      String text = new String(pem, StandardCharsets.US_ASCII);
      assertEquals(54, text.lines().count());
      assertTrue(text.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
      assertTrue(text.endsWith("\n-----END ENCRYPTED PRIVATE KEY-----\n"));
      try (MasterKey again = MasterKey.read(pem, secret("pässwörd-한글"))) {
        assertEquals(made.publicKey(), again.publicKey());
      }
      refused(Reason.WRONG_PASSPHRASE, () -> MasterKey.read(pem, secret("passwörd-한글")));
      refused(Reason.PASSPHRASE_NEEDED, () -> MasterKey.read(pem, null));
      refused(Reason.PASSPHRASE_TOO_SHORT, () -> made.pem(secret("1234")));

      // Another master key: no key comes out, and no other reason than that.
      JsonNode closed = RSA.path("encrypted_keys").path(0);
      refused(Reason.OTHER_MASTER, () -> made.recover(Vectors.base64(closed, "ciphertext_base64")));
      assertNotEquals(made.publicKey(), known.publicKey());
    }
  }

  @Test
  void damagedCopiesOfAKeyAreRefused() throws Exception {
    byte[] sound = Vectors.base64(RSA.path("encrypted_keys").path(0), "ciphertext_base64");
    Random random = new Random(5);
    for (int i = 0; i < 12; i++) {
      byte[] changed = sound.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      refused(Reason.OTHER_MASTER, () -> known.recover(changed));
    }
    for (int length : new int[] {0, 1, 511, 513}) {
      refused(Reason.OTHER_MASTER, () -> known.recover(Arrays.copyOf(sound, length)));
    }
  }

  @Test
  void privateKeysAreReadInEveryForm() throws Exception {
    byte[] pkcs8 = pkcs8();
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey().toASN1Primitive().getEncoded();
    try (MasterKey plain = MasterKey.read(Pem.write("PRIVATE KEY", pkcs8), null);
        MasterKey old = MasterKey.read(Pem.write("RSA PRIVATE KEY", pkcs1), secret("not asked"))) {
      assertEquals(known.publicKey(), plain.publicKey());
      assertEquals(known.publicKey(), old.publicKey());
    }
  }

  /** As {@code openssl rsa -traditional -aes256} writes it; on paper its blank line is lost. */
  @Test
  void oldEncryptedKeysAreReadWithAndWithoutTheirBlankLine() throws Exception {
    byte[] pkcs1 =
        PrivateKeyInfo.getInstance(pkcs8()).parsePrivateKey().toASN1Primitive().getEncoded();
    byte[] iv = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    byte[] key = md5Key("secret".getBytes(StandardCharsets.UTF_8), iv);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    String pem =
        new String(Pem.write("RSA PRIVATE KEY", cipher.doFinal(pkcs1)), StandardCharsets.UTF_8);
    String headers =
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,000102030405060708090A0B0C0D0E0F\n";
    for (String blank : List.of("", "\n")) {
      byte[] text =
          pem.replaceFirst("KEY-----\n", "KEY-----\n" + headers + blank)
              .getBytes(StandardCharsets.UTF_8);
      try (MasterKey read = MasterKey.read(text, secret("secret"))) {
        assertEquals(known.publicKey(), read.publicKey());
      }
      refused(Reason.PASSPHRASE_NEEDED, () -> MasterKey.read(text, null));
      PbsException wrong =
          assertThrows(PbsException.class, () -> MasterKey.read(text, secret("Secret")));
      assertTrue(
          List.of(Reason.WRONG_PASSPHRASE, Reason.NOT_A_PRIVATE_KEY).contains(wrong.reason()));
    }
    byte[] unknown =
        pem.replaceFirst("KEY-----\n", "KEY-----\nDEK-Info: BF-CBC,00\n\n")
            .getBytes(StandardCharsets.UTF_8);
    refused(Reason.UNKNOWN_ENCRYPTION, () -> MasterKey.read(unknown, secret("secret")));
  }

  @Test
  void whatIsNoKeyIsSaidToBeNone() {
    byte[] open = Vectors.bytes(RSA, "public_key_pem");
    byte[] closed = Vectors.bytes(RSA, "private_key_pem");
    refused(Reason.NOT_A_PRIVATE_KEY, () -> MasterKey.read(open, null));
    refused(Reason.NOT_A_PUBLIC_KEY, () -> MasterPublicKey.read(closed));
    refused(
        Reason.NOT_A_PUBLIC_KEY, () -> MasterPublicKey.read(Pem.write("PUBLIC KEY", new byte[9])));
    refused(
        Reason.NOT_A_PRIVATE_KEY,
        () -> MasterKey.read(Pem.write("ENCRYPTED PRIVATE KEY", new byte[9]), secret("12345")));
    for (String text :
        List.of(
            "",
            "text",
            "-----BEGIN PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PUBLIC KEY-----\nA*AA\n-----END PUBLIC KEY-----\n",
            "-----BEGIN -----\n-----END -----\n")) {
      refused(Reason.NOT_PEM, () -> MasterPublicKey.read(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void linesMayEndInEveryWayAndStandAmongOthers() throws Exception {
    String pem = Vectors.text(RSA, "public_key_pem");
    for (String form :
        List.of(
            pem.replace("\n", "\r\n"),
            "notes before\n\n" + pem + "\nnotes after",
            pem.replace("\n", "  \n\n"),
            "  " + pem.replace("\n", "\n  ").strip())) {
      assertEquals(known.publicKey(), MasterPublicKey.read(form.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void damagedPrivateKeysAreRefused() {
    byte[] sound = Vectors.bytes(RSA, "private_key_pem");
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      byte[] changed = sound.clone();
      // Below 0x80, so that it stays a text; the last block of the encryption is left alone.
      changed[random.nextInt(changed.length - 200)] ^= (byte) (1 << random.nextInt(7));
      try (MasterKey read = MasterKey.read(changed, secret("master-secret"))) {
        assertFalse(
            read.publicKey().bits() < MasterPublicKey.SMALLEST, "a smaller key than was written");
      } catch (PbsException e) {
        assertTrue(e.said().key().startsWith("keys."));
      }
    }
  }

  @Test
  void aClosedKeyIsGone() throws Exception {
    MasterKey key = MasterKey.read(Pem.write("PRIVATE KEY", pkcs8()), null);
    assertEquals("MasterKey(4096 bits)", key.toString());
    key.close();
    assertThrows(IllegalStateException.class, () -> key.pem(secret("passphrase")));
  }

  private static byte[] pkcs8() throws PbsException {
    return PrivateKeyPem.read(Vectors.bytes(RSA, "private_key_pem"), secret("master-secret"));
  }

  private static byte[] md5Key(byte[] password, byte[] iv) throws Exception {
    java.security.MessageDigest md5 = java.security.MessageDigest.getInstance("MD5");
    md5.update(password);
    byte[] first = md5.digest(Arrays.copyOf(iv, 8));
    md5.update(first);
    md5.update(password);
    byte[] second = md5.digest(Arrays.copyOf(iv, 8));
    byte[] key = Arrays.copyOf(first, 32);
    System.arraycopy(second, 0, key, 16, 16);
    return key;
  }
}
