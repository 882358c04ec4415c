package stowage.exec;

import java.util.function.UnaryOperator;
import stowage.message.Message;

/**
 * Something that must still hold once the locks are taken, or the job ends without having done
 * anything.
 *
 * @param otherwise says what is different, when it does not hold
 * @param check a program that reads
 * @param status the exit status it must have
 * @param prefix what its standard output must begin with; empty for anything
 */
public record Guard(Message otherwise, Exec check, int status, String prefix) {
  public Guard {
    if (check.changesHost()) {
      throw new IllegalArgumentException("a guard only reads: " + check.shown());
    }
  }

  public static Guard status(Message otherwise, Exec check, int status) {
    return new Guard(otherwise, check, status, "");
  }

  /** The same guard with its program replaced. */
  public Guard map(UnaryOperator<Exec> change) {
    return new Guard(otherwise, change.apply(check), status, prefix);
  }
}
