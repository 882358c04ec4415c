package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import stowage.exec.Batch;
import stowage.exec.Command;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Job;
import stowage.exec.Journal;
import stowage.exec.Outcome;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.schema.InvalidException;

/** A host under test. */
public final class Rig implements AutoCloseable {
  private static final AtomicInteger HERE = new AtomicInteger();

  private final Shell shell;
  private final Host host;
  private final String jobs;
  private int applied;

  /**
   * @param jobs begins the names of the jobs, each of which a host runs once
   */
  public Rig(Shell shell, String jobs) {
    this.shell = shell;
    this.host = new Host("conformance", shell);
    this.jobs = jobs;
  }

  /** A host that lies in a directory. Its jobs have names that no other on this computer has. */
  public static Rig on(LocalHost machine) {
    return new Rig(
        machine.shell(), "here-" + ProcessHandle.current().pid() + "-" + HERE.incrementAndGet());
  }

  public Host host() {
    return host;
  }

  /** Plans and applies it; anything but success fails the test. */
  public Proposal done(Host.Planning planning) throws HostException, InvalidException {
    Host.Applied applied = host.applyReplanning(planning, freshJob(), _ -> {});
    require(applied.proposal(), applied.outcome());
    return applied.proposal();
  }

  private static void require(Proposal proposal, Outcome outcome) {
    assertTrue(outcome.done(), () -> proposal.plan().title() + ": " + told(outcome));
  }

  /** The same for what has been planned before. */
  public void done(Proposal proposal) throws HostException {
    require(proposal, host.apply(proposal, freshJob(), _ -> {}));
  }

  /** The same with data for a step that is streamed to. */
  void done(Proposal proposal, InputStream data) throws HostException {
    require(proposal, host.apply(proposal, freshJob(), data, _ -> {}));
  }

  /** Past the host's own doors, to see what is really there. */
  public Result run(Command command) throws HostException {
    return shell.run(command);
  }

  /** The same for several programs at once. */
  List<Result> run(List<Exec> programs) throws HostException {
    return Batch.of(programs).ask(shell);
  }

  /** Sends a job over the link as it is: one that breaks is not mended. */
  Outcome follow(Job job) throws HostException {
    return Journal.follow(shell, job, _ -> {});
  }

  public String freshJob() {
    return jobs + "-" + ++applied;
  }

  /** A second administrator of the same host. */
  Host other() {
    return new Host("other", shell);
  }

  private static String told(Outcome outcome) {
    StringBuilder text = new StringBuilder(outcome.verdict().toString());
    for (Outcome.Ran ran : outcome.steps()) {
      text.append("\n").append(ran.step()).append(ran.undo() ? " undo " : " ");
      text.append(ran.result().status()).append(' ').append(ran.result().errorText());
    }
    return text.toString();
  }

  @Override
  public void close() {
    host.close();
  }
}
