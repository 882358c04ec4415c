package stowage.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Input;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.type.Change;

/** Each plan for disks: what it holds the disks to, what it does, and how it is taken back. */
class SetupPlansTest {
  private static final long GIB = 1L << 30;

  private static Disk disk(String path, Disk.Identity identity, List<Disk.Use> uses) {
    String stable = path.equals("/dev/sdb") ? "/dev/disk/by-id/ata-B" : "";
    return new Disk(path, stable, 8 * GIB, Disk.Kind.HDD, identity, uses, List.of(path + "1"));
  }

  private static Disk blank(String path) {
    return disk(path, new Disk.Identity("Maker", "S" + path.substring(7), "0x5"), List.of());
  }

  private static final List<Disk> KNOWN =
      List.of(
          blank("/dev/sda"),
          blank("/dev/sdb"),
          blank("/dev/sdc"),
          blank("/dev/sdd"),
          blank("/dev/sde"));

  private static Change plan(Order order) throws InvalidException {
    return DiskSetup.plan(order, KNOWN);
  }

  private static String steps(Order order) throws InvalidException {
    return Shown.steps(plan(order).steps());
  }

  @Test
  void aVolumeGroup() throws Exception {
    assertEquals(
        """
        /sbin/pvcreate --yes --metadatasize 250k /dev/sda <- /sbin/pvremove --yes /dev/sda
        /sbin/pvcreate --yes --metadatasize 250k /dev/sdb <- /sbin/pvremove --yes /dev/sdb
        /sbin/vgcreate vg1 /dev/sda /dev/sdb <- /sbin/vgremove --yes vg1
        """,
        steps(new Order.VolumeGroup("vg1", List.of("/dev/sda", "/dev/disk/by-id/ata-B"))));
  }

  @Test
  void aThinPool() throws Exception {
    assertEquals(
        """
        /sbin/pvcreate --yes --metadatasize 250k /dev/sda <- /sbin/pvremove --yes /dev/sda
        /sbin/vgcreate thin /dev/sda <- /sbin/vgremove --yes thin
        /sbin/lvcreate --yes --type thin-pool -L8092385K --poolmetadatasize 82575K -n thin thin \
        <- /sbin/lvremove --yes thin/thin
        """,
        steps(new Order.ThinPool("thin", "/dev/sda")));
  }

  @Test
  void aZpoolUsesNamesThatStayWithTheDisk() throws Exception {
    assertEquals(
        """
        /sbin/zpool create -o ashift=13 -O compression=lz4 tank mirror /dev/sda /dev/disk/by-id/ata-B \
        <- /sbin/zpool destroy tank
        (/usr/bin/systemctl enable zfs-import@tank.service)
        """,
        steps(
            new Order.Zpool(
                "tank", Order.Raid.MIRROR, List.of("/dev/sda", "/dev/sdb"), 13, "lz4")));
  }

  @Test
  void aDirectory() throws Exception {
    assertEquals(
        """
        /sbin/sgdisk -n1 -t1:8300 /dev/sda <~ /sbin/sgdisk --zap-all /dev/sda
        (/usr/bin/udevadm settle --timeout=30 --exit-if-exists=/dev/sda1)
        /sbin/blockdev --getsize64 /dev/sda1
        /sbin/mkfs.ext4 -q -F -U UUID /dev/sda1 <~ /sbin/wipefs --all /dev/sda1
        /usr/bin/mkdir -p /mnt/pve/d1
        /usr/bin/dd of=/etc/systemd/system/mnt-pve-d1.mount conv=excl,fsync status=none \
        <~ /usr/bin/rm -f /etc/systemd/system/mnt-pve-d1.mount && /usr/bin/systemctl daemon-reload
        /usr/bin/systemctl daemon-reload
        /usr/bin/systemctl enable mnt-pve-d1.mount <- /usr/bin/systemctl disable mnt-pve-d1.mount
        /usr/bin/systemctl start mnt-pve-d1.mount <- /usr/bin/systemctl stop mnt-pve-d1.mount
        """,
        steps(new Order.Directory("d1", "/dev/sda", Order.FileSystem.EXT4)));
  }

  @Test
  void aBtrfsOfSeveralDisks() throws Exception {
    List<String> steps =
        steps(new Order.Btrfs("b1", List.of("/dev/sda", "/dev/sdb"), "raid0")).lines().toList();
    assertEquals(
        "/sbin/mkfs.btrfs -q -f -U UUID -L b1 -d raid0 -m raid1 /dev/sda /dev/disk/by-id/ata-B"
            + " <~ /sbin/wipefs --all /dev/sda /dev/sdb",
        steps.getFirst());
    assertEquals(6, steps.size());
  }

