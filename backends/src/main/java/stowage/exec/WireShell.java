package stowage.exec;

import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * A shell over any {@link Link}: what is sent, what comes back, time limits and cancelling are the
 * same for every transport.
 */
public final class WireShell implements Shell {
  private final Link link;
  private final Runners runners;

  public WireShell(Link link) {
    this.link = link;
    this.runners = new Runners(link);
  }

  @Override
  public String host() {
    return link.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    return switch (command) {
      case Exec exec -> run(exec);
      case Batch batch -> run(batch);
      case Job _ -> throw new UnsupportedOperationException("in work");
    };
  }

  private Result run(Exec exec) throws HostException {
    try (Started program = Started.program(link, exec)) {
      program.feed(exec.input());
      try {
        return Attended.call(host(), exec.limit(), () -> program.finish(exec.outputLimit()));
      } catch (TimeoutException _) {
        return new Result(Result.Ending.TIMED_OUT, 0, new byte[0], program.errorBytes());
      }
    }
  }

  private Result run(Batch batch) throws HostException {
    List<Result> results = batch.programs().isEmpty() ? List.of() : runners.ask(batch);
    return BatchFormat.framed(results);
  }

  @Override
  public Pipe open(Command command) throws HostException {
    return switch (command) {
      case Exec exec -> {
        Started program = Started.program(link, exec);
        if (!(exec.input() instanceof Input.None)) {
          program.feed(exec.input());
        }
        yield program;
      }
      case Batch _ -> throw new IllegalArgumentException("a batch has no streams: run it");
      case Job _ -> throw new UnsupportedOperationException("in work");
    };
  }

  @Override
  public void close() {
    runners.close();
    link.close();
  }
}
