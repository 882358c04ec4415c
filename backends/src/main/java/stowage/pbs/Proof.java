package stowage.pbs;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.pbs.Manifest.CryptMode;
import stowage.pbs.Manifest.Entry;
import stowage.pbs.Manifest.Judgement;
import stowage.pbs.Manifest.Verdict;

/**
 * What came of trying a key on a backup.
 *
 * @param judgement of the list of files
 * @param file that was tried; null for none
 * @param bytes of its content
 * @param refused why the file did not open; null when it did, or none was tried
 */
public record Proof(
    Outcome outcome,
    Judgement judgement,
    @Nullable String file,
    int bytes,
    @Nullable Message refused) {
  /** Files above this are not fetched for a proof. */
  public static final int MOST = 1 << 20;

  /** What is known now. */
  public enum Outcome {
    /** A file that is encrypted was opened with the key. */
    DECRYPTED,
    /** The list of files bears the key's signature; there was nothing small to open. */
    SIGNED,
    /** No file needs a key. */
    NOT_ENCRYPTED,
    /** Something speaks against it: signature, key or content. */
    REFUSED,
    /** There was no key to try, or nothing to try it on. */
    UNPROVEN;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Message said() {
      return Message.of("keys.proof-" + word());
    }
  }

  /** Gets a file of the backup as it is stored. */
  @FunctionalInterface
  public interface Files<E extends Exception> {
    byte[] fetch(String name, int most) throws E;
  }

  private Proof(Outcome outcome, Judgement judgement) {
    this(outcome, judgement, null, 0, null);
  }

  /**
   * Judges the list of files and opens one small file that is encrypted, the guest's configuration
   * if it is. What lies there in clear proves nothing of a key and is not fetched.
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
    boolean tries =
        key != null
            && manifest.needsKey()
            && small.isPresent()
            && judgement.verdict() != Verdict.WRONG_KEY;
    if (!tries) {
      return new Proof(byTheList(manifest, judgement), judgement);
    }
    String name = small.get().name();
    byte[] stored = files.fetch(name, MOST);
    try {
      byte[] content = manifest.content(name, stored, key);
      Arrays.fill(content, (byte) 0);
      boolean changed = judgement.verdict() == Verdict.WRONG_SIGNATURE;
      Outcome outcome = changed ? Outcome.REFUSED : Outcome.DECRYPTED;
      return new Proof(outcome, judgement, name, content.length, null);
    } catch (PbsException e) {
      return new Proof(Outcome.REFUSED, judgement, name, 0, e.said());
    }
  }

  private static Outcome byTheList(Manifest manifest, Judgement judgement) {
    return switch (judgement.verdict()) {
      case SIGNATURE_OK -> Outcome.SIGNED;
      case WRONG_SIGNATURE -> Outcome.REFUSED;
      case WRONG_KEY -> manifest.needsKey() ? Outcome.REFUSED : Outcome.NOT_ENCRYPTED;
      case UNSIGNED, MISSING_KEY, UNVERIFIED ->
          manifest.needsKey() ? Outcome.UNPROVEN : Outcome.NOT_ENCRYPTED;
    };
  }

  private static Optional<Entry> small(Manifest manifest) {
    return manifest.files().stream()
        .filter(f -> f.name().endsWith(".blob") && f.size() <= MOST)
        .filter(f -> f.mode() == CryptMode.ENCRYPT && !f.name().equals(Manifest.CLOSED_KEY))
        .min(
            Comparator.comparingInt((Entry f) -> f.isConfiguration() ? 0 : 1)
                .thenComparingLong(Entry::size));
  }

  /** The key is proven to be this backup's. */
  public boolean holds() {
    return outcome == Outcome.DECRYPTED || outcome == Outcome.SIGNED;
  }
}
