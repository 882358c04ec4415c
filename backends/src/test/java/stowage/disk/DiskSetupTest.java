package stowage.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Input;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.type.Change;

class DiskSetupTest {
  private static final long GIB = 1L << 30;

  private static Disk blank(String path, long size) {
    return new Disk(
        path,
        "",
        size,
        Disk.Kind.HDD,
        new Disk.Identity("", "serial" + path.substring(5), ""),
        List.of(),
        List.of());
  }

  private static final List<Disk> FIVE =
      List.of(
          blank("/dev/sda", 4000 * GIB),
          blank("/dev/sdb", 4000 * GIB),
          blank("/dev/sdc", 4000 * GIB),
          blank("/dev/sdd", 4000 * GIB),
          blank("/dev/nvme0n1", 2 * GIB));

  private static List<String> commands(Order order) throws InvalidException {
    return DiskSetup.plan(order, FIVE).steps().stream().map(s -> s.command().shown()).toList();
  }

  private static String refused(Order order) {
    return assertThrows(InvalidException.class, () -> DiskSetup.plan(order, FIVE))
        .problems()
        .getFirst()
        .said()
        .key();
  }

  @Test
  void aVolumeGroupTakesAllItsDisks() throws Exception {
    assertEquals(
        List.of(
            "/sbin/pvcreate --yes --metadatasize 250k /dev/sda",
            "/sbin/pvcreate --yes --metadatasize 250k /dev/sdb",
            "/sbin/vgcreate data /dev/sda /dev/sdb"),
        commands(new Order.VolumeGroup("data", List.of("/dev/sda", "/dev/sdb"))));
  }

  @Test
  void aThinPoolLeavesRoomForItsMetadataTwice() throws Exception {
    String large = commands(new Order.ThinPool("fast", "/dev/sda")).getLast();
    // 1 % of 4000 GiB is more than the most that metadata may have.
    assertEquals(
        "/sbin/lvcreate --yes --type thin-pool -L"
            + (4000 * GIB - (128 << 20) - 32 * GIB) / 1024
            + "K --poolmetadatasize "
            + 16 * GIB / 1024
            + "K -n fast fast",
        large);
    assertTrue(
        commands(new Order.ThinPool("tiny", "/dev/nvme0n1"))
            .getLast()
            .contains("--poolmetadatasize 19660K"));
  }

  @ParameterizedTest
  @CsvSource({
    "MIRROR, mirror /dev/sda /dev/sdb /dev/sdc /dev/sdd",
    "RAID10, mirror /dev/sda /dev/sdb mirror /dev/sdc /dev/sdd",
    "RAIDZ2, raidz2 /dev/sda /dev/sdb /dev/sdc /dev/sdd",
  })
  void aZpoolIsBuiltAsItsLevelSays(Order.Raid raid, String words) throws Exception {
    Order order =
        new Order.Zpool(
            "tank", raid, List.of("/dev/sda", "/dev/sdb", "/dev/sdc", "/dev/sdd"), 12, "on");
    assertEquals(
        "/sbin/zpool create -o ashift=12 -O compression=on tank " + words,
        commands(order).getFirst());
  }

  @Test
  void aDirectoryIsAFileSystemWithAUnitThatMountsIt() throws Exception {
    Change change =
        DiskSetup.plan(
            new Order.Directory("old-disks", "/dev/nvme0n1", Order.FileSystem.XFS), FIVE);
    List<String> commands = change.steps().stream().map(s -> s.command().shown()).toList();
    assertEquals("/sbin/sgdisk -n1 -t1:8300 /dev/nvme0n1", commands.getFirst());
    assertTrue(commands.get(3).endsWith(" /dev/nvme0n1p1"), commands::toString);
    String uuid = commands.get(3).replaceAll(".*uuid=([0-9a-f-]{36}).*", "$1");
    Step unit = change.steps().get(5);
    String text = ((Input.Text) unit.command().input()).text();
    assertTrue(text.contains("What=/dev/disk/by-uuid/" + uuid + "\n"), text);
    assertTrue(text.contains("Where=/mnt/pve/old-disks\nType=xfs\n"), text);
    assertEquals("/usr/bin/systemctl start 'mnt-pve-old\\x2ddisks.mount'", commands.getLast());
  }

