package stowage.type;

import java.util.List;
import stowage.exec.Probe;

/** A look at what a host can reach, to fill a picker or for {@code scan}. */
public interface Scan {

  /**
   * @param name what a property takes: an export, a thin pool, a dataset
   * @param detail clients, sizes… as text; empty for none
   */
  record Found(String name, String detail) {}

  /** As on the command line: {@code nfs}, {@code lvmthin}, {@code zfs}, {@code lvm}. */
  String word();

  /** Names of the arguments, for example {@code server}. */
  List<String> arguments();

  /**
   * @param values one for each of {@link #arguments}, already checked by the caller
   */
  Probe<List<Found>> probe(List<String> values);
}
