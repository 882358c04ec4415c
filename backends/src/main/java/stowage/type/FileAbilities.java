package stowage.type;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.volume.ContentType;
import stowage.volume.VolumeName;

/**
 * What can be done with the files of a directory-like pool. Follows the feature table of the
 * Proxmox VE storage model, with a reason for each no.
 */
final class FileAbilities {
  private static final Set<String> RESIZABLE = Set.of("raw", "qcow2");

  private FileAbilities() {}

  static Support of(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return switch (feature) {
      case ALLOCATE, FREE -> Support.yes();
      case SHARED -> pool.shared() ? Support.yes() : Support.no("support.not-shared");
      case REPLICATE -> Support.no("support.replicates-zfs-only");
      case UPLOAD ->
          pool.contents().stream().anyMatch(Intake.CONTENTS::contains)
              ? Support.yes()
              : Support.no("support.no-upload-content");
      case SNAPSHOT, ROLLBACK, RESIZE, LINKED_CLONE, TEMPLATE, FULL_COPY, RENAME, SPARSE, EXPORT ->
          ofVolume(feature, volume);
    };
  }

  /** Snapshots of a qcow2 file can be read, but no other volume is layered on them. */
  static Support ofSnapshot(Feature feature, Pool pool, VolumeName volume) {
    if (volume.content() != ContentType.IMAGES) {
      return Support.no("support.no-guest-volume", volume.name());
    }
    if (feature != Feature.FULL_COPY) {
      return Support.no("support.clone-template-only");
    }
    return whether(volume.format().equals("qcow2"), "support.needs-qcow2", volume.format());
  }

  private static Support ofVolume(Feature feature, @Nullable VolumeName volume) {
    if (volume == null) {
      return Support.yes();
    }
    if (volume.content() != ContentType.IMAGES) {
      return ofFile(feature, volume);
    }
    String format = volume.format();
    boolean disk = !format.equals("subvol");
    return switch (feature) {
      case SNAPSHOT, ROLLBACK ->
          volume.template()
              ? Support.no("support.template-no-snapshot")
              : whether(format.equals("qcow2"), "support.needs-qcow2", format);
      case RESIZE ->
          volume.template()
              ? Support.no("support.template-fixed")
              : whether(RESIZABLE.contains(format), "support.format-no-resize", format);
      case RENAME ->
          volume.template()
              ? Support.no("support.template-no-rename")
              : whether(disk, "support.format-no-rename", format);
      case LINKED_CLONE ->
          volume.template()
              ? whether(disk, "support.format-no-clone", format)
              : Support.no("support.needs-template");
      case TEMPLATE ->
          volume.template()
              ? Support.no("support.template-already")
              : whether(disk, "support.format-no-template", format);
      case FULL_COPY -> whether(disk, "support.format-no-copy", format);
      case SPARSE -> whether(disk, "support.format-no-sparse", format);
      case ALLOCATE, FREE, SHARED, UPLOAD, EXPORT, REPLICATE -> Support.yes();
    };
  }

  private static Support ofFile(Feature feature, VolumeName volume) {
    if (feature == Feature.EXPORT && FileStream.isFile(volume)) {
      return Support.yes();
    }
    return feature == Feature.EXPORT && volume.content() == ContentType.BACKUP
        ? Support.no("support.backup-no-stream", volume.name())
        : Support.no("support.no-guest-volume", volume.name());
  }

  private static Support whether(boolean possible, String key, String arg) {
    return possible ? Support.yes() : Support.no(key, arg);
  }
}
