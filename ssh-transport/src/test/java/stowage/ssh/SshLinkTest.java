package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Link;
import stowage.exec.Pipe;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.exec.WireShell;
import stowage.host.Privilege;

/** Commands over one link, on Debian's OpenSSH server. */
class SshLinkTest {
  @TempDir static Path dir = Path.of("");

  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
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
  void close() throws Exception {
    shell.close();
    connector.close();
    sshd.close();
  }

  @Test
  void runsProgramsWithInputAndStatus() throws Exception {
    Result cat = shell.run(Exec.reads("/bin/cat").with(new Input.Text("grüße\n")));
    assertEquals("grüße\n", cat.text());
    Secret secret = Secret.of("hush".getBytes(StandardCharsets.UTF_8));
    assertEquals("hush", shell.run(Exec.reads("/bin/cat").with(new Input.Hidden(secret))).text());
    Result sh = shell.run(Exec.reads("/bin/sh", "-c", "echo out; echo err >&2; exit 3"));
    assertEquals(3, sh.status());
    assertEquals("out\n", sh.text());
    assertEquals("err", sh.errorLine());
    assertEquals(Result.NOT_FOUND, shell.run(Exec.reads("/no/such/program")).status());
    assertEquals(128 + 15, shell.run(Exec.reads("/bin/sh", "-c", "kill -TERM $$")).status());
  }

  @Test
  void runsBatches() throws Exception {
    Batch batch =
        Batch.of(List.of(Exec.reads("/bin/echo", "one"), Exec.reads("/bin/echo", "two words")));
    for (int i = 0; i < 3; i++) {
      List<Result> answers = batch.ask(shell);
      assertEquals("one\n", answers.get(0).text());
      assertEquals("two words\n", answers.get(1).text());
    }
    assertEquals(1, sshd.connections());
  }

  @Test
  void tellsProgramsThatTakeTooLongOrSayTooMuch() throws Exception {
    Result slow = shell.run(Exec.reads("/bin/sleep", "60").within(Duration.ofSeconds(1)));
    assertEquals(Result.Ending.TIMED_OUT, slow.ending());
    Result loud = shell.run(Exec.reads("/usr/bin/yes", marker).keeping(1000));
    assertEquals(Result.Ending.OVERFLOWED, loud.ending());
    assertGone();
  }

  @Test
  void streamsBothWaysWithBackPressure() throws Exception {
    long size = 200L << 20;
    long before = used();
    long largest = 0;
    try (Pipe pipe = shell.open(Exec.reads("/usr/bin/head", "-c", "" + size, "/dev/zero"))) {
      byte[] chunk = new byte[1 << 16];
      long read = 0;
      // Nothing is read at first: the host has to wait, and nothing piles up here.
      Thread.sleep(1000);
      for (int n = pipe.out().read(chunk); n >= 0; n = pipe.out().read(chunk)) {
        read += n;
        if (read % (20 << 20) < n) {
          largest = Math.max(largest, used() - before);
        }
      }
      assertEquals(size, read);
      assertEquals(0, pipe.await().status());
    }
    assertTrue(largest < 24 << 20, "held in memory: " + largest);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void writingWaitsForAReaderThatTakesItsTime() throws Exception {
    AtomicLong written = new AtomicLong();
    long size = 20L << 20;
    try (Pipe pipe = shell.open(Exec.reads("/bin/sh", "-c", "sleep 2; wc -c"))) {
      Thread writer =
          Thread.startVirtualThread(() -> {
            try (OutputStream in = pipe.in()) {
              byte[] chunk = new byte[1 << 16];
              for (long n = 0; n < size; n += chunk.length) {
                in.write(chunk);
                written.addAndGet(chunk.length);
              }
            } catch (IOException e) {
              written.set(-1);
            }
          });
      Thread.sleep(1000);
      assertTrue(written.get() < 8 << 20, "sent to nobody: " + written);
      assertEquals(
          "" + size, new String(pipe.out().readAllBytes(), StandardCharsets.UTF_8).strip());
      writer.join();
      assertEquals(0, pipe.await().status());
    }
  }

  @Test
  void closingAPipeEndsTheProgramEvenWhenItIsStuckWriting() throws Exception {
    try (Pipe pipe = shell.open(Exec.reads("/usr/bin/yes", marker))) {
      assertTrue(pipe.out().read() >= 0);
      assertEquals(1, running());
    }
    assertGone();
    // And its place is free again.
    for (int i = 0; i < 12; i++) {
      shell.open(Exec.reads("/usr/bin/yes", marker)).close();
    }
    assertGone();
  }

  @Test
  void interruptingTheThreadEndsTheProgram() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread runner =
        Thread.startVirtualThread(() -> {
          try {
            shell.run(Exec.reads("/usr/bin/yes", marker).keeping(Integer.MAX_VALUE));
          } catch (HostException e) {
            thrown.set(e);
          }
        });
    waitUntil(() -> running() > 0);
    runner.interrupt();
    runner.join();
    assertInstanceOf(HostException.Cancelled.class, thrown.get());
    assertGone();
  }

