package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.exec.Result.Ending;

/** Batches on real shells: what is sent is run, and nothing delays anything else. */
class RunnerTest {

  static List<Shells> shells() {
    return Shells.present();
  }

  static Exec sh(String script) {
    return Exec.reads("/bin/sh", "-c", script);
  }

  static List<Result> ask(Shell shell, Exec... programs) throws HostException {
    return Batch.of(List.of(programs)).ask(shell);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void everyKindOfAnswerComesBackAsItIs(Shells kind) throws Exception {
    try (Shell shell = kind.shell()) {
      List<Result> results =
          ask(
              shell,
              Exec.reads("/bin/echo", "it's", "", "a  b", "$HOME"),
              sh("printf 'a\\000b\\n\\nend 1\\n0 exited 0 3 0\\n'; exit 3"),
              sh("echo out; echo cause >&2; exit 7"),
              Exec.reads("/no/such/program", "x"),
              Exec.reads("/bin/true"),
              sh("kill -9 $$"),
              sh("cat; echo no input"),
              sh("echo $LC_ALL"));
      assertEquals("it's  a  b $HOME\n", results.get(0).text());
      assertTrue(results.get(0).ok());
      assertArrayEquals(
          "a\0b\n\nend 1\n0 exited 0 3 0\n".getBytes(java.nio.charset.StandardCharsets.UTF_8),
          results.get(1).out());
      assertEquals(3, results.get(1).status());
      assertEquals("out\n", results.get(2).text());
      assertEquals("cause", results.get(2).errorLine());
      assertEquals(7, results.get(2).status());
      assertEquals(Result.NOT_FOUND, results.get(3).status());
      assertTrue(results.get(4).ok());
      assertEquals(0, results.get(4).out().length);
      assertEquals(128 + 9, results.get(5).status());
      assertEquals("no input\n", results.get(6).text());
      assertEquals("C\n", results.get(7).text());
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void programsRunSideBySide(Shells kind) throws Exception {
    try (Shell shell = kind.shell()) {
      Exec[] sleepers = Collections.nCopies(8, sh("sleep 1; echo done")).toArray(Exec[]::new);
      Instant start = Instant.now();
      assertTrue(ask(shell, sleepers).stream().allMatch(r -> r.text().equals("done\n")));
      assertBelow(start, 4);
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aHangingProgramIsReportedInTimeAndHarmsNoOther(Shells kind) throws Exception {
    try (Shell shell = kind.shell()) {
      Instant start = Instant.now();
      List<Result> results =
          ask(
              shell,
              sh("echo begun; echo why >&2; trap '' TERM; while :; do sleep 54; done")
                  .within(Duration.ofSeconds(1)),
              sh("sleep 2; echo slow"),
              Exec.reads("/bin/echo", "quick"));
      assertBelow(start, 6);
      assertEquals(Ending.TIMED_OUT, results.get(0).ending());
      assertEquals("begun\n", results.get(0).text());
      assertEquals("why", results.get(0).errorLine());
      assertFalse(results.get(0).ok());
      assertEquals("slow\n", results.get(1).text());
      assertEquals("quick\n", results.get(2).text());
      // The same runner goes on, and the hanging program is killed with its children.
      assertEquals("next\n", ask(shell, Exec.reads("/bin/echo", "next")).getFirst().text());
      await(() -> processes("sleep 54").isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void tooMuchOutputIsAnErrorNotCut(Shells kind) throws Exception {
    try (Shell shell = kind.shell()) {
      List<Result> results =
          ask(
              shell,
              Exec.reads("/usr/bin/yes").keeping(100_000),
              sh("head -c 1001 /dev/zero").keeping(1000),
              sh("head -c 1000 /dev/zero").keeping(1000),
              sh("head -c 3000000 /dev/zero"),
              sh("head -c 100000 /dev/zero | tr '\\000' x >&2; echo last >&2").keeping(10));
      assertEquals(Ending.OVERFLOWED, results.get(0).ending());
      assertEquals(Ending.OVERFLOWED, results.get(1).ending());
      assertEquals(1000, results.get(2).out().length);
      assertTrue(results.get(2).ok());
      assertEquals(3_000_000, results.get(3).out().length);
      assertTrue(results.get(4).ok());
      assertEquals(BatchFormat.ERROR_LIMIT, results.get(4).err().length);
      assertTrue(results.get(4).errorText().endsWith("xlast\n"));
    }
  }

  @Test
  void aChangingProgramMayWriteLargeFiles(@org.junit.jupiter.api.io.TempDir Path dir)
      throws Exception {
    try (Shell shell = Shells.SH.shell()) {
      Path file = dir.resolve("image");
      Exec make = Exec.changes("/usr/bin/truncate", "-s", "1G", file.toString()).keeping(10);
      assertTrue(ask(shell, make).getFirst().ok());
      assertEquals(1 << 30, Files.size(file));
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void oneWarmRunnerAnswersManyRequestsAndCleansUp(Shells kind) throws Exception {
    Set<Path> before = temporary();
    Set<Path> own;
    try (Shell shell = kind.shell()) {
      Set<String> parents = new HashSet<>();
      for (int i = 0; i < 60; i++) {
        List<Result> results = ask(shell, sh("cut -d ' ' -f 4 /proc/$PPID/stat"), sh("echo " + i));
        parents.add(results.get(0).text());
        assertEquals(i + "\n", results.get(1).text());
      }
      assertEquals(1, parents.size(), "the same runner served all");
      own = own(minus(temporary(), before));
      assertEquals(1, own.size());
      try (Stream<Path> files = Files.list(own.iterator().next())) {
        assertEquals(2, files.count(), "only FIFO and process id are left between requests");
      }
    }
    await(() -> own.stream().noneMatch(Files::exists));
  }

  @Test
  void fiftyProgramsAtOnce() throws Exception {
    try (Shell shell = Shells.SH.shell()) {
      Exec[] programs =
          IntStream.range(0, 50)
              .mapToObj(i -> Exec.reads("/bin/echo", "n" + i))
              .toArray(Exec[]::new);
      List<Result> results = ask(shell, programs);
      for (int i = 0; i < 50; i++) {
        assertEquals("n" + i + "\n", results.get(i).text());
      }
    }
  }

  @Test
  void severalThreadsShareAShellAndAHangingBatchDoesNotHoldUpOthers() throws Exception {
    try (Shell shell = Shells.SH.shell();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Result>> hanging =
          threads.submit(() -> ask(shell, sh("sleep 58").within(Duration.ofSeconds(3))));
      Thread.sleep(200);
      Instant start = Instant.now();
      List<Future<List<Result>>> others = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String said = "t" + i;
        others.add(threads.submit(() -> ask(shell, Exec.reads("/bin/echo", said))));
      }
      for (int i = 0; i < 12; i++) {
        assertEquals("t" + i + "\n", others.get(i).get().getFirst().text());
      }
      assertBelow(start, 2);
      assertEquals(Ending.TIMED_OUT, hanging.get().getFirst().ending());
    }
  }

  @Test
  void aRunnerThatDiedWhileIdleIsReplaced() throws Exception {
    try (Shell shell = Shells.SH.shell()) {
      String runner = ask(shell, sh("cut -d ' ' -f 4 /proc/$PPID/stat")).getFirst().text().strip();
      // The runner's child is gone; its own process is found by its private directory's FIFO.
      assertFalse(runner.isEmpty());
      for (long pid : processes("stowage-runner")) {
        if (ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid).stream()
            .anyMatch(p -> p == ProcessHandle.current().pid())) {
          ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
      }
      assertEquals("again\n", ask(shell, Exec.reads("/bin/echo", "again")).getFirst().text());
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatAKilledRunnerLeftIsClearedByTheNext(Shells kind) throws Exception {
    Exec where = sh("readlink /proc/$PPID/fd/3");
    try (Shell living = kind.shell();
        Shell dying = kind.shell()) {
      Path kept = directory(ask(living, where));
      Path left = directory(ask(dying, where));
      long runner = Long.parseLong(Files.readString(left.resolve("runner")).strip());
      assertTrue(ProcessHandle.of(runner).orElseThrow().destroyForcibly());
      await(() -> ProcessHandle.of(runner).isEmpty());
      // A runner of another test, in another process, may be the next.
      assertEquals("again\n", ask(dying, sh("echo again")).getFirst().text());
      assertFalse(Files.exists(left));
      assertTrue(Files.exists(kept), "its runner lives");
    }
  }

  private static Path directory(List<Result> fifo) {
    return Path.of(fifo.getFirst().text().replaceFirst("/events\n$", ""));
  }

  static void await(Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < 100; i++) {
      if (condition.call()) {
        return;
      }
      Thread.sleep(100);
    }
    assertTrue(condition.call());
  }

  /** Ids of the processes whose command line holds this. */
  static List<Long> processes(String text) {
    return ProcessHandle.allProcesses()
        .filter(p -> {
          try {
            return Files.readString(Path.of("/proc/" + p.pid() + "/cmdline"))
                .replace('\0', ' ')
                .contains(text);
          } catch (IOException _) {
            return false;
          }
        })
        .map(ProcessHandle::pid)
        .toList();
  }

  private static Set<Path> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/dev/shm"))) {
      return new HashSet<>(
          files.filter(f -> f.getFileName().toString().startsWith("stowage.")).toList());
    }
  }

  /** Those of runners that this process has begun; others run such tests at the same time. */
  private static Set<Path> own(Set<Path> directories) throws IOException {
    Set<Path> own = new HashSet<>();
    for (Path directory : directories) {
      try {
        long pid = Long.parseLong(Files.readString(directory.resolve("runner")).strip());
        if (ProcessHandle.current().descendants().anyMatch(p -> p.pid() == pid)) {
          own.add(directory);
        }
      } catch (NoSuchFileException | NumberFormatException _) {
        // One that is just being made, or has just gone.
      }
    }
    return own;
  }

  private static Set<Path> minus(Set<Path> all, Set<Path> some) {
    Set<Path> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  static void assertBelow(Instant start, int seconds) {
    Duration taken = Duration.between(start, Instant.now());
    assertTrue(taken.toSeconds() < seconds, () -> "took " + taken);
  }
}
