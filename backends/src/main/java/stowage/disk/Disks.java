package stowage.disk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Answers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a host for its disks, in one go. */
public final class Disks {
  private static final String LSBLK = "/usr/bin/lsblk";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Memory, floppies, optical and network block devices are no disks to build on. */
  private static final Pattern DISK =
      Pattern.compile("(?:[hsv]d[a-z]+|xvd[a-z]+|nvme\\d+n\\d+|mmcblk\\d+|cciss!c\\d+d\\d+)");

  private static final List<String> PREFERRED =
      List.of("nvme-", "ata-", "scsi-", "virtio-", "usb-", "wwn-");
  private static final Set<String> SHELLS = Set.of("part", "disk");

  /** Parts of thin pools, which tell nothing beside the pools themselves. */
  private static final Pattern INNER = Pattern.compile(".*(?:_tmeta|_tdata|-tpool)");

  /**
   * The way to units that a pool of type iscsi gives to guests, by any of its nodes and without a
   * trace on the unit. Those of Fibre Channel and NVMe over a network are what shared volume groups
   * are made on; network block devices have names of their own.
   */
  private static final String REMOTE = "iscsi";

  /** As udev names units of iSCSI below by-path. */
  private static final Pattern UNIT = Pattern.compile("ip-.*-iscsi-(.+-lun-\\d+)");

  /** All imported ZFS pools with their devices. */
  static final Exec ZPOOLS =
      Exec.reads("/sbin/zpool", "list", "-H", "-P", "-L", "-v", "-o", "name");

  private Disks() {}

  public static Probe<List<Disk>> probe() {
    Exec tree =
        Exec.reads(LSBLK, "--json", "--bytes", "--output")
            .and("NAME,PATH,TYPE,SIZE,MODEL,SERIAL,WWN,ROTA,TRAN,FSTYPE,PTTYPE,MOUNTPOINTS");
    Exec links =
        Exec.reads("/usr/bin/find", "/dev/disk/by-id", "/dev/disk/by-path", "-type", "l")
            .and("(", "-path", "/dev/disk/by-id/*", "-o", "-name", "ip-*-iscsi-*", ")")
            .and("-printf", "%f\\t%l\\n");
    return Probe.of(
        List.of(tree, links, ZPOOLS),
        answers -> read(tree, answers.get(0), answers.get(1), answers.get(2)));
  }

  private static Reading<List<Disk>> read(Exec asked, Result tree, Result links, Result zpools) {
    if (!tree.ok()) {
      return Answers.failed(asked, tree);
    }
    try {
      Names names = names(links);
      Map<String, String> held = members(zpools);
      boolean allPools = zpools.ok() || lacksZfs(zpools);
      JsonNode devices = JSON.readTree(tree.out()).path("blockdevices");
      if (!devices.isArray()) {
        return Reading.failed("problem.answer-unreadable", LSBLK);
      }
      List<Disk> disks = new ArrayList<>();
      for (JsonNode device : devices) {
        if (device.path("type").asString("").equals("disk")
            && DISK.matcher(device.path("name").asString("")).matches()) {
          Disk disk = disk(device, names, held);
          disks.add(allPools ? disk : tiedByZfs(disk));
        }
      }
      disks.sort(Comparator.comparing(Disk::path));
      return Reading.known(disks.stream().map(disk -> tiedByTwin(disk, disks)).toList());
    } catch (JacksonException _) {
      return Reading.failed("problem.answer-unreadable", LSBLK);
    }
  }

  /** Programs or module of ZFS are not there, so no pool is imported. */
  static boolean lacksZfs(Result zpools) {
    return zpools.ending() == Result.Ending.EXITED
        && (Answers.isMissing(zpools) || zpools.errorText().contains("ZFS modules"));
  }

  /** Where ZFS did not answer, whatever bears its mark may be part of an imported pool. */
  private static Disk tiedByZfs(Disk disk) {
    if (!disk.uses().contains(new Disk.Use.Holds("zfs_member"))) {
      return disk;
    }
    return disk.also(new Disk.Use.HeldBy("zpool ?"));
  }

  /**
   * Two ways to one unit that multipath has not joined look like two disks: a mirror of them would
   * be none. Both numbers have to agree, as some makers give one to all their disks.
   */
  private static Disk tiedByTwin(Disk disk, List<Disk> all) {
    Disk.Identity own = disk.identity();
    if (own.serial().isEmpty() || own.wwn().isEmpty() || !disk.ties().isEmpty()) {
      return disk;
    }
    return all.stream()
        .filter(other -> !other.path().equals(disk.path()))
        .filter(other -> other.size() == disk.size())
        .filter(other -> other.identity().serial().equals(own.serial()))
        .filter(other -> other.identity().wwn().equals(own.wwn()))
        .findFirst()
        .map(twin -> disk.also(new Disk.Use.AlsoAs(twin.path())))
        .orElse(disk);
  }

