package stowage.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Data at a walk, by a clock that only goes while they wait. */
class PacedStreamTest {
  private static final byte[] DATA = new byte[10_000];

  static {
    new Random(1).nextBytes(DATA);
  }

  private long now = 500;

  private PacedStream paced(long rate) {
    return new PacedStream(
        new ByteArrayInputStream(DATA), rate, () -> now, time -> now += time.toNanos());
  }

  @Test
  void theyTakeTheirTime() throws Exception {
    try (InputStream paced = paced(1000)) {
      assertArrayEquals(DATA, paced.readAllBytes());
    }
    assertEquals(Duration.ofSeconds(10), Duration.ofNanos(now - 500));
  }

  @Test
  void theyComeEvenly() throws Exception {
    try (InputStream paced = paced(1000)) {
      byte[] all = new byte[DATA.length];
      assertEquals(100, paced.read(all, 0, all.length), "what a tenth of a second brings");
      assertEquals(Duration.ofMillis(100), Duration.ofNanos(now - 500));
    }
  }

  @Test
  void whoIsSlowAnywayNeverWaits() throws Exception {
    try (InputStream paced =
        new PacedStream(
            new ByteArrayInputStream(DATA),
            1000,
            () -> now += Duration.ofSeconds(1).toNanos(),
            _ -> {
              throw new AssertionError("nothing to wait for");
            })) {
      assertArrayEquals(DATA, paced.readAllBytes());
    }
  }

  @Test
  void aByteASecondIsPossible() throws Exception {
    try (InputStream paced = paced(1)) {
      assertEquals(DATA[0] & 0xff, paced.read());
      assertEquals(DATA[1] & 0xff, paced.read());
    }
    assertEquals(Duration.ofSeconds(2), Duration.ofNanos(now - 500));
  }

  @Test
  void waitingCanBeStopped() throws Exception {
    try (InputStream paced =
        new PacedStream(
            new ByteArrayInputStream(DATA),
            1,
            () -> now,
            _ -> {
              throw new InterruptedException();
            })) {
      assertThrows(InterruptedIOException.class, paced::read);
      assertTrue(Thread.interrupted(), "whoever asked for it still sees it");
    }
  }
}
