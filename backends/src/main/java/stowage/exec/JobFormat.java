package stowage.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import stowage.exec.Step.Leniency;
import stowage.exec.Step.Undo;
import stowage.message.Message;

/** Plans as they travel; {@code job.sh} describes the format and is its other side. */
public final class JobFormat {
  private static final int LONGEST_LINE = 64 << 20;
  private static final int MOST_LINES = 100_000;
  private static final Message UNTOLD = Message.of("");

  private static final String SSH = "/usr/bin/ssh";

  /**
   * What ssh(1) ends with of its own, and how its last word begins if nothing was begun over there.
   */
  private static final List<String> FAR =
      List.of(
          "far",
          "255",
          "ssh: connect to host ",
          "ssh: Could not resolve hostname ",
          "Host key verification failed",
          "root@");

  private JobFormat() {}

  /** Writes the job's plan, hidden input included, which is kept nowhere on the way. */
  static void write(OutputStream to, Job job) throws IOException {
    tool(to, "mkdir", job.lockTools().mkdir());
    tool(to, "touch", job.lockTools().touch());
    tool(to, "rmdir", job.lockTools().rmdir());
    line(to, List.of("renewal", String.valueOf(job.lockTools().renewal().toSeconds())));
    for (Lock lock : job.plan().locks()) {
      switch (lock) {
        case Lock.File(var path) -> line(to, List.of("lock", "file", path));
        case Lock.Cluster(var id, var directory) ->
            line(to, List.of("lock", "cluster", directory, id));
      }
    }
    for (Guard guard : job.plan().guards()) {
      byte[] prefix = guard.prefix().getBytes(StandardCharsets.UTF_8);
      String status = String.valueOf(guard.status());
      String length = String.valueOf(prefix.length);
      String encoded = Base64.getEncoder().encodeToString(prefix);
      program(to, guard.check(), "guard", seconds(guard.check()), status, length, encoded);
    }
    int number = 0;
    for (Step step : job.plan().steps()) {
      if (number++ == job.plan().lockedSteps()) {
        line(to, List.of("unlock"));
      }
      Leniency leniency = step.leniency();
      String attempts = String.valueOf(leniency.attempts());
      String optional = leniency.optional() ? "yes" : "no";
      program(to, step.command(), "step", seconds(step.command()), attempts, optional);
      if (step.command().argv().contains(SSH)) {
        line(to, FAR);
      }
      for (String text : leniency.ignoredErrors()) {
        line(to, List.of("ignored", text));
      }
      for (String text : leniency.retriedErrors()) {
        line(to, List.of("retried", text));
      }
      undo(to, step.undo());
    }
    line(to, List.of("go"));
    to.flush();
  }

  private static void undo(OutputStream to, Undo undo) throws IOException {
    switch (undo) {
      case Undo.Unneeded() -> {}
      case Undo.Impossible() -> line(to, List.of("lasting"));
      case Undo.By(var commands, var partial) -> {
        for (Exec command : commands) {
          program(to, command, "undo", seconds(command));
        }
        if (partial) {
          line(to, List.of("partial"));
        }
      }
    }
  }

  private static void tool(OutputStream to, String name, Exec exec) throws IOException {
    program(to, exec, "tool", name);
  }

  private static void program(OutputStream to, Exec exec, String... head) throws IOException {
    List<String> words = new ArrayList<>(List.of(head));
    words.addAll(exec.argv());
    line(to, words);
    switch (exec.input()) {
      case Input.None() -> {}
      case Input.Text(var text) -> input(to, "text ", text.getBytes(StandardCharsets.UTF_8));
      case Input.Hidden(var secret) -> input(to, "hidden ", secret.reveal());
      case Input.Streamed() -> line(to, List.of("streamed"));
    }
  }

