package stowage.type;

import org.jspecify.annotations.Nullable;
import stowage.volume.ContentType;
import stowage.volume.VolumeName;

/** What can be done on Btrfs, where a raw image is a subvolume and can do what subvolumes can. */
final class BtrfsAbilities {
  private BtrfsAbilities() {}

  static Support of(Feature feature, Pool pool, @Nullable VolumeName volume) {
    if (volume == null || volume.content() != ContentType.IMAGES) {
      return FileAbilities.of(feature, pool, volume);
    }
    boolean subvolume = Subvolumes.holds(volume);
    String format = volume.format();
    return switch (feature) {
      case SNAPSHOT, ROLLBACK -> {
        if (volume.template()) {
          yield Support.no("support.template-no-snapshot");
        }
        yield subvolume || format.equals("qcow2")
            ? Support.yes()
            : Support.no("support.format-no-snapshot", format);
      }
      // A clone is a snapshot that can be written to, and needs no template.
      case LINKED_CLONE -> {
        if (!subvolume) {
          yield Support.no("support.not-a-subvolume", volume.name());
        }
        yield volume.template() || format.equals("raw")
            ? Support.yes()
            : Support.no("support.needs-template");
      }
      case TEMPLATE -> {
        if (volume.template()) {
          yield Support.no("support.template-already");
        }
        yield subvolume ? Support.yes() : Support.no("support.not-a-subvolume", volume.name());
      }
      case FULL_COPY ->
          format.equals("subvol") ? Support.no("support.format-no-copy", format) : Support.yes();
      case RENAME ->
          subvolume || volume.template()
              ? FileAbilities.of(feature, pool, volume)
              : Support.no("support.not-a-subvolume", volume.name());
      case ALLOCATE, FREE, RESIZE, SPARSE, SHARED, UPLOAD, EXPORT, REPLICATE ->
          FileAbilities.of(feature, pool, volume);
    };
  }

  static Support ofSnapshot(Feature feature, VolumeName volume) {
    if (volume.content() != ContentType.IMAGES) {
      return Support.no("support.no-guest-volume", volume.name());
    }
    boolean subvolume = Subvolumes.holds(volume);
    if (feature == Feature.LINKED_CLONE) {
      return subvolume ? Support.yes() : Support.no("support.not-a-subvolume", volume.name());
    }
    return volume.format().equals("raw") || volume.format().equals("qcow2")
        ? Support.yes()
        : Support.no("support.format-no-copy", volume.format());
  }
}
