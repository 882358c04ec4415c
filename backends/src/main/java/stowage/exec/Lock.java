package stowage.exec;

import java.time.Duration;

/** A lock that a job takes before its guards and gives back at its end, whatever happens. */
public sealed interface Lock {

  /** How long a job waits for any lock, as Proxmox VE does. */
  Duration PATIENCE = Duration.ofSeconds(10);

  /** A directory below {@code /etc/pve/priv/lock}: the lock of the cluster file system. */
  record Cluster(String id) implements Lock {}

  /** An exclusive {@code flock} on this file, created if missing and never removed. */
  record File(String path) implements Lock {}
}
