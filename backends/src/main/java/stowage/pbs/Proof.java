package stowage.pbs;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.pbs.Manifest.Entry;
import stowage.pbs.Manifest.Judgement;
import stowage.pbs.Manifest.Verdict;

/**
 * What came of trying a key on a backup.
 *
 * @param judgement of the list of files
 * @param file that was opened, or could not be; null when none was tried
 * @param bytes of its content
 * @param refused why the file did not open; null when it did, or none was tried
 */
public record Proof(
    Judgement judgement, @Nullable String file, int bytes, @Nullable Message refused) {
  /** Files above this are not fetched for a proof. */
  public static final int MOST = 1 << 20;

  /** Gets a file of the backup as it is stored. */
  @FunctionalInterface
  public interface Files<E extends Exception> {
    byte[] fetch(String name, int most) throws E;
  }

  /**
   * Judges the list of files and opens one small file, the guest's configuration if there is one.
   *
   * @param backup the path of the one that is meant
   * @param key null when there is none to try
   */
  public static <E extends Exception> Proof of(
      String backup, Files<E> files, @Nullable EncryptionKey key) throws E, PbsException {
    Manifest manifest = Manifest.ofBlob(files.fetch(Manifest.FILE, MOST));
    manifest.requireAbout(backup);
    Judgement judgement = manifest.judge(key);
    Optional<Entry> small = small(manifest);
    boolean other =
        judgement.verdict() == Verdict.WRONG_KEY || (manifest.needsKey() && key == null);
    if (small.isEmpty() || other) {
      return new Proof(judgement, null, 0, null);
    }
    String name = small.get().name();
    byte[] stored = files.fetch(name, MOST);
    try {
      byte[] content = manifest.content(name, stored, key);
      Arrays.fill(content, (byte) 0);
      return new Proof(judgement, name, content.length, null);
    } catch (PbsException e) {
      return new Proof(judgement, name, 0, e.said());
    }
  }

  private static Optional<Entry> small(Manifest manifest) {
    return manifest.files().stream()
        .filter(f -> f.name().endsWith(".blob") && f.size() <= MOST)
        .filter(f -> !f.name().equals(Manifest.CLOSED_KEY))
        .min(
            Comparator.comparingInt((Entry f) -> f.isConfiguration() ? 0 : 1)
                .thenComparingLong(Entry::size));
  }

  /** A file was opened, and nothing speaks against the list of files. */
  public boolean holds() {
    return file != null
        && refused == null
        && judgement.verdict() != Verdict.WRONG_SIGNATURE
        && judgement.verdict() != Verdict.WRONG_KEY;
  }
}
