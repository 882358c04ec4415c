package stowage.exec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  /** Runs it and reads the answers, one for each program, in their order. */
  public List<Result> ask(Shell shell) throws HostException {
    Result framed = shell.run(this);
    try {
      return answers(shell.host(), framed);
    } finally {
      framed.wipe();
    }
  }

  /**
   * Reads what a shell answered to this batch.
   *
   * @param host for the message
   */
  public List<Result> answers(String host, Result result) throws HostException.Unreadable {
    try (InputStream in = new ByteArrayInputStream(result.out())) {
      List<Result> answers = BatchFormat.answers(in, this);
      if (in.available() > 0) {
        throw new MalformedAnswer("more than was asked for");
      }
      return answers;
    } catch (IOException e) {
      throw new HostException.Unreadable(host, "batch", String.valueOf(e.getMessage()));
    }
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
