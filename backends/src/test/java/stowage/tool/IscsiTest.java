package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.tool.Iscsi.Node;
import stowage.tool.Iscsi.Session;

class IscsiTest {
  private static final Exec SESSIONS = Iscsi.sessions();
  private static final Exec RECORDS = Iscsi.records();
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
