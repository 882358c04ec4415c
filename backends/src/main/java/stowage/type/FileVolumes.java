package stowage.type;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.volume.ContentType;
import stowage.volume.DirLayout;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * Names and places of the files of a directory-like pool.
 *
 * @param schema of the pool type
 */
record FileVolumes(Schema schema) {

  VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(schema.type(), name);
  }

  static String base(Pool pool) {
    return pool.get(Properties.PATH).orElse("/mnt/pve/" + pool.id());
  }

  static DirLayout layout(Pool pool) {
    return new DirLayout(base(pool), pool.get(Properties.CONTENT_DIRS).orElse(Map.of()));
  }

  /** Where each kind of content lies that activation prepares a directory for. */
  static Map<ContentType, String> directories(Pool pool) {
    Map<ContentType, String> found = new TreeMap<>();
    DirLayout layout = layout(pool);
    for (ContentType content : pool.contents()) {
      if (content != ContentType.NONE) {
        found.put(content, layout.directory(content));
      }
    }
    if (pool.contents().contains(ContentType.ROOTDIR)) {
      found.putIfAbsent(ContentType.BACKUP, layout.directory(ContentType.BACKUP));
    }
    return found;
  }

  String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    VolumeName volume = parse(name);
    String file = layout(pool).path(volume);
    if (snapshot == null) {
      return file;
    }
    if (volume.content() != ContentType.IMAGES) {
      throw new InvalidException("snapshot", "support.no-guest-volume", volume.name());
    }
    if (!volume.format().equals("qcow2")) {
      throw new InvalidException("snapshot", "support.needs-qcow2", volume.format());
    }
    return isChained(pool) ? new SnapshotFiles(file).path(snapshot) : file;
  }

  /** Whether snapshots are files of their own, as Proxmox VE 9 can do. */
  static boolean isChained(Pool pool) {
    return pool.get(Properties.SNAPSHOT_CHAIN).orElse(false);
  }
}
