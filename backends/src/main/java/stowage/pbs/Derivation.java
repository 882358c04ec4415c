package stowage.pbs;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Keys out of passphrases. Java's own PBKDF2 takes characters, which would change bytes above 0x7f,
 * and Java has no scrypt.
 */
final class Derivation {
  /** A minute or so of work; more in a file is an attack or an accident. */
  static final int MOST_ROUNDS = 50_000_000;

  /** As much as the backup client itself grants. */
  private static final long MOST_MEMORY = 1025L << 20;

  private Derivation() {}

  static byte[] pbkdf2(byte[] password, byte[] salt, int rounds, int length) {
    return pbkdf2(new SHA256Digest(), password, salt, rounds, length);
  }

  static byte[] pbkdf2(Digest digest, byte[] password, byte[] salt, int rounds, int length) {
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest);
    generator.init(password, salt, rounds);
    return ((KeyParameter) generator.generateDerivedMacParameters(length * 8)).getKey();
  }

  /**
   * @throws IllegalArgumentException for parameters that scrypt does not have
   */
  static byte[] scrypt(byte[] password, byte[] salt, Kdf.Scrypt cost) {
    return SCrypt.generate(
        password,
        salt,
        Math.toIntExact(cost.n()),
        Math.toIntExact(cost.r()),
        Math.toIntExact(cost.p()),
        EncryptionKey.LENGTH);
  }

  /** Bytes that may be spent on scrypt: no file may make this program run out of memory. */
  static long memory() {
    return Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / 2);
  }
}
