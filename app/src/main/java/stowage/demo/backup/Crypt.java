package stowage.demo.backup;

import org.jspecify.annotations.Nullable;
import stowage.pbs.EncryptionKey;

/**
 * How a made-up backup is kept from other eyes.
 *
 * @param key null for not at all; stays the caller's
 * @param signed whether the manifest is proven by the key
 */
public record Crypt(@Nullable EncryptionKey key, boolean signed) {
  public static final Crypt NONE = new Crypt(null, false);

  public static Crypt with(EncryptionKey key) {
    return new Crypt(key, true);
  }
}
