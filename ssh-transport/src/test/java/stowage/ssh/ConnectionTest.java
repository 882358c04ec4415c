package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stowage.exec.HostException;

@Timeout(30)
class ConnectionTest {
  private final Connection connection = new Connection(Duration.ofSeconds(1));

  private Connection.State.Down down() {
    return assertInstanceOf(Connection.State.Down.class, connection.state());
  }

  private static long pause(Connection.State.Down down) {
    return TimeUnit.NANOSECONDS.toMillis(down.notBefore() - System.nanoTime());
  }

  @Test
  void aMoveThatLostARaceIsSeen() {
    Connection.State.Down before = down();
    var mine = new Connection.State.Connecting(new CountDownLatch(1), before);
    assertTrue(connection.move(before, mine));
    assertFalse(connection.move(before, mine));
    assertSame(mine, connection.close());
    assertFalse(connection.move(mine, before));
    assertInstanceOf(Connection.State.Closed.class, connection.state());
  }

  @Test
  void pausesGrowToAMinuteAndAreNeverTheSame() {
    HostException why = new HostException.Unreachable("h", "gone");
    Connection.State.Down at = down();
    Set<Long> pauses = new HashSet<>();
    for (int failure = 1; failure <= 40; failure++) {
      at = assertInstanceOf(Connection.State.Down.class, connection.after(at, why));
      assertEquals(failure, at.failures());
      long full = Math.min(1000L << Math.min(failure - 1, 20), 60_000);
      assertTrue(pause(at) <= full && pause(at) >= full / 2 - 100, failure + ": " + pause(at));
      pauses.add(pause(at) / 10);
    }
    assertTrue(pauses.size() > 20);
  }

  @Test
  void onlyWhatAPersonMustSettleHalts() {
    for (HostException why :
        List.of(
            new HostException.LoginRefused("h", "anna", List.of("password")),
            new HostException.HostKeyUnknown("h", "ssh-ed25519", "SHA256:x"),
            new HostException.HostKeyChanged("h", "ssh-ed25519", "SHA256:x", "file:1"))) {
      assertEquals(new Connection.State.Halted(why), connection.after(down(), why));
    }
    for (HostException why :
        List.of(
            new HostException.Unreachable("h", "gone"),
            new HostException.TimedOut("h", "login", 30))) {
      assertInstanceOf(Connection.State.Down.class, connection.after(down(), why));
    }
    // Giving up is no failure of the host.
    assertSame(down(), connection.after(down(), new HostException.Cancelled("h")));
  }

  @Test
  void placesAreHandedOnAndOneIsKeptForStopping() throws Exception {
    Slots slots = new Slots(2);
    Slots.Slot first = slots.take(false);
    Slots.Slot second = slots.take(false);
    Slots.Slot stop = slots.take(true);
    Thread waiting = Thread.currentThread();
    Thread.startVirtualThread(waiting::interrupt);
    assertThrows(InterruptedException.class, () -> slots.take(false));
    first.free();
    first.free();
    Slots.Slot third = slots.take(false);
    Thread.startVirtualThread(waiting::interrupt);
    assertThrows(InterruptedException.class, () -> slots.take(false));
    // A place that the host does not grant is gone; the last one in use is never given up.
    assertTrue(slots.shrink(second));
    second.free();
    Thread.startVirtualThread(waiting::interrupt);
    assertThrows(InterruptedException.class, () -> slots.take(false));
    // Nor is the last one that is left, or nobody would ever get one again.
    assertFalse(slots.shrink(third));
    stop.free();
    assertFalse(slots.shrink(third));
    third.free();
    slots.take(false).free();
  }
}
