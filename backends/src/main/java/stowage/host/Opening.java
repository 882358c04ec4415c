package stowage.host;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stowage.pbs.Fingerprint;
import stowage.pbs.PbsException;
import stowage.pbs.server.BackupFile;
import stowage.pbs.server.Snapshot;

/**
 * Whether a backup can be opened with what is known, as far as the names of keys tell.
 *
 * @param key that it was made with; null when it names none
 * @param with keys of that name; where the pool's key in use is one, only that
 */
public record Opening(
    Snapshot backup, Answer answer, @Nullable Fingerprint key, List<KnownKey> with) {

  /** From what the backup names. */
  public enum Answer {
    /** The pool's key in use is its key. */
    OPENS,
    /** Its key is here, but elsewhere: put away, or another pool's. */
    OTHER_KEY,
    /** No key is needed. */
    NOT_ENCRYPTED,
    /** Its key is not here. */
    NOBODY,
    /** It does not say with what it is encrypted, or not all keys here say which they are. */
    UNKNOWN;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Opening {
    with = List.copyOf(with);
  }

  /**
   * @param host through which the backup is seen
   * @param pool that it is on
   */
  public static Opening of(Snapshot backup, String host, String pool, KnownKeys known) {
    Fingerprint key = named(backup);
    if (!isEncrypted(backup)) {
      return new Opening(backup, Answer.NOT_ENCRYPTED, key, List.of());
    }
    if (key == null) {
      return new Opening(backup, Answer.UNKNOWN, null, List.of());
    }
    List<KnownKey> with = known.named(key);
    if (with.isEmpty()) {
      return new Opening(backup, known.complete() ? Answer.NOBODY : Answer.UNKNOWN, key, List.of());
    }
    return known
        .inUse(host, pool)
        .filter(with::contains)
        .map(own -> new Opening(backup, Answer.OPENS, key, List.of(own)))
        .orElseGet(() -> new Opening(backup, Answer.OTHER_KEY, key, with));
  }

  private static @Nullable Fingerprint named(Snapshot backup) {
    try {
      return backup.keyFingerprint().isEmpty() ? null : Fingerprint.read(backup.keyFingerprint());
    } catch (PbsException _) {
      return null;
    }
  }

  /** A server that does not tell how files are kept only tells of a key, as of a signed one. */
  private static boolean isEncrypted(Snapshot backup) {
    List<BackupFile.Mode> modes =
        backup.files().stream().map(BackupFile::mode).filter(Objects::nonNull).toList();
    return modes.isEmpty()
        ? !backup.keyFingerprint().isEmpty()
        : modes.contains(BackupFile.Mode.ENCRYPT);
  }
}
