package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Job;
import stowage.exec.Journal;
import stowage.exec.Link;
import stowage.exec.Outcome;
import stowage.exec.Pipe;
import stowage.exec.Plan;
import stowage.exec.Shell;
import stowage.exec.Step;
import stowage.exec.WireShell;
import stowage.message.Message;

/** Links that break, on Debian's OpenSSH server. */
@Timeout(120)
class DropTest {
  private static final SshSettings IMPATIENT =
      new SshSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofMillis(500),
          3,
          Duration.ofSeconds(2),
          8);

  @TempDir static Path dir = Path.of("");

  private final SshConnector connector = new SshConnector(IMPATIENT);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Sshd sshd;
  private SshLink link;
  private Shell shell;

  @BeforeEach
  void connect() throws Exception {
    sshd = Sshd.start(dir);
    link = connector.connect(sshd.target(), sshd.key(), Prompts.NOBODY);
    shell = new WireShell(link);
  }

  @AfterEach
  void close() {
    shell.close();
    connector.close();
    sshd.close();
    threads.close();
  }

  /** Runs it, breaks the link when it is under way, and returns what it threw. */
  private Throwable thrownBy(Callable<?> work, Duration delay) throws Exception {
    Future<?> future = threads.submit(work);
    Thread.sleep(delay);
    sshd.drop();
    return Objects.requireNonNull(
        assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS)).getCause());
  }

  private void works() throws Exception {
    Batch batch = Batch.of(List.of(Exec.reads("/bin/echo", "back")));
    assertEquals("back\n", batch.ask(shell).getFirst().text());
  }

  @Test
  void inTheMiddleOfABatch() throws Exception {
    Batch batch = Batch.of(List.of(Exec.reads("/bin/sleep", "30").within(Duration.ofMinutes(1))));
    works();
    Throwable thrown = thrownBy(() -> batch.ask(shell), Duration.ofSeconds(1));
    assertInstanceOf(HostException.Unreachable.class, thrown);
    works();
  }

  @Test
  void inTheMiddleOfACommand() throws Exception {
    Exec exec = Exec.changes("/bin/sleep", "30");
    Throwable thrown = thrownBy(() -> shell.run(exec), Duration.ofSeconds(1));
    assertInstanceOf(HostException.Unreachable.class, thrown);
    works();
  }

  @Test
  void inTheMiddleOfAJobWhichGoesOn() throws Exception {
    Path trace = dir.resolve("trace-" + System.nanoTime());
    Message title = Message.of("test");
    Job job =
        new Job(
            "drop-test-" + System.nanoTime(),
            new Plan(
                title,
                List.of(),
                List.of(),
                List.of(
                    Step.of(title, Exec.changes("/bin/sleep", "4")),
                    Step.of(title, Exec.changes("/usr/bin/touch", trace.toString())))));
    Throwable thrown = thrownBy(() -> Journal.follow(shell, job, _ -> {}), Duration.ofSeconds(2));
    assertInstanceOf(HostException.Unreachable.class, thrown);
    // The link is made again by itself, and the job is the one that was begun.
    Outcome outcome = Journal.follow(shell, job, _ -> {});
    assertEquals(new Outcome.Verdict.Done(), outcome.verdict());
    assertEquals(2, outcome.steps().size());
    assertTrue(Files.exists(trace));
  }

  @Test
  void inTheMiddleOfAStreamIsNoEndOfFile() throws Exception {
    Throwable thrown =
        thrownBy(
            () -> {
              try (Pipe pipe = shell.open(Exec.reads("/bin/cat", "/dev/zero"))) {
                byte[] chunk = new byte[1 << 16];
                while (pipe.out().read(chunk) >= 0) {
                  Thread.sleep(1);
                }
              }
              return "ended as if complete";
            },
            Duration.ofSeconds(1));
    assertInstanceOf(IOException.class, thrown);
    works();
  }

  @Test
  void whileNothingIsGoingOn() throws Exception {
    works();
    sshd.drop();
    works();
    assertEquals(SshLink.Phase.READY, link.phase());
    assertEquals(1, sshd.connections());
  }

  @Test
  void aSilentHostIsNoticed() throws Exception {
    works();
    Future<?> waiting = threads.submit(() -> shell.run(Exec.changes("/bin/sleep", "60")));
    Thread.sleep(500);
    sshd.freeze();
    long begun = System.nanoTime();
    Throwable thrown =
        assertThrows(ExecutionException.class, () -> waiting.get(60, TimeUnit.SECONDS)).getCause();
    assertInstanceOf(HostException.Unreachable.class, thrown);
    Duration noticed = Duration.ofNanos(System.nanoTime() - begun);
    assertTrue(noticed.compareTo(Duration.ofSeconds(30)) < 0, noticed.toString());
    works();
  }

  @Test
  void attemptsPauseWhileTheHostIsAway() throws Exception {
    sshd.close();
    SshLinkTest.waitUntil(() -> link.phase() == SshLink.Phase.DOWN);
    HostException first = assertThrows(HostException.Unreachable.class, this::use);
    assertEquals("host.unreachable-refused", first.said().key());
    // Within the pause nothing is sent, and the answer comes at once.
    assertSame(first, assertThrows(HostException.Unreachable.class, this::use));
    Thread.sleep(2100);
    HostException second = assertThrows(HostException.Unreachable.class, this::use);
    assertTrue(first != second);
    // A person need not wait for the pause to end.
    HostException third =
        assertThrows(HostException.Unreachable.class, () -> link.connect(Prompts.NOBODY));
    assertTrue(second != third);
  }

  private void use() throws HostException {
    try (Link.Channel _ = link.start("true", OutputStream.nullOutputStream())) {
      // Starting it is all.
    }
  }

  @Test
  void manyUsersOfABrokenLinkMakeOneConnection() throws Exception {
    sshd.drop();
    List<Callable<Boolean>> users =
        Collections.nCopies(
            20,
            () -> {
              works();
              return true;
            });
    for (Future<Boolean> user : threads.invokeAll(users)) {
      assertTrue(user.get());
    }
    assertEquals(1, sshd.connections());
  }

  @Test
  void aClosedLinkStaysClosed() throws Exception {
    link.close();
    assertEquals(SshLink.Phase.CLOSED, link.phase());
    assertThrows(HostException.Cancelled.class, this::use);
    assertThrows(HostException.Cancelled.class, () -> link.connect(Prompts.NOBODY));
    SshLinkTest.waitUntil(() -> sshd.connections() == 0);
  }
}