  @Test
  void onlyABlankDiskIsBuiltOn() throws Exception {
    List<Disk> real = Recorded.disks();
    for (String used : List.of("/dev/vda", "/dev/vdc", "/dev/vde")) {
      assertThrows(
          InvalidException.class,
          () -> DiskSetup.plan(new Order.VolumeGroup("vg", List.of(used)), real));
    }
    Change change = DiskSetup.plan(new Order.VolumeGroup("vg", List.of("/dev/vdi")), real);
    assertEquals(2, change.guards().size());
    assertEquals(
        "SIZE=\"2147483648\" SERIAL=\"spare2\" WWN=\"\"\n", change.guards().getFirst().prefix());
    assertEquals("/sbin/blkid -p /dev/vdi", change.guards().getLast().check().shown());
    assertEquals(2, change.guards().getLast().status());
  }

  @Test
  void whateverIsBuiltCanBeTakenBackOnTheWay() throws Exception {
    List<Order> orders =
        List.of(
            new Order.VolumeGroup("a1", List.of("/dev/sda")),
            new Order.ThinPool("a2", "/dev/sda"),
            new Order.Zpool("a3", Order.Raid.SINGLE, List.of("/dev/sda"), 12, "lz4"),
            new Order.Directory("a4", "/dev/sda", Order.FileSystem.EXT4),
            new Order.Btrfs("a5", List.of("/dev/sda"), "single"),
            new Order.Gpt("/dev/sda"));
    for (Order order : orders) {
      for (Step step : DiskSetup.plan(order, FIVE).steps()) {
        assertTrue(!(step.undo() instanceof Step.Undo.Impossible), step::toString);
      }
      assertEquals("serialsda", DiskSetup.confirmation(order, FIVE));
    }
  }

  @Test
  void wipingIsConfirmedByTheDisksOwnNumberAndRefusedWhereSomethingIsInUse() throws Exception {
    List<Disk> real = Recorded.disks();
    assertEquals("vgthick", DiskSetup.confirmation(new Order.Wipe("/dev/vdc"), real));
    Change change = DiskSetup.plan(new Order.Wipe("/dev/vdc"), real);
    assertEquals("/sbin/wipefs --all /dev/vdc", change.steps().getFirst().command().shown());
    assertTrue(change.steps().get(1).command().shown().endsWith("count=200"));
    for (String tied : List.of("/dev/vda", "/dev/vdb", "/dev/vde")) {
      InvalidException e =
          assertThrows(InvalidException.class, () -> DiskSetup.plan(new Order.Wipe(tied), real));
      assertEquals("problem.disk-tied", e.problems().getFirst().said().key());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1x", "-x", "a b", "x;y", "ü", "x-"})
  void aNameKeepsTheRules(String name) {
    assertEquals("problem.disk-name", refused(new Order.VolumeGroup(name, List.of("/dev/sda"))));
  }

  @ParameterizedTest
  @CsvSource({
    "mirror0, SINGLE, 1, problem.zpool-name",
    "tank, SINGLE, 2, problem.zpool-disks",
    "tank, MIRROR, 1, problem.zpool-disks",
    "tank, RAID10, 3, problem.zpool-disks",
    "tank, RAIDZ, 2, problem.zpool-disks",
    "tank, RAIDZ3, 4, problem.zpool-disks",
  })
  void aZpoolNeedsItsDisks(String name, Order.Raid raid, int disks, String key) {
    List<String> paths = FIVE.stream().limit(disks).map(Disk::path).toList();
    assertEquals(key, refused(new Order.Zpool(name, raid, paths, 12, "on")));
  }

  @Test
  void otherWrongOrders() {
    assertEquals("problem.disk-missing", refused(new Order.Gpt("/dev/sdz")));
    assertEquals(
        "problem.disk-twice",
        refused(new Order.VolumeGroup("vg", List.of("/dev/sda", "/dev/sda"))));
    assertEquals(
        "problem.btrfs-disks", refused(new Order.Btrfs("b1", List.of("/dev/sda"), "raid1")));
    assertEquals(
        "problem.zpool-ashift",
        refused(new Order.Zpool("t1", Order.Raid.SINGLE, List.of("/dev/sda"), 8, "on")));
  }
}
