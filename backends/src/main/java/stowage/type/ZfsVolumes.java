package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.tool.ZfsReport;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * The guest volumes among datasets. A linked clone's id has its template's name in front, the
 * dataset itself has not.
 */
final class ZfsVolumes {
  private static final Pattern ORIGIN = Pattern.compile("((?:base|basevol)-\\d+-[^/@]+)@__base__");

  private ZfsVolumes() {}

  /** The guest volumes among a dataset's children. */
  static List<Volume> of(StorageId pool, String parent, List<ZfsReport.Dataset> all) {
    List<Volume> volumes = new ArrayList<>();
    for (ZfsReport.Dataset dataset : all) {
      Optional<VolumeName> name = VolumeNames.read(StorageType.ZFSPOOL, dataset.leaf());
      if (name.isPresent() && dataset.name().equals(parent + "/" + dataset.leaf())) {
        String origin = dataset.origin();
        String from =
            origin.startsWith(parent + "/") ? origin.substring(parent.length() + 1) : origin;
        volumes.add(
            new Volume(
                new VolumeId(pool, name(template(from), dataset.leaf())),
                ContentType.IMAGES,
                dataset.isVolume() ? "raw" : "subvol",
                name.get().owner(),
                new Volume.Space(dataset.size(), dataset.used()),
                new Volume.Extra(from.isEmpty() ? null : from, null, null, null, false)));
      }
    }
    return volumes;
  }

  /** A template that no pool could name is only told as the parent. */
  private static String name(String template, String leaf) {
    return VolumeNames.read(StorageType.ZFSPOOL, template + leaf).isPresent()
        ? template + leaf
        : leaf;
  }

  private static String template(String origin) {
    Matcher m = ORIGIN.matcher(origin);
    return m.matches() ? m.group(1) + "/" : "";
  }
}
