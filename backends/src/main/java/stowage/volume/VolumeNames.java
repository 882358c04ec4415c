package stowage.volume;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.schema.InvalidException;

/**
 * Reads volume names, the part of a volume id behind the colon, as each pool type understands them.
 * The outcome is that of Proxmox VE 8, with the container templates that are not compressed, which
 * came with 9, and with two exceptions for safety: names with control characters and with {@code .}
 * or {@code ..} as a component are no names.
 */
public final class VolumeNames {
  private static final int LONGEST = 4096;
  private static final Pattern UNSAFE = Pattern.compile("\\p{Cntrl}|(?:^|/)\\.\\.?(?:/|$)");

  private static final String FILE = "[^/\\s]+\\.(?:raw|qcow2|vmdk|subvol)";
  private static final Pattern CLONE_FILE =
      Pattern.compile("(\\d+)/(" + FILE + ")/(\\d+)/(" + FILE + ")");
  private static final Pattern IMAGE_FILE = Pattern.compile("(\\d+)/(" + FILE + ")");
  private static final Pattern ISO = Pattern.compile("iso/([^/]+\\.(?i:iso|img))");
  private static final Pattern TEMPLATE =
      Pattern.compile("vztmpl/([^/]+\\.(?i:tar(?:\\.(?:gz|xz|zst|bz2))?))");
  private static final Pattern CONTAINER = Pattern.compile("rootdir/(\\d+)");
  private static final Pattern BACKUP = Pattern.compile("backup/([^/]+)");
  private static final Pattern BACKUP_OWNER =
      Pattern.compile("vzdump-(?:openvz|lxc|qemu)-(\\d+)-.+");
  private static final Pattern SNIPPET = Pattern.compile("snippets/([^/]+)");
  private static final String IMPORT_NAME = "[A-Za-z0-9 .+=_-]+";
  private static final Pattern IMPORT =
      Pattern.compile("import/(" + IMPORT_NAME + "\\.(ova|ovf|qcow2|raw|vmdk))");
  private static final Pattern IMPORT_INNER =
      Pattern.compile("import/(" + IMPORT_NAME + "\\.ova/" + IMPORT_NAME + "\\.(qcow2|raw|vmdk))");

