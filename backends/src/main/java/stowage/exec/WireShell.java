package stowage.exec;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * A shell over any {@link Link}: what is sent, what comes back, time limits and cancelling are the
 * same for every transport.
 */
public final class WireShell implements Shell {
  private static final Duration PLAN_LIMIT = Duration.ofMinutes(1);

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
      case Job job -> run(job);
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
    try {
      return BatchFormat.framed(results);
    } finally {
      results.forEach(Result::wipe);
    }
  }

  private Result run(Job job) throws HostException {
    try (Started process = start(job)) {
      return Attended.call(host(), Journal.FOR_EVER, () -> process.finish(Journal.SIZE_LIMIT));
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private Started start(Job job) throws HostException {
    Started process = Started.guest(link, Wire.job(job));
    if (job.mode() == Job.Mode.START && job.plan().streams()) {
      send(process, job);
      return process;
    }
    process.feed(in -> {
      if (job.mode() == Job.Mode.START) {
        JobFormat.write(in, job);
      }
    });
    return process;
  }

  /** Sends the plan before anybody can send the data that follows it. */
  private void send(Started process, Job job) throws HostException {
    try {
      Attended.call(
          host(),
          PLAN_LIMIT,
          () -> {
            JobFormat.write(process.in(), job);
            return job;
          });
    } catch (TimeoutException e) {
      process.close();
      throw new HostException.Unreachable(host(), "the host does not take the plan", e);
    } catch (HostException e) {
      process.close();
      throw e;
    }
  }

  @Override
  public Pipe open(Command command) throws HostException {
    return switch (command) {
      case Exec exec -> {
        Started program = Started.program(link, exec);
        switch (exec.input()) {
          case Input.None(), Input.Streamed() -> {}
          case Input.Text _, Input.Hidden _ -> program.feed(exec.input());
        }
        yield program;
      }
      case Batch _ -> throw new IllegalArgumentException("a batch has no streams: run it");
      case Job job -> start(job);
    };
  }

  @Override
  public void close() {
    runners.close();
    link.close();
  }
}
