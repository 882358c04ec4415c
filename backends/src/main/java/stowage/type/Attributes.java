package stowage.type;

import java.util.List;
import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.volume.Volume;

/** What goes with a backup: what people say about it, and what it says about itself. */
public interface Attributes {

  /** The whole text; empty when there is none. */
  Probe<String> notes(Pool pool, Volume volume) throws InvalidException;

  /**
   * @param text empty to remove them
   */
  Change setNotes(Pool pool, Volume volume, String text) throws InvalidException;

  /**
   * A protected backup is neither removed nor pruned.
   *
   * @param existing the pool's backups, because a guest may have only so many protected ones
   */
  Change protect(Pool pool, Volume volume, boolean on, List<Volume> existing)
      throws InvalidException;

  /**
   * What the job said that made the backup.
   *
   * @param text its end, if it is long
   * @param cut whether something stood before that
   */
  record Log(String text, boolean cut) {}

  /** Fails when there is none. */
  Probe<Log> log(Pool pool, Volume volume) throws InvalidException;

  /**
   * How to get at the guest's configuration inside a backup, which need not exist.
   *
   * @param name the part of a volume id after the colon
   */
  Excerpt configuration(Pool pool, String name) throws InvalidException;
}
