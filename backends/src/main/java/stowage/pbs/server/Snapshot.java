package stowage.pbs.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.volume.Assurance;

/**
 * What the server tells of a backup in a list.
 *
 * @param size in bytes; null for one that is unfinished or cannot be read
 * @param comment only the first line of the notes; empty for none
 * @param verified null when it was never verified
 * @param keyFingerprint of the key it was made with; empty when it was made without
 * @param owner empty when the server does not tell
 */
public record Snapshot(
    SnapshotId id,
    List<BackupFile> files,
    @Nullable Long size,
    String comment,
    @Nullable Verified verified,
    String keyFingerprint,
    String owner,
    boolean isProtected) {
  public Snapshot {
    files = List.copyOf(files);
  }

  /**
   * How the last verification ended.
   *
   * @param task that verified it; null when its name cannot be read
   */
  public record Verified(boolean ok, @Nullable Upid task) {}

  /** Every file that can be is encrypted; a key fingerprint alone may mean signed only. */
  public boolean isEncrypted() {
    return assurance().encryption() == Assurance.Encryption.WHOLE;
  }

  public Assurance assurance() {
    Map<String, String> modes = new HashMap<>();
    files.forEach(f -> modes.put(f.name(), f.mode() == null ? "" : f.mode().word()));
    Assurance.Verification known =
        verified == null
            ? Assurance.Verification.UNKNOWN
            : verified.ok() ? Assurance.Verification.OK : Assurance.Verification.FAILED;
    String task = verified == null || verified.task() == null ? "" : verified.task().text();
    return new Assurance(known, task, Assurance.Encryption.of(modes), keyFingerprint);
  }
}
