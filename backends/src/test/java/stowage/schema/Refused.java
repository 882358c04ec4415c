package stowage.schema;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Says that something is refused as bad input. */
public final class Refused {
  private Refused() {}

  /** What is wrong with it, the first of it if it is several things. */
  public static Problem refused(Executable attempt) {
    return assertThrows(InvalidException.class, attempt).problems().getFirst();
  }

  /** The same, as the key of what is said about it. */
  public static String refusal(Executable attempt) {
    return refused(attempt).said().key();
  }
}
