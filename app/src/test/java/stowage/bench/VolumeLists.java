package stowage.bench;

import java.time.Duration;
import java.util.List;
import stowage.config.StorageId;

/** What lists of very many volumes take that are no files. */
final class VolumeLists implements Figure {
  private static final int VOLUMES = 2000;
  private static final int ROUNDS = 3;

  /**
   * A pool of volumes.sh.
   *
   * @param rounds how often each list is measured: once for Ceph, whose program opens every image,
   *     which takes minutes there
   */
  private record Stocked(StorageId pool, String what, int rounds) {
    static final List<Stocked> ALL =
        List.of(
            new Stocked(new StorageId("many-thin"), "thin volumes", ROUNDS),
            new Stocked(new StorageId("many-zvols"), "zvols", ROUNDS),
            new Stocked(new StorageId("many-rbd"), "RBD images", 1));

    String named() {
      return "%,d %s".formatted(VOLUMES, what);
    }
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
        Section.Table.of("list of", "commands", "over the line", "0 ms", "100 ms");
    for (Stocked stocked : Stocked.ALL) {
      Listing here = Listing.of(near, stocked.pool(), VOLUMES, stocked.rounds());
      Listing there = Listing.of(far, stocked.pool(), VOLUMES, stocked.rounds());
      table =
          table
              .row(
                  stocked.named() + ", Stowage",
                  "" + here.commands(),
                  "%.1f MB".formatted(here.bytes() / 1e6),
                  here.times().shown(),
                  there.times().shown())
              .row(
                  stocked.named() + ", the same programs in one `ssh`",
                  "1",
                  "",
                  peer(near, here, stocked.rounds()),
                  peer(far, there, stocked.rounds()));
    }
    return new Section(
        "Lists of %,d volumes".formatted(VOLUMES),
        ("Thin volumes (inactive, as after a start of the host), sparse zvols and RBD images, all on one host."
                + " Stowage lists a pool after a refresh; `ssh` runs the same programs in one"
                + " call with a login. The shortest of %d; of RBD images, which `rbd` opens one by one for"
                + " minutes on this emulated host, each figure is the only one taken.")
            .formatted(ROUNDS),
        table,
        "What it can't tell: the time on a real host, see above; most of it is what the host's own programs"
            + " take, which is the same for both.");
  }

  private static String peer(Line line, Listing stowage, int rounds) throws Exception {
    try (OpenSsh ssh = OpenSsh.anew(line)) {
      Times.Work call = () -> ssh.run(stowage.programs() + "; true");
      return Times.of(rounds, call).against(stowage.times());
    }
  }
}
