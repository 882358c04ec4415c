package stowage.volume;

import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.schema.InvalidException;

/** Names of guest volumes that are to be made: the first free one, or one that was asked for. */
public final class NewName {
  public static final int LOWEST_GUEST = 100;
  public static final int HIGHEST_GUEST = 999_999_999;

  /** Disk numbers are 0 to 1023. */
  public static final int DISKS = 1024;

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+=-]*");
  private static final Pattern LVM_SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9]");
  private static final int LONGEST_FILE = 255;

  /** NAME_LEN of LVM without its terminating NUL; kept to elsewhere as well. */
  public static final int LONGEST_OBJECT = 127;

  private NewName() {}

  /**
   * The lowest free one of the names that Proxmox VE gives.
   *
   * @param type of the pool
   * @param taken what may hold a number: names of the pool's volumes; for LVM all logical volumes
   *     of the volume group, because snapshots and volumes of other pools count there
   * @return last part of the name; empty when all 1024 numbers are taken
   */
  public static Optional<String> free(
      StorageType type, int owner, ImageFormat format, Collection<String> taken) {
    Pattern inUse = Pattern.compile(inUse(type, owner, format));
    BitSet numbers = new BitSet(DISKS);
    for (String name : taken) {
      // Every number in it: a clone's name begins with that of its template.
      Matcher m = inUse.matcher(name);
      while (m.find()) {
        String digits = m.group(1);
        if (digits.length() <= 4 && Integer.parseInt(digits) < DISKS) {
          numbers.set(Integer.parseInt(digits));
        }
      }
    }
    int number = numbers.nextClearBit(0);
    return number < DISKS
        ? Optional.of(start(owner, format) + "disk-" + number + ending(type, format))
        : Optional.empty();
  }

  /**
   * Checks a name that was asked for. Stricter than Proxmox VE where that would let a guest's
   * volume carry another guest's number.
   *
   * @param name last part of the name
   */
  public static void check(StorageType type, int owner, String name, ImageFormat format)
      throws InvalidException {
    checkOwner(owner);
    boolean files = VolumeNames.inFiles(type);
    boolean lvm = type == StorageType.LVM || type == StorageType.LVMTHIN;
    if (!(lvm ? LVM_SAFE : SAFE).matcher(name).matches()) {
      throw new InvalidException("name", "problem.new-name-characters", name);
    }
    int longest = files ? LONGEST_FILE : LONGEST_OBJECT;
    if (name.length() > longest) {
      throw new InvalidException("name", "problem.too-long", name.length(), longest);
    }
    if (files && !name.endsWith("." + format.word())) {
      throw new InvalidException("name", "problem.new-name-extension", name, format.word());
    }
    String start = start(owner, format);
    if (!name.startsWith(start) || name.length() == start.length()) {
      throw new InvalidException("name", "problem.new-name-owner", name, owner, start);
    }
    if (VolumeNames.read(type, files ? owner + "/" + name : name).isEmpty()) {
      throw new InvalidException("name", "problem.volume-name", name, type.word());
    }
  }

  /** The same for an object whose name was given elsewhere: no tool may take it for another one. */
  public static void checkObject(String name) throws InvalidException {
    if (!SAFE.matcher(name).matches()) {
      throw new InvalidException("name", "problem.new-name-characters", name);
    }
    if (name.length() > LONGEST_OBJECT) {
      throw new InvalidException("name", "problem.too-long", name.length(), LONGEST_OBJECT);
    }
  }

  public static void checkOwner(int owner) throws InvalidException {
    if (owner < LOWEST_GUEST || owner > HIGHEST_GUEST) {
      throw new InvalidException("vmid", "problem.guest-id", owner, LOWEST_GUEST, HIGHEST_GUEST);
    }
  }

  /**
   * The format a new volume gets.
   *
   * @param asked null for none in particular
   * @param name null or empty when the name is to be found; its extension decides otherwise
   * @param usual what applies when neither says anything
   */
  public static ImageFormat format(
      @Nullable ImageFormat asked, @Nullable String name, ImageFormat usual)
      throws InvalidException {
    Optional<ImageFormat> said =
        name == null || name.indexOf('.') < 0
            ? Optional.empty()
            : ImageFormat.of(name.substring(name.lastIndexOf('.') + 1))
                .filter(format -> format != ImageFormat.SUBVOL || asked == ImageFormat.SUBVOL);
    if (said.isPresent() && asked != null && asked != said.get()) {
      throw new InvalidException(
          "format", "problem.format-contradiction", said.get().word(), asked.word());
    }
    return said.orElse(asked == null ? usual : asked);
  }

  private static String start(int owner, ImageFormat format) {
    return (format == ImageFormat.SUBVOL ? "subvol-" : "vm-") + owner + "-";
  }

  private static String ending(StorageType type, ImageFormat format) {
    return VolumeNames.inFiles(type) ? "." + format.word() : "";
  }

  /** Found anywhere in a name, as Proxmox VE does. */
  private static String inUse(StorageType type, int owner, ImageFormat format) {
    String disk = "-" + owner + "-disk-(\\d+)";
    return switch (type) {
      case DIR, BTRFS, ZFSPOOL -> "(?:vm|base|subvol|basevol)" + disk;
      case NFS, CIFS, CEPHFS, GLUSTERFS -> "(?:vm|base)" + disk + "." + format.word();
      case LVM, LVMTHIN, RBD, ZFS -> "(?:vm|base)" + disk;
      case ISCSI, ISCSIDIRECT, PBS ->
          throw new IllegalArgumentException("no volumes are made on " + type.word());
    };
  }
}
