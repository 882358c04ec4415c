package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;
import stowage.pbs.PbsException.Reason;

/** Says that something is refused, and why. */
final class Refusals {
  private Refusals() {}

  static PbsException refused(Reason why, Executable what) {
    PbsException refused = assertThrows(PbsException.class, what);
    assertEquals(why, refused.reason(), refused.said().toString());
    assertTrue(refused.said().key().startsWith("keys."), refused.said().key());
    return refused;
  }
}
