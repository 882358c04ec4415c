package stowage.demo.backup;

import org.jspecify.annotations.Nullable;
import stowage.pbs.EncryptionKey;
import stowage.pbs.MasterPublicKey;

/**
 * How a made-up backup is kept from other eyes.
 *
 * @param key null for not at all; stays the caller's
 * @param signed whether the manifest is proven by the key
 * @param master for whom a copy of the key goes along; null for nobody
 */
public record Crypt(@Nullable EncryptionKey key, boolean signed, @Nullable MasterPublicKey master) {
  public static final Crypt NONE = new Crypt(null, false, null);

  public static Crypt with(EncryptionKey key) {
    return new Crypt(key, true, null);
  }

  public static Crypt with(EncryptionKey key, MasterPublicKey master) {
    return new Crypt(key, true, master);
  }
}
