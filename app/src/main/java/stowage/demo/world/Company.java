package stowage.demo.world;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import stowage.demo.world.Guest.Disk;

/**
 * The example company whose storage the demo host shows: three nodes, thirty-two guests, fourteen
 * types of pools.
 */
public final class Company {
  private static final String NODE = "pve1";

  private static final Guest RETIRED = Guest.parse("140 qemu pve2 retired - nas-vm:40:22");

  private final World world;

  private Company(World world) {
    this.world = world;
  }

  /** The world kept in this directory, or a new one. */
  public static World open(Path directory, Clock clock) throws IOException {
    if (World.isKept(directory)) {
      return World.kept(directory, clock);
    }
    clear(directory);
    World world = World.empty(directory, clock);
    try {
      new Company(world).build();
    } catch (Fault e) {
      throw new IOException("the demo host can't be made in " + directory, e);
    }
    world.save();
    return world;
  }

  /** Removes all that belongs to the demo host; keys and other files stay. */
  public static void clear(Path directory) throws IOException {
    for (String name :
        List.of(
            "state.json",
            "state.json.new",
            "backups.json",
            "backups.json.new",
            "root",
            "remote",
            "disk",
            "jobs")) {
      Path part = directory.resolve(name);
      if (Files.isSymbolicLink(part) || Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(part);
      } else if (Files.isDirectory(part)) {
        // Does not follow links, so nothing outside is ever reached.
        try (var found = Files.walk(part)) {
          for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    }
  }

  private void build() throws Fault, IOException {
    VirtualFiles files = world.files();
    for (String directory :
        List.of(
            "/etc/pve/priv/lock",
            "/var/lib/vz",
            "/var/lock/pve-manager",
            "/tmp",
            "/dev/shm",
            "/mnt/pve",
            "/run",
            "/root",
            "/usr/bin",
            "/usr/sbin",
            "/srv/archive")) {
      files.mkdirs(directory);
    }
    text("/etc/hostname", NODE + "\n");
    text("/etc/stowage-demo", "This host is simulated.\n");
    text("/etc/pve/storage.cfg", resource("storage.cfg"));
    new CompanyDisks(world).build();
    List<Guest> guests = guests();
    for (Guest guest : guests) {
      guest(guest);
    }
    // Its guest was destroyed, and a disk stayed behind.
    new CompanyVolumes(world).make(RETIRED, RETIRED.disks().getFirst(), 0);
    new CompanyFiles(world).build(guests, lines("media.txt"));
    world.mountsChanged();
  }

  private void guest(Guest guest) throws Fault {
    StringBuilder config = new StringBuilder();
    config.append(guest.container() ? "arch: amd64\nhostname: " : "cores: 4\nmemory: 8192\nname: ");
    config.append(guest.name()).append('\n');
    int number = 0;
    for (Disk disk : guest.disks()) {
      String volume = new CompanyVolumes(world).make(guest, disk, number);
      String slot = guest.container() ? (number == 0 ? "rootfs" : "mp" + number) : "scsi" + number;
      config.append("%s: %s:%s,size=%dG\n".formatted(slot, disk.pool(), volume, disk.size() >> 30));
      number++;
    }
    if (guest.template()) {
      config.append("template: 1\n");
    }
    String kind = guest.container() ? "lxc" : "qemu-server";
    String directory = "/etc/pve/nodes/" + guest.node() + "/" + kind;
    world.files().mkdirs(directory);
    text(directory + "/" + guest.id() + ".conf", config.toString());
  }

  private static List<Guest> guests() throws IOException {
    List<Guest> guests = new ArrayList<>();
    for (String line : lines("guests.txt")) {
      guests.add(Guest.parse(line));
    }
    return guests;
  }

  private void text(String path, String content) throws Fault {
    world.files().put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> lines(String name) throws IOException {
    return resource(name).lines().filter(l -> !l.startsWith("#") && !l.isBlank()).toList();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Company.class.getResourceAsStream("/stowage/demo/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
