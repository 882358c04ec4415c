package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.config.StorageId;
import stowage.schema.InvalidException;
import stowage.tool.Zfs;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * How guest volumes on ZFS are called. A linked clone's id has its template's name in front, the
 * dataset itself has not.
 */
final class ZfsNames {
  private static final Pattern RULE =
      Pattern.compile("(?:((?:base|basevol)-(\\d+)-\\S+)/)?((base|basevol|vm|subvol)-(\\d+)-\\S+)");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:-]+");
  private static final Pattern LEAF = Pattern.compile("(?:vm|base|subvol|basevol)-(\\d+)-\\S+");
  private static final Pattern ORIGIN = Pattern.compile("((?:base|basevol)-\\d+-[^/@]+)@__base__");

  private ZfsNames() {}

  static VolumeName parse(String name) throws InvalidException {
    Matcher m = RULE.matcher(name);
    if (!m.matches()) {
      throw new InvalidException("volume", "problem.volume-name-zfs", name);
    }
    String kind = m.group(4);
    String base = m.group(1);
    return new VolumeName(
        ContentType.IMAGES,
        m.group(3),
        m.group(5),
        base == null ? null : new VolumeName.Base(base, m.group(2)),
        kind.startsWith("base"),
        kind.equals("subvol") || kind.equals("basevol") ? "subvol" : "raw");
  }

  /** Whether a new dataset may have this name; zfs(8) allows a few more, blanks among them. */
  static void checkNew(String name) throws InvalidException {
    if (!PLAIN.matcher(name).matches()) {
      throw new InvalidException("name", "problem.dataset-name", name);
    }
    parse(name);
  }

  static Optional<String> owner(String leaf) {
    Matcher m = LEAF.matcher(leaf);
    return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
  }

  /** The guest volumes among a dataset's children. */
  static List<Volume> volumes(StorageId pool, String parent, List<Zfs.Dataset> all) {
    List<Volume> volumes = new ArrayList<>();
    for (Zfs.Dataset dataset : all) {
      Optional<String> owner = owner(dataset.leaf());
      if (owner.isPresent() && dataset.name().equals(parent + "/" + dataset.leaf())) {
        String origin = dataset.origin();
        String from =
            origin.startsWith(parent + "/") ? origin.substring(parent.length() + 1) : origin;
        volumes.add(
            new Volume(
                new VolumeId(pool, template(from) + dataset.leaf()),
                ContentType.IMAGES,
                dataset.isVolume() ? "raw" : "subvol",
                owner.get(),
                new Volume.Space(dataset.size(), dataset.used()),
                new Volume.Extra(from.isEmpty() ? null : from, null, null, null, false)));
      }
    }
    return volumes;
  }

  private static String template(String origin) {
    Matcher m = ORIGIN.matcher(origin);
    return m.matches() ? m.group(1) + "/" : "";
  }
}
