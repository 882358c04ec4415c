package stowage.disk;

import static stowage.disk.DiskSetup.change;
import static stowage.disk.DiskSetup.step;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import stowage.exec.Exec;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;

/** A file system of its own, mounted below {@code /mnt/pve} by a unit of systemd. */
final class DirectorySteps {
  private static final Set<String> PROFILES = Set.of("single", "raid0", "raid1", "raid10");
  private static final int DEVICE_SECONDS = 30;

  private DirectorySteps() {}

  static List<Step> of(String name, Disk disk, Order.FileSystem fileSystem) {
    UUID uuid = DiskSetup.newUuid();
    String part = partition(disk);
    String word =
        switch (fileSystem) {
          case EXT4 -> "ext4";
          case XFS -> "xfs";
        };
    Exec make =
        switch (fileSystem) {
          case EXT4 ->
              change(DiskTools.MKFS_EXT4.program(), "-q", "-F", "-U", uuid.toString(), part);
          case XFS -> change(DiskTools.MKFS_XFS.program(), "-q", "-f", "-m", "uuid=" + uuid, part);
        };
    List<Step> steps = new ArrayList<>();
    steps.add(
        step(
                "disk-partition",
                disk.path(),
                change(DiskTools.SGDISK.program(), "-n1", "-t1:8300", disk.path()))
            .undoneEvenHalfwayBy(change(DiskTools.SGDISK.program(), "--zap-all", disk.path())));
    steps.add(
        Step.of(
                Message.of("step.device-settle", part),
                change("/usr/bin/udevadm", "settle", "--timeout=30")
                    .and("--exit-if-exists=" + part)
                    .within(Duration.ofMinutes(1)))
            .forgiving(Step.Leniency.OPTIONAL));
    steps.add(
        Step.of(
                Message.of("step.device-check", part),
                Exec.reads("/sbin/blockdev", "--getsize64", part).asRoot())
            .forgiving(
                new Step.Leniency(
                    List.of(), List.of("No such file or directory"), DEVICE_SECONDS, false)));
    steps.add(
        step("disk-format", part, make).undoneEvenHalfwayBy(change("/sbin/wipefs", "--all", part)));
    steps.addAll(mounted(name, uuid, word));
    return steps;
  }

  static List<Step> btrfs(String name, List<Disk> disks, String profile) throws InvalidException {
    int fewest = profile.equals("raid10") ? 4 : profile.equals("single") ? 1 : 2;
    if (!PROFILES.contains(profile) || disks.size() < fewest) {
      throw new InvalidException("raid", "problem.btrfs-disks", profile, fewest, disks.size());
    }
    UUID uuid = DiskSetup.newUuid();
    Exec make =
        change(DiskTools.MKFS_BTRFS.program(), "-q", "-f", "-U", uuid.toString(), "-L", name)
            .and(
                "-d",
                profile,
                "-m",
                profile.equals("single") ? "dup" : profile.replace("raid0", "raid1"));
    Exec clear = change("/sbin/wipefs", "--all");
    for (Disk disk : disks) {
      make = make.and(disk.lasting());
      clear = clear.and(disk.path());
    }
    List<Step> steps = new ArrayList<>();
    steps.add(step("disk-format", name, make).undoneEvenHalfwayBy(clear));
    steps.addAll(mounted(name, uuid, "btrfs"));
    return steps;
  }

  private static List<Step> mounted(String name, UUID uuid, String type) {
    String path = "/mnt/pve/" + name;
    String unit = unit(path);
    String file = "/etc/systemd/system/" + unit;
    Exec reload = change("/usr/bin/systemctl", "daemon-reload");
    String text =
        """
        [Unit]
        Description=Storage %s

        [Mount]
        What=/dev/disk/by-uuid/%s
        Where=%s
        Type=%s
        Options=defaults

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(name, uuid, path, type);
    return List.of(
        step("make-directory", path, change("/usr/bin/mkdir", "-p", path)),
        step("disk-unit", file, DiskSetup.write(file, text))
            .undoneEvenHalfwayBy(change("/usr/bin/rm", "-f", file), reload),
        step("disk-reload", unit, reload),
        step("disk-enable", unit, change("/usr/bin/systemctl", "enable", unit))
            .undoneBy(change("/usr/bin/systemctl", "disable", unit)),
        step("disk-mount", path, change("/usr/bin/systemctl", "start", unit))
            .undoneBy(change("/usr/bin/systemctl", "stop", unit)));
  }

  static String partition(Disk disk) {
    return partition(disk, 1);
  }

  static String partition(Disk disk, int number) {
    boolean digit = Character.isDigit(disk.path().charAt(disk.path().length() - 1));
    return disk.path() + (digit ? "p" : "") + number;
  }

  /** The name that systemd wants for a mount unit, see systemd-escape(1). */
  static String unit(String path) {
    return escaped(path.substring(1)) + ".mount";
  }

  static String escaped(String text) {
    StringBuilder name = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == ':' || c == '.');
      if (c == '/') {
        name.append('-');
      } else if (plain) {
        name.append(c);
      } else {
        name.append("\\x%02x".formatted(b & 0xff));
      }
    }
    return name.toString();
  }
}
