package stowage.host;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stowage.config.Section;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.exec.Reading;
import stowage.tool.ClusterFile;
import stowage.tool.HostTool;
import stowage.type.Pool;
import stowage.type.PoolStatus;

/**
 * A picture of a host at one moment; never changed, only replaced.
 *
 * @param at when the host was asked
 * @param node its name in the cluster, or its host name
 * @param kind what kind of host it is
 * @param config its storage configuration
 * @param pools every pool of a known type, by name
 * @param inventory what else was found
 */
public record HostState(
    Instant at,
    String node,
    Kind kind,
    StorageConfig config,
    List<PoolState> pools,
    Inventory inventory) {
  public HostState {
    pools = List.copyOf(pools);
  }

  public enum Kind {
    /** {@code /etc/pve} is the cluster file system of Proxmox VE. */
    CLUSTER,
    PLAIN,
    /** The demo inside the program: everything it shows is simulated. */
    DEMO
  }

  public enum Availability {
    USABLE,
    DISABLED,
    /** Restricted to other nodes. */
    ELSEWHERE
  }

  /**
   * @param status asked for only when the pool is usable here; failed when the host did not answer
   *     in time
   */
  public record PoolState(Pool pool, Availability availability, Reading<PoolStatus> status) {}

  /**
   * @param tools whether each program that some pool type needs is there
   * @param guests type by guest id: {@code qemu} or {@code lxc}
   * @param strangers sections whose type this program does not know
   * @param cluster the cluster that the host says it is in; empty for none, and when it did not
   *     tell
   */
  public record Inventory(
      Map<HostTool, Boolean> tools,
      Map<String, String> guests,
      List<Section> strangers,
      Optional<ClusterFile.Members> cluster) {
    public Inventory {
      tools = Map.copyOf(tools);
      guests = Map.copyOf(guests);
      strangers = List.copyOf(strangers);
    }

    /** Debian packages that bring those of the programs that are not there. */
    public List<String> missing(Collection<HostTool> needed) {
      return missing(needed, tools);
    }

    static List<String> missing(Collection<HostTool> needed, Map<HostTool, Boolean> tools) {
      return needed.stream()
          .filter(tool -> !tools.getOrDefault(tool, false))
          .map(HostTool::debianPackage)
          .distinct()
          .sorted()
          .toList();
    }
  }

  public Optional<PoolState> pool(StorageId id) {
    return pools.stream().filter(p -> p.pool().id().equals(id)).findFirst();
  }
}
