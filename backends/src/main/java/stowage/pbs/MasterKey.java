package stowage.pbs;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

/** The private half: opens the copy of the key that lies in each encrypted backup. */
public final class MasterKey implements AutoCloseable {
  private static final int BITS = 4096;

  private final Secret pkcs8;
  private final MasterPublicKey publicKey;

  private MasterKey(Secret pkcs8, MasterPublicKey publicKey) {
    this.pkcs8 = pkcs8;
    this.publicKey = publicKey;
  }

  /** A new one; takes some seconds. */
  public static MasterKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(new RSAKeyGenParameterSpec(BITS, RSAKeyGenParameterSpec.F4));
      KeyPair pair = generator.generateKeyPair();
      byte[] pem = Pem.write(MasterPublicKey.LABEL, pair.getPublic().getEncoded());
      return new MasterKey(Secret.of(pair.getPrivate().getEncoded()), MasterPublicKey.read(pem));
    } catch (GeneralSecurityException | PbsException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  /**
   * @param passphrase not looked at when the key is not encrypted; stays the caller's
   */
  public static MasterKey read(byte[] pem, @Nullable Secret passphrase) throws PbsException {
    byte[] pkcs8 = PrivateKeyPem.read(pem, passphrase);
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      if (!(rsa.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof RSAPrivateCrtKey key)
          || !isWhole(key)) {
        throw new PbsException(Reason.NOT_A_PRIVATE_KEY);
      }
      MasterPublicKey.largeEnough(key.getModulus());
      byte[] open =
          rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
              .getEncoded();
      MasterPublicKey publicKey = MasterPublicKey.read(Pem.write(MasterPublicKey.LABEL, open));
      return new MasterKey(Secret.of(pkcs8.clone()), publicKey);
    } catch (GeneralSecurityException _) {
      throw new PbsException(Reason.NOT_A_PRIVATE_KEY);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** Encryption hides a misread letter in the middle of the numbers; only they can tell. */
  private static boolean isWhole(RSAPrivateCrtKey key) {
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();
    boolean positive = p.compareTo(BigInteger.ONE) > 0 && q.compareTo(BigInteger.ONE) > 0;
    return positive
        && p.multiply(q).equals(key.getModulus())
        && fits(key, p, key.getPrimeExponentP())
        && fits(key, q, key.getPrimeExponentQ())
        && key.getCrtCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
  }

  private static boolean fits(RSAPrivateCrtKey key, BigInteger prime, BigInteger exponent) {
    BigInteger order = prime.subtract(BigInteger.ONE);
    BigInteger whole = key.getPrivateExponent();
    return whole.multiply(key.getPublicExponent()).mod(order).equals(BigInteger.ONE)
        && whole.mod(order).equals(exponent);
  }

  public MasterPublicKey publicKey() {
    return publicKey;
  }

  /** An encrypted PEM text. */
  public byte[] pem(Secret passphrase) throws PbsException {
    byte[] plain = pkcs8.reveal();
    try {
      return PrivateKeyPem.write(plain, passphrase);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * The key of a backup, with no passphrase.
   *
   * @param closed what lies in the backup, without the blob around it
   */
  public KeyFile recover(byte[] closed) throws PbsException {
    byte[] text = {};
    try {
      Cipher cipher = Cipher.getInstance(MasterPublicKey.PADDED);
      cipher.init(Cipher.DECRYPT_MODE, key());
      text = cipher.doFinal(closed);
      KeyFile file = KeyFile.read(text);
      file.open(null).close();
      return file;
    } catch (GeneralSecurityException | PbsException _) {
      // A wrong key is found out by the padding or leaves junk; both mean the same.
      throw new PbsException(Reason.OTHER_MASTER);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private PrivateKey key() throws GeneralSecurityException {
    byte[] plain = pkcs8.reveal();
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(plain));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public void close() {
    pkcs8.close();
  }

  @Override
  public String toString() {
    return "MasterKey(" + publicKey.bits() + " bits)";
  }
}