  @Test
  void moreCommandsThanChannelsWaitForTheirTurn() throws Exception {
    List<Future<Result>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        Exec exec = Exec.reads("/bin/sh", "-c", "cat; sleep 0.05").with(new Input.Text("" + i));
        results.add(threads.submit(() -> shell.run(exec)));
      }
    }
    for (int i = 0; i < results.size(); i++) {
      assertEquals("" + i, results.get(i).get().text());
    }
    assertEquals(1, sshd.connections());
  }

  @Test
  void copesWithAHostThatAllowsFewerChannels() throws Exception {
    try (Sshd strict = Sshd.start(dir, "MaxSessions 3");
        SshLink narrow = connector.connect(strict.target(), strict.key(), Prompts.NOBODY);
        Shell through = new WireShell(narrow)) {
      List<Future<Result>> results = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 40; i++) {
          Exec exec = Exec.reads("/bin/cat").with(new Input.Text("" + i));
          results.add(threads.submit(() -> through.run(exec)));
        }
      }
      for (int i = 0; i < results.size(); i++) {
        assertEquals("" + i, results.get(i).get().text());
      }
    }
  }

  @Test
  void saysWhenAHostAllowsNoChannelAtAll() throws Exception {
    try (Sshd none = Sshd.start(dir, "MaxSessions 0");
        SshLink closed = connector.connect(none.target(), none.key(), Prompts.NOBODY)) {
      HostException.Unreachable refused =
          assertThrows(
              HostException.Unreachable.class,
              () -> closed.start("true", OutputStream.nullOutputStream()));
      assertEquals("host.channel-refused", refused.said().key());
    }
  }

  /** On a host that allows one command at a time, the one that runs can still be stopped. */
  @Test
  void stopsWhatRunsOnAHostThatAllowsOneChannel() throws Exception {
    try (Sshd single = Sshd.start(dir, "MaxSessions 1");
        SshLink narrow = connector.connect(single.target(), single.key(), Prompts.NOBODY);
        Shell through = new WireShell(narrow)) {
      for (int i = 0; i < 3; i++) {
        Result slow = through.run(Exec.reads("/usr/bin/yes", marker).keeping(100));
        assertEquals(Result.Ending.OVERFLOWED, slow.ending());
        List<Future<Result>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int n = 0; n < 5; n++) {
            Exec exec = Exec.reads("/bin/cat").with(new Input.Text("" + n));
            results.add(threads.submit(() -> through.run(exec)));
          }
        }
        for (int n = 0; n < 5; n++) {
          assertEquals("" + n, results.get(n).get().text());
        }
      }
      assertGone();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HUP, 1",
    "ILL, 4",
    "ABRT, 6",
    "FPE, 8",
    "KILL, 9",
    "USR1, 10",
    "SEGV, 11",
    "USR2, 12",
    "PIPE, 13",
    "ALRM, 14",
    "TERM, 15"
  })
  void signalsHaveTheNumbersThatAShellGivesThem(String name, int number) throws Exception {
    try (Link.Channel channel =
        link.start("ulimit -c 0; kill -" + name + " $$", OutputStream.nullOutputStream())) {
      assertEquals(128 + number, channel.await());
    }
  }

  @Test
  void aSignalOfNoKnownNameIsAnEndAllTheSame() throws Exception {
    try (Link.Channel channel =
        link.start("ulimit -c 0; kill -XCPU $$", OutputStream.nullOutputStream())) {
      assertEquals(255, channel.await());
    }
  }

  @Test
  void privilegeOfTheUser() throws Exception {
    Privilege privilege = Privilege.of(shell, List.of("/usr/sbin/lvs"));
    if (link.target().user().equals("root")) {
      assertEquals(new Privilege.Root(), privilege);
    } else {
      assertFalse(privilege instanceof Privilege.Root);
    }
  }

  private final String marker = "stowage-test-" + System.nanoTime();

  private long running() {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(marker))
        .filter(p -> p.info().command().orElse("").endsWith("/yes"))
        .count();
  }

  private void assertGone() throws Exception {
    waitUntil(() -> running() == 0);
  }

  static void waitUntil(BooleanSupplier condition) throws Exception {
    for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertTrue(condition.getAsBoolean(), "waited for 10 s");
  }
}
