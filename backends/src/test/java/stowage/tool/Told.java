package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.stream.Collectors;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

/** Questions and answers in the short form that tables want. */
public final class Told {
  private Told() {}

  public static Result ok(String out) {
    return Result.exited(0, out, "");
  }

  public static <T> T known(Reading<T> reading) {
    assertInstanceOf(Reading.Known.class, reading);
    return reading.optional().orElseThrow();
  }

  /** Key of why nothing is known, without the prefix all have; {@code known} when it is. */
  public static String reason(Reading<?> reading) {
    return switch (reading) {
      case Reading.Known<?> _ -> "known";
      case Reading.Failed<?>(var said) -> said.key().replace("problem.", "");
    };
  }

  /** One line each: {@code ?} reads or {@code !} changes, {@code #} as root or {@code $} not. */
  public static void assertLines(String expected, Exec... asked) {
    assertEquals(
        expected.strip(), Arrays.stream(asked).map(Told::line).collect(Collectors.joining("\n")));
  }

  private static String line(Exec asked) {
    return (asked.changesHost() ? "!" : "?")
        + (asked.identity() == Exec.Identity.ROOT ? "# " : "$ ")
        + asked.shown();
  }
}
