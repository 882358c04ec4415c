package stowage.exec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One program to run on a host: data, never shell text.
 *
 * @param argv absolute path of the program, then its arguments; no word may hold a line break or
 *     NUL
 * @param input its standard input
 * @param effect whether it can change anything on the host
 * @param identity on whose behalf it runs
 * @param limit how long it may take; past that it is stopped and reported as timed out
 * @param outputLimit bytes of standard output that are kept; more is an error, not silently cut
 */
public record Exec(
    List<String> argv,
    Input input,
    Effect effect,
    Identity identity,
    Duration limit,
    int outputLimit)
    implements Command {

  /**
   * READS promises to leave the host as it is; only such a command may be sent in read-only mode.
   */
  public enum Effect {
    READS,
    CHANGES
  }

  /** LOGIN is the user who logged in; ROOT needs {@code sudo} unless that user is root. */
  public enum Identity {
    LOGIN,
    ROOT
  }

  private static final Duration READ_LIMIT = Duration.ofSeconds(10);
  private static final Duration CHANGE_LIMIT = Duration.ofMinutes(10);
  private static final int OUTPUT_LIMIT = 16 << 20;

  public Exec {
    argv = List.copyOf(argv);
    if (argv.isEmpty() || !argv.getFirst().startsWith("/")) {
      throw new IllegalArgumentException("a program is named by its absolute path: " + argv);
    }
    for (String word : argv) {
      if (word.indexOf('\n') >= 0 || word.indexOf('\r') >= 0 || word.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("an argument holds a line break or NUL");
      }
    }
    if (limit.compareTo(Duration.ofSeconds(1)) < 0 || outputLimit <= 0) {
      throw new IllegalArgumentException("limits are at least one second and one byte");
    }
  }

  public static Exec reads(String... argv) {
    return new Exec(
        List.of(argv), Input.NONE, Effect.READS, Identity.LOGIN, READ_LIMIT, OUTPUT_LIMIT);
  }

  public static Exec changes(String... argv) {
    return new Exec(
        List.of(argv), Input.NONE, Effect.CHANGES, Identity.LOGIN, CHANGE_LIMIT, OUTPUT_LIMIT);
  }

  public Exec asRoot() {
    return new Exec(argv, input, effect, Identity.ROOT, limit, outputLimit);
  }

  public Exec with(Input given) {
    return new Exec(argv, given, effect, identity, limit, outputLimit);
  }

  public Exec within(Duration given) {
    return new Exec(argv, input, effect, identity, given, outputLimit);
  }

  public Exec keeping(int bytes) {
    return new Exec(argv, input, effect, identity, limit, bytes);
  }

  /** The same command with more arguments at its end. */
  public Exec and(List<String> more) {
    List<String> words = new ArrayList<>(argv);
    words.addAll(more);
    return new Exec(words, input, effect, identity, limit, outputLimit);
  }

  public Exec and(String... more) {
    return and(List.of(more));
  }

  /** The same command started through another program, for example {@code sudo -n}. */
  public Exec through(String... launcher) {
    List<String> words = new ArrayList<>(List.of(launcher));
    words.addAll(argv);
    return new Exec(words, input, effect, identity, limit, outputLimit);
  }

  /** As a person would type it; the input is not part of it. */
  public String shown() {
    return Quoting.words(argv);
  }

  @Override
  public Exec map(UnaryOperator<Exec> change) {
    return change.apply(this);
  }

  @Override
  public boolean changesHost() {
    return effect == Effect.CHANGES;
  }
}
