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

  /** Contents of blobs by file name, in order, and the sizes of images. */
  final Map<String, Part> parts;

  String notes;
  boolean isProtected;
  boolean damaged;
  @Nullable Verification verification;

  /** How a verification ended. */
  record Verification(boolean ok, String task) {}

  /** What a file holds; of an image only the size is made up. */
  sealed interface Part {
    record Blob(byte[] content) implements Part {}

    record Image(long size) implements Part {}
  }

  Backup(SnapshotId id, String owner, Map<String, Part> parts, String notes) {
    this.id = id;
    this.owner = owner;
    this.parts = new LinkedHashMap<>(parts);
    this.notes = notes;
  }

  String firstLine() {
    return notes.lines().findFirst().orElse("");
  }
}
