package stowage.volume;

import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;

/**
 * What a volume is called on the pool that it is copied to. A file keeps its name. The copy of a
 * template is an ordinary volume, and that of a unit of a target, whose name tells of no guest, the
 * guest's disk.
 */
public final class TargetName {
  private TargetName() {}

  /**
   * @param source name as it is now
   * @param from type of its pool
   * @param to type of the pool that it goes to
   * @param format of the new volume
   * @param owner the guest it is for; null for the same
   * @return the part of a volume id behind the colon
   */
  public static String of(
      VolumeName source, StorageType from, StorageType to, String format, @Nullable Integer owner) {
    if (source.content() != ContentType.IMAGES) {
      return source.content().word() + "/" + source.name();
    }
    String guest = owner == null ? source.guest().orElse("0") : owner.toString();
    String leaf =
        (source.guest().isEmpty() ? "vm-" + guest + "-disk-0" : source.name())
            .replaceFirst("^base-", "vm-")
            .replaceFirst("^basevol-", "subvol-")
            .replaceFirst("^(vm|subvol)-\\d+-", "$1-" + guest + "-");
    boolean files = VolumeNames.inFiles(to);
    if (VolumeNames.inFiles(from)) {
      int dot = leaf.lastIndexOf('.');
      leaf = dot < 0 ? leaf : leaf.substring(0, dot);
    }
    return files ? guest + "/" + leaf + "." + format : leaf;
  }
}
