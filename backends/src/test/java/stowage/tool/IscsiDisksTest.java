package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.tool.IscsiDisks.Disk;

class IscsiDisksTest {
  private static final Exec DISKS = IscsiDisks.disks();

  @Test
  void sysfsTellsTheHostOfEachSession() {
    String links =
        """
        session1 ../../devices/platform/host2/session1/iscsi_session/session1
        session2 ../../devices/pci0000:00/0000:00:1f.2/host13/session2/iscsi_session/session2
        session3 ../../devices/platform/hostX/session3/iscsi_session/session3
        session9999999999 ../../devices/platform/host2/session1/iscsi_session/session1
        session4 ../../devices/platform/host9999999999/session4/iscsi_session/session4
        """;
    assertEquals(Map.of(1, 2, 2, 13), IscsiDisks.hosts(ok(links)));
    assertEquals(Map.of(), IscsiDisks.hosts(ok("")));
  }

  private static Disk disk(String fields) {
    String row =
        "{\"kname\":\"sda\",\"hctl\":\"2:0:0:1\",\"type\":\"disk\",\"size\":1024" + fields + "}";
    return known(IscsiDisks.disks(DISKS, ok("{\"blockdevices\":[" + row + "]}"))).getFirst();
  }

  @Test
  void aUnitIsADiskAtAnAddress() {
    assertEquals(new Disk(2, "0.0.1", "sda", 1024L, false), disk(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "mountpoint":"/mnt" | true
          "mountpoint":null | false
          "mountpoint":"" | false
          "children":[{"type":"part","kname":"sda1","mountpoint":"/mnt"}] | true
          "children":[{"type":"part","kname":"sda1","mountpoint":null}] | false
          "children":[{"type":"lvm","kname":"dm-1"}] | true
          "children":[{"type":"crypt","kname":"dm-1"}] | true
          "children":[{"type":"mpath","kname":"dm-0"}] | false
          "children":[{"type":"mpath","kname":"dm-0","children":[{"type":"lvm"}]}] | true
          "children":[] | false
          """)
  void aUnitIsBusyWhenSomethingLiesOnIt(String fields, boolean busy) {
    assertEquals(busy, disk("," + fields).busy());
  }

  @Test
  void whatHoldsTheWholeDiskStandsForIt() {
    assertEquals("dm-0", disk(",\"children\":[{\"type\":\"mpath\",\"kname\":\"dm-0\"}]").device());
    assertEquals("sda", disk(",\"children\":[{\"type\":\"part\",\"kname\":\"sda1\"}]").device());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kname\":\"sr0\",\"hctl\":\"1:0:0:0\",\"type\":\"rom\",\"size\":1}",
        "{\"kname\":\"vda\",\"hctl\":null,\"type\":\"disk\",\"size\":1}",
        "{\"kname\":\"sda\",\"hctl\":\"2:0:0\",\"type\":\"disk\",\"size\":1}",
        "{\"kname\":\"sda\",\"hctl\":\"x:0:0:1\",\"type\":\"disk\",\"size\":1}",
        "{\"kname\":\"sda\",\"hctl\":\"9999999999:0:0:1\",\"type\":\"disk\",\"size\":1}",
      })
  void whatIsNoUnitOfATargetIsLeftOut(String row) {
    assertEquals(List.of(), known(IscsiDisks.disks(DISKS, ok("{\"blockdevices\":[" + row + "]}"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "null", "\"\"", "{}", "18446744073709551615"})
  void aUnitOfUnknownSizeIsThereAllTheSame(String size) {
    String row = "{\"kname\":\"sda\",\"hctl\":\"2:0:0:1\",\"type\":\"disk\",\"size\":" + size + "}";
    assertEquals(
        List.of(new Disk(2, "0.0.1", "sda", null, false)),
        known(IscsiDisks.disks(DISKS, ok("{\"blockdevices\":[" + row + "]}"))));
  }

  @Test
  void ofSeveralStableNamesTheLastCounts() {
    String links =
        """
        scsi-36001405aaa ../../sda
        scsi-SLIO-ORG_disk ../../sda
        wwn-0x6001405 ../../sda
        scsi-36001405aaa-part1 ../../sda1
        dm-uuid-mpath-36001405 ../../dm-0
        dm-name-mpatha ../../dm-0
        nonsense
        """;
    Map<String, String> names = IscsiDisks.stableNames(ok(links));
    assertEquals("scsi-SLIO-ORG_disk", names.get("sda"));
    assertEquals("dm-uuid-mpath-36001405", names.get("dm-0"));
    assertFalse(names.containsValue("wwn-0x6001405"));
  }
}
