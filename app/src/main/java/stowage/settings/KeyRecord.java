package stowage.settings;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was done so that a key is not lost. Never the key.
 *
 * @param host as the user calls it
 * @param pool the storage id
 * @param key what names the key without giving anything away
 * @param exported when a copy last left the program; null for never
 * @param verified when a copy was last found to be this key; null for never
 * @param waived when the user went on without a copy; null for never
 */
public record KeyRecord(
    String host,
    String pool,
    String key,
    @Nullable Instant exported,
    @Nullable Instant verified,
    @Nullable Instant waived) {

  /** The name of a key that does not say which it is. */
  public static final String UNNAMED = "?";

  /** What can be done. */
  public enum Deed {
    EXPORTED,
    VERIFIED,
    WAIVED
  }

  public KeyRecord {
    host = Objects.requireNonNullElse(host, "");
    pool = Objects.requireNonNullElse(pool, "");
    key = Objects.requireNonNullElse(key, "");
  }

  /** Nothing was done yet. */
  static KeyRecord blank(String host, String pool, String key) {
    return new KeyRecord(host, pool, key, null, null, null);
  }

  /** Keys that don't say who they are, all have the same name. */
  boolean isSameKey(KeyRecord other) {
    return key.equals(other.key) && !key.equals(UNNAMED);
  }

  /** What was done last, of both. */
  KeyRecord newest(KeyRecord other) {
    return new KeyRecord(
        host,
        pool,
        key,
        later(exported, other.exported),
        later(verified, other.verified),
        later(waived, other.waived));
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  boolean about(KeyRecord other) {
    return host.equals(other.host) && pool.equals(other.pool) && key.equals(other.key);
  }

  KeyRecord with(Deed deed, Instant at) {
    return switch (deed) {
      case EXPORTED -> new KeyRecord(host, pool, key, at, verified, waived);
      case VERIFIED -> new KeyRecord(host, pool, key, exported, at, waived);
      case WAIVED -> new KeyRecord(host, pool, key, exported, verified, at);
    };
  }
}
