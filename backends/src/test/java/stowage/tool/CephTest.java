package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Ceph.Cluster;
import stowage.tool.Ceph.Use;

class CephTest {
  private static final Cluster OWN =
      new Cluster(
          List.of("/etc/pve/ceph.conf", "/etc/ceph/ceph.conf"),
          List.of(),
          "admin",
          List.of("/etc/pve/priv/ceph/p1.keyring"));
  private static final Cluster FOREIGN =
      new Cluster(
          List.of("/etc/pve/priv/ceph/p1.conf", "/dev/null"),
          List.of("192.0.2.1", "[2001:db8::1]:6789"),
          "pve",
          List.of("/k1", "/k2"));
  private static final Exec DF = Ceph.use(OWN);

  private static Reading<Map<String, Use>> df(String stats) {
    return Ceph.use(DF, ok("{\"pools\":[{\"name\":\"rbd\",\"stats\":" + stats + "}]}"));
  }

  @Test
  void theOwnClusterIsFoundByItsConfiguration() {
    assertLines(
        """
        ?# /usr/bin/ceph -c /etc/pve/ceph.conf,/etc/ceph/ceph.conf -n client.admin \
        --keyring /etc/pve/priv/ceph/p1.keyring --connect-timeout 10 df --format json
        """,
        DF);
  }

  @Test
  void aForeignClusterIsFoundByItsMonitors() {
    assertLines(
        """
        ?# /usr/bin/ceph -c /etc/pve/priv/ceph/p1.conf,/dev/null -m '192.0.2.1,[2001:db8::1]:6789' \
        -n client.pve --keyring /k1,/k2 --connect-timeout 10 osd pool ls --format json
        ?# /usr/bin/ceph -c /etc/pve/priv/ceph/p1.conf,/dev/null -m '192.0.2.1,[2001:db8::1]:6789' \
        -n client.pve --keyring /k1,/k2 --connect-timeout 10 fsid
        """,
        Ceph.pools(FOREIGN),
        Ceph.id(FOREIGN));
  }

  @Test
  void poolsTellWhatIsStoredBeforeReplication() {
    assertEquals(
        Map.of("rbd", new Use(19, 7855306240L), "vms", new Use(0, 7855306240L)),
        known(Ceph.use(DF, ok("\n" + Answered.DF))));
  }

  @Test
  void beforeNautilusOnlyTheRawNumberWasThere() {
    assertEquals(
        Map.of("rbd", new Use(4096, 10)), known(df("{\"bytes_used\":4096,\"max_avail\":10}")));
  }

  @Test
  void aFullPoolHasNothingLeftAndIsKnown() {
    assertEquals(Map.of("rbd", new Use(9, 0)), known(df("{\"stored\":9,\"max_avail\":0}")));
  }

  @Test
  void aClusterWithoutPoolsHasNone() {
    assertEquals(Map.of(), known(Ceph.use(DF, ok("{\"stats\":{},\"pools\":[]}"))));
    assertEquals(List.of(), known(Ceph.pools(Ceph.pools(OWN), ok("[]"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"stored\":5}",
        "{\"max_avail\":5}",
        "{\"stored\":\"much\",\"max_avail\":5}",
        "{\"stored\":-1,\"max_avail\":5}",
        "{\"stored\":1,\"max_avail\":1.8446744073709552e19}",
        "{\"stored\":1,\"max_avail\":18446744073709551615}",
        "null"
      })
  void aPoolOfUnknownSizeSpoilsTheAnswer(String stats) {
    assertEquals("answer-unreadable", reason(df(stats)));
  }

  @Test
  void namesOfPoolsAreKeptAsTheyAre() {
    assertEquals(
        List.of(".mgr", "with.dot", "한글"),
        known(Ceph.pools(Ceph.pools(OWN), ok("[\".mgr\",\"with.dot\",\"\",7,null,\"한글\"]")))
            .stream()
            .filter(n -> !n.equals("7"))
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8b2bd1c6-8d1f-4b1c-8a52-5d2f3c7a9e10 | known
          8B2BD1C6-8D1F-4B1C-8A52-5D2F3C7A9E10 | known
          '' | answer-unreadable
          8b2bd1c6 | answer-unreadable
          ../../../../../etc/passwd | answer-unreadable
          2026-11-22 warning 8b2bd1c6-8d1f-4b1c-8a52-5d2f3c7a9e10 | answer-unreadable
          """)
  void anIdBecomesPartOfAPathAndIsHeldToItsForm(String said, String expected) {
    assertEquals(expected, reason(Ceph.id(Ceph.id(OWN), ok(said + "\n"))));
  }

  @Test
  void theLastLineOfALongComplaintIsRepeated() {
    Result refused =
        Result.exited(
            1,
            "",
            """
            2026-11-22T11:16:51.395+0000 7fd5e3fff6c0 -1 auth: unable to find a keyring
            2026-11-22T11:16:51.427+0000 7fd5e99ff6c0 -1 disabling cephx
            [errno 2] RADOS object not found (error connecting to the cluster)

            """);
    assertEquals(
        Reading.failed(
            "problem.program-failed",
            "/usr/bin/ceph",
            "[errno 2] RADOS object not found (error connecting to the cluster)"),
        Ceph.use(DF, refused));
  }
}
