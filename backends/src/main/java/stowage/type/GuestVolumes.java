package stowage.type;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.schema.InvalidException;
import stowage.volume.ImageFormat;
import stowage.volume.VolumeName;

/** What the types that keep each guest volume as an object of its own have in common. */
final class GuestVolumes {
  private GuestVolumes() {}

  /**
   * Abilities of a local pool with snapshots, templates and clones.
   *
   * @param replicates whether the type's snapshots can be sent to another node
   */
  static Support supports(Feature feature, @Nullable VolumeName volume, boolean replicates) {
    boolean template = volume != null && volume.template();
    return switch (feature) {
      case ALLOCATE, FREE, SPARSE, EXPORT -> Support.yes();
      case FULL_COPY ->
          volume != null && volume.format().equals("subvol")
              ? Support.no("support.format-no-copy", volume.format())
              : Support.yes();
      case RESIZE -> template ? Support.no("support.template-fixed") : Support.yes();
      case SNAPSHOT, ROLLBACK ->
          template ? Support.no("support.template-no-snapshot") : Support.yes();
      case TEMPLATE -> template ? Support.no("support.template-already") : Support.yes();
      case RENAME -> template ? Support.no("support.template-no-rename") : Support.yes();
      case LINKED_CLONE ->
          volume == null || template ? Support.yes() : Support.no("support.needs-template");
      case SHARED -> Support.no("support.local-disks");
      case UPLOAD -> Support.no("support.no-files");
      case REPLICATE -> replicates ? Support.yes() : Support.no("support.replicates-zfs-only");
    };
  }

  static void refuseTemplate(VolumeName volume, String reason) throws InvalidException {
    if (volume.template()) {
      throw new InvalidException("volume", reason, volume.name());
    }
  }

  /**
   * The format that was asked for, if the pool's volumes can have it.
   *
   * @param offered the first one is taken when none was asked for
   */
  static ImageFormat format(Pool pool, @Nullable ImageFormat asked, List<ImageFormat> offered)
      throws InvalidException {
    ImageFormat format = asked == null ? offered.getFirst() : asked;
    if (!offered.contains(format)) {
      throw new InvalidException(
          "format",
          "problem.format-unsupported",
          format.word(),
          pool.id().text(),
          offered.stream().map(ImageFormat::word).collect(Collectors.joining(", ")));
    }
    return format;
  }
}
