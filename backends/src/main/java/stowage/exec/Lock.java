package stowage.exec;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** A lock that a job takes before its guards and gives back at its end, whatever happens. */
public sealed interface Lock {

  /** How long a job waits for any lock, as Proxmox VE does. */
  Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * The lock of the cluster file system: a directory that exists while the lock is held.
   *
   * @param directory where the locks are
   */
  record Cluster(String id, String directory) implements Lock {
    public Cluster(String id) {
      this(id, "/etc/pve/priv/lock");
    }
  }

  /** An exclusive {@code flock} on this file, created if missing and never removed. */
  record File(String path) implements Lock {}

  /**
   * How a job takes locks and gives them back.
   *
   * @param renewal how often the touch tells that the holder of a cluster lock is alive, in whole
   *     seconds: others may take a lock over that has not been touched for two minutes
   */
  record Tools(Exec mkdir, Exec touch, Exec rmdir, Duration renewal) {
    public static final Tools ROOT =
        new Tools(
            Exec.changes("/usr/bin/mkdir").asRoot(),
            Exec.changes("/usr/bin/touch").asRoot(),
            Exec.changes("/usr/bin/rmdir").asRoot(),
            Duration.ofSeconds(20));

    Tools map(UnaryOperator<Exec> change) {
      return new Tools(change.apply(mkdir), change.apply(touch), change.apply(rmdir), renewal);
    }
  }
}
