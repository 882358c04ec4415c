package stowage.type;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Probe;
import stowage.exec.Secret;

/** A look at what a host can reach, to fill a picker or for {@code scan}. */
public interface Scan {

  /**
   * @param name what a property takes: an export, a thin pool, a dataset
   * @param detail clients, sizes… as text; empty for none
   * @param room null where it is unknown, or none is told
   */
  record Found(String name, String detail, @Nullable Room room) {
    public Found(String name, String detail) {
      this(name, detail, null);
    }
  }

  /** In bytes: what it could hold, and what of it is left. */
  record Room(long size, long free) {}

  /** As on the command line: {@code nfs}, {@code lvmthin}, {@code zfs}, {@code lvm}. */
  String word();

  /** Names of the arguments, for example {@code server}. */
  List<String> arguments();

  /**
   * Who asks, where it matters.
   *
   * @param user empty for a guest
   * @param domain empty for none
   * @param password null for none
   */
  record Who(String user, String domain, @Nullable Secret password) {
    public static final Who GUEST = new Who("", "", null);
  }

  /** Whether another answer is given to one who has logged in. */
  default boolean asksWho() {
    return false;
  }

  /** The same for somebody. */
  default Probe<List<Found>> probe(List<String> values, Who who) {
    return probe(values);
  }

  /**
   * @param values one for each of {@link #arguments}, already checked by the caller
   */
  Probe<List<Found>> probe(List<String> values);
}