  private static final Pattern ZFS =
      Pattern.compile("(?:((?:base|basevol)-(\\d+)-\\S+)/)?((base|basevol|vm|subvol)-(\\d+)-\\S+)");
  private static final Pattern LVM_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9]");
  private static final Pattern LVM = Pattern.compile("(vm)-(\\d+)-\\S+");
  private static final Pattern THIN = Pattern.compile("(vm|base)-(\\d+)-\\S+");
  private static final Pattern RBD =
      Pattern.compile("(?:(base-(\\d+)-\\S+)/)?((base)?(?:vm)?-(\\d+)-\\S+)");
  private static final Pattern ISCSI = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.([^/\\s]+)");
  private static final Pattern LUN = Pattern.compile("lun(\\d+)");
  private static final Pattern PBS =
      Pattern.compile(
          "backup/(([^\\s_/]+)/([^\\s_/]+)/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)");

  private VolumeNames() {}

  /**
   * @throws InvalidException when no volume of this type can have that name
   */
  public static VolumeName parse(StorageType type, String name) throws InvalidException {
    Optional<VolumeName> read = read(type, name);
    if (read.isEmpty()) {
      throw new InvalidException("volume", "problem.volume-name", name, type.word());
    }
    return read.get();
  }

  /** What the name says; empty when no volume of this type can have it. */
  public static Optional<VolumeName> read(StorageType type, String name) {
    if (name.length() > LONGEST || UNSAFE.matcher(name).find()) {
      return Optional.empty();
    }
    return switch (type) {
      case DIR, NFS, CIFS, CEPHFS, GLUSTERFS, BTRFS -> file(name);
      case ZFSPOOL, ZFS -> zfs(name);
      case LVM -> logicalVolume(LVM, name);
      case LVMTHIN -> logicalVolume(THIN, name);
      case RBD -> rbd(name);
      case ISCSI -> unowned(ISCSI, name);
      case ISCSIDIRECT -> unowned(LUN, name);
      case PBS -> backupServer(name);
    };
  }

  /** Whether volumes of this type are files in directories of their guests. */
  public static boolean inFiles(StorageType type) {
    return switch (type) {
      case DIR, NFS, CIFS, CEPHFS, GLUSTERFS, BTRFS -> true;
      case ZFSPOOL, LVM, LVMTHIN, RBD, ISCSI, ISCSIDIRECT, ZFS, PBS -> false;
    };
  }

  private static Optional<VolumeName> file(String name) {
    Matcher clone = CLONE_FILE.matcher(name);
    if (clone.matches()) {
      VolumeName.Base base = new VolumeName.Base(clone.group(2), clone.group(1));
      return Optional.of(image(clone.group(4), clone.group(3), base));
    }
    Matcher image = IMAGE_FILE.matcher(name);
    if (image.matches()) {
      return Optional.of(image(image.group(2), image.group(1), null));
    }
    Matcher iso = ISO.matcher(name);
    if (iso.matches()) {
      return Optional.of(plain(ContentType.ISO, iso.group(1), null, "raw"));
    }
    Matcher template = TEMPLATE.matcher(name);
    if (template.matches()) {
      return Optional.of(plain(ContentType.VZTMPL, template.group(1), null, "raw"));
    }
    Matcher container = CONTAINER.matcher(name);
    if (container.matches()) {
      return Optional.of(
          plain(ContentType.ROOTDIR, container.group(1), container.group(1), "subvol"));
    }
    Matcher backup = BACKUP.matcher(name);
    if (backup.matches() && BackupArchive.extension(backup.group(1)).isPresent()) {
      Matcher owner = BACKUP_OWNER.matcher(backup.group(1));
      return Optional.of(
          plain(
              ContentType.BACKUP, backup.group(1), owner.matches() ? owner.group(1) : null, "raw"));
    }
    Matcher snippet = SNIPPET.matcher(name);
    if (snippet.matches()) {
      return Optional.of(plain(ContentType.SNIPPETS, snippet.group(1), null, "raw"));
    }
    Matcher inner = IMPORT_INNER.matcher(name);
    if (inner.matches()) {
      return Optional.of(plain(ContentType.IMPORT, inner.group(1), null, "ova+" + inner.group(2)));
    }
    Matcher imported = IMPORT.matcher(name);
    return imported.matches()
        ? Optional.of(plain(ContentType.IMPORT, imported.group(1), null, imported.group(2)))
        : Optional.empty();
  }

  private static VolumeName image(String file, String owner, VolumeName.@Nullable Base base) {
    String format = file.substring(file.lastIndexOf('.') + 1);
    return new VolumeName(ContentType.IMAGES, file, owner, base, file.startsWith("base-"), format);
  }

  private static Optional<VolumeName> zfs(String name) {
    Matcher m = ZFS.matcher(name);
    if (!m.matches()) {
      return Optional.empty();
    }
    String prefix = m.group(4);
    boolean fileSystem = prefix.equals("subvol") || prefix.equals("basevol");
    return Optional.of(
        new VolumeName(
            ContentType.IMAGES,
            m.group(3),
            m.group(5),
            m.group(1) == null ? null : new VolumeName.Base(m.group(1), m.group(2)),
            prefix.startsWith("base"),
            fileSystem ? "subvol" : "raw"));
  }

  private static Optional<VolumeName> logicalVolume(Pattern rule, String name) {
    Matcher m = rule.matcher(name);
    return m.matches() && LVM_NAME.matcher(name).matches()
        ? Optional.of(
            new VolumeName(
                ContentType.IMAGES, name, m.group(2), null, m.group(1).equals("base"), "raw"))
        : Optional.empty();
  }

  private static Optional<VolumeName> rbd(String name) {
    Matcher m = RBD.matcher(name);
    return m.matches()
        ? Optional.of(
            new VolumeName(
                ContentType.IMAGES,
                m.group(3),
                m.group(5),
                m.group(1) == null ? null : new VolumeName.Base(m.group(1), m.group(2)),
                m.group(4) != null,
                "raw"))
        : Optional.empty();
  }

  private static Optional<VolumeName> unowned(Pattern rule, String name) {
    Matcher m = rule.matcher(name);
    return m.matches()
        ? Optional.of(plain(ContentType.IMAGES, m.group(1), null, "raw"))
        : Optional.empty();
  }

  private static Optional<VolumeName> backupServer(String name) {
    Matcher m = PBS.matcher(name);
    if (!m.matches()) {
      return Optional.empty();
    }
    boolean guest = m.group(3).chars().allMatch(c -> c >= '0' && c <= '9');
    return Optional.of(
        plain(ContentType.BACKUP, m.group(1), guest ? m.group(3) : null, "pbs-" + m.group(2)));
  }

  private static VolumeName plain(
      ContentType content, String name, @Nullable String owner, String format) {
    return new VolumeName(content, name, owner, null, false, format);
  }
}
