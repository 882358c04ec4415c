package stowage.exec;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Programs that run side by side on the host and come back in one answer. Each has its own limit:
 * one that hangs (a dead NFS mount) is reported as timed out and delays no other. Programs with
 * input are not allowed here.
 */
public record Batch(List<Exec> programs) implements Command {
  public Batch {
    programs = List.copyOf(programs);
    for (Exec program : programs) {
      if (!(program.input() instanceof Input.None)) {
        throw new IllegalArgumentException("no input in a batch: " + program.shown());
      }
    }
  }

  public static Batch of(List<Exec> programs) {
    return new Batch(programs);
  }

  @Override
  public Batch map(UnaryOperator<Exec> change) {
    return new Batch(programs.stream().map(change).toList());
  }

  @Override
  public boolean changesHost() {
    return programs.stream().anyMatch(Exec::changesHost);
  }
}
