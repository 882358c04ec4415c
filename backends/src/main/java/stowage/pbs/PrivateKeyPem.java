package stowage.pbs;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

/**
 * RSA private keys in the three forms of PEM that there are, the encrypted ones opened here: Java's
 * own decryption refuses passphrases that are not ASCII.
 */
final class PrivateKeyPem {
  static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  private static final String PLAIN = "PRIVATE KEY";
  private static final String RSA = "RSA PRIVATE KEY";

  /** Rounds for what is written here; OpenSSL reads any number, its own 2048 are few today. */
  private static final int ROUNDS = 100_000;

  private static final Set<String> OLD_CIPHERS =
      Set.of("AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "DES-EDE3-CBC");

  private PrivateKeyPem() {}

  /** The key in PKCS #8; the caller wipes it. */
  static byte[] read(byte[] text, @Nullable Secret passphrase) throws PbsException {
    try (Pem pem = Pem.read(text)) {
      byte[] der = pem.der().reveal();
      byte[] plain =
          switch (pem.label()) {
            case ENCRYPTED -> decrypted(der, passphrase);
            case PLAIN -> der;
            case RSA ->
                pem.headers().containsKey("DEK-Info")
                    ? wrapped(decrypted(pem.headers(), der, passphrase))
                    : wrapped(der);
            default -> throw new PbsException(Reason.NOT_A_PRIVATE_KEY);
          };
      return checked(plain, pem.label().equals(ENCRYPTED));
    }
  }

  /** The form of PKCS #8 with PBES2, which every program reads. */
  static byte[] write(byte[] pkcs8, Secret passphrase) throws PbsException {
    Protection.longEnough(passphrase);
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[16];
    byte[] iv = new byte[16];
    random.nextBytes(salt);
    random.nextBytes(iv);
    byte[] password = passphrase.reveal();
    byte[] key = Derivation.pbkdf2(password, salt, ROUNDS, 32);
    try {
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, "AES", key, iv).doFinal(pkcs8);
      AlgorithmIdentifier prf =
          new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
      PBES2Parameters how =
          new PBES2Parameters(
              new KeyDerivationFunc(
                  PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, ROUNDS, prf)),
              new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)));
      AlgorithmIdentifier scheme = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, how);
      return Pem.write(ENCRYPTED, new EncryptedPrivateKeyInfo(scheme, closed).getEncoded());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java has AES", e);
    } finally {
      Arrays.fill(password, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] decrypted(byte[] der, @Nullable Secret passphrase) throws PbsException {
    EncryptedPrivateKeyInfo info;
    PBES2Parameters how;
    PBKDF2Params rounds;
    byte[] iv;
    try {
      info = EncryptedPrivateKeyInfo.getInstance(der);
      AlgorithmIdentifier scheme = info.getEncryptionAlgorithm();
      if (!scheme.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
        throw new PbsException(Reason.UNKNOWN_ENCRYPTION, scheme.getAlgorithm().getId());
      }
      how = PBES2Parameters.getInstance(scheme.getParameters());
      ASN1ObjectIdentifier function = how.getKeyDerivationFunc().getAlgorithm();
      if (!function.equals(PKCSObjectIdentifiers.id_PBKDF2)) {
        throw new PbsException(Reason.UNKNOWN_ENCRYPTION, function.getId());
      }
      rounds = PBKDF2Params.getInstance(how.getKeyDerivationFunc().getParameters());
      iv = ASN1OctetString.getInstance(how.getEncryptionScheme().getParameters()).getOctets();
    } catch (RuntimeException _) {
      // Bouncy Castle says by all sorts of exceptions that a structure is not what it should be.
      throw new PbsException(Reason.NOT_A_PRIVATE_KEY);
    }
    ASN1ObjectIdentifier name = how.getEncryptionScheme().getAlgorithm();
    int length = keyLength(name);
    Digest digest = digest(rounds.getPrf().getAlgorithm());
    BigInteger count = rounds.getIterationCount();
    if (count.signum() < 1 || count.bitLength() > 31 || count.intValue() > Derivation.MOST_ROUNDS) {
      throw new PbsException(Reason.KDF_TOO_COSTLY, Derivation.memory() >> 20);
    }
    byte[] password = revealed(passphrase);
    byte[] key = Derivation.pbkdf2(digest, password, rounds.getSalt(), count.intValue(), length);
    Arrays.fill(password, (byte) 0);
    boolean des = name.equals(PKCSObjectIdentifiers.des_EDE3_CBC);
    return opened(des ? "DESede" : "AES", key, iv, info.getEncryptedData());
  }

  /** OpenSSL's old way: MD5 over passphrase and salt, again and again until it is long enough. */
  private static byte[] decrypted(
      Map<String, String> headers, byte[] der, @Nullable Secret passphrase) throws PbsException {
    String[] how = headers.getOrDefault("DEK-Info", "").split(",", 2);
    if (how.length < 2 || !OLD_CIPHERS.contains(how[0])) {
      throw new PbsException(Reason.UNKNOWN_ENCRYPTION, how[0]);
    }
    boolean des = how[0].startsWith("DES");
    int length = des ? 24 : Integer.parseInt(how[0].substring(4, 7)) / 8;
    byte[] password = revealed(passphrase);
    try {
      byte[] iv = HexFormat.of().parseHex(how[1].strip());
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] key = new byte[length];
      byte[] last = {};
      for (int at = 0; at < length; at += last.length) {
        md5.update(last);
        md5.update(password);
        md5.update(iv, 0, 8);
        last = md5.digest();
        System.arraycopy(last, 0, key, at, Math.min(last.length, length - at));
      }
      return opened(des ? "DESede" : "AES", key, iv, der);
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException _) {
      throw new PbsException(Reason.NOT_A_PRIVATE_KEY);
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  private static byte[] revealed(@Nullable Secret passphrase) throws PbsException {
    if (passphrase == null) {
      throw new PbsException(Reason.PASSPHRASE_NEEDED);
    }
    return passphrase.reveal();
  }

  private static byte[] opened(String algorithm, byte[] key, byte[] iv, byte[] closed)
      throws PbsException {
    try {
      return cipher(Cipher.DECRYPT_MODE, algorithm, key, iv).doFinal(closed);
    } catch (GeneralSecurityException _) {
      throw new PbsException(Reason.WRONG_PASSPHRASE);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** A wrong passphrase may pass the padding and leave junk. */
  private static byte[] checked(byte[] pkcs8, boolean encrypted) throws PbsException {
    try {
      RSAPrivateKey.getInstance(PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey());
      return pkcs8;
    } catch (RuntimeException | IOException _) {
      Arrays.fill(pkcs8, (byte) 0);
      throw new PbsException(encrypted ? Reason.WRONG_PASSPHRASE : Reason.NOT_A_PRIVATE_KEY);
    }
  }

  private static byte[] wrapped(byte[] pkcs1) throws PbsException {
    try {
      AlgorithmIdentifier rsa =
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
      return new PrivateKeyInfo(rsa, RSAPrivateKey.getInstance(pkcs1)).getEncoded();
    } catch (RuntimeException | IOException _) {
      throw new PbsException(Reason.NOT_A_PRIVATE_KEY);
    } finally {
      Arrays.fill(pkcs1, (byte) 0);
    }
  }

  private static int keyLength(ASN1ObjectIdentifier cipher) throws PbsException {
    if (cipher.equals(NISTObjectIdentifiers.id_aes256_CBC)) {
      return 32;
    }
    if (cipher.equals(NISTObjectIdentifiers.id_aes192_CBC)
        || cipher.equals(PKCSObjectIdentifiers.des_EDE3_CBC)) {
      return 24;
    }
    if (cipher.equals(NISTObjectIdentifiers.id_aes128_CBC)) {
      return 16;
    }
    throw new PbsException(Reason.UNKNOWN_ENCRYPTION, cipher.getId());
  }

  private static Digest digest(ASN1ObjectIdentifier prf) throws PbsException {
    Map<ASN1ObjectIdentifier, Digest> known =
        Map.of(
            PKCSObjectIdentifiers.id_hmacWithSHA1, new SHA1Digest(),
            PKCSObjectIdentifiers.id_hmacWithSHA224, new SHA224Digest(),
            PKCSObjectIdentifiers.id_hmacWithSHA256, new SHA256Digest(),
            PKCSObjectIdentifiers.id_hmacWithSHA384, new SHA384Digest(),
            PKCSObjectIdentifiers.id_hmacWithSHA512, new SHA512Digest());
    Digest digest = known.get(prf);
    if (digest == null) {
      throw new PbsException(Reason.UNKNOWN_ENCRYPTION, prf.getId());
    }
    return digest;
  }

  private static Cipher cipher(int mode, String algorithm, byte[] key, byte[] iv)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
    cipher.init(mode, new SecretKeySpec(key, algorithm), new IvParameterSpec(iv));
    return cipher;
  }
}