  @Test
  void anEmptyPartitionTableAndAWipe() throws Exception {
    assertEquals(
        "/sbin/sgdisk /dev/sda -U R <- /sbin/sgdisk --zap-all /dev/sda\n",
        steps(new Order.Gpt("/dev/sda")));
    assertEquals(
        """
        /sbin/wipefs --all /dev/sda1 /dev/sda <- never
        /usr/bin/dd if=/dev/zero of=/dev/sda bs=1M conv=fdatasync status=none count=200 <- never
        (/usr/bin/udevadm trigger --settle /dev/sda)
        """,
        steps(new Order.Wipe("/dev/sda")));
  }

  @ParameterizedTest
  @CsvSource({"single, dup, 1", "raid0, raid1, 2", "raid1, raid1, 2", "raid10, raid10, 4"})
  void metadataOfBtrfsIsNeverThereOnce(String data, String metadata, int disks) throws Exception {
    List<String> paths = KNOWN.stream().limit(disks).map(Disk::path).toList();
    String make = steps(new Order.Btrfs("b1", paths, data)).lines().findFirst().orElseThrow();
    assertTrue(make.contains(" -d " + data + " -m " + metadata + " "), make);
  }

  static Stream<Order> orders() {
    return Stream.of(
        new Order.VolumeGroup("o1", List.of("/dev/sda", "/dev/sdb")),
        new Order.ThinPool("o1", "/dev/sda"),
        new Order.Zpool("o1", Order.Raid.SINGLE, List.of("/dev/sda"), 12, "on"),
        new Order.Directory("o1", "/dev/sda", Order.FileSystem.XFS),
        new Order.Btrfs("o1", List.of("/dev/sda"), "single"),
        new Order.Gpt("/dev/sda"),
        new Order.Wipe("/dev/sda"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyDiskMustStillBeTheSameAndBlankUnlessItIsWiped(Order order) throws Exception {
    List<String> expected = new ArrayList<>();
    for (String path : order.disks()) {
      expected.add("/usr/bin/lsblk --nodeps --bytes --pairs --output SIZE,SERIAL,WWN " + path);
      if (!(order instanceof Order.Wipe)) {
        expected.add("/sbin/blkid -p " + path);
      }
    }
    List<Guard> guards = plan(order).guards();
    assertEquals(expected, guards.stream().map(g -> g.check().shown()).toList());
    assertEquals("SIZE=\"8589934592\" SERIAL=\"Sa\" WWN=\"0x5\"\n", guards.getFirst().prefix());
    assertEquals(0, guards.getFirst().status());
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everythingRunsAsRootAndByAbsolutePath(Order order) throws Exception {
    for (Step step : plan(order).steps()) {
      assertEquals(Exec.Identity.ROOT, step.command().identity(), step::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void aDiskInUseIsRefusedWhateverIsWanted(Order order) {
    for (Disk.Use use : List.of(new Disk.Use.Mounted("/"), new Disk.Use.HeldBy("lvm vg-a"))) {
      Disk used = disk("/dev/sda", new Disk.Identity("", "Sa", ""), List.of(use));
      InvalidException refused =
          assertThrows(
              InvalidException.class,
              () -> DiskSetup.plan(order, List.of(used, blank("/dev/sdb"))));
      assertEquals(
          order instanceof Order.Wipe ? "problem.disk-tied" : "problem.disk-used",
          refused.problems().getFirst().said().key());
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void whatOnlyLiesOnADiskMustBeWipedFirst(Order order) throws Exception {
    Disk old =
        disk(
            "/dev/sda",
            new Disk.Identity("", "Sa", ""),
            List.of(new Disk.Use.Partitioned(), new Disk.Use.Holds("ext4")));
    List<Disk> known = List.of(old, blank("/dev/sdb"));
    if (order instanceof Order.Wipe) {
      assertEquals(3, DiskSetup.plan(order, known).steps().size());
    } else {
      assertThrows(InvalidException.class, () -> DiskSetup.plan(order, known));
    }
  }

  @Test
  void theUnitFileSaysWhatIsMountedWhere() throws Exception {
    Change change = plan(new Order.Btrfs("b1", List.of("/dev/sda"), "single"));
    String uuid =
        change.steps().getFirst().command().shown().replaceAll(".*-U ([0-9a-f-]{36}) .*", "$1");
    assertEquals(
        """
        [Unit]
        Description=Storage b1

        [Mount]
        What=/dev/disk/by-uuid/%s
        Where=/mnt/pve/b1
        Type=btrfs
        Options=defaults

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(uuid),
        ((Input.Text) change.steps().get(2).command().input()).text());
  }
}
