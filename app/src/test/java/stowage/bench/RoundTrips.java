package stowage.bench;

import java.time.Duration;
import stowage.host.Host;

/** How often the line is crossed for one look at a host. */
final class RoundTrips implements Figure {
  // Long enough that answers of one moment count as one.
  private static final Duration DELAY = Duration.ofMillis(100);

  @Override
  public String name() {
    return "round-trips";
  }

  @Override
  public Section measure(Server host) throws Exception {
    Section.Table table = Section.Table.of("one refresh", "logins", "commands", "round trips");
    try (Line line = Line.to(host, DELAY)) {
      Questions questions;
      try (Engine engine = Engine.connect(line)) {
        questions = Questions.of(engine);
        int commands = engine.commands();
        int turns = line.relay().turns();
        engine.host().refresh();
        table =
            table.row(
                "Stowage, every one but the first",
                "0",
                "" + (engine.commands() - commands),
                "" + (line.relay().turns() - turns));
      }
      int before = line.relay().turns();
      Engine.visit(line, Host::refresh);
      table =
          table.row(
              "Stowage, connecting and the first one",
              "1",
              "–",
              "" + (line.relay().turns() - before));
      for (Peer peer : Peer.ALL) {
        try (OpenSsh ssh = peer.open(line)) {
          int turns = line.relay().turns();
          peer.ask(ssh, questions);
          table =
              table.row(
                  peer.shown(),
                  "" + peer.logins(questions),
                  "" + peer.calls(questions),
                  "" + (line.relay().turns() - turns));
        }
      }
    }
    return new Section(
        "Round trips of a refresh",
        "A refresh asks for the configuration, the mounts, the guests, the programs that are there and"
            + " the state of each of the 14 pools (dir ×2, nfs, cifs, glusterfs, cephfs, btrfs, lvmthin,"
            + " lvm, zfspool ×2, rbd, iscsi, iscsidirect)."
            + " \"Commands\" are those given to Stowage's shell, which a decorator counts, or calls of"
            + " `ssh`. \"Round trips\" are counted on the line, by a relay that delays everything: how"
            + " often the client spoke after it had been answered. `ssh` runs the same programs as"
            + " Stowage, one after the other; with `ControlMaster` the login is made beforehand.",
        table,
        "What it can't tell: how long the host takes for its answer, which the next figure has.");
  }
}
