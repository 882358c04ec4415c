package stowage.demo.backup;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.pbs.server.SnapshotId;

/** A backup on the stand-in. Whoever changes it holds the lock of {@link Holdings}. */
final class Backup {
  static final String MANIFEST = "index.json.blob";

  final SnapshotId id;
  final String owner;

  /** By file name, in order. */
  final Map<String, Stored> files;

  final Seal seal;
  String notes;
  boolean isProtected;
  boolean damaged;
  @Nullable Verification verification;

  /** How a verification ended. */
  record Verification(boolean ok, String task) {}

  /**
   * A file as it lies on the server.
   *
   * @param mode {@code none} or {@code encrypt}
   * @param content of a blob with its header; null for an image, of which only the size is made up
   */
  record Stored(String mode, long size, String digest, byte @Nullable [] content) {
    Map<String, Object> json(String name) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("filename", name);
      row.put("crypt-mode", mode);
      row.put("size", size);
      row.put("csum", digest);
      return row;
    }
  }

  /**
   * What the manifest says about the key.
   *
   * @param key its fingerprint, null for none
   * @param signature null for none
   */
  record Seal(@Nullable String key, @Nullable String signature) {}

  Backup(SnapshotId id, String owner, Map<String, Stored> files, Seal seal, String notes) {
    this.id = id;
    this.owner = owner;
    this.files = new LinkedHashMap<>(files);
    this.seal = seal;
    this.notes = notes;
  }

  String firstLine() {
    return notes.lines().findFirst().orElse("");
  }

  long size() {
    return files.values().stream().mapToLong(Stored::size).sum();
  }
}
