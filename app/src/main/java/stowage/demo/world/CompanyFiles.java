package stowage.demo.world;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Installation media, templates and the backups of the last weeks. */
final class CompanyFiles {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu_MM_dd-HH_mm_ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Map<String, String> PATHS =
      Map.of(
          "local", "/var/lib/vz",
          "nas-iso", "/mnt/pve/nas-iso",
          "scratch", "/srv/scratch",
          "office", "/mnt/pve/office",
          "cephfs", "/mnt/pve/cephfs",
          "gluster", "/mnt/pve/gluster");

  /** Days before today; the last one is the oldest. */
  private static final int[] DAYS = {1, 2, 3, 8, 15, 22};

  private static final String BEFORE_UPGRADE =
      ", before the upgrade\nTaken by hand. Keep it until the new release has run for a month.\n";

  private static final Set<Integer> NEVER = Set.of(113, 114, 122, 128, 129);

  private final World world;

  CompanyFiles(World world) {
    this.world = world;
  }

  void build(List<Guest> guests, List<String> media) throws Fault {
    for (String line : media) {
      String[] words = line.split(" ");
      String path = PATHS.getOrDefault(words[0], "/srv") + "/" + words[1];
      long size = Long.parseLong(words[2]) << 20;
      byte[] content = content(path);
      // Never round figures: they would look made up.
      long odd = Math.floorMod(path.hashCode(), 1 << 20) & ~2047L;
      file(path, content, Math.max(content.length, size + (size == 0 ? 0 : odd)), 90);
    }
    for (Guest guest : guests) {
      if (!NEVER.contains(guest.id())) {
        backups(guest, "/mnt/pve/nas-backup/dump", DAYS);
      }
    }
    backups(guests.getFirst(), "/var/lib/vz/dump", new int[] {40});
    fill(Network.backing("/exports/backup"), 0.956);
    fill(Network.backing("/exports/vm"), 0.41);
    fill(Network.backing("/exports/iso"), 0.22);
  }

  private static byte[] content(String path) {
    String text =
        path.endsWith(".yaml")
            ? "#cloud-config\npackage_update: true\npackages: [qemu-guest-agent]\n"
            : path.endsWith(".pl") ? "#!/usr/bin/perl\nexit 0;\n" : "";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void backups(Guest guest, String directory, int[] days) throws Fault {
    long written = guest.disks().stream().mapToLong(Guest.Disk::written).sum();
    for (int day : days) {
      Instant at =
          Instant.ofEpochSecond(world.now())
              .atZone(ZoneOffset.UTC)
              .minusDays(day)
              .with(LocalTime.of(21, 0).plusSeconds((guest.id() - 99) * 247L + day))
              .toInstant();
      String kind = guest.container() ? "lxc" : "qemu";
      String stem = "%s/vzdump-%s-%d-%s".formatted(directory, kind, guest.id(), STAMP.format(at));
      String archive = stem + (guest.container() ? ".tar.zst" : ".vma.zst");
      // A little smaller the older it is, and about half of what is written.
      long size = written / 1000 * (430 + guest.id() % 90 - day);
      file(archive, content(guest), size, day);
      world.files().modified(archive, at);
      text(archive + ".notes", guest.name() + (day > 20 ? BEFORE_UPGRADE : "\n"), day);
      text(stem + ".log", log(guest, archive, at, size), day);
      if (day > 20 && guest.id() % 9 == 2) {
        text(archive + ".protected", "", day);
      }
    }
  }

  /** The configuration is that of today. */
  private byte[] content(Guest guest) throws Fault {
    String kind = guest.container() ? "lxc" : "qemu-server";
    String path = "/etc/pve/nodes/%s/%s/%d.conf".formatted(guest.node(), kind, guest.id());
    String text = new String(world.files().bytes(path, 1 << 16), StandardCharsets.UTF_8);
    return guest.container() ? BackupFiles.container(text) : BackupFiles.machine(text);
  }

  private static String log(Guest guest, String archive, Instant at, long size) {
    String kind = guest.container() ? "CT" : "VM";
    Instant end = at.plusSeconds(60 + size / 90_000_000);
    return """
    INFO: Starting Backup of %1$s %2$d
    INFO: Backup started at %3$s
    INFO: %1$s Name: %4$s
    INFO: backup mode: snapshot
    INFO: creating archive '%5$s'
    INFO: archive file size: %6$d bytes
    INFO: Finished Backup of %1$s %2$d
    INFO: Backup finished at %7$s
    """
        .formatted(kind, guest.id(), at, guest.name(), archive, size, end);
  }

  private void text(String path, String text, int day) throws Fault {
    file(path, text.getBytes(StandardCharsets.UTF_8), text.length(), day);
  }

  private void file(String path, byte[] content, long size, int day) throws Fault {
    world.files().mkdirs(HostPath.parent(path));
    world.files().put(path, content);
    if (size > content.length) {
      world.files().pretend(path, size, size);
    }
    world.files().modified(path, Instant.ofEpochSecond(world.now() - day * 86_400L));
  }

  /** Lets other things on the file system take as much as makes it this full. */
  private void fill(String backing, double part) throws Fault {
    FileSystem old = world.state().fileSystems().getOrDefault(backing, new FileSystem(0, 0, 0));
    long shown = world.room().used(backing) - old.base();
    long base = Math.max(0, (long) (old.total() * part) - shown);
    world.state().fileSystems().put(backing, new FileSystem(old.total(), base, old.reserve()));
  }
}