  private static Disk disk(JsonNode device, Names names, Map<String, String> held) {
    String path = text(device, "path");
    Set<Disk.Use> uses = new LinkedHashSet<>();
    List<String> parts = new ArrayList<>();
    String transport = text(device, "tran");
    if (REMOTE.equals(transport)) {
      uses.add(new Disk.Use.Remote(transport, names.units().getOrDefault(path, "")));
    }
    look(device, held, uses, parts);
    return new Disk(
        path,
        names.stable().getOrDefault(path, ""),
        device.path("size").asLong(0),
        kind(device),
        new Disk.Identity(text(device, "model"), text(device, "serial"), text(device, "wwn")),
        List.copyOf(uses),
        parts);
  }

  /** What is on a device and on its partitions. */
  private static void look(
      JsonNode device, Map<String, String> held, Set<Disk.Use> uses, List<String> parts) {
    String type = text(device, "type");
    if (!SHELLS.contains(type)) {
      JsonNode outer = device.path("children");
      if (type.equals("lvm") && !outer.isEmpty() && INNER.matcher(text(device, "name")).matches()) {
        outer.forEach(child -> look(child, held, uses, parts));
      } else {
        uses.add(new Disk.Use.HeldBy(type + " " + text(device, "name")));
      }
      return;
    }
    if (type.equals("part")) {
      parts.add(text(device, "path"));
    }
    if (!text(device, "pttype").isEmpty()) {
      uses.add(new Disk.Use.Partitioned());
    }
    String holds = text(device, "fstype");
    if (!holds.isEmpty()) {
      uses.add(new Disk.Use.Holds(holds));
    }
    if (holds.equals("mpath_member")) {
      uses.add(new Disk.Use.HeldBy("multipath"));
    }
    for (JsonNode at : device.path("mountpoints")) {
      if (!at.asString("").isEmpty()) {
        uses.add(new Disk.Use.Mounted(at.asString("")));
      }
    }
    String zpool = held.get(text(device, "path"));
    if (zpool != null) {
      uses.add(new Disk.Use.HeldBy("zpool " + zpool));
    }
    device.path("children").forEach(child -> look(child, held, uses, parts));
  }

  private static Disk.Kind kind(JsonNode device) {
    if (text(device, "name").startsWith("nvme")) {
      return Disk.Kind.NVME;
    }
    // A virtual machine's disk calls itself rotating without knowing.
    boolean virtual = text(device, "tran").isEmpty() && text(device, "wwn").isEmpty();
    // What a unit of another machine lies on, that machine alone knows.
    if (virtual || REMOTE.equals(text(device, "tran")) || !device.path("rota").isBoolean()) {
      return Disk.Kind.UNKNOWN;
    }
    return device.path("rota").asBoolean() ? Disk.Kind.HDD : Disk.Kind.SSD;
  }

  /** By device: names that stay, and what a unit is called where it comes from. */
  private record Names(Map<String, String> stable, Map<String, String> units) {}

  private static Names names(Result links) {
    Map<String, String> best = new HashMap<>();
    Map<String, String> units = new HashMap<>();
    for (String line : links.lines()) {
      String[] link = line.split("\t", 2);
      if (link.length == 2) {
        String device = "/dev/" + link[1].substring(link[1].lastIndexOf('/') + 1);
        Matcher unit = UNIT.matcher(link[0]);
        if (unit.matches()) {
          units.put(device, unit.group(1));
        } else {
          String name = "/dev/disk/by-id/" + link[0];
          best.merge(device, name, (a, b) -> rank(a) <= rank(b) ? a : b);
        }
      }
    }
    return new Names(best, units);
  }

  private static int rank(String name) {
    String leaf = name.substring(name.lastIndexOf('/') + 1);
    for (int i = 0; i < PREFERRED.size(); i++) {
      if (leaf.startsWith(PREFERRED.get(i))) {
        return i;
      }
    }
    return PREFERRED.size();
  }

  /** Devices of imported ZFS pools, with the pool's name. Without ZFS there are none. */
  static Map<String, String> members(Result zpools) {
    Map<String, String> members = new HashMap<>();
    String pool = "";
    for (String line : zpools.ok() ? zpools.lines() : List.<String>of()) {
      String name = line.strip().split("\\s", 2)[0];
      if (!line.startsWith("\t") && !line.startsWith(" ")) {
        pool = name;
      } else if (name.startsWith("/dev/")) {
        members.put(name, pool);
      }
    }
    return members;
  }

  private static String text(JsonNode device, String field) {
    return device.path(field).asString("").strip();
  }
}
