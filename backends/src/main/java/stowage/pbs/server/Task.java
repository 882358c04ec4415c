package stowage.pbs.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something the server does or has done.
 *
 * @param ended null while it runs, and when only its state was asked for
 */
public record Task(Upid id, @Nullable Instant ended, State state) {

  public enum Kind {
    RUNNING,
    OK,
    WARNINGS,
    FAILED,
    /** Over, and nobody knows how. */
    UNKNOWN
  }

  /**
   * @param text as the server says it; empty while it runs
   */
  public record State(Kind kind, String text) {
    static final State RUNNING = new State(Kind.RUNNING, "");

    static State of(String exit) {
      Kind kind =
          exit.equals("OK")
              ? Kind.OK
              : exit.startsWith("WARNINGS:")
                  ? Kind.WARNINGS
                  : exit.isEmpty() || exit.equals("unknown") ? Kind.UNKNOWN : Kind.FAILED;
      return new State(kind, exit);
    }

    public boolean over() {
      return kind != Kind.RUNNING;
    }
  }
}
