package stowage.type;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.tool.ThisMachine;
import stowage.volume.ContentType;

/** Pools of directories, and what a backend asks and plans done here and now. */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * @param settings {@code key=value}
   */
  static Pool pool(StorageType type, String id, String... settings) {
    Map<String, String> values =
        new HashMap<>(
            Arrays.stream(settings)
                .collect(
                    Collectors.toMap(
                        s -> s.substring(0, s.indexOf('=')),
                        s -> s.substring(s.indexOf('=') + 1))));
    Set<ContentType> contents =
        Arrays.stream(values.getOrDefault("content", "images,rootdir").split(","))
            .map(word -> ContentType.of(word).orElseThrow())
            .collect(Collectors.toSet());
    boolean shared = type != StorageType.DIR && type != StorageType.BTRFS;
    return new Pool(new StorageId(id), type, values, contents, shared, Set.of());
  }

  /** Asks the programs of this machine. */
  static <T> Reading<T> ask(Probe<T> probe) throws IOException, InterruptedException {
    List<Result> answers = new ArrayList<>();
    for (Exec program : probe.programs()) {
      answers.add(ThisMachine.run(program));
    }
    return probe.read(answers);
  }

  static <T> T known(Probe<T> probe) throws IOException, InterruptedException {
    return switch (ask(probe)) {
      case Reading.Known<T>(T value) -> value;
      case Reading.Failed<T>(var reason) -> fail(reason.key() + " " + reason.args());
    };
  }

  static <T> String failure(Probe<T> probe) throws IOException, InterruptedException {
    return switch (ask(probe)) {
      case Reading.Known<T>(T value) -> fail("known: " + value);
      case Reading.Failed<T>(var reason) -> reason.key();
    };
  }

  /** Answers a probe from a table: the program's words begin with the key. */
  static <T> Reading<T> answered(Probe<T> probe, Map<String, Result> table) {
    List<Result> answers = new ArrayList<>();
    for (Exec program : probe.programs()) {
      answers.add(
          table.entrySet().stream()
              .filter(e -> program.shown().startsWith(e.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElseGet(() -> fail("not in the table: " + program.shown())));
    }
    return probe.read(answers);
  }

  /** Checks the guards, then runs the steps as a job does. */
  static void apply(Change change) throws IOException, InterruptedException {
    for (Guard guard : change.guards()) {
      Result result = ThisMachine.run(guard.check());
      if (result.status() != guard.status()) {
        fail("guard: " + guard.otherwise() + " " + result.errorText());
      }
    }
    for (Step step : change.steps()) {
      Result result = ThisMachine.run(step.command());
      boolean forgiven =
          step.leniency().optional()
              || step.leniency().ignoredErrors().stream().anyMatch(result.errorText()::contains);
      if (!result.ok() && !forgiven) {
        fail(step.command().shown() + ": " + result.errorText());
      }
    }
  }

  /** Takes back what the steps did, last first. */
  static void undo(Change change) throws IOException, InterruptedException {
    for (Step step : change.steps().reversed()) {
      if (step.undo() instanceof Step.Undo.By(List<Exec> commands, _)) {
        for (Exec command : commands) {
          ThisMachine.run(command);
        }
      }
    }
  }

  /** What a person would see of a change: guards with the status they want, then steps. */
  static String shown(Change change) {
    StringBuilder text = new StringBuilder();
    for (Guard guard : change.guards()) {
      text.append("? ").append(guard.status()).append(' ').append(guard.check().shown());
      text.append('\n');
    }
    for (Step step : change.steps()) {
      text.append(step.command().shown());
      text.append(
          switch (step.undo()) {
            case Step.Undo.Unneeded() -> "";
            case Step.Undo.Impossible() -> "  # for good";
            case Step.Undo.By(List<Exec> commands, _) ->
                commands.stream().map(c -> "\n  < " + c.shown()).collect(Collectors.joining());
          });
      text.append('\n');
    }
    return text.toString();
  }
}
