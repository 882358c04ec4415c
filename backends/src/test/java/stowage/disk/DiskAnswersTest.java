package stowage.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.schema.InvalidException;

/** Odd answers about disks: what is unknown must never pass for a disk that is free. */
class DiskAnswersTest {
  private static final Result NOTHING = ok("");

  private static Reading<List<Disk>> read(String devices) {
    return Recorded.read("{\"blockdevices\": [" + devices + "]}", "", NOTHING);
  }

  /** A disk with these fields besides the needed ones. */
  private static Disk disk(String fields) {
    return known(
            read(
                "{\"name\":\"sda\",\"path\":\"/dev/sda\",\"type\":\"disk\",\"size\":4096"
                    + (fields.isEmpty() ? "" : ",")
                    + fields
                    + "}"))
        .getFirst();
  }

  private static String uses(Disk disk) {
    return disk.uses().stream()
        .map(use ->
            switch (use) {
              case Disk.Use.Partitioned() -> "table";
              case Disk.Use.Holds(String what) -> "holds " + what;
              case Disk.Use.Mounted(String at) -> "at " + at;
              case Disk.Use.HeldBy(String what) -> "by " + what;
              case Disk.Use.Remote(String transport, String unit) -> transport + " unit " + unit;
              case Disk.Use.AlsoAs(String path) -> "also " + path;
            })
        .collect(Collectors.joining("; "));
  }

