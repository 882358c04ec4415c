package stowage.pbs;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM in the order of Proxmox Backup's files: IV, tag, ciphertext. */
final class Gcm {
  /** Longer than usual for GCM, but so it is everywhere there. */
  static final int IV = 16;

  static final int TAG = 16;

  private Gcm() {}

  static byte[] seal(byte[] key, byte[] plain) {
    byte[] iv = new byte[IV];
    new SecureRandom().nextBytes(iv);
    try {
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(plain);
      byte[] sealed = new byte[IV + TAG + plain.length];
      System.arraycopy(iv, 0, sealed, 0, IV);
      // Java puts the tag last.
      System.arraycopy(closed, plain.length, sealed, IV, TAG);
      System.arraycopy(closed, 0, sealed, IV + TAG, plain.length);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /**
   * @param sealed at least {@code IV + TAG} bytes from the offset on
   * @throws AEADBadTagException for another key, or changed bytes
   */
  static byte[] open(byte[] key, byte[] sealed, int offset) throws AEADBadTagException {
    int length = sealed.length - offset - IV - TAG;
    byte[] closed = new byte[length + TAG];
    System.arraycopy(sealed, offset + IV + TAG, closed, 0, length);
    System.arraycopy(sealed, offset + IV, closed, length, TAG);
    byte[] iv = Arrays.copyOfRange(sealed, offset, offset + IV);
    try {
      return cipher(Cipher.DECRYPT_MODE, key, iv).doFinal(closed);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, iv));
    return cipher;
  }
}
