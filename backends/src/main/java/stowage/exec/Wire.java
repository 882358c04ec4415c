package stowage.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The command lines that are sent to a host, and back again for a host that is made of Java. Each
 * starts one of a few fixed programs; everything that varies follows as words or on standard input.
 */
public final class Wire {
  /** Begins the line of standard error that tells the program's process id. */
  public static final String PID_LINE = "stowage-pid ";

  private static final String EXEC =
      "LC_ALL=C; export LC_ALL; printf '" + PID_LINE + "%s\\n' \"$$\" >&2; exec \"$@\"";
  // A group only exists where the login shell has replaced itself by the program, as most do.
  private static final String STOP =
      """
      kill -s TERM -- "-$1" 2>/dev/null || kill -s TERM "$1" 2>/dev/null
      for i in 1 2 3 4 5 6 7 8; do kill -s 0 "$1" 2>/dev/null || exit 0; sleep 0.25; done
      kill -s KILL -- "-$1" 2>/dev/null || kill -s KILL "$1"\
      """;
  private static final String RUNNER = script("runner.sh");
  private static final String JOB = script("job.sh");

  private Wire() {}

  /** What a host is asked to start. */
  public sealed interface Request {
    /** One program; its standard input and output are the channel's. */
    record Program(List<String> argv) implements Request {
      public Program {
        argv = List.copyOf(argv);
      }
    }

    /** Batches, see {@link BatchFormat}, until the end of input. */
    record Batches() implements Request {}

    /** A plan, see {@link JobFormat}, that is answered by a journal, see {@link JournalWriter}. */
    record StartJob(String id) implements Request {}

    /** The journal of a job that may be there. */
    record FollowJob(String id) implements Request {}

    /** Tells a job to stop where it can, and answers with its journal. */
    record StopJob(String id) implements Request {}

    /** Ends a {@link Program}, named by the process id that it told; -1 names none. */
    record Stop(long pid) implements Request {}

    /** Nothing of ours. */
    record Foreign(String commandLine) implements Request {}
  }

  public static String program(Exec exec) {
    return "/bin/sh -c " + Quoting.word(EXEC) + " stowage-exec " + Quoting.words(exec.argv());
  }

  public static String batches() {
    return "/bin/sh -c " + Quoting.word(RUNNER) + " stowage-runner";
  }

  public static String job(Job job) {
    String mode =
        switch (job.mode()) {
          case START -> "start";
          case FOLLOW -> "follow";
          case STOP -> "stop";
        };
    // The script is also an argument, because it starts itself again, detached.
    return Quoting.words(
        List.of("/bin/sh", "-c", "eval \"$3\"", "stowage-job", mode, job.id(), JOB));
  }

  public static String stop(long pid) {
    return "/bin/sh -c " + Quoting.word(STOP) + " stowage-stop " + pid;
  }

  /** Understands a command line made by this class. */
  public static Request decode(String commandLine) {
    List<String> words;
    try {
      words = Quoting.split(commandLine);
    } catch (IllegalArgumentException _) {
      return new Request.Foreign(commandLine);
    }
    if (words.size() < 4 || !words.getFirst().equals("/bin/sh") || !words.get(1).equals("-c")) {
      return new Request.Foreign(commandLine);
    }
    List<String> rest = words.subList(4, words.size());
    return switch (words.get(3)) {
      case "stowage-exec" -> new Request.Program(rest);
      case "stowage-runner" -> new Request.Batches();
      case "stowage-job" -> job(rest, commandLine);
      case "stowage-stop" -> new Request.Stop(pid(rest));
      default -> new Request.Foreign(commandLine);
    };
  }

  private static Request job(List<String> rest, String commandLine) {
    if (rest.size() != 3) {
      return new Request.Foreign(commandLine);
    }
    return switch (rest.getFirst()) {
      case "start" -> new Request.StartJob(rest.get(1));
      case "follow" -> new Request.FollowJob(rest.get(1));
      case "stop" -> new Request.StopJob(rest.get(1));
      default -> new Request.Foreign(commandLine);
    };
  }

  private static long pid(List<String> rest) {
    return rest.size() == 1 && rest.getFirst().matches("[0-9]{1,18}")
        ? Long.parseLong(rest.getFirst())
        : -1;
  }

  /** A program of the host side, without its comments. */
  static String script(String name) {
    try (InputStream in = Objects.requireNonNull(Wire.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
