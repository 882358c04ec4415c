package stowage.ui.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stowage.config.StorageType;
import stowage.exec.HostException;
import stowage.host.HostState;
import stowage.ui.Fakes;
import stowage.ui.look.Status;
import stowage.ui.work.Background;

class AttentionTest {
  private static final Executor HERE = Runnable::run;
  private final FleetModel fleet =
      new FleetModel(
          (entry, _) -> {
            throw new HostException.Unreachable(entry.name(), "no route");
          },
          new Background(
              HERE,
              e -> {
                throw new AssertionError(e);
              }));

  @Test
  void theWorstComesFirstAndWhatIsWellIsLeftOut() {
    fleet.add(Fakes.entry("b", "")).show(Fakes.state(HostState.Kind.CLUSTER));
    fleet.add(Fakes.entry("a", "")).fail(new HostException.Unreachable("a", "no route"));
    List<Attention> found = Attention.of(fleet.hosts(), 0.85);
    assertEquals(
        List.of(
            "PROBLEM a null",
            "PROBLEM b office-share",
            "WARNING b local-lvm",
            "WARNING b tank-vm",
            "WARNING b vault",
            "UNKNOWN b nas-iso"),
        found.stream().map(f -> f.status() + " " + f.host() + " " + f.pool()).toList());
  }

  @Test
  void aFailedRefreshKeepsWhatIsKnownAndIsItselfNamed() {
    var host = fleet.add(Fakes.entry("b", ""));
    host.show(Fakes.state(HostState.Kind.CLUSTER));
    host.fail(new HostException.TimedOut("b", "refresh", 10));
    assertEquals(Status.PROBLEM, Attention.of(fleet.hosts(), 0.85).getFirst().status());
    assertEquals(6, Attention.of(fleet.hosts(), 0.85).size());
  }

  @Test
  void theThresholdDecidesWhatIsFull() {
    fleet.add(Fakes.entry("b", "")).show(Fakes.state(HostState.Kind.CLUSTER));
    assertEquals(
        2, // the pool with a note, and the one past the threshold
        Attention.of(fleet.hosts(), 0.95).stream()
            .filter(a -> a.status() == Status.WARNING)
            .count());
  }

  @Test
  void aKeyThatWasNeverKeptIsNamedOncePerCluster() {
    HostState state = Fakes.state(HostState.Kind.CLUSTER);
    String key =
        state.pools().stream()
            .flatMap(p -> Stream.ofNullable(p.pool().values().get("encryption-key")))
            .findFirst()
            .orElseThrow();
    fleet.add(Fakes.entry("b", "")).show(state);
    assertEquals(1, keys(_ -> false).size());
    assertEquals("b", keys(_ -> false).getFirst().host());
    assertEquals(List.of(), keys(key::equals), "known by its fingerprint");
    assertEquals(List.of(), keys(_ -> true));
  }

  private List<Attention> keys(Predicate<String> isCaredFor) {
    return Attention.of(fleet.hosts(), 0.85, isCaredFor).stream()
        .filter(a -> a.why() != null && a.why().key().equals("ui.attention-key"))
        .toList();
  }

  @Test
  void aSharedPoolOfAGroupIsCountedOnce() {
    HostState state = Fakes.state(HostState.Kind.CLUSTER);
    for (String name : List.of("a", "b", "c")) {
      fleet.add(Fakes.entry(name, "Seoul")).show(state);
    }
    List<Capacity> sums = Capacity.byType(fleet.hosts());
    assertEquals(1, pools(sums, StorageType.PBS));
    assertEquals(3, pools(sums, StorageType.ZFSPOOL));
  }

  private static int pools(List<Capacity> sums, StorageType type) {
    return sums.stream().filter(c -> c.type() == type).mapToInt(Capacity::pools).sum();
  }
}
