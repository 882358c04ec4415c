package stowage.demo.world;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import stowage.demo.world.Guest.Disk;

/** Makes the guests' volumes on the pools of the example company. */
final class CompanyVolumes {
  /** Guests whose volumes are in use, so that refusals can be seen. */
  private static final Set<String> RUNNING = Set.of("erp-app", "monitoring");

  private final World world;

  CompanyVolumes(World world) {
    this.world = world;
  }

  /**
   * @return the part of the volume id after the colon
   */
  String make(Guest guest, Disk disk, int number) throws Fault {
    return switch (disk.pool()) {
      case "local-lvm" -> logical(guest, disk, number, "pve", "data");
      case "san-vg" -> logical(guest, disk, number, "sanvg", "");
      case "tank-vm" -> dataset(guest, disk, number, "tank/vm", true);
      case "tank-db" -> dataset(guest, disk, number, "tank/db", false);
      case "nas-vm" -> file(guest, disk, number, "/mnt/pve/nas-vm");
      case "scratch" -> file(guest, disk, number, "/srv/scratch");
      case "gluster" -> file(guest, disk, number, "/mnt/pve/gluster");
      case "flash" -> subvolume(guest, disk, number);
      // These lie on other machines, whose answers are fixed.
      case "ceph-vms" ->
          guest.name().equals("staging")
              ? "base-127-disk-1/" + name(guest, number)
              : name(guest, number);
      case "appliance" -> name(guest, number);
      default -> throw new Fault("no such pool: " + disk.pool());
    };
  }

  private String logical(Guest guest, Disk disk, int number, String group, String pool) {
    String name = name(guest, number);
    boolean thin = !pool.isEmpty();
    var volumes = world.state().groups().getOrDefault(group, none()).volumes();
    LogicalVolume volume =
        new LogicalVolume(
            thin ? LogicalVolume.Kind.THIN : LogicalVolume.Kind.THICK,
            disk.size(),
            thin ? pool : null,
            null,
            thin ? disk.written() * 4 / 5 : 0,
            0,
            CompanyDisks.uuid(name),
            made(guest),
            thin ? List.of() : List.of("pve-vm-" + guest.id()),
            new LogicalVolume.Flags(
                !guest.template(),
                guest.template(),
                guest.template(),
                RUNNING.contains(guest.name())));
    volumes.put(name, volume);
    if (guest.name().equals("erp-app") || guest.name().equals("web1")) {
      volumes.put(
          "snap_" + name + "_before_update",
          new LogicalVolume(
              LogicalVolume.Kind.THIN,
              disk.size(),
              pool,
              name,
              disk.written() / 20,
              0,
              CompanyDisks.uuid("snap" + name),
              world.now() - 9 * 86_400L,
              List.of(),
              new LogicalVolume.Flags(false, true, true, false)));
    }
    return name;
  }

  private static String name(Guest guest, int number) {
    return (guest.template() ? "base-" : "vm-") + guest.id() + "-disk-" + number;
  }

  /** On btrfs a disk is a subvolume that holds one file, a container's volume just a subvolume. */
  private String subvolume(Guest guest, Disk disk, int number) throws Fault {
    String images = "/srv/flash/images/" + guest.id() + "/";
    if (guest.container()) {
      String name = "subvol-" + guest.id() + "-disk-" + number + ".subvol";
      world.files().mkdirs(images + name);
      return guest.id() + "/" + name;
    }
    String file = images + name(guest, number) + "/disk.raw";
    world.files().mkdirs(HostPath.parent(file));
    world.files().put(file, new byte[0]);
    world.files().pretend(file, disk.size(), disk.written());
    return guest.id() + "/" + name(guest, number) + ".raw";
  }

  private static VolumeGroup none() {
    return new VolumeGroup(0, "", "", new TreeMap<>());
  }

  private String dataset(Guest guest, Disk disk, int number, String parent, boolean sparse) {
    String kind = guest.container() ? "subvol" : guest.template() ? "base" : "vm";
    String name = kind + "-" + guest.id() + "-disk-" + number;
    TreeMap<String, String> properties = new TreeMap<>();
    if (!sparse) {
      properties.put("refreservation", "auto");
      properties.put("volblocksize", "16384");
    }
    if (RUNNING.contains(guest.name())) {
      properties.put(Dataset.BUSY, "yes");
    }
    var datasets = world.state().datasets();
    datasets.put(
        parent + "/" + name,
        new Dataset(
            guest.container() ? Dataset.Kind.FILESYSTEM : Dataset.Kind.VOLUME,
            disk.size(),
            disk.written(),
            null,
            made(guest),
            datasets.size() + 1,
            properties));
    if (guest.template()) {
      snapshot(parent + "/" + name, "__base__", disk, made(guest));
    } else if (guest.name().equals("git") || guest.name().equals("mail")) {
      snapshot(parent + "/" + name, "monday", disk, world.now() - 4 * 86_400L);
      snapshot(parent + "/" + name, "before_upgrade", disk, world.now() - 86_400);
    }
    return name;
  }

  private void snapshot(String dataset, String name, Disk disk, long created) {
    var datasets = world.state().datasets();
    TreeMap<String, String> properties = new TreeMap<>();
    properties.put("referenced", Long.toString(disk.written()));
    datasets.put(
        dataset + "@" + name,
        new Dataset(
            Dataset.Kind.SNAPSHOT,
            disk.size(),
            disk.written() / 50,
            null,
            created,
            datasets.size() + 1,
            properties));
  }

  private String file(Guest guest, Disk disk, int number, String path) throws Fault {
    String directory = path + "/images/" + guest.id();
    world.files().mkdirs(directory);
    boolean raw = path.equals("/srv/scratch") && guest.id() == 122;
    String name =
        "%s-%d-disk-%d.%s"
            .formatted(guest.template() ? "base" : "vm", guest.id(), number, raw ? "raw" : "qcow2");
    String file = directory + "/" + name;
    boolean saved = guest.name().startsWith("terminal");
    List<Qcow2.Taken> snapshots =
        saved
            ? List.of(
                new Qcow2.Taken("1", "clean", world.now() - 60 * 86_400L, disk.size()),
                new Qcow2.Taken("2", "before_office", world.now() - 12 * 86_400L, disk.size()))
            : List.of();
    world
        .files()
        .put(file, raw ? new byte[0] : new Qcow2(disk.size(), null, null, snapshots).bytes());
    world.files().pretend(file, raw ? disk.size() : disk.written(), disk.written());
    world.files().modified(file, Instant.ofEpochSecond(world.now() - 61L * guest.id()));
    if (guest.template()) {
      world.files().chmod(file, "444");
    }
    return guest.id() + "/" + name;
  }

  private long made(Guest guest) {
    return world.now() - (700 - 4L * guest.id()) * 86_400;
  }
}
