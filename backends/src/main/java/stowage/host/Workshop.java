package stowage.host;

import java.util.List;
import java.util.Map;
import stowage.disk.Disk;
import stowage.disk.Disks;
import stowage.exec.Probe;
import stowage.tool.HostTool;

/**
 * What there is to work with: a host's disks, and the programs to make something of them.
 *
 * @param tools whether each program is there
 */
public record Workshop(List<Disk> disks, Map<HostTool, Boolean> tools) {
  public Workshop {
    disks = List.copyOf(disks);
    tools = Map.copyOf(tools);
  }

  /** Debian packages that bring those of the programs that are not there. */
  public List<String> missing(List<HostTool> needed) {
    return HostState.Inventory.missing(needed, tools);
  }

  static Probe<Workshop> probe() {
    return Disks.probe()
        .and(
            Equipment.probe(),
            (disks, tools) -> disks.then(d -> tools.map(t -> new Workshop(d, t))));
  }
}
