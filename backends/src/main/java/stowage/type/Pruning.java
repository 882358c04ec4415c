package stowage.type;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.volume.Retention;
import stowage.volume.Volume;

/** Removing the backups that a retention does not keep. */
public interface Pruning {

  /**
   * Which backups are looked at.
   *
   * @param type {@code qemu} or {@code lxc}; null for every one
   * @param guest its number; null for every one
   */
  record Scope(@Nullable String type, @Nullable String guest) {
    public static final Scope ALL = new Scope(null, null);
  }

  /**
   * A backup and what becomes of it.
   *
   * @param type {@code qemu}, {@code lxc}, {@code openvz}, {@code unknown}
   * @param guest null when none is known
   */
  record Marked(Volume backup, String type, @Nullable String guest, Retention.Decision decision) {}

  /**
   * Decides on those in scope, in the order given.
   *
   * @param backups what the pool holds
   */
  Probe<List<Marked>> decide(Pool pool, List<Volume> backups, Retention retention, Scope scope);

  /** Removes one of them, unless it has gone or been protected meanwhile. */
  Change remove(Pool pool, Volume backup) throws InvalidException;
}
