package stowage.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stowage.host.Host;

/** How long one look at a host takes over lines of several lengths. */
final class RefreshTime implements Figure {
  private static final List<Integer> DELAYS = List.of(0, 20, 100);
  private static final int ROUNDS = 10;
  private static final int ROUNDS_OF_PEER = 3;

  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  @Override
  public String name() {
    return "refresh-time";
  }

  @Override
  public Section measure(Server host) throws Exception {
    for (int delay : DELAYS) {
      try (Line line = Line.to(host, Duration.ofMillis(delay))) {
        measure(line);
      }
    }
    Section.Table table = Section.Table.of("one refresh", "0 ms", "20 ms", "100 ms");
    for (Map.Entry<String, List<String>> row : rows.entrySet()) {
      List<String> cells = new ArrayList<>(List.of(row.getKey()));
      cells.addAll(row.getValue());
      table = table.row(cells.toArray(String[]::new));
    }
    return new Section(
        "Time of a refresh",
        "The same refresh over a line whose round trip takes 0, 20 and 100 ms (a relay on this machine,"
            + " used by both; its bandwidth is not limited). The shortest of "
            + ROUNDS
            + ", of "
            + ROUNDS_OF_PEER
            + " for `ssh` and for connecting; in brackets: how many times as long as Stowage's every one"
            + " but the first.",
        table,
        "What it can't tell: the time on a real host. This one is emulated, and most of the time at 0 ms"
            + " is what its programs take there; what a line adds does not depend on that.");
  }

  private void measure(Line line) throws Exception {
    Questions questions;
    Times refresh;
    try (Engine engine = Engine.connect(line)) {
      questions = Questions.of(engine);
      engine.host().refresh();
      refresh = Times.of(ROUNDS, engine.host()::refresh);
    }
    tell("Stowage, every one but the first", refresh.shown());
    Engine.visit(line, Host::refresh);
    Times first = Times.of(ROUNDS_OF_PEER, () -> Engine.visit(line, Host::refresh));
    tell("Stowage, connecting and the first one", first.against(refresh));
    for (Peer peer : Peer.ALL) {
      try (OpenSsh ssh = peer.open(line)) {
        Times times = Times.of(ROUNDS_OF_PEER, () -> peer.ask(ssh, questions));
        tell(peer.shown(), times.against(refresh));
      }
    }
  }

  private void tell(String row, String cell) {
    rows.computeIfAbsent(row, _ -> new ArrayList<>()).add(cell);
  }
}
