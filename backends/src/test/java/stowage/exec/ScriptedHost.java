package stowage.exec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A host that answers from a table, and counts how often it was asked. */
public final class ScriptedHost implements Shell {
  private final LinkedHashMap<String, Result> answers = new LinkedHashMap<>();
  private final List<Command> trips = new ArrayList<>();

  /**
   * @param command how its line begins, as a person would type it; the rule given last wins
   */
  public ScriptedHost on(String command, Result answer) {
    answers.putFirst(command, answer);
    return this;
  }

  public ScriptedHost on(String command, String output) {
    return on(command, Result.exited(0, output, ""));
  }

  /** Round trips so far. */
  public int trips() {
    return trips.size();
  }

  public List<String> asked() {
    return trips.stream().flatMap(c -> programs(c).stream()).map(Exec::shown).toList();
  }

  @Override
  public String host() {
    return "scripted";
  }

  @Override
  public Result run(Command command) {
    trips.add(command);
    List<Result> results = programs(command).stream().map(this::answer).toList();
    return command instanceof Batch ? BatchFormat.framed(results) : results.getFirst();
  }

  @Override
  public Pipe open(Command command) {
    throw new UnsupportedOperationException(command.toString());
  }

  @Override
  public void close() {}

  private static List<Exec> programs(Command command) {
    return switch (command) {
      case Exec exec -> List.of(exec);
      case Batch(var programs) -> programs;
      case Job job -> throw new UnsupportedOperationException(job.id());
    };
  }

  private Result answer(Exec exec) {
    return answers.entrySet().stream()
        .filter(e -> exec.shown().startsWith(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> Result.exited(Result.NOT_FOUND, "", exec.shown() + ": not found"));
  }
}