  private static void input(OutputStream to, String head, byte[] bytes) throws IOException {
    byte[] encoded = Base64.getEncoder().encode(bytes);
    try {
      to.write(head.getBytes(StandardCharsets.US_ASCII));
      to.write(encoded);
      to.write('\n');
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static void line(OutputStream to, List<String> words) throws IOException {
    String line = Quoting.words(words);
    if (line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a plan's words hold no line break: " + words.getFirst());
    }
    to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String seconds(Exec exec) {
    return String.valueOf(BatchFormat.seconds(exec.limit()));
  }

  /**
   * Reads a plan that was sent to a host made of Java. Titles do not travel, nor who a program runs
   * for; empty when the plan did not arrive whole, and then nothing may be done.
   */
  public static Optional<Plan> read(InputStream in) throws IOException {
    Received received = new Received();
    for (int lines = 0; lines < MOST_LINES; lines++) {
      Optional<String> line = BatchFormat.line(in, LONGEST_LINE);
      if (line.isEmpty()) {
        return Optional.empty();
      }
      try {
        if (!received.take(Quoting.split(line.get()))) {
          return Optional.of(received.plan());
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException | NoSuchElementException e) {
        throw new MalformedAnswer("not a line of a plan: " + e.getMessage());
      }
    }
    throw new MalformedAnswer("a plan without end");
  }

  /** A plan while it is read: most lines add to what the line before has begun. */
  private static final class Received {
    private final List<Lock> locks = new ArrayList<>();
    private final List<Guard> guards = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Exec> undos = new ArrayList<>();
    private int lockedSteps = -1;
    private String last = "";

    /** False at the plan's end. */
    boolean take(List<String> words) {
      String kind = words.getFirst();
      switch (kind) {
        case "tool", "renewal", "far" -> {}
        case "lock" -> locks.add(lock(words));
        case "guard" -> guards.add(guard(words));
        case "step" -> {
          undos.clear();
          steps.add(step(words));
        }
        case "undo" -> {
          undos.add(exec(words, 2, words.get(1)));
          undoneBy(false);
        }
        case "partial" -> undoneBy(true);
        case "lasting" -> steps.add(steps.removeLast().irreversible());
        case "ignored", "retried" -> lenient(kind, words.get(1));
        // An empty input is an empty word, which is not quoted.
        case "text", "hidden" -> input(kind, words.size() == 1 ? "" : words.get(1));
        case "streamed" -> {
          Step step = steps.removeLast();
          Exec command = step.command().with(new Input.Streamed());
          steps.add(new Step(UNTOLD, command, step.undo(), step.leniency()));
        }
        case "unlock" -> lockedSteps = steps.size();
        case "go" -> {
          return false;
        }
        default -> throw new IllegalArgumentException(kind);
      }
      boolean input = kind.equals("text") || kind.equals("hidden") || kind.equals("streamed");
      last = input ? last : kind;
      return true;
    }

    Plan plan() {
      return new Plan(UNTOLD, locks, guards, steps, lockedSteps < 0 ? steps.size() : lockedSteps);
    }

    private static Lock lock(List<String> words) {
      return words.get(1).equals("file")
          ? new Lock.File(words.get(2))
          : new Lock.Cluster(words.get(3), words.get(2));
    }

    private static Guard guard(List<String> words) {
      String prefix = new String(Base64.getDecoder().decode(words.get(4)), StandardCharsets.UTF_8);
      Exec check = Exec.reads(words.subList(5, words.size()).toArray(String[]::new));
      check = check.within(Duration.ofSeconds(Long.parseLong(words.get(1))));
      return new Guard(UNTOLD, check, Integer.parseInt(words.get(2)), prefix);
    }

    private static Step step(List<String> words) {
      int attempts = Integer.parseInt(words.get(2));
      Leniency leniency = new Leniency(List.of(), List.of(), attempts, words.get(3).equals("yes"));
      return Step.of(UNTOLD, exec(words, 4, words.get(1))).forgiving(leniency);
    }

    private static Exec exec(List<String> words, int from, String seconds) {
      return Exec.changes(words.subList(from, words.size()).toArray(String[]::new))
          .within(Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private void undoneBy(boolean partial) {
      Step step = steps.removeLast();
      steps.add(new Step(UNTOLD, step.command(), new Undo.By(undos, partial), step.leniency()));
    }

    private void lenient(String kind, String text) {
      Step step = steps.removeLast();
      Leniency old = step.leniency();
      List<String> texts =
          new ArrayList<>(kind.equals("ignored") ? old.ignoredErrors() : old.retriedErrors());
      texts.add(text);
      steps.add(
          step.forgiving(
              kind.equals("ignored")
                  ? new Leniency(texts, old.retriedErrors(), old.attempts(), old.optional())
                  : new Leniency(old.ignoredErrors(), texts, old.attempts(), old.optional())));
    }

    private void input(String kind, String encoded) {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      Input input =
          kind.equals("text")
              ? new Input.Text(new String(bytes, StandardCharsets.UTF_8))
              : new Input.Hidden(Secret.of(bytes));
      switch (last) {
        case "guard" -> {
          Guard guard = guards.removeLast();
          guards.add(new Guard(UNTOLD, guard.check().with(input), guard.status(), guard.prefix()));
        }
        case "undo" -> {
          undos.add(undos.removeLast().with(input));
          undoneBy(false);
        }
        default -> {
          Step step = steps.removeLast();
          steps.add(new Step(UNTOLD, step.command().with(input), step.undo(), step.leniency()));
        }
      }
    }
  }
}
