package stowage.type;

import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.volume.Volume;

/** What people say about a backup. */
public interface Attributes {

  /** The whole text; empty when there is none. */
  Probe<String> notes(Pool pool, Volume volume);

  /**
   * @param text empty to remove them
   */
  Change setNotes(Pool pool, Volume volume, String text) throws InvalidException;

  /** A protected backup is neither removed nor pruned. */
  Change protect(Pool pool, Volume volume, boolean on) throws InvalidException;
}
