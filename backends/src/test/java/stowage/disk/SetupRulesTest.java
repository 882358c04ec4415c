package stowage.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.disk.Order.Raid;
import stowage.schema.InvalidException;

/** What is refused, and at which number it begins to be. */
class SetupRulesTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private static Disk disk(int number, long size) {
    return new Disk(
        "/dev/sd" + (char) ('a' + number),
        "",
        size,
        Disk.Kind.SSD,
        new Disk.Identity("", "S" + number, ""),
        List.of(),
        List.of());
  }

  private static final List<Disk> DISKS =
      IntStream.range(0, 8).mapToObj(i -> disk(i, 100 * GIB)).toList();

  private static List<String> first(int count) {
    return DISKS.stream().limit(count).map(Disk::path).toList();
  }

  /** Key of the refusal, without the prefix all have; empty when the order is taken. */
  private static String said(Order order, List<Disk> known) {
    try {
      assertTrue(!DiskSetup.plan(order, known).steps().isEmpty());
      return "";
    } catch (InvalidException e) {
      return e.problems().getFirst().said().key().replace("problem.", "");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SINGLE, 1",
    "MIRROR, 2",
    "RAIDZ, 3",
    "RAIDZ2, 4",
    "RAIDZ3, 5",
    "DRAID, 3",
    "DRAID2, 4",
    "DRAID3, 5",
    "RAID10, 4"
  })
  void aLevelNeedsSoManyDisksAndNotOneLess(Raid raid, int fewest) {
    assertEquals("", said(new Order.Zpool("tank", raid, first(fewest), 12, "on"), DISKS));
    assertEquals(
        fewest == 1 ? "disk-none" : "zpool-disks",
        said(new Order.Zpool("tank", raid, first(fewest - 1), 12, "on"), DISKS));
  }

  @ParameterizedTest
  @CsvSource({"RAID10, 5, zpool-disks", "RAID10, 6, ''", "SINGLE, 2, zpool-disks", "MIRROR, 3, ''"})
  void pairsArePairsAndOneIsOne(Raid raid, int disks, String expected) {
    assertEquals(expected, said(new Order.Zpool("tank", raid, first(disks), 12, "on"), DISKS));
  }

  @ParameterizedTest
  @CsvSource({
    "8, zpool-ashift",
    "9, ''",
    "12, ''",
    "16, ''",
    "17, zpool-ashift",
    "-1, zpool-ashift"
  })
  void sectorsHaveALeastAndALargestSize(int ashift, String expected) {
    assertEquals(
        expected, said(new Order.Zpool("tank", Raid.SINGLE, first(1), ashift, "on"), DISKS));
  }

  @ParameterizedTest
  @CsvSource({
    "on, ''",
    "lz4, ''",
    "zstd-19, ''",
    "gzip-9, ''",
    "'', zpool-compression",
    "'on -f', zpool-compression",
    "ON, zpool-compression",
    "aaaaaaaaaaaaaaaaaaaaa, zpool-compression"
  })
  void compressionIsOneWord(String compression, String expected) {
    assertEquals(
        expected, said(new Order.Zpool("tank", Raid.SINGLE, first(1), 12, compression), DISKS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mirror", "mirror1", "raidz", "raidz9", "draid", "spare", "log", "cache", "c0t0"})
  void aZpoolIsNotCalledLikeAPartOfOne(String name) {
    assertEquals("zpool-name", said(new Order.Zpool(name, Raid.SINGLE, first(1), 12, "on"), DISKS));
    assertEquals("", said(new Order.VolumeGroup(name, first(1)), DISKS), "a volume group may be");
  }

  @ParameterizedTest
  @CsvSource({
    "ab, ''",
    "a, disk-name",
    "a.b-c_9, ''",
    "9a, disk-name",
    "a/b, disk-name",
    "a., disk-name",
    "'a\n', disk-name",
    ".., disk-name"
  })
  void everythingThatIsNamedKeepsTheSameRule(String name, String expected) {
    assertEquals(expected, said(new Order.VolumeGroup(name, first(1)), DISKS));
    assertEquals(expected, said(new Order.ThinPool(name, "/dev/sda"), DISKS));
    assertEquals(expected, said(new Order.Zpool(name, Raid.SINGLE, first(1), 12, "on"), DISKS));
    assertEquals(
        expected, said(new Order.Directory(name, "/dev/sda", Order.FileSystem.XFS), DISKS));
    assertEquals(expected, said(new Order.Btrfs(name, first(1), "single"), DISKS));
  }

  @Test
  void aNameHasAtMostSixtyTwoCharacters() {
    assertEquals("", said(new Order.VolumeGroup("a".repeat(62), first(1)), DISKS));
    assertEquals("disk-name", said(new Order.VolumeGroup("a".repeat(63), first(1)), DISKS));
  }

  @ParameterizedTest
  @CsvSource({
    "single, 1, ''",
    "raid0, 1, btrfs-disks",
    "raid1, 2, ''",
    "raid10, 3, btrfs-disks",
    "raid10, 4, ''",
    "raid5, 3, btrfs-disks",
    "'', 2, btrfs-disks"
  })
  void aProfileOfBtrfsNeedsItsDisks(String profile, int disks, String expected) {
    assertEquals(expected, said(new Order.Btrfs("b1", first(disks), profile), DISKS));
  }

  @ParameterizedTest
  @CsvSource({
    // size in MiB; KiB of data and of metadata
    "1023, disk-small, 0, 0",
    "1024, '', 884736, 16384",
    "65535, '', 65637232, 669767",
    "65536, '', 64880640, 1048576",
    "1048576, '', 1052138536, 10736107",
    "16777216, '', 17146183680, 16777216",
  })
  void aThinPoolHasItsMetadataTwiceAndRoomToRepair(
      long mib, String expected, long data, long metadata) throws Exception {
    List<Disk> one = List.of(disk(0, mib * MIB));
    Order order = new Order.ThinPool("thin", "/dev/sda");
    assertEquals(expected, said(order, one));
    if (expected.isEmpty()) {
      String made = DiskSetup.plan(order, one).steps().getLast().command().shown();
      assertTrue(made.contains(" -L" + data + "K "), made);
      assertTrue(made.contains(" --poolmetadatasize " + metadata + "K "), made);
      assertTrue(data + 2 * metadata <= mib * 1024, "more than the disk has");
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "200, 200", "201, 200", "1000000, 200", "0, 0"})
  void aWipeStopsAtTheEndOfASmallDisk(long mib, String count) throws Exception {
    String zeros =
        DiskSetup.plan(new Order.Wipe("/dev/sda"), List.of(disk(0, mib * MIB)))
            .steps()
            .get(1)
            .command()
            .shown();
    assertTrue(zeros.endsWith("count=" + count), zeros);
  }

  @Test
  void whoTakesDisksNamesTheLastAndHowMany() throws Exception {
    assertEquals("S0", DiskSetup.confirmation(new Order.Wipe("/dev/sda"), DISKS));
    assertEquals("S0", DiskSetup.confirmation(new Order.Gpt("/dev/sda"), DISKS));
    assertEquals("S0", DiskSetup.confirmation(new Order.VolumeGroup("vg", first(1)), DISKS));
    Order three = new Order.VolumeGroup("vg", List.of("/dev/sdc", "/dev/sda", "/dev/sdb"));
    assertEquals("S1 3", DiskSetup.confirmation(three, DISKS));
    assertEquals(
        List.of("/dev/sdc · S2", "/dev/sda · S0", "/dev/sdb · S1"),
        DiskSetup.described(three, DISKS));
    assertThrows(
        InvalidException.class, () -> DiskSetup.confirmation(new Order.Wipe("/dev/sdz"), DISKS));
  }

  @ParameterizedTest
  @CsvSource({"S1, 0x5, S1", "'', 0x5, 0x5", "'', '', ata-A"})
  void aDiskIsKnownByItsSerialElseItsWorldWideNameElseItsLastingName(
      String serial, String wwn, String typed) throws Exception {
    Disk disk =
        new Disk(
            "/dev/sda",
            "/dev/disk/by-id/ata-A",
            GIB,
            Disk.Kind.SSD,
            new Disk.Identity("", serial, wwn),
            List.of(),
            List.of());
    assertEquals(typed, DiskSetup.confirmation(new Order.Gpt("/dev/sda"), List.of(disk)));
  }

  @Test
  void nothingIsMadeOfNoDisk() {
    assertEquals("disk-none", said(new Order.VolumeGroup("vg", List.of()), DISKS));
  }

  @ParameterizedTest
  @CsvSource({
    "DRAID, 5, 0, 0, draid",
    "DRAID2, 8, 4, 1, draid2:4d:1s",
    "DRAID, 4, 2, 1, draid:2d:1s",
    "DRAID3, 7, 0, 2, draid3:2s",
    "DRAID, 6, 5, 0, draid:5d"
  })
  void draidIsToldItsGroupsAndSpares(Raid raid, int disks, int data, int spares, String word)
      throws Exception {
    Order order =
        new Order.Zpool("tank", raid, first(disks), 12, "on", new Order.Draid(data, spares));
    String made = DiskSetup.plan(order, DISKS).steps().getFirst().command().shown();
    assertTrue(made.contains(" tank " + word + " /dev/sda "), made);
  }

  @ParameterizedTest
  @CsvSource({
    "DRAID, 4, 2, 2, zpool-draid",
    "DRAID, 3, 3, 0, zpool-draid",
    "DRAID2, 6, 4, 1, zpool-draid",
    "DRAID2, 7, 4, 1, ''",
    "DRAID3, 7, 0, 4, zpool-draid",
    "DRAID, 5, -1, 0, zpool-spares",
    "DRAID, 5, 0, -1, zpool-spares",
    "DRAID, 5, 0, 101, zpool-spares",
    "RAIDZ, 5, 2, 0, zpool-no-draid",
    "MIRROR, 5, 0, 1, zpool-no-draid"
  })
  void draidNeedsDisksForItsParityDataAndSpares(
      Raid raid, int disks, int data, int spares, String expected) {
    Order order =
        new Order.Zpool("tank", raid, first(disks), 12, "on", new Order.Draid(data, spares));
    assertEquals(expected, said(order, DISKS));
  }

  @ParameterizedTest
  @CsvSource({
    "DRAID, 3, 0, 0, 2",
    "DRAID, 18, 0, 0, 16",
    "DRAID2, 14, 4, 2, 8",
    "DRAID, 11, 0, 2, 8"
  })
  void draidHoldsWhatItsGroupsHold(Raid raid, int disks, int data, int spares, long disksOfData) {
    // Of a size that all groups divide.
    long size = 2520 * GIB;
    assertEquals(disksOfData * size, raid.usable(disks, size, new Order.Draid(data, spares)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sda", "/dev/sdz", "/dev/sda1", "/dev/../dev/sda"})
  void aDiskIsNamedAsTheHostNamesIt(String named) {
    assertEquals("disk-missing", said(new Order.Gpt(named), DISKS));
  }

  @Test
  void theSameDiskUnderTwoNamesIsOne() {
    Disk twice =
        new Disk(
            "/dev/sda",
            "/dev/disk/by-id/ata-A",
            100 * GIB,
            Disk.Kind.SSD,
            new Disk.Identity("", "S0", ""),
            List.of(),
            List.of());
    Order order = new Order.VolumeGroup("vg1", List.of("/dev/sda", "/dev/disk/by-id/ata-A"));
    assertEquals("disk-twice", said(order, List.of(twice)));
  }

  @ParameterizedTest
  @EnumSource(Raid.class)
  void moreDisksNeverHoldLess(Raid raid) {
    long before = 0;
    for (int disks = raid.fewest(); disks < 12; disks++) {
      long usable = raid.usable(disks, GIB, Order.Draid.USUAL);
      assertTrue(usable >= before && usable <= disks * GIB && usable >= GIB);
      before = usable;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/sda, /dev/sda1",
    "/dev/vdz, /dev/vdz1",
    "/dev/nvme0n1, /dev/nvme0n1p1",
    "/dev/mmcblk0, /dev/mmcblk0p1",
    "/dev/cciss!c0d1, /dev/cciss!c0d1p1"
  })
  void theFirstPartitionIsCalledAsTheKernelCallsIt(String path, String partition) {
    Disk disk =
        new Disk(path, "", 1, Disk.Kind.SSD, new Disk.Identity("", "", ""), List.of(), List.of());
    assertEquals(partition, DirectorySteps.partition(disk));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /mnt/pve/data | mnt-pve-data.mount
          /mnt/pve/old-disks | mnt-pve-old\\x2ddisks.mount
          /mnt/pve/a_b.c:9 | mnt-pve-a_b.c:9.mount
          /mnt/my disk | mnt-my\\x20disk.mount
          /mnt/ä | mnt-\\xc3\\xa4.mount
          """)
  void aMountUnitIsNamedAsSystemdEscapesItsPath(String path, String unit) {
    assertEquals(unit, DirectorySteps.unit(path));
  }
}
