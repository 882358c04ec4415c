package stowage.pbs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.pbs.Manifest.CryptMode;
import tools.jackson.databind.JsonNode;

/**
 * A backup as the server lists it.
 *
 * @param bytes null when the server does not know yet
 * @param comment first line of the notes, empty for none
 * @param owner empty when it is not told
 * @param key as the server writes its fingerprint, null when none was in use
 * @param verification {@code ok} or {@code failed}; null when it was never verified
 */
public record ListedBackup(
    SnapshotPath path,
    @Nullable Long bytes,
    String comment,
    boolean isProtected,
    String owner,
    @Nullable String key,
    @Nullable String verification,
    List<File> files) {
  /** Written by the server or after the backup, so that they say nothing about it. */
  private static final Set<String> BESIDE = Set.of("client.log.blob", Manifest.FILE);

  /** What the hypervisor shows for an encrypted backup that does not name its key. */
  private static final String SOME_KEY = "1";

  /**
   * @param mode null when it is not told
   */
  public record File(String name, @Nullable CryptMode mode) {}

  public ListedBackup {
    files = List.copyOf(files);
  }

  /** One item of the answer. */
  public static ListedBackup read(JsonNode item) throws PbsException {
    List<File> files = new ArrayList<>();
    for (JsonNode file : item.path("files")) {
      // Older servers list names only.
      String name = file.isString() ? file.stringValue() : text(file, "filename", "");
      String mode = text(file, "crypt-mode", "");
      files.add(new File(name, mode.isEmpty() ? null : CryptMode.read(mode)));
    }
    JsonNode size = item.path("size");
    return new ListedBackup(
        SnapshotPath.of(
            text(item, "backup-type", ""),
            text(item, "backup-id", ""),
            item.path("backup-time").asLong(-1)),
        size.isIntegralNumber() ? Long.valueOf(size.longValue()) : null,
        text(item, "comment", ""),
        item.path("protected").asBoolean(false),
        text(item, "owner", ""),
        item.path("fingerprint").isString() ? item.path("fingerprint").stringValue() : null,
        item.path("verification").has("state")
            ? text(item.path("verification"), "state", "")
            : null,
        files);
  }

  private static String text(JsonNode object, String member, String otherwise) {
    JsonNode value = object.path(member);
    return value.isString() ? value.stringValue() : otherwise;
  }

  public OptionalLong size() {
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  public Optional<Fingerprint> keyFingerprint() throws PbsException {
    return key == null ? Optional.empty() : Optional.of(Fingerprint.read(key));
  }

  /** Whether it can be read with its key only; one that is only signed names a key as well. */
  public boolean isEncrypted() {
    List<File> own = files.stream().filter(f -> !BESIDE.contains(f.name())).toList();
    return !own.isEmpty() && own.stream().allMatch(f -> f.mode() == CryptMode.ENCRYPT);
  }

  /** What the hypervisor shows as its key: also for a backup that is only signed. */
  public Optional<String> shownKey() {
    if (key != null) {
      return Optional.of(key);
    }
    return isEncrypted() ? Optional.of(SOME_KEY) : Optional.empty();
  }
}
