package stowage.tool;

import java.time.Duration;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Result;

/** GlusterFS as its command line tells of it. Root reads the management daemon's socket. */
public final class Gluster {
  public static final HostTool MOUNT_TOOL =
      new HostTool("/sbin/mount.glusterfs", "glusterfs-client");

  private static final String PROGRAM = "/usr/sbin/gluster";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Gluster() {}

  /** Asks a server for its volumes. */
  public static Exec volumes(String server) {
    return ask(server).and("volume", "list");
  }

  public static List<String> volumes(Result answer) {
    return answer.lines().stream()
        .map(String::strip)
        .filter(l -> l.matches("\\S+"))
        .distinct()
        .toList();
  }

  /** Asks a server whether it has the volume, and how it is. */
  public static Exec volume(String server, String volume) {
    return ask(server).and("volume", "info", volume);
  }

  public static boolean started(Result answer) {
    return answer.ok()
        && answer.lines().stream().anyMatch(l -> l.strip().equals("Status: Started"));
  }

  private static Exec ask(String server) {
    boolean here = List.of("localhost", "127.0.0.1", "::1").contains(server);
    Exec gluster = Exec.reads(PROGRAM);
    return (here ? gluster : gluster.and("--remote-host=" + server))
        .and("--mode=script")
        .asRoot()
        .within(LIMIT);
  }
}
