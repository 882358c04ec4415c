package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.tool.Iscsi.Disk;
import stowage.tool.Iscsi.Node;
import stowage.tool.Iscsi.Session;

class IscsiTest {
  private static final Exec SESSIONS = Iscsi.sessions();
  private static final Exec RECORDS = Iscsi.records();
  private static final Exec DISKS = Iscsi.disks();
  private static final String TARGET = "iqn.2024-01.net.example:store1";

  @Test
  void readsSessions() {
    String recorded =
        """
        tcp: [1] 192.0.2.1:3260,1 iqn.2024-01.net.example:store1 (non-flash)
        tcp: [12] [2001:db8::1]:3260,2 iqn.2024-01.net.example:store1
        iser: [3] 192.0.2.9:3260,-1 eui.0123456789ABCDEF (non-flash)
        iscsiadm: something it wants to say
        """;
    assertEquals(
        List.of(
            new Session(1, "192.0.2.1:3260", TARGET),
            new Session(12, "[2001:db8::1]:3260", TARGET),
            new Session(3, "192.0.2.9:3260", "eui.0123456789ABCDEF")),
        known(Iscsi.sessions(SESSIONS, ok(recorded))));
  }

  @Test
  void noSessionsAndNoRecordsAreAStatusOfTheirOwn() {
    Result none = Result.exited(21, "", "iscsiadm: No active sessions.\n");
    assertEquals(List.of(), known(Iscsi.sessions(SESSIONS, none)));
    assertEquals(List.of(), known(Iscsi.nodes(RECORDS, none)));
    Result killed = new Result(Result.Ending.TIMED_OUT, 21, new byte[0], new byte[0]);
    assertEquals("timed-out", reason(Iscsi.sessions(SESSIONS, killed)));
    assertEquals("timed-out", reason(Iscsi.nodes(RECORDS, killed)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 6, 8, 15, 20, 24})
  void otherStatusesAreFailuresAndNotEmptyLists(int status) {
    Result failed = Result.exited(status, "", "iscsiadm: can not connect to iSCSI daemon (111)!\n");
    assertEquals("program-failed", reason(Iscsi.sessions(SESSIONS, failed)));
    assertEquals("program-failed", reason(Iscsi.nodes(RECORDS, failed)));
  }

  @Test
  void aSessionWithAnImpossibleNumberIsNone() {
    assertEquals(
        "answer-unreadable",
        reason(Iscsi.sessions(SESSIONS, ok("tcp: [99999999999] 192.0.2.1:3260,1 iqn.x:y (a)\n"))));
  }

  @Test
  void readsRecordsAndDiscoveries() {
    String recorded =
        """
        192.0.2.1:3260,1 iqn.2024-01.net.example:store1
        [2001:db8::1]:3260,-1 iqn.2024-01.net.example:store1
        """;
    assertEquals(
        List.of(new Node("192.0.2.1:3260", TARGET), new Node("[2001:db8::1]:3260", TARGET)),
        known(Iscsi.nodes(RECORDS, ok(recorded))));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1:3260",
    "192.0.2.1:3261, 192.0.2.1:3261",
    "nas.example.net, nas.example.net:3260",
    "nas:860, nas:860",
    "2001:db8::1, [2001:db8::1]:3260",
    "[2001:db8::1], [2001:db8::1]:3260",
    "[2001:db8::1]:860, [2001:db8::1]:860",
    "::1, [::1]:3260",
  })
  void aPortalHasAPort(String configured, String expected) {
    assertEquals(expected, Iscsi.withPort(configured));
  }

