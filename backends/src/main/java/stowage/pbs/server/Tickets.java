package stowage.pbs.server;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;

/**
 * Logins that still hold, so that nobody is asked for a code before each question. They are in
 * memory only, and gone once this is closed.
 */
public final class Tickets implements AutoCloseable {
  /** With it, passwords are told apart without being kept. */
  private final byte[] salt = new byte[32];

  private final Map<Who, Seat> seats = new HashMap<>();
  private boolean closed;

  public Tickets() {
    new SecureRandom().nextBytes(salt);
  }

  /** The way there does not count: a tunnel has another port each time. */
  private record Who(Endpoint server, String user, String password) {}

  /**
   * @param changes vouches for requests that change something
   */
  record Ticket(Secret text, String changes, Instant made) {}

  /**
   * Where the ticket of one account lies; whoever comes second waits for the login of the first.
   */
  static final class Seat {
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Ticket ticket;
    private boolean gone;

    void take(Endpoint server) throws ServerException {
      try {
        turn.lockInterruptibly();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new ServerException.Cancelled(server);
      }
    }

    void leave() {
      turn.unlock();
    }

    synchronized @Nullable Ticket ticket() {
      return ticket;
    }

    /** After the end it is held by nobody, and as good as refused. */
    synchronized void keep(Ticket made) {
      forget();
      if (!gone) {
        ticket = made;
      }
    }

    synchronized void forget() {
      if (ticket != null) {
        ticket.text().close();
        ticket = null;
      }
    }

    private synchronized void end() {
      gone = true;
      forget();
    }
  }

  /** Another password is another login, even of the same account. */
  synchronized Seat seat(Endpoint server, Account account) {
    Endpoint direct = Endpoint.direct(server.server(), server.port(), server.pin());
    Seat seat =
        seats.computeIfAbsent(
            new Who(direct, account.user(), mark(account.secret())), _ -> new Seat());
    if (closed) {
      seat.end();
    }
    return seat;
  }

  private String mark(Secret password) {
    byte[] plain = password.reveal();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return HexFormat.of().formatHex(digest.digest(plain));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** The host is left: the next login asks again. */
  @Override
  public synchronized void close() {
    closed = true;
    seats.values().forEach(Seat::end);
    seats.clear();
  }
}
