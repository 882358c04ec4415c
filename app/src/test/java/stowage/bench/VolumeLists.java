package stowage.bench;

import java.time.Duration;
import java.util.List;
import stowage.config.StorageId;

/** What lists of very many volumes take that are no files. */
final class VolumeLists implements Figure {
  private static final int VOLUMES = 2000;
  private static final int ROUNDS_OF_PEER = 3;

  /** A pool of volumes.sh. */
  private record Stocked(StorageId pool, String what) {
    static final List<Stocked> ALL =
        List.of(
            new Stocked(new StorageId("many-thin"), "thin volumes"),
            new Stocked(new StorageId("many-zvols"), "zvols"),
            new Stocked(new StorageId("many-rbd"), "RBD images"));
  }

  @Override
  public String name() {
    return "volume-lists";
  }

  @Override
  public Section measure(Server host) throws Exception {
    try (Line near = Line.to(host, Duration.ZERO);
        Line far = Line.to(host, Duration.ofMillis(100));
        OpenSsh setUp = OpenSsh.anew(near)) {
      try {
        setUp.run("sh -s " + VOLUMES, Program.resource("volumes.sh"));
        return section(near, far);
      } finally {
        setUp.run("sh -s", Program.resource("volumes-end.sh"));
      }
    }
  }

  private static Section section(Line near, Line far) throws Exception {
    Section.Table table =
        Section.Table.of(
            "list of %,d volumes".formatted(VOLUMES),
            "commands",
            "over the line",
            "0 ms",
            "100 ms");
    for (Stocked stocked : Stocked.ALL) {
      Listing here = Listing.of(near, stocked.pool(), VOLUMES);
      Listing there = Listing.of(far, stocked.pool(), VOLUMES);
      table =
          table
              .row(
                  stocked.what() + ", Stowage",
                  "" + here.commands(),
                  "%.1f MB".formatted(here.bytes() / 1e6),
                  here.times().shown(),
                  there.times().shown())
              .row(
                  stocked.what() + ", the same programs in one `ssh`",
                  "1",
                  "",
                  peer(near, here),
                  peer(far, there));
    }
    return new Section(
        "Lists of %,d volumes".formatted(VOLUMES),
        ("Thin volumes (inactive, as after a start of the host), sparse zvols and RBD images, %,d of each and"
                + " all on one host. Stowage lists a pool after a refresh (the shortest of %d); `ssh` runs the"
                + " same programs in one call with a login (the shortest of %d).")
            .formatted(VOLUMES, Listing.ROUNDS, ROUNDS_OF_PEER),
        table,
        "What it can't tell: the time on a real host, see above; most of it is what the host's own programs"
            + " take, which is the same for both.");
  }

  private static String peer(Line line, Listing stowage) throws Exception {
    try (OpenSsh ssh = OpenSsh.anew(line)) {
      Times.Work call = () -> ssh.run(stowage.programs() + "; true");
      return Times.of(ROUNDS_OF_PEER, call).against(stowage.times());
    }
  }
}