  @Test
  void onlySessionsThatAreLoggedInWork() {
    String states =
        """
        /sys/class/iscsi_session/session1/state:LOGGED_IN
        /sys/class/iscsi_session/session2/state:FAILED
        /sys/class/iscsi_session/session3/state:FREE
        /sys/class/iscsi_session/session12/state:LOGGED_IN
        /sys/class/iscsi_session/session9999999999/state:LOGGED_IN
        /sys/class/iscsi_session/session4/state:LOGGED_IN and more
        """;
    assertEquals(Set.of(1, 12), Iscsi.loggedIn(ok(states)));
    assertEquals(Set.of(), Iscsi.loggedIn(Result.exited(1, "", "find: no such directory")));
  }

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
    assertEquals(Map.of(1, 2, 2, 13), Iscsi.hosts(ok(links)));
    assertEquals(Map.of(), Iscsi.hosts(ok("")));
  }

  private static Disk disk(String fields) {
    String row =
        "{\"kname\":\"sda\",\"hctl\":\"2:0:0:1\",\"type\":\"disk\",\"size\":1024" + fields + "}";
    return known(Iscsi.disks(DISKS, ok("{\"blockdevices\":[" + row + "]}"))).getFirst();
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
    assertEquals(List.of(), known(Iscsi.disks(DISKS, ok("{\"blockdevices\":[" + row + "]}"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "null", "\"\"", "{}", "18446744073709551615"})
  void aUnitOfUnknownSizeIsThereAllTheSame(String size) {
    String row = "{\"kname\":\"sda\",\"hctl\":\"2:0:0:1\",\"type\":\"disk\",\"size\":" + size + "}";
    assertEquals(
        List.of(new Disk(2, "0.0.1", "sda", null, false)),
        known(Iscsi.disks(DISKS, ok("{\"blockdevices\":[" + row + "]}"))));
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
    Map<String, String> names = Iscsi.stableNames(ok(links));
    assertEquals("scsi-SLIO-ORG_disk", names.get("sda"));
    assertEquals("dm-uuid-mpath-36001405", names.get("dm-0"));
    assertFalse(names.containsValue("wwn-0x6001405"));
  }

  @Test
  void aPortalIsAskedOrRemembered() {
    assertLines(
        """
        ?# /usr/bin/iscsiadm --mode session
        ?# /usr/bin/iscsiadm --mode node
        ?# /usr/bin/iscsiadm --mode discovery --type sendtargets --portal 192.0.2.1 --op nonpersistent
        !# /usr/bin/iscsiadm --mode discovery --type sendtargets --portal 192.0.2.1
        """,
        SESSIONS,
        RECORDS,
        Iscsi.discovery("192.0.2.1"),
        Iscsi.remember("192.0.2.1"));
    assertTrue(Iscsi.discovery("192.0.2.1").limit().toSeconds() < 10, "iscsiadm tries for minutes");
  }

  @Test
  void logsInAndOutAtOnePortalOrAll() {
    Node node = new Node("[2001:db8::1]:3260", "iqn.x:y");
    assertLines(
        """
        !# /usr/bin/iscsiadm --mode node --targetname iqn.x:y --portal '[2001:db8::1]:3260' --login
        !# /usr/bin/iscsiadm --mode node --targetname iqn.x:y --portal '[2001:db8::1]:3260' --logout
        !# /usr/bin/iscsiadm --mode node --targetname iqn.x:y --login
        !# /usr/bin/iscsiadm --mode node --targetname iqn.x:y --logout
        !# /usr/bin/iscsiadm --mode node --targetname iqn.x:y --op delete
        !# /usr/bin/iscsiadm --mode node --targetname iqn.x:y --op update \
        --name node.session.initial_login_retry_max --value 0
        !# /usr/bin/iscsiadm --mode session --sid 7 --rescan
        !# /usr/bin/touch /run/pve-iscsi-rescan.lock
        ?$ /usr/bin/find /run/pve-iscsi-rescan.lock -maxdepth 0 -newermt '10 seconds ago'
        !# /usr/bin/udevadm settle --timeout=30
        """,
        Iscsi.login(node),
        Iscsi.logout(node),
        Iscsi.login("iqn.x:y"),
        Iscsi.logout("iqn.x:y"),
        Iscsi.forget("iqn.x:y"),
        Iscsi.impatient("iqn.x:y"),
        Iscsi.rescan(7),
        Iscsi.noteRescan(),
        Iscsi.rescanned(),
        Iscsi.settle());
    assertEquals(List.of("already present"), Iscsi.present().ignoredErrors());
  }
}
