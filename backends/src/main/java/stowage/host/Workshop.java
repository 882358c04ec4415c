package stowage.host;

import java.util.List;
import java.util.Map;
import stowage.disk.Disk;
import stowage.disk.Disks;
import stowage.disk.Made;
import stowage.disk.MadeOfDisks;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.tool.HostTool;
import stowage.tool.Mounts;

/**
 * What there is to work with: a host's disks, what they have become, and the programs to make
 * something of them.
 *
 * @param tools whether each program is there
 * @param made nothing as long as it was not asked for
 */
public record Workshop(List<Disk> disks, Map<HostTool, Boolean> tools, Reading<List<Made>> made) {
  public Workshop {
    disks = List.copyOf(disks);
    tools = Map.copyOf(tools);
  }

  /** Nothing is known yet. */
  public static Workshop empty() {
    return new Workshop(List.of(), Map.of(), Reading.known(List.of()));
  }

  /** Debian packages that bring those of the programs that are not there. */
  public List<String> missing(List<HostTool> needed) {
    return HostState.Inventory.missing(needed, tools);
  }

  /** What it takes to make something. */
  static Probe<Workshop> probe() {
    return Disks.probe()
        .and(
            Equipment.probe(),
            (disks, tools) ->
                disks.then(d -> tools.map(t -> new Workshop(d, t, Reading.known(List.of())))));
  }

  /** All of it. What can't be told of the disks' products keeps the disks from nobody. */
  static Probe<Workshop> whole(Mounts mounts) {
    return probe()
        .and(
            MadeOfDisks.probe(mounts),
            (workshop, made) -> workshop.map(w -> new Workshop(w.disks(), w.tools(), made)));
  }
}
