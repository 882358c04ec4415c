package stowage.demo.world;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** File systems, volume groups and zpools of the example company, still without guests. */
final class CompanyDisks {
  private static final long GIB = 1L << 30;

  private final World world;
  private final State state;

  CompanyDisks(World world) {
    this.world = world;
    this.state = world.state();
  }

  void build() throws Fault {
    mount("/srv/scratch", "/dev/sdc1", "ext4", "disk/scratch", 931);
    mount("/srv/flash", "/dev/nvme1n1", "btrfs", "disk/flash", 1863);
    nfs("iso", 400);
    nfs("vm", 5580);
    nfs("backup", 7440);
    state
        .fileSystems()
        .put(Network.backing("/exports/projects"), new FileSystem(1860 * GIB, 640 * GIB, 0));
    mount("/mnt/pve/office", "//files.example.net/vmdata", "cifs", "remote/office", 3720);
    mount("/mnt/pve/cephfs", "192.0.2.61,192.0.2.62,192.0.2.63:/", "ceph", "remote/cephfs", 11200);
    mount("/mnt/pve/gluster", "192.0.2.41:vol0", "fuse.glusterfs", "remote/gluster", 2790);
    groups();
    zpool();
    Appliance.furnish(world);
    images();
  }

  private void images() {
    var images = state.images();
    CephImage.Snap base = new CephImage.Snap(4, "__base__", true, created());
    images.put(
        "vms/base-127-disk-1", new CephImage("5e1f008e19e8", 20 * GIB, null, List.of(base), false));
    images.put(
        "vms/vm-105-disk-2", new CephImage("5e1f00778153", 320 * GIB, null, List.of(), true));
    CephImage.Snap update =
        new CephImage.Snap(4, "before_update", false, world.now() - 9 * 86_400L);
    images.put(
        "vms/vm-120-disk-1", new CephImage("5e1f00770597", 80 * GIB, null, List.of(update), false));
    images.put(
        "vms/vm-130-disk-2",
        new CephImage("5e1f00774375", 20 * GIB, "base-127-disk-1@__base__", List.of(), false));
  }

  private void nfs(String name, long gib) throws Fault {
    String export = "/exports/" + name;
    mount("/mnt/pve/nas-" + name, Network.NAS + ":" + export, "nfs4", Network.backing(export), gib);
  }

  private void mount(String path, String source, String type, String backing, long gib)
      throws Fault {
    world.files().mkdirs(path);
    world.files().backing(backing);
    state.mounts().put(path, new Mount(path, source, type, "rw,relatime", backing));
    state.fileSystems().put(backing, new FileSystem(gib * GIB, gib * GIB / 50, 0));
  }

  private void groups() {
    VolumeGroup pve = new VolumeGroup(560 * GIB, "/dev/sda3", uuid("pve"), new TreeMap<>());
    pve.volumes().put("root", thick(94 * GIB));
    pve.volumes().put("swap", thick(8 * GIB));
    pve.volumes()
        .put(
            "data",
            new LogicalVolume(
                LogicalVolume.Kind.POOL,
                420 * GIB,
                null,
                null,
                0,
                4 * GIB,
                uuid("data"),
                created(),
                List.of(),
                LogicalVolume.Flags.USUAL));
    state.groups().put("pve", pve);
    state
        .groups()
        .put(
            "sanvg",
            new VolumeGroup(
                1024 * GIB,
                "/dev/mapper/36001405a8c21f7e9d3b4e50b6a0d1f22",
                uuid("sanvg"),
                new TreeMap<>()));
    state
        .groups()
        .put(
            "spare",
            new VolumeGroup(
                447 * GIB,
                "/dev/sdd",
                uuid("spare"),
                new TreeMap<>(
                    Map.of(
                        "thin0",
                        new LogicalVolume(
                            LogicalVolume.Kind.POOL,
                            400 * GIB,
                            null,
                            null,
                            0,
                            2 * GIB,
                            uuid("thin0"),
                            created(),
                            List.of(),
                            LogicalVolume.Flags.USUAL)))));
  }

  private LogicalVolume thick(long size) {
    return new LogicalVolume(
        LogicalVolume.Kind.THICK,
        size,
        null,
        null,
        0,
        0,
        uuid("thick" + size),
        created(),
        List.of(),
        LogicalVolume.Flags.USUAL);
  }

  private void zpool() throws Fault {
    state.zpools().put("tank", 3720 * GIB);
    long serial = 0;
    for (String name : List.of("tank", "tank/db", "tank/media", "tank/vm")) {
      long used = name.equals("tank/media") ? 320 * GIB : 98304;
      state
          .datasets()
          .put(
              name,
              new Dataset(
                  Dataset.Kind.FILESYSTEM, 0, used, null, created(), ++serial, new TreeMap<>()));
      String path = "/" + name;
      world.files().mkdirs(path);
      String backing = "disk/" + name.replace("/", "-");
      world.files().backing(backing);
      state.mounts().put(path, new Mount(path, name, "zfs", "rw,relatime,xattr,posixacl", backing));
    }
  }

  private long created() {
    return world.now() - 400L * 86_400;
  }

  /** The same at every start, so that screenshots can be compared. */
  static String uuid(String of) {
    String digits =
        "%08x%08x%08x%08x"
            .formatted(of.hashCode(), of.hashCode() * 31, of.hashCode() * 17, of.hashCode() * 7);
    return digits.replaceFirst(
        "(.{6})(.{4})(.{4})(.{4})(.{4})(.{4})(.{6})", "$1-$2-$3-$4-$5-$6-$7");
  }
}
