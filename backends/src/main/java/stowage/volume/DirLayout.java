package stowage.volume;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the contents of a directory-like pool lie.
 *
 * @param path the pool's directory
 * @param overrides directories that differ from the usual ones, relative to the path; one that
 *     starts with a slash is relative all the same
 */
public record DirLayout(String path, Map<ContentType, String> overrides) {
  private static final Pattern TEMPLATE = Pattern.compile("(?i).+\\.tar(?:\\.(gz|xz|zst|bz2))?");
  private static final Pattern ISO = Pattern.compile("(?i).+\\.(?:iso|img)");
  private static final Pattern IMPORT =
      Pattern.compile("[A-Za-z0-9.+=_-]+\\.(?i:(ova|ovf|qcow2|raw|vmdk))");
  private static final Pattern IMAGE =
      Pattern.compile("([0-9]{2,})/([^/\\s]+\\.(raw|qcow2|vmdk|subvol))");
  private static final Pattern BACKING =
      Pattern.compile("\\.\\./(\\d+)/([^/\\s]+\\.(?:raw|qcow2|vmdk|subvol))");

  public DirLayout {
    overrides = Map.copyOf(overrides);
  }

  /**
   * A file that belongs in a content list.
   *
   * @param name the volume's name, as in a volume id
   * @param format as lists show it
   * @param owner null for none
   */
  public record Listed(String name, String format, @Nullable String owner) {}

  /** The directory of a content type. */
  public String directory(ContentType content) {
    String below = overrides.get(content);
    if (below == null) {
      below =
          switch (content) {
            case IMAGES -> "images";
            case ROOTDIR -> "private";
            case VZTMPL -> "template/cache";
            case ISO -> "template/iso";
            case BACKUP -> "dump";
            case SNIPPETS -> "snippets";
            case IMPORT -> "import";
            case NONE -> throw new IllegalArgumentException("none has no directory");
          };
    }
    return path + (below.startsWith("/") ? "" : "/") + below;
  }

  /** Where a volume's file lies; whether it exists is not known here. */
  public String path(VolumeName volume) {
    String directory = directory(volume.content());
    return volume.content() == ContentType.IMAGES
        ? directory + "/" + volume.guest().orElseThrow() + "/" + volume.name()
        : directory + "/" + volume.name();
  }

  /** Content types that would share a directory, which activation refuses; empty when none do. */
  public Set<ContentType> clashing(Set<ContentType> enabled) {
    Map<String, ContentType> first = new TreeMap<>();
    Set<ContentType> clashing = new TreeSet<>();
    for (ContentType content : new TreeSet<>(enabled)) {
      if (content == ContentType.NONE) {
        continue;
      }
      ContentType other = first.putIfAbsent(directory(content).replaceAll("/+", "/"), content);
      if (other != null) {
        clashing.addAll(List.of(other, content));
      }
    }
    return clashing;
  }

  /**
   * What a regular file in the directory of a content type counts as; empty when it is not listed.
   * Guest images are not asked for here, see {@link #image}.
   *
   * @param file name without directory
   * @param zone the host's time zone
   */
  public static Optional<Listed> listed(ContentType content, String file, ZoneId zone) {
    if (file.startsWith(".")) {
      return Optional.empty();
    }
    return switch (content) {
      case ISO ->
          ISO.matcher(file).matches()
              ? Optional.of(new Listed("iso/" + file, "iso", null))
              : Optional.empty();
      case VZTMPL -> {
        Matcher m = TEMPLATE.matcher(file);
        if (!m.matches()) {
          yield Optional.empty();
        }
        String packed = m.group(1) == null ? "ar" : m.group(1).toLowerCase(Locale.ROOT);
        yield Optional.of(new Listed("vztmpl/" + file, "t" + packed, null));
      }
      case BACKUP ->
          BackupArchive.parse(file, zone)
              .map(a -> new Listed("backup/" + file, a.extension(), a.owner()));
      case SNIPPETS -> Optional.of(new Listed("snippets/" + file, "snippet", null));
      case IMPORT -> {
        Matcher m = IMPORT.matcher(file);
        yield m.matches()
            ? Optional.of(new Listed("import/" + file, m.group(1).toLowerCase(Locale.ROOT), null))
            : Optional.empty();
      }
      case IMAGES, ROOTDIR, NONE -> Optional.empty();
    };
  }

  /**
   * What a file below the image directory counts as.
   *
   * @param relative {@code <guest>/<file>}
   * @param formats those of the pool type
   */
  public static Optional<Listed> image(String relative, List<ImageFormat> formats) {
    Matcher m = IMAGE.matcher(relative);
    return m.matches() && ImageFormat.of(m.group(3)).filter(formats::contains).isPresent()
        ? Optional.of(new Listed(relative, m.group(3), m.group(1)))
        : Optional.empty();
  }

  /**
   * The name of an image with its template in front, when its backing file is that of a linked
   * clone ({@code ../100/base-100-disk-0.raw}).
   *
   * @param backing as the image holds it; null for none
   */
  public static String withBase(String name, @Nullable String backing) {
    Matcher m = BACKING.matcher(backing == null ? "" : backing);
    return m.matches() ? m.group(1) + "/" + m.group(2) + "/" + name : name;
  }
}
