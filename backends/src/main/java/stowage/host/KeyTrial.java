package stowage.host;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.pbs.EncryptionKey;
import stowage.pbs.GuestConfiguration;
import stowage.pbs.PbsException;
import stowage.pbs.Proof;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.SnapshotId;

/** Tries keys on one backup after the other. Each key is fetched once and wiped in the end. */
public final class KeyTrial implements AutoCloseable {
  private final ServerPool at;
  private final @Nullable KnownKey usual;
  private final BackupKeys.Opener opener;
  private final Map<KnownKey, EncryptionKey> opened = new HashMap<>();

  /**
   * @param at stays the caller's
   * @param usual what is tried on a backup that does not say which key it needs
   */
  KeyTrial(ServerPool at, Optional<KnownKey> usual, BackupKeys.Opener opener) {
    this.at = at;
    this.usual = usual.orElse(null);
    this.opener = opener;
  }

  /**
   * Checks the signature of a backup's list of files and opens its smallest encrypted file. What is
   * wrong with one backup, or with its key, is told of that one and keeps no other.
   *
   * @throws ServerException when the server can't be asked any more
   */
  public BackupKeys.Tried of(Opening opening) throws ServerException {
    SnapshotId backup = opening.backup().id();
    @Nullable KnownKey key = candidate(opening);
    try {
      return new BackupKeys.Tried(
          opening,
          key,
          Reading.known(
              Proof.of(backup.toString(), files(backup), key == null ? null : open(key))));
    } catch (PbsException e) {
      return new BackupKeys.Tried(opening, key, new Reading.Failed<>(e.said()));
    } catch (HostException e) {
      return new BackupKeys.Tried(opening, key, new Reading.Failed<>(e.said()));
    } catch (ServerException.Refused | ServerException.Forbidden | ServerException.NotFound e) {
      return new BackupKeys.Tried(opening, key, new Reading.Failed<>(e.said()));
    }
  }

  /** The guest's configuration, opened with the backup's key; empty when the backup has none. */
  Optional<String> configuration(Opening opening)
      throws HostException, ServerException, PbsException {
    SnapshotId backup = opening.backup().id();
    @Nullable KnownKey key = candidate(opening);
    return GuestConfiguration.of(backup.toString(), files(backup), key == null ? null : open(key));
  }

  private @Nullable KnownKey candidate(Opening opening) {
    return opening.answer() == Opening.Answer.UNKNOWN
        ? usual
        : opening.with().stream().findFirst().orElse(null);
  }

  private EncryptionKey open(KnownKey key) throws HostException, PbsException {
    EncryptionKey known = opened.get(key);
    if (known == null) {
      known = opener.open(key);
      opened.put(key, known);
    }
    return known;
  }

  private Proof.Files<ServerException> files(SnapshotId backup) {
    return (name, most) -> at.server().download(at.space(), backup, name, most);
  }

  @Override
  public void close() {
    opened.values().forEach(EncryptionKey::close);
    opened.clear();
  }
}