  @Test
  void asksForEverythingInOneGo() {
    assertLines(
        """
        ?$ /usr/bin/lsblk --json --bytes --output \
        NAME,PATH,TYPE,SIZE,MODEL,SERIAL,WWN,ROTA,TRAN,FSTYPE,PTTYPE,MOUNTPOINTS
        ?$ /usr/bin/find /dev/disk/by-id /dev/disk/by-path -type l '(' -path '/dev/disk/by-id/*' \
        -o -name 'ip-*-iscsi-*' ')' -printf '%f\\t%l\\n'
        ?$ /sbin/zpool list -H -P -L -v -o name
        """,
        Disks.probe().programs().toArray(Exec[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "null", "5", "{\"blockdevices\": null}", "lsblk: x"})
  void anAnswerWithoutDisksIsNoHostWithoutDisks(String tree) {
    assertEquals("answer-unreadable", reason(Recorded.read(tree, "", NOTHING)));
  }

  @Test
  void aTreeThatBreaksOffIsUnreadableWhereverItDoes() throws Exception {
    byte[] whole = Recorded.text("lsblk.json").strip().getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length; length += 97) {
      String cut = new String(Arrays.copyOf(whole, length), StandardCharsets.UTF_8);
      assertEquals("answer-unreadable", reason(Recorded.read(cut, "", NOTHING)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | ''
          "pttype":"gpt" | table
          "pttype":"dos","children":[{"type":"part","path":"/dev/sda1"}] | table
          "fstype":"ext4" | holds ext4
          "fstype":"ext4","mountpoints":["/srv","/mnt/b"] | holds ext4; at /srv; at /mnt/b
          "mountpoints":[null] | ''
          "mountpoints":["[SWAP]"] | at [SWAP]
          "children":[{"type":"mpath","name":"mpatha"}] | by mpath mpatha
          "fstype":"mpath_member" | holds mpath_member; by multipath
          "children":[{"type":"raid1","name":"md0"}] | by raid1 md0
          "children":[{"type":"crypt","name":"luks-1"}] | by crypt luks-1
          "children":[{"type":"part","path":"/dev/sda1","children":[{"type":"lvm","name":"vg-a"}]}] | by lvm vg-a
          "children":[{"type":"lvm","name":"a-t_tmeta","children":[{"type":"lvm","name":"a-t"}]},{"type":"lvm","name":"a-t_tdata","children":[{"type":"lvm","name":"a-t"}]}] | by lvm a-t
          "children":[{"type":"lvm","name":"a-t_tdata","children":[{"type":"lvm","name":"a-t-tpool","children":[{"type":"lvm","name":"a-t"},{"type":"lvm","name":"a-vm--1"}]}]}] | by lvm a-t; by lvm a-vm--1
          "children":[{"type":"lvm","name":"a-t_tdata"}] | by lvm a-t_tdata
          "children":[{"type":"part","path":"/dev/sda1","fstype":"swap","mountpoints":["[SWAP]"]}] | holds swap; at [SWAP]
          """)
  void whateverIsOnADiskIsSeen(String fields, String expected) {
    assertEquals(expected, uses(disk(fields)));
    assertEquals(expected.isEmpty(), disk(fields).blank());
  }

  @Test
  void aChildOfUnknownKindHoldsTheDisk() {
    assertTrue(!disk("\"children\":[{\"name\":\"x\"}]").ties().isEmpty());
    assertTrue(!disk("\"children\":[null]").ties().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "rota":false,"tran":"sata" | SSD
          "rota":true,"tran":"sas" | HDD
          "rota":true,"wwn":"0x5000" | HDD
          "rota":true | UNKNOWN
          "tran":"usb" | UNKNOWN
          "rota":false,"tran":"iscsi" | UNKNOWN
          "rota":"1","tran":"sata" | UNKNOWN
          """)
  void howADiskIsBuiltIsGuessedFromWhatItTells(String fields, Disk.Kind kind) {
    assertEquals(kind, disk(fields).kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "serial":"S1","wwn":"0x5" | S1
          "serial":"  S 1  " | S 1
          "serial":"","wwn":"0x5" | 0x5
          "serial":null | sda
          '' | sda
          """)
  void aDiskIsConfirmedByWhatIsPrintedOnIt(String fields, String typed) {
    assertEquals(typed, disk(fields).confirmation());
  }

  @ParameterizedTest
  @CsvSource({
    "sdaa, true",
    "hda, true",
    "vdb, true",
    "xvda, true",
    "nvme10n2, true",
    "mmcblk0, true",
    "cciss!c0d1, true",
    "sr0, false",
    "loop0, false",
    "ram0, false",
    "fd0, false",
    "nbd0, false",
    "rbd0, false",
    "zd16, false",
    "dm-0, false",
    "md0, false",
    "nvme0c0n1, false",
    "zram0, false",
    "mmcblk0boot0, false"
  })
  void disksAreToldFromOtherBlockDevices(String name, boolean listed) {
    String device = "{\"name\":\"" + name + "\",\"path\":\"/dev/x\",\"type\":\"disk\",\"size\":1}";
    assertEquals(listed ? 1 : 0, known(read(device)).size());
  }

  @Test
  void theStableNameIsTheOneThatSaysMost() throws Exception {
    String links =
        """
        wwn-0x5000	../../sda
        ata-Maker_S1	../../sda
        scsi-S1	../../sda
        ata-Maker_S1-part1	../../sda1
        lvm-pv-uuid-x	../../sdb
        odd
        """;
    String tree =
        """
        {"blockdevices": [
          {"name":"sda","path":"/dev/sda","type":"disk","size":1},
          {"name":"sdb","path":"/dev/sdb","type":"disk","size":1},
          {"name":"sdc","path":"/dev/sdc","type":"disk","size":1}]}
        """;
    assertEquals(
        List.of("/dev/disk/by-id/ata-Maker_S1", "/dev/disk/by-id/lvm-pv-uuid-x", "/dev/sdc"),
        known(Recorded.read(tree, links, NOTHING)).stream().map(Disk::lasting).toList());
  }

  @Test
  void aUnitOfATargetIsNeitherBlankNorToBeWiped() {
    Disk unit = disk("\"tran\":\"iscsi\",\"serial\":\"S1\"");
    assertEquals("iscsi unit ", uses(unit));
    assertTrue(!unit.blank() && !unit.ties().isEmpty(), unit::toString);
    for (Order order : List.of(new Order.Wipe("/dev/sda"), new Order.Gpt("/dev/sda"))) {
      InvalidException refused =
          assertThrows(InvalidException.class, () -> DiskSetup.plan(order, List.of(unit)));
      assertEquals("problem.disk-remote", refused.problems().getFirst().said().key());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sata", "sas", "nvme", "usb", "virtio", "spi", "fc", "tcp", ""})
  void aDiskOfTheHostOrOfItsSanCanBeBuiltOn(String transport) {
    assertTrue(disk("\"tran\":\"" + transport + "\"").blank());
  }

  @Test
  void aUnitOfIscsiIsCalledAsItsServerCallsIt() {
    String tree =
        "{\"blockdevices\": [{\"name\":\"sda\",\"path\":\"/dev/sda\",\"type\":\"disk\","
            + "\"size\":1,\"tran\":\"iscsi\"}]}";
    String links =
        """
        ip-192.0.2.1:3260-iscsi-iqn.2024-01.net.example:store1-lun-2	../../sda
        ip-192.0.2.1:3260-iscsi-iqn.2024-01.net.example:store1-lun-2-part1	../../sda1
        """;
    Disk unit = known(Recorded.read(tree, links, NOTHING)).getFirst();
    assertEquals("iscsi unit iqn.2024-01.net.example:store1-lun-2", uses(unit));
    assertEquals("/dev/sda", unit.lasting(), "a path is no name that stays with the disk");
  }

  @ParameterizedTest
  @CsvSource({
    "S1, 0x5, 4096, also /dev/sdb",
    "S2, 0x5, 4096, ''",
    "S1, '', 4096, ''",
    "S1, 0x5, 1, ''"
  })
  void twoWaysToOneDiskAreNotTwoDisks(String serial, String wwn, long size, String expected) {
    String tree =
        """
        {"blockdevices": [
          {"name":"sda","path":"/dev/sda","type":"disk","size":4096,"serial":"S1","wwn":"%2$s"},
          {"name":"sdb","path":"/dev/sdb","type":"disk","size":%3$d,"serial":"%1$s","wwn":"%2$s"}]}
        """
            .formatted(serial, wwn, size);
    List<Disk> disks = known(Recorded.read(tree, "", NOTHING));
    assertEquals(expected, uses(disks.getFirst()));
    Order wipe = new Order.Wipe("/dev/sda");
    if (expected.isEmpty()) {
      assertTrue(disks.getFirst().blank());
    } else {
      InvalidException refused =
          assertThrows(InvalidException.class, () -> DiskSetup.plan(wipe, disks));
      assertEquals("problem.disk-also", refused.problems().getFirst().said().key());
    }
  }

  private static Disk zfsMember(Result zpools) throws Exception {
    return known(Recorded.read(Recorded.text("lsblk.json"), "", zpools)).stream()
        .filter(d -> d.path().equals("/dev/vde"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EXITED | 1 | internal error: out of memory
          EXITED | 1 | sudo: a password is required
          TIMED_OUT | 124 | ''
          OVERFLOWED | 0 | ''
          """)
  void whereZfsDoesNotAnswerItsDisksAreNotWiped(Result.Ending ending, int status, String said)
      throws Exception {
    byte[] err = said.getBytes(StandardCharsets.UTF_8);
    Disk member = zfsMember(new Result(ending, status, new byte[0], err));
    assertEquals(List.of(new Disk.Use.HeldBy("zpool ?")), member.ties());
    assertThrows(
        InvalidException.class, () -> DiskSetup.plan(new Order.Wipe("/dev/vde"), List.of(member)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127 | sh: 1: /sbin/zpool: not found
          1 | The ZFS modules cannot be auto-loaded.
          0 | ''
          """)
  void withoutImportedPoolsAnOldMemberCanBeWiped(int status, String said) throws Exception {
    Disk member = zfsMember(Result.exited(status, "", said));
    assertTrue(member.ties().isEmpty(), member::toString);
    assertTrue(!member.blank());
  }

  @Test
  void poolsAreToldFromTheirDevicesAndGroups() {
    String zpools =
        """
        tank
        \tmirror-0\t3.75G
        \t/dev/sda\t3.99G
        \t/dev/sdb1\t3.99G
        logs
        \t/dev/sdc\t1G
        """;
    String tree =
        """
        {"blockdevices": [
          {"name":"sda","path":"/dev/sda","type":"disk","size":1},
          {"name":"sdb","path":"/dev/sdb","type":"disk","size":1,
           "children":[{"type":"part","path":"/dev/sdb1"}]},
          {"name":"sdc","path":"/dev/sdc","type":"disk","size":1},
          {"name":"sdd","path":"/dev/sdd","type":"disk","size":1}]}
        """;
    assertEquals(
        List.of("by zpool tank", "by zpool tank", "by zpool logs", ""),
        known(Recorded.read(tree, "", ok(zpools))).stream().map(DiskAnswersTest::uses).toList());
  }
}
