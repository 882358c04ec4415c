package stowage.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Asks a slow host nothing twice as long as nothing has been changed there. The suite asks the same
 * again with every attempt that must be refused, which takes an emulated host minutes.
 */
public final class Remembering implements Shell {
  private final Shell shell;
  private final Map<Exec, Result> answers = new HashMap<>();

  /**
   * @param shell to a host that nobody else changes meanwhile, or where guards notice it
   */
  public Remembering(Shell shell) {
    this.shell = shell;
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public synchronized Result run(Command command) throws HostException {
    if (command.changesHost()) {
      answers.clear();
    }
    return switch (command) {
      case Batch batch when !batch.changesHost() -> remembered(batch);
      case Batch _, Exec _, Job _ -> shell.run(command);
    };
  }

  private Result remembered(Batch batch) throws HostException {
    List<Exec> unknown =
        batch.programs().stream().distinct().filter(p -> !answers.containsKey(p)).toList();
    if (!unknown.isEmpty()) {
      List<Result> told = Batch.of(unknown).ask(shell);
      for (int i = 0; i < told.size(); i++) {
        answers.put(unknown.get(i), told.get(i));
      }
    }
    List<Result> all = new ArrayList<>();
    batch.programs().forEach(p -> all.add(Objects.requireNonNull(answers.get(p))));
    return BatchFormat.framed(all);
  }

  @Override
  public synchronized Pipe open(Command command) throws HostException {
    answers.clear();
    return shell.open(command);
  }

  @Override
  public void close() {
    shell.close();
  }
}
