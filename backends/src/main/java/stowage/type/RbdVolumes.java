package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.tool.Ceph;
import stowage.tool.Rbd;
import stowage.tool.RbdReport;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** What a Ceph pool holds, and how it is reached. */
record RbdVolumes(Pool pool, List<RbdReport.Image> all) {
  /** The snapshot that a template's clones are made from. */
  static final String BASE = "__base__";

  static final String OWN_CONFIG = "/etc/pve/ceph.conf";
  private static final Pattern TEMPLATE = Pattern.compile("(base-\\d+-[^@]+)@" + BASE);

  static Rbd rbd(Pool pool) {
    return new Rbd(cluster(pool), cephPool(pool), namespace(pool));
  }

  /** Nobody has made an image of that name meanwhile. */
  static Guard absent(Pool pool, String image) {
    return rbd(pool).absent(Message.of("problem.volume-exists", image, pool.id().text()), image);
  }

  /** Nobody has the image open. Where images are devices, this host's own one counts as well. */
  static Guard idle(Pool pool, String image) {
    String otherwise =
        pool.get(Properties.KRBD).orElse(false) ? "problem.rbd-mapped" : "problem.rbd-watched";
    return rbd(pool).unwatched(Message.of(otherwise, image, pool.id().text()), image);
  }

  static String cephPool(Pool pool) {
    return pool.get(Properties.RBD_POOL).orElse("rbd");
  }

  /** What stands before an image's name. */
  static String place(Pool pool) {
    String namespace = namespace(pool);
    return cephPool(pool) + "/" + (namespace.isEmpty() ? "" : namespace + "/");
  }

  static String namespace(Pool pool) {
    return pool.get(Properties.NAMESPACE).orElse("");
  }

  static String dataPool(Pool pool) {
    return pool.get(Properties.DATA_POOL).orElse("");
  }

  /**
   * Programs that write to a full pool wait for room without end.
   *
   * @param full pools of the cluster that take no more data
   */
  static void requireRoom(Pool pool, Set<String> full) throws InvalidException {
    for (String used : List.of(cephPool(pool), dataPool(pool))) {
      if (full.contains(used)) {
        throw new InvalidException("storage", "problem.ceph-pool-full", used);
      }
    }
  }

  static List<String> monitors(Pool pool) {
    return pool.get(Properties.MONHOST).orElse(List.of()).stream()
        .map(a -> a.indexOf(':') != a.lastIndexOf(':') && !a.startsWith("[") ? "[" + a + "]" : a)
        .toList();
  }

  static String user(Pool pool) {
    return pool.get(Properties.CEPH_USERNAME).orElse("admin");
  }

  static String keyring(Pool pool) {
    return "/etc/pve/priv/ceph/" + pool.id() + ".keyring";
  }

  private static String config(Pool pool) {
    return "/etc/pve/priv/ceph/" + pool.id() + ".conf";
  }

  /** As Proxmox VE 9 writes it for pools with monitors of their own. */
  static SecretFile.Reference reference(Pool pool) {
    return new SecretFile.Reference(config(pool), "[global]\nkeyring = " + keyring(pool) + "\n");
  }

  /** A foreign cluster's clients must not take up the configuration or keys of the own one. */
  static Ceph.Cluster cluster(Pool pool) {
    List<String> monitors = monitors(pool);
    return monitors.isEmpty()
        ? new Ceph.Cluster(
            List.of(OWN_CONFIG, "/etc/ceph/ceph.conf"),
            monitors,
            user(pool),
            List.of(
                keyring(pool),
                "/etc/pve/priv/ceph.client.admin.keyring",
                "/etc/ceph/ceph.client." + user(pool) + ".keyring"))
        : new Ceph.Cluster(
            List.of(config(pool), "/dev/null"), monitors, user(pool), List.of(keyring(pool)));
  }

  static Probe<RbdVolumes> ask(Pool pool) {
    Exec ask = rbd(pool).images();
    return Probe.of(
        ask, answer -> RbdReport.images(ask, answer).map(all -> new RbdVolumes(pool, all)));
  }

  /** The pool's guest volumes. */
  List<Volume> own() {
    List<Volume> volumes = new ArrayList<>();
    for (RbdReport.Image image : all) {
      Optional<VolumeName> name = VolumeNames.read(StorageType.RBD, image.name());
      if (name.isPresent()) {
        volumes.add(volume(image, name.get()));
      }
    }
    return volumes;
  }

  /** All images, and the protected snapshots: an image is not removed as long as it has any. */
  List<Volume> taken() {
    List<Volume> taken = new ArrayList<>();
    for (RbdReport.Image image : all) {
      taken.add(volume(image, VolumeNames.read(StorageType.RBD, image.name()).orElse(null)));
      for (RbdReport.Snap snap : image.snapshots()) {
        if (snap.isProtected()) {
          taken.add(
              new Volume(
                  new VolumeId(pool.id(), image.name() + "@" + snap.name()),
                  ContentType.IMAGES,
                  "raw",
                  null,
                  new Volume.Space(image.size(), null),
                  new Volume.Extra(null, null, null, null, true)));
        }
      }
    }
    return taken;
  }

  /** Names of an image's protected snapshots, among all that takes a name on the pool. */
  static List<String> guarded(String image, List<Volume> existing) {
    return existing.stream()
        .filter(v -> v.extra().isProtected() && v.id().name().startsWith(image + "@"))
        .map(v -> v.id().name().substring(image.length() + 1))
        .toList();
  }

  /** Images that share the data of one of the image's snapshots. */
  static List<String> clones(String image, List<Volume> existing) {
    return existing.stream()
        .filter(v -> v.extra().parent() != null && v.extra().parent().startsWith(image + "@"))
        .map(v -> v.id().toString())
        .toList();
  }

  private Volume volume(RbdReport.Image image, @Nullable VolumeName name) {
    Matcher template = TEMPLATE.matcher(image.parent());
    String whole = (template.matches() ? template.group(1) + "/" : "") + image.name();
    // A template that no pool could name is only told as the parent.
    String id = VolumeNames.read(StorageType.RBD, whole).isPresent() ? whole : image.name();
    int snapshots =
        (int) image.snapshots().stream().filter(s -> !SnapshotNames.ofMachines(s.name())).count();
    return new Volume(
        new VolumeId(pool.id(), id),
        ContentType.IMAGES,
        "raw",
        name == null ? null : name.owner(),
        new Volume.Space(image.size(), null),
        new Volume.Extra(
            image.parent().isEmpty() ? null : image.parent(), null, snapshots, null, false));
  }
}
