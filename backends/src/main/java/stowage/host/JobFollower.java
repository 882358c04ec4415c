package stowage.host;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Job;
import stowage.exec.Journal;
import stowage.exec.Lock;
import stowage.exec.Outcome;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Plan;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.exec.Sudo;
import stowage.message.Message;

/** Watches a job on the host to its end, over broken links too. */
final class JobFollower {
  /** Waits before the job is looked for again; together as long as a network hiccup. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(9));

  private final Shell shell;
  private final List<Duration> pauses;

  JobFollower(Shell shell) {
    this(shell, PAUSES);
  }

  /**
   * @param pauses before each attempt to find the job again
   */
  JobFollower(Shell shell, List<Duration> pauses) {
    this.shell = shell;
    this.pauses = List.copyOf(pauses);
  }

  /**
   * Starts the job, or follows it if the host knows it already.
   *
   * @throws HostException.Unreachable naming the job when the link broke and stayed broken
   */
  Outcome follow(Job job, Consumer<Outcome> progress) throws HostException {
    return follow(job, InputStream.nullInputStream(), progress);
  }

  /**
   * @param data what the plan reads as a stream; it is sent once, so a broken link fails that step
   */
  Outcome follow(Job job, InputStream data, Consumer<Outcome> progress) throws HostException {
    HostException.Unreachable broken;
    int attempt = 0;
    Job next = job;
    do {
      try {
        return Journal.follow(shell, next, data, progress);
      } catch (HostException.Unreachable e) {
        broken = e;
        // Its data can't be had a second time.
        next = job.plan().streams() ? job.followed() : job;
      }
    } while (attempt < pauses.size() && pause(pauses.get(attempt++)));
    throw HostException.Unreachable.during(shell.host(), job.id(), broken);
  }

  /**
   * @return the outcome of a job that got to its steps
   * @throws HostException.Conflict when it did not, because of somebody else
   * @throws HostException when it did not for another reason
   */
  Outcome settled(Outcome outcome, Plan plan) throws HostException {
    switch (outcome.verdict()) {
      case Verdict.Busy(int lock, var answer) -> throw locked(plan.locks().get(lock), answer);
      case Verdict.GuardFailed(int guard, var answer) ->
          throw differs(plan.guards().get(guard), answer);
      case Verdict.NotStarted _ -> throw new HostException.Conflict(Message.of("host.job-gone"));
      case Verdict.Done _, Verdict.Undone _, Verdict.Stuck _ -> {}
      case Verdict.Interrupted _, Verdict.Running _ -> {}
    }
    return outcome;
  }

  /** Without a quorum, or without the right, a lock can't be had however long one waits. */
  private HostException locked(Lock lock, Result answer) {
    if (answer.ok()) {
      return new HostException.Conflict(busy(lock));
    }
    String taking =
        switch (lock) {
          case Lock.Cluster(var id, var directory) -> "mkdir " + directory + "/" + id;
          case Lock.File(var path) -> "flock " + path;
        };
    return new HostException.CommandFailed(
        shell.host(), taking, answer.status(), answer.errorLine());
  }

  /** A guard that could not even look has not found a difference. */
  private HostException differs(Guard guard, Result answer) {
    String command = guard.check().shown();
    if (answer.ending() == Result.Ending.TIMED_OUT) {
      long seconds = guard.check().limit().toSeconds();
      return new HostException.TimedOut(shell.host(), command, seconds);
    }
    return Sudo.refused(answer)
        ? new HostException.CommandFailed(
            shell.host(), command, answer.status(), answer.errorLine())
        : new HostException.Conflict(guard.otherwise());
  }

  private static Message busy(Lock lock) {
    long seconds = Lock.PATIENCE.toSeconds();
    return switch (lock) {
      case Lock.Cluster(var id, _) -> Message.of("host.cluster-lock-busy", id, seconds);
      case Lock.File(var path) -> Message.of("host.file-lock-busy", path, seconds);
    };
  }

  private boolean pause(Duration pause) throws HostException.Cancelled {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new HostException.Cancelled(shell.host());
    }
  }
}
