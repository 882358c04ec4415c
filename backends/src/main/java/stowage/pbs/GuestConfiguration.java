package stowage.pbs;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.pbs.Manifest.Entry;
import stowage.pbs.Manifest.Verdict;
import stowage.pbs.PbsException.Reason;

/** The guest's configuration as a backup on a server holds it. */
public final class GuestConfiguration {
  private GuestConfiguration() {}

  /**
   * Fetches it, and opens it if it is encrypted.
   *
   * @param backup the path of the one that is meant
   * @param key null when there is none at hand
   * @return empty when the backup has none
   * @throws PbsException also when the list of files is not as it was signed
   */
  public static <E extends Exception> Optional<String> of(
      String backup, Proof.Files<E> files, @Nullable EncryptionKey key) throws E, PbsException {
    Manifest manifest = Manifest.ofBlob(files.fetch(Manifest.FILE, Proof.MOST));
    manifest.requireAbout(backup);
    if (key != null && manifest.judge(key).verdict() == Verdict.WRONG_SIGNATURE) {
      throw new PbsException(Reason.WRONG_SIGNATURE, key.fingerprint().brief());
    }
    Optional<String> name =
        manifest.files().stream().filter(Entry::isConfiguration).map(Entry::name).findFirst();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    byte[] stored = files.fetch(name.get(), Proof.MOST);
    return Optional.of(
        new String(manifest.content(name.get(), stored, key), StandardCharsets.UTF_8));
  }
}
