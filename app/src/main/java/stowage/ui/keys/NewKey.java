package stowage.ui.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import stowage.exec.Secret;
import stowage.host.Keys;
import stowage.paper.Scan;
import stowage.pbs.KeyFile;
import stowage.pbs.PaperReader.Recovered;
import stowage.pbs.PaperReader.RecoveredKey;
import stowage.pbs.PbsException;
import stowage.pbs.Protection;

/** A key that a host is to get: made here, or brought along. */
public final class NewKey implements AutoCloseable {
  private final Secret text;

  private NewKey(Secret text) {
    this.text = text;
  }

  static NewKey made() throws PbsException {
    return new NewKey(Keys.make(Instant.now(), ZoneId.systemDefault()));
  }

  /**
   * Found to be the key it says it is. A host makes backups by itself, so that it gets the key
   * without a passphrase.
   *
   * @param files a key file, or pictures of a paper key
   * @param passphrase empty for none; stays the caller's
   */
  static NewKey read(List<Path> files, Secret passphrase) throws IOException, PbsException {
    try (Recovered found = Scan.recovered(files)) {
      if (!(found instanceof RecoveredKey(var file))) {
        throw new MasterInsteadException(files.getFirst());
      }
      if (!file.needsPassphrase()) {
        file.open(null).close();
        return of(file);
      }
      Secret given = passphrase.isEmpty() ? null : passphrase;
      try (KeyFile open = file.protectedBy(Protection.none(), given, Instant.now())) {
        return of(open);
      }
    }
  }

  /**
   * A key file without a passphrase, as a host has it.
   *
   * @param text stays the caller's
   */
  static NewKey of(Secret text) throws PbsException {
    byte[] plain = text.reveal();
    try (KeyFile file = KeyFile.read(plain)) {
      file.open(null).close();
      return of(file);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * @param file without a passphrase; stays the caller's
   */
  static NewKey of(KeyFile file) {
    try (Secret line = file.compact(ZoneId.systemDefault())) {
      return new NewKey(Secret.of(line.reveal()));
    }
  }

  /** The same for another owner. */
  NewKey again() {
    return new NewKey(copy());
  }

  /** For a plan, which wipes it. */
  public Secret copy() {
    return Secret.of(text.reveal());
  }

  public KeyFile file() throws PbsException {
    byte[] plain = text.reveal();
    try {
      return KeyFile.read(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public void close() {
    text.close();
  }

  @Override
  public String toString() {
    return "NewKey(hidden)";
  }
}
