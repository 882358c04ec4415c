package stowage.pbs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.message.Printable;
import stowage.pbs.PbsException.Reason;

/**
 * What a new key file shall be protected by.
 *
 * @param passphrase null exactly when there is no function to put it through; stays the caller's
 * @param hint what reminds of the passphrase, for everybody who sees the file; null for none
 */
public record Protection(Kdf kdf, @Nullable Secret passphrase, @Nullable String hint) {
  private static final int LONGEST_HINT = 64;

  /** In bytes. */
  public static final int SHORTEST_PASSPHRASE = 5;

  public Protection {
    if (kdf instanceof Kdf.None != (passphrase == null)) {
      throw new IllegalArgumentException("a passphrase goes with a function");
    }
  }

  /** Whoever has the file has the key; what a host needs to make backups by itself. */
  public static Protection none() {
    return new Protection(new Kdf.None(), null, null);
  }

  /** The usual one. */
  public static Protection scrypt(Secret passphrase, @Nullable String hint) {
    return new Protection(Kdf.newScrypt(), passphrase, hint);
  }

  public static Protection pbkdf2(Secret passphrase, @Nullable String hint) {
    return new Protection(Kdf.newPbkdf2(), passphrase, hint);
  }

  void check() throws PbsException {
    if (passphrase != null) {
      longEnough(passphrase);
    }
    if (hint != null) {
      int length = hint.codePointCount(0, hint.length());
      if (passphrase == null || length < 1 || length > LONGEST_HINT || !Printable.isLine(hint)) {
        throw new PbsException(Reason.BAD_HINT, LONGEST_HINT);
      }
    }
  }

  static void longEnough(Secret passphrase) throws PbsException {
    byte[] bytes = passphrase.reveal();
    Arrays.fill(bytes, (byte) 0);
    if (bytes.length < SHORTEST_PASSPHRASE) {
      throw new PbsException(Reason.PASSPHRASE_TOO_SHORT, SHORTEST_PASSPHRASE);
    }
  }
}
