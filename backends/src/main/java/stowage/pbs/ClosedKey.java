package stowage.pbs;

import java.util.Optional;
import stowage.pbs.Manifest.Judgement;
import stowage.pbs.Manifest.Verdict;
import stowage.pbs.PbsException.Reason;

/** The copy of its own key that a backup carries, closed by a master key. Holds no secret. */
public final class ClosedKey {
  private final Manifest manifest;
  private final byte[] closed;

  private ClosedKey(Manifest manifest, byte[] closed) {
    this.manifest = manifest;
    this.closed = closed;
  }

  /**
   * A backup's key; close it.
   *
   * @param file without a passphrase
   * @param judgement of the backup's list of files, by this key; never that it is another one
   */
  public record Opened(KeyFile file, Judgement judgement) implements AutoCloseable {
    @Override
    public void close() {
      file.close();
    }
  }

  /**
   * Fetches it, and checks that it is as it was when the backup was made.
   *
   * @param backup the path of the one that is meant
   */
  public static <E extends Exception> ClosedKey of(String backup, Proof.Files<E> files)
      throws E, PbsException {
    Manifest manifest = Manifest.ofBlob(files.fetch(Manifest.FILE, Proof.MOST));
    manifest.requireAbout(backup);
    if (!manifest.needsKey()) {
      throw new PbsException(Reason.NO_KEY_NEEDED, backup);
    }
    if (manifest.files().stream().noneMatch(f -> f.name().equals(Manifest.CLOSED_KEY))) {
      throw new PbsException(Reason.NO_CLOSED_KEY, backup);
    }
    byte[] stored = files.fetch(Manifest.CLOSED_KEY, Proof.MOST);
    return new ClosedKey(manifest, manifest.content(Manifest.CLOSED_KEY, stored, null));
  }

  /** Of the key that is in it, as far as the backup says so. */
  public Optional<Fingerprint> fingerprint() {
    return manifest.keyFingerprint();
  }

  /**
   * @param master stays the caller's
   */
  public Opened open(MasterKey master) throws PbsException {
    KeyFile file = master.recover(closed);
    try (EncryptionKey key = file.open(null)) {
      Judgement judgement = manifest.judge(key);
      if (judgement.verdict() == Verdict.WRONG_KEY) {
        String named = manifest.keyFingerprint().map(Fingerprint::text).orElse("");
        throw new PbsException(Reason.OTHER_KEY_INSIDE, key.fingerprint().text(), named);
      }
      return new Opened(file, judgement);
    } catch (PbsException | RuntimeException e) {
      file.close();
      throw e;
    }
  }
}
