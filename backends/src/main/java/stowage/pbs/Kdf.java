package stowage.pbs;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

/** How the key in a key file is protected by a passphrase. */
public sealed interface Kdf {

  /** Not at all. */
  record None() implements Kdf {}

  /**
   * @param n cost, a power of two
   * @param salt Base64
   */
  record Scrypt(long n, long r, long p, String salt) implements Kdf {}

  /**
   * With HMAC-SHA256.
   *
   * @param salt Base64
   */
  record Pbkdf2(long rounds, String salt) implements Kdf {}

  /** As the backup client makes it, with a salt of its own. */
  static Kdf newScrypt() {
    return new Scrypt(65536, 8, 1, newSalt());
  }

  /** As the backup client makes it, with a salt of its own. */
  static Kdf newPbkdf2() {
    return new Pbkdf2(65535, newSalt());
  }

  /** As the backup client names it to people. */
  default String word() {
    return switch (this) {
      case None _ -> "none";
      case Scrypt _ -> "scrypt";
      case Pbkdf2 _ -> "pbkdf2";
    };
  }

  /** The 32 bytes that the key is encrypted with; the caller wipes them. */
  default byte[] derive(Secret passphrase) throws PbsException {
    byte[] password = passphrase.reveal();
    try {
      return switch (this) {
        case None _ -> throw new IllegalStateException("nothing to derive");
        case Scrypt s -> derive(s, password);
        case Pbkdf2 p -> derive(p, password);
      };
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  private static byte[] derive(Scrypt scrypt, byte[] password) throws PbsException {
    if (scrypt.n() < 1 || scrypt.r() < 1 || scrypt.p() < 1) {
      throw new PbsException(Reason.BAD_KDF);
    }
    long most = Derivation.memory();
    long memory;
    try {
      long all = Math.multiplyExact(Math.multiplyExact(scrypt.n(), scrypt.r()), scrypt.p());
      memory = Math.multiplyExact(128, all);
    } catch (ArithmeticException _) {
      memory = Long.MAX_VALUE;
    }
    if (memory > most) {
      throw new PbsException(Reason.KDF_TOO_COSTLY, most >> 20);
    }
    try {
      return Derivation.scrypt(password, Base64.getDecoder().decode(scrypt.salt()), scrypt);
    } catch (IllegalArgumentException _) {
      throw new PbsException(Reason.BAD_KDF);
    }
  }

  private static byte[] derive(Pbkdf2 pbkdf2, byte[] password) throws PbsException {
    if (pbkdf2.rounds() < 1) {
      throw new PbsException(Reason.BAD_KDF);
    }
    if (pbkdf2.rounds() > Derivation.MOST_ROUNDS) {
      throw new PbsException(Reason.KDF_TOO_COSTLY, Derivation.memory() >> 20);
    }
    byte[] salt = Base64.getDecoder().decode(pbkdf2.salt());
    int rounds = Math.toIntExact(pbkdf2.rounds());
    return Derivation.pbkdf2(password, salt, rounds, EncryptionKey.LENGTH);
  }

  private static String newSalt() {
    byte[] salt = new byte[32];
    new SecureRandom().nextBytes(salt);
    return Base64.getEncoder().encodeToString(salt);
  }
}
