package stowage.volume;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A backup file of a directory, as its name tells.
 *
 * @param file name without directory
 * @param type {@code qemu}, {@code lxc}, {@code openvz}, or {@code unknown} for a file that has a
 *     backup's extension only
 * @param extension without the leading dot: {@code vma.zst}, {@code tar}, {@code tgz}…
 * @param owner the guest, as far as the name holds a guest's number; null for none
 * @param made time in the name; null when the name is not one that a backup job gives
 */
public record BackupArchive(
    String file, String type, String extension, @Nullable String owner, @Nullable Instant made) {

  public static final String UNKNOWN = "unknown";

  private static final Pattern EXTENSION =
      Pattern.compile(".+?\\.(tgz|(?:tar|vma)(?:\\.(?:gz|lzo|zst|bz2))?)");
  private static final Pattern ARCHIVE = Pattern.compile("vzdump-(lxc|openvz|qemu)-.+");
  private static final Pattern STANDARD =
      Pattern.compile(
          "vzdump-(?:lxc|openvz|qemu)-([1-9][0-9]{2,8})-(\\d{4}_\\d\\d_\\d\\d-\\d\\d_\\d\\d_\\d\\d)");
  private static final Pattern OWNER = Pattern.compile("-([1-9][0-9]{2,8})-.");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu_MM_dd-HH_mm_ss").withResolverStyle(ResolverStyle.STRICT);

  /**
   * @param zone the host's time zone: names carry its local time
   * @return empty when the file has no extension of a backup
   */
  public static Optional<BackupArchive> parse(String file, ZoneId zone) {
    Optional<String> extension = extension(file);
    if (extension.isEmpty()) {
      return Optional.empty();
    }
    String stem = stem(file, extension.get());
    Matcher archive = ARCHIVE.matcher(stem);
    String type = archive.matches() ? archive.group(1) : UNKNOWN;
    Matcher standard = STANDARD.matcher(stem);
    if (standard.matches()) {
      try {
        Instant made = LocalDateTime.parse(standard.group(2), TIME).atZone(zone).toInstant();
        return Optional.of(new BackupArchive(file, type, extension.get(), standard.group(1), made));
      } catch (DateTimeException _) {
        // A month 13: such a name was not given by a backup job.
        type = UNKNOWN;
      }
    }
    Matcher owner = OWNER.matcher(stem);
    return Optional.of(
        new BackupArchive(file, type, extension.get(), owner.find() ? owner.group(1) : null, null));
  }

  /** Extension of a backup file without the leading dot; case matters. */
  static Optional<String> extension(String file) {
    Matcher m = EXTENSION.matcher(file);
    return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
  }

  /** Whether the name is one that a backup job gives. */
  public boolean standard() {
    return made != null;
  }

  /** {@code tar} or {@code vma}. */
  public String format() {
    return extension.startsWith("vma") ? "vma" : "tar";
  }

  /** {@code gz}, {@code lzo}, {@code zst} or {@code bz2}; empty for none. */
  public String compression() {
    if (extension.equals("tgz")) {
      return "gz";
    }
    int dot = extension.indexOf('.');
    return dot < 0 ? "" : extension.substring(dot + 1);
  }

  public String logFile() {
    return stem(file, extension) + ".log";
  }

  /** Its first line is what lists show. */
  public String notesFile() {
    return file + ".notes";
  }

  /** While it exists, the backup is not removed. */
  public String protectedFile() {
    return file + ".protected";
  }

  private static String stem(String file, String extension) {
    return file.substring(0, file.length() - extension.length() - 1);
  }
}
