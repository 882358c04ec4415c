package stowage.ui.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private final LinkedBlockingQueue<Runnable> screen = new LinkedBlockingQueue<>();
  private final List<Object> seen = new ArrayList<>();
  private final Background background = new Background(screen::add, seen::add);

  /** One turn of the screen's thread. */
  private void turn() throws InterruptedException {
    Runnable next = screen.poll(10, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing came to the screen");
    next.run();
  }

  @Test
  void theAnswerComesBackOnTheScreensThread() throws Exception {
    background.run(() -> "answer").then(seen::add);
    turn();
    assertEquals(List.of(), seen);
    turn();
    assertEquals(List.of("answer"), seen);
  }

  @Test
  void aFailureGoesToWhoAskedForIt() throws Exception {
    List<Exception> failures = new ArrayList<>();
    background
        .run(() -> {
          throw new IOException("broken");
        })
        .then(seen::add)
        .failed(failures::add);
    turn();
    turn();
    assertEquals(List.of(), seen);
    assertInstanceOf(IOException.class, failures.getFirst());
  }

  @Test
  void aFailureThatNobodyAskedForIsNotLost() throws Exception {
    background.run(() -> {
      throw new IOException("broken");
    });
    turn();
    turn();
    assertInstanceOf(IOException.class, seen.getFirst());
  }

  @Test
  void anErrorEndsTheWaitToo() throws Exception {
    background
        .run(() -> {
          throw new NoClassDefFoundError("stowage/Gone");
        })
        .failed(seen::add);
    turn();
    turn();
    assertInstanceOf(NoClassDefFoundError.class, ((Exception) seen.getFirst()).getCause());
  }

  @Test
  void discardedWorkIsInterruptedAndItsAnswerDropped() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Background.Work<String> work =
        background
            .run(() -> {
              begun.countDown();
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                stopped.countDown();
              }
              return "late";
            })
            .then(seen::add);
    turn();
    assertTrue(begun.await(10, TimeUnit.SECONDS));
    work.discard();
    assertTrue(stopped.await(10, TimeUnit.SECONDS));
    turn();
    assertEquals(List.of(), seen);
  }
}
