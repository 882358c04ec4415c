package stowage.ui.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.exec.HostException;
import stowage.host.HostState;
import stowage.ui.Fakes;
import stowage.ui.fleet.Attention;
import stowage.ui.fleet.Capacity;
import stowage.ui.fleet.FleetModel;
import stowage.ui.work.Background;

/** What is shown once and what for each host. */
class PlacesTest {
  private final FleetModel fleet =
      new FleetModel(
          (entry, _) -> {
            throw new HostException.Unreachable(entry.name(), "no route");
          },
          new Background(
              Runnable::run,
              e -> {
                throw new AssertionError(e);
              }));

  private void add(String host, String group, String cluster, String... nodes) {
    HostState state = Fakes.state(HostState.Kind.CLUSTER);
    fleet
        .add(Fakes.entry(host, group))
        .show(cluster.isEmpty() ? state : Fakes.member(state, host, cluster, nodes));
  }

  private List<String> rows(String query) {
    List<String> rows = new ArrayList<>();
    rows(new Places(fleet.hosts(), Query.parse(query), 0.85), new Place.Fleet(), "", rows);
    return rows;
  }

  private static void rows(Places places, Place above, String indent, List<String> rows) {
    for (Place place : places.below(above)) {
      rows.add(
          indent
              + switch (place) {
                case Place.Fleet() -> "fleet";
                case Place.Group(var name) -> "group " + name;
                case Place.OfCluster(var cluster) -> "cluster " + cluster.name();
                case Place.OfHost(var host) -> host.name();
                case Place.OfPool(_, var pool, _) -> pool.text();
                case Place.OfShared(_, var pool, _, _) -> "shared " + pool.text();
              });
      rows(places, place, indent + "  ", rows);
    }
  }

  @Test
  void aSharedPoolOfAClusterIsOneRow() {
    add("a", "", "seoul", "a", "b");
    add("b", "", "seoul", "a", "b");
    assertEquals(
        List.of(
            "cluster seoul",
            "  a",
            "    local",
            "    local-lvm",
            "    tank-vm",
            "    old-backups",
            "  b",
            "    local",
            "    local-lvm",
            "    tank-vm",
            "    old-backups",
            "  shared ceph-vm",
            "  shared nas-iso",
            "  shared office-share",
            "  shared vault"),
        rows(""));
  }

  @Test
  void whatIsLookedForLeavesOneRowToo() {
    add("a", "", "seoul", "a", "b");
    add("b", "", "seoul", "a", "b");
    assertEquals(List.of("cluster seoul", "  shared nas-iso"), rows("nas-iso"));
  }

  @Test
  void hostsOfNoClusterKeepTheirRows() {
    add("a", "lab", "", "");
    add("b", "lab", "", "");
    List<String> rows = rows("nas-iso");
    assertEquals(List.of("group lab", "  a", "    nas-iso", "  b", "    nas-iso"), rows);
  }

  @Test
  void twoClustersOfOneNameAreTwo() {
    add("a", "", "pve", "a", "b");
    add("c", "", "pve", "c");
    assertEquals(
        List.of("cluster pve", "  shared nas-iso", "cluster pve", "  shared nas-iso"),
        rows("nas-iso"));
  }

  @Test
  void aGroupThatIsNothingButAClusterIsThatCluster() {
    add("a", "mine", "seoul", "a", "b");
    add("b", "mine", "seoul", "a", "b");
    add("c", "other", "", "");
    assertEquals(
        List.of("cluster seoul", "  shared nas-iso", "group other", "  c", "    nas-iso"),
        rows("nas-iso"));
  }

  @Test
  void theHomePageNamesASharedPoolOnceAndCountsItOnce() {
    add("a", "", "seoul", "a", "b");
    add("b", "", "seoul", "a", "b");
    List<String> shared =
        Attention.of(fleet.hosts(), 0.85).stream()
            .filter(a -> a.where().equals("seoul"))
            .map(a -> a.status() + " " + a.pool())
            .toList();
    assertEquals(List.of("PROBLEM office-share", "WARNING vault", "UNKNOWN nas-iso"), shared);
    Capacity pbs =
        Capacity.byType(fleet.hosts()).stream()
            .filter(c -> c.type().word().equals("pbs"))
            .findFirst()
            .orElseThrow();
    assertEquals(1, pbs.pools());
  }
}
