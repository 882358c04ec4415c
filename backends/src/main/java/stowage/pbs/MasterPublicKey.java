package stowage.pbs;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Cipher;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

/** What a copy of every backup's key is encrypted to, for whoever keeps the master key. */
public final class MasterPublicKey {
  static final String LABEL = "PUBLIC KEY";

  /** A key file has 255 bytes, and the padding takes 11 more: 2048 bits have no room for that. */
  static final int SMALLEST = 3072;

  static final String PADDED = "RSA/ECB/PKCS1Padding";

  private final RSAPublicKey key;
  private final byte[] pem;

  private MasterPublicKey(RSAPublicKey key, byte[] pem) {
    this.key = key;
    this.pem = pem;
  }

  /** A PEM text; refused when a backup could not use it. */
  public static MasterPublicKey read(byte[] pem) throws PbsException {
    try (Pem block = Pem.read(pem)) {
      if (!block.label().equals(LABEL)) {
        throw new PbsException(Reason.NOT_A_PUBLIC_KEY);
      }
      RSAPublicKey key =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA")
                  .generatePublic(new X509EncodedKeySpec(block.der().reveal()));
      largeEnough(key.getModulus());
      return new MasterPublicKey(key, pem.clone());
    } catch (GeneralSecurityException _) {
      throw new PbsException(Reason.NOT_A_PUBLIC_KEY);
    }
  }

  static void largeEnough(BigInteger modulus) throws PbsException {
    if (modulus.bitLength() < SMALLEST) {
      throw new PbsException(Reason.MASTER_TOO_SMALL, modulus.bitLength(), SMALLEST);
    }
  }

  /**
   * What lies in each encrypted backup for the master key: the key without its passphrase.
   *
   * @param file the key in use, whose date of creation goes along
   */
  public byte[] encrypt(KeyFile file, EncryptionKey key, Instant now, ZoneId zone)
      throws PbsException {
    try (KeyFile plain = file.plain(key, now);
        Secret text = plain.compact(zone)) {
      byte[] message = text.reveal();
      Cipher cipher = Cipher.getInstance(PADDED);
      cipher.init(Cipher.ENCRYPT_MODE, this.key);
      byte[] closed = cipher.doFinal(message);
      Arrays.fill(message, (byte) 0);
      return closed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was found large enough", e);
    }
  }

  /** As it was read. */
  public byte[] pem() {
    return pem.clone();
  }

  /** The form in which the hypervisor wants it. */
  public String parameter() {
    return Base64.getEncoder().encodeToString(pem);
  }

  /** Upper-case hex digits, as the backup client shows it. */
  public String modulus() {
    return key.getModulus().toString(16).toUpperCase(Locale.ROOT);
  }

  public BigInteger exponent() {
    return key.getPublicExponent();
  }

  /** To tell it from others; of the key alone, however it is written. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(Fingerprint.sha256().digest(key.getEncoded()));
  }

  public int bits() {
    return key.getModulus().bitLength();
  }

  /** Whether it is the same key, however it is written. */
  @Override
  public boolean equals(Object other) {
    return other instanceof MasterPublicKey that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "MasterPublicKey(" + bits() + " bits)";
  }
}
