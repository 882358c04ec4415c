package stowage.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.message.Message;
import stowage.pbs.EncryptionKey;
import stowage.pbs.Fingerprint;
import stowage.pbs.KeyFile;
import stowage.pbs.PbsException;
import stowage.pbs.Proof;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.Snapshot;
import stowage.pbs.server.SnapshotId;
import stowage.schema.InvalidException;

/**
 * Which of the keys on a host opens which backup. A key is known by what it is and not by what its
 * file says, so the keys are read; they are wiped as soon as they are named.
 */
public final class BackupKeys {
  private static final String DIRECTORY = "/etc/pve/priv/storage";
  private static final int LONGEST = 64 << 10;

  private final Shell shell;

  BackupKeys(Shell shell) {
    this.shell = shell;
  }

  /**
   * A backup whose key was tried.
   *
   * @param tried null when there was none to try
   * @param proof failed when the backup or its key could not be looked at
   */
  public record Tried(Opening opening, @Nullable KnownKey tried, Reading<Proof> proof) {
    /** Whether the key is known to be the backup's, by more than its name. */
    public boolean holds() {
      return proof.optional().filter(Proof::holds).isPresent();
    }
  }

  /** All keys of pools of backup servers, those that were put away included. */
  public KnownKeys known() throws HostException {
    List<String> all = paths();
    // No program of a host is given a word with a line break.
    List<String> paths =
        all.stream().filter(p -> p.indexOf('\n') < 0 && p.indexOf('\r') < 0).toList();
    List<KnownKey> known = new ArrayList<>();
    boolean complete = paths.size() == all.size();
    List<Result> answers =
        paths.isEmpty()
            ? List.of()
            : Batch.of(paths.stream().map(BackupKeys::read).toList()).ask(shell);
    for (int i = 0; i < paths.size(); i++) {
      Optional<KeyFileName> file = KeyFileName.of(paths.get(i));
      Optional<Fingerprint> name = named(answers.get(i));
      if (file.isPresent() && name.isPresent()) {
        known.add(
            new KnownKey(
                name.get(), shell.host(), file.get().pool(), paths.get(i), file.get().inUse()));
      } else {
        complete = false;
      }
    }
    return new KnownKeys(known, complete);
  }

  private List<String> paths() throws HostException {
    Exec find =
        Exec.reads("/usr/bin/find", DIRECTORY, "-maxdepth", "1", "-name", "*.enc*")
            .and("-printf", "%p\\0")
            .asRoot();
    Result answer = Batch.of(List.of(find)).ask(shell).getFirst();
    if (!answer.ok() && !answer.errorText().contains("No such file or directory")) {
      throw unreadable(DIRECTORY, answer);
    }
    return Arrays.stream(new String(answer.out(), StandardCharsets.UTF_8).split("\0"))
        .filter(path -> !path.isEmpty())
        .sorted()
        .toList();
  }

  private static Exec read(String path) {
    return Exec.reads("/usr/bin/cat", path).asRoot().keeping(LONGEST);
  }

  private static HostException unreadable(String path, Result answer) {
    return new HostException.NoAnswer(
        Message.of("host.secret-unreadable", path, answer.errorLine()));
  }

  /** One that needs a passphrase can only be taken at its word. */
  private static Optional<Fingerprint> named(Result answer) {
    byte[] text = answer.out();
    try (KeyFile file = KeyFile.read(text)) {
      if (!answer.ok() || file.needsPassphrase()) {
        return file.fingerprint();
      }
      try (EncryptionKey key = file.open(null)) {
        return Optional.of(key.fingerprint());
      }
    } catch (PbsException _) {
      return Optional.empty();
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * By the names of keys that the server tells; nothing is fetched.
   *
   * @param pool that {@code at} is behind
   * @param known of this host, and of whichever others were asked
   */
  public List<Opening> list(ServerPool at, StorageId pool, KnownKeys known) throws ServerException {
    return at.server().snapshots(at.space()).stream()
        .map(backup -> Opening.of(backup, shell.host(), pool.text(), known))
        .toList();
  }

  /** The same by the keys of this host alone. */
  public List<Opening> list(ServerPool at, StorageId pool) throws HostException, ServerException {
    return list(at, pool, known());
  }

  /** Gets a key from where it lies; whoever gets it closes it. */
  @FunctionalInterface
  public interface Opener {
    EncryptionKey open(KnownKey key) throws HostException, PbsException;
  }

  /** One that this host has; {@link Opener}. */
  public EncryptionKey open(KnownKey key) throws HostException, PbsException {
    Result answer = Batch.of(List.of(read(key.path()))).ask(shell).getFirst();
    byte[] text = answer.out();
    try {
      if (!answer.ok()) {
        throw unreadable(key.path(), answer);
      }
      try (KeyFile file = KeyFile.read(text)) {
        return file.open(null);
      }
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** Tries keys on the backups behind a pool; see {@link KeyTrial}. */
  public KeyTrial trial(ServerPool at, StorageId pool, KnownKeys known, Opener opener) {
    return new KeyTrial(at, known.inUse(shell.host(), pool.text()), opener);
  }

  /**
   * The guest's configuration as a backup holds it, opened with the key that the host has for it.
   *
   * @param pool that {@code at} is behind
   * @throws HostException.NoAnswer when it has none
   * @throws PbsException when it can't be opened
   */
  public String configuration(ServerPool at, StorageId pool, SnapshotId backup)
      throws HostException, ServerException, InvalidException, PbsException {
    KnownKeys known = known();
    Opening opening = Opening.of(listed(at, backup), shell.host(), pool.text(), known);
    try (KeyTrial trial = trial(at, pool, known, this::open)) {
      return trial
          .configuration(opening)
          .orElseThrow(() ->
              new HostException.NoAnswer(
                  Message.of("problem.no-configuration", backup.toString())));
    }
  }

  private static Snapshot listed(ServerPool at, SnapshotId backup)
      throws ServerException, InvalidException {
    return at.server().snapshots(at.space(), backup.group()).stream()
        .filter(b -> b.id().equals(backup))
        .findFirst()
        .orElseThrow(
            () -> new InvalidException("snapshot", "problem.no-such-backup", backup.toString()));
  }
}
