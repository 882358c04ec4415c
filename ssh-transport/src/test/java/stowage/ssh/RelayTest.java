package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.DefaultAuthFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions of the library's threads, answered by the one that connects. */
@Timeout(30)
class RelayTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private final ExecutorService library = Executors.newVirtualThreadPerTaskExecutor();
  private final Relay relay = new Relay();
  private final AuthFuture login = new DefaultAuthFuture("login", null);

  @AfterEach
  void close() {
    relay.close();
    library.shutdownNow();
  }

  private <T> Future<T> asked(Callable<T> question) {
    return library.submit(() -> relay.ask(question));
  }

  @Test
  void answersOnTheThreadThatWaits() throws Exception {
    Future<Thread> first = asked(Thread::currentThread);
    Future<Thread> second = asked(Thread::currentThread);
    Future<?> host =
        library.submit(() -> {
          first.get();
          second.get();
          login.setAuthed(true);
          return null;
        });
    relay.await(login, LONG);
    host.get();
    assertSame(Thread.currentThread(), first.get());
    assertSame(Thread.currentThread(), second.get());
  }

  @Test
  void whatIsDoneAlreadyNeedsNoWaiting() throws Exception {
    login.setAuthed(true);
    relay.await(login, Duration.ZERO);
    assertThrows(
        TimeoutException.class,
        () -> relay.await(new DefaultAuthFuture("never", null), Duration.ofMillis(1)));
  }

  @Test
  void aQuestionsFaultIsToldToWhoAsked() throws Exception {
    Future<String> failing =
        asked(() -> {
          throw new IllegalStateException("no window");
        });
    Future<?> host =
        library.submit(() -> {
          assertThrows(ExecutionException.class, failing::get);
          login.setAuthed(true);
          return null;
        });
    relay.await(login, LONG);
    host.get();
    ExecutionException thrown = assertThrows(ExecutionException.class, failing::get);
    assertInstanceOf(IOException.class, thrown.getCause());
    assertTrue(String.valueOf(thrown.getCause()).contains("no window"), "" + thrown.getCause());
  }

  /** The person cancels while the question is on the screen: nobody goes on waiting. */
  @Test
  void interruptingEndsTheQuestionAndTheWait() throws Exception {
    Thread connecting = Thread.currentThread();
    List<String> seen = new ArrayList<>();
    Future<String> question =
        asked(() -> {
          connecting.interrupt();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            seen.add("taken off the screen");
            Thread.currentThread().interrupt();
          }
          return "given up";
        });
    assertThrows(InterruptedException.class, () -> relay.await(login, LONG));
    assertEquals(List.of("taken off the screen"), seen);
    assertEquals("given up", question.get());
  }

  @Test
  void whoStillWaitsAtTheEndGetsNoAnswer() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Future<Boolean> early =
        asked(() -> {
          never.countDown();
          return true;
        });
    // It may come before or after the end; both get nothing.
    relay.close();
    Future<Boolean> late = asked(() -> true);
    for (Future<Boolean> question : List.of(early, late)) {
      Throwable thrown = assertThrows(ExecutionException.class, question::get).getCause();
      assertInstanceOf(IOException.class, thrown);
    }
    assertEquals(1, never.getCount());
  }

  @Test
  void aThreadOfTheLibraryThatIsStoppedStopsAsking() throws Exception {
    CountDownLatch asking = new CountDownLatch(1);
    Future<?> question =
        library.submit(() -> {
          asking.countDown();
          assertThrows(InterruptedIOException.class, () -> relay.ask(() -> "nobody answers"));
          return Thread.interrupted();
        });
    asking.await();
    library.shutdownNow();
    assertEquals(true, question.get());
  }
}
