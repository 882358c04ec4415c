package stowage.demo.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machines that the demo host can reach. They don't change, so they are no part of the state.
 */
public final class Network {
  /** An NFS server that is up. */
  public static final String NAS = "nas.example.net";

  /** An NFS server that does not answer. */
  public static final String DOWN = "backup2.example.net";

  /** A Windows file server, with its shares. */
  public static final String FILES = "files.example.net";

  public static final List<String> SHARES = List.of("vmdata", "software", "print$");

  /** The one password that it refuses. */
  public static final String WRONG_PASSWORD = "wrong";

  /** The servers of a Gluster cluster, with its volumes. */
  public static final List<String> GLUSTER = List.of("192.0.2.41", "192.0.2.42");

  public static final List<String> VOLUMES = List.of("vol0", "spare");

  /** The monitors of a Ceph cluster. */
  public static final List<String> CEPH = List.of("192.0.2.61", "192.0.2.62", "192.0.2.63");

  private static final Map<String, List<Export>> EXPORTS =
      Map.of(
          NAS,
          List.of(
              new Export("/exports/iso", "*"),
              new Export("/exports/backup", "192.0.2.0/24"),
              new Export("/exports/vm", "192.0.2.11,192.0.2.12,192.0.2.13"),
              new Export("/exports/projects", "*.example.net")));

  private Network() {}

  /**
   * A directory that an NFS server offers.
   *
   * @param clients who may mount it
   */
  public record Export(String path, String clients) {}

  public enum Reach {
    UP,
    DOWN,
    UNKNOWN
  }

  public static Reach reach(String server) {
    if (exports(server).isPresent()) {
      return Reach.UP;
    }
    boolean address = server.matches("[0-9.]+|.*:.*");
    return server.equals(DOWN) || address ? Reach.DOWN : Reach.UNKNOWN;
  }

  /** What an NFS server offers; empty when it can't be reached. The NAS is 192.0.2.20, too. */
  public static Optional<List<Export>> exports(String server) {
    return Optional.ofNullable(EXPORTS.get(server.equals("192.0.2.20") ? NAS : server));
  }

  /** Directory of the demo that holds what is on an export. */
  public static String backing(String export) {
    return "remote/" + NAS + export;
  }
}
