package stowage.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/** One process on a host, from its start to its end. */
final class Started implements Pipe {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int FIRST_READ = 16 << 10;

  private final Link link;
  private final Link.Channel channel;
  private final Errors errors;
  private final boolean ours;
  private volatile boolean over;

  private Started(Link link, Link.Channel channel, Errors errors, boolean ours) {
    this.link = link;
    this.channel = channel;
    this.errors = errors;
    this.ours = ours;
  }

  /** A program that ends with its pipe. */
  static Started program(Link link, Exec exec) throws HostException {
    Errors errors = new Errors();
    return new Started(link, link.start(Wire.program(exec), errors), errors, true);
  }

  /** A process that knows itself when to end: at the end of its input, or when nobody listens. */
  static Started guest(Link link, String commandLine) throws HostException {
    Errors errors = new Errors();
    return new Started(link, link.start(commandLine, errors), errors, false);
  }

  @Override
  public InputStream out() {
    return channel.out();
  }

  @Override
  public OutputStream in() {
    return channel.in();
  }

  byte[] errorBytes() {
    return errors.bytes();
  }

  /** Writes the input and its end, on a thread of its own: the program may answer meanwhile. */
  void feed(Input input) {
    byte[] bytes =
        switch (input) {
          case Input.None(), Input.Streamed() -> new byte[0];
          case Input.Text(var text) -> text.getBytes(StandardCharsets.UTF_8);
          case Input.Hidden(var secret) -> secret.reveal();
        };
    feed(in -> {
      try {
        in.write(bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    });
  }

  /** What writes the input. */
  interface Feeder {
    void write(OutputStream in) throws IOException;
  }

  void feed(Feeder feeder) {
    Thread.startVirtualThread(() -> {
      try (OutputStream in = channel.in()) {
        feeder.write(in);
      } catch (IOException _) {
        // It did not want to read it all; how it ended tells whether that was right.
      }
    });
  }

  /** Reads everything; blocks. */
  Result finish(int outputLimit) throws IOException, HostException, InterruptedException {
    byte[] out = read(channel.out(), outputLimit);
    if (channel.out().read() >= 0) {
      return new Result(Result.Ending.OVERFLOWED, 0, new byte[0], errors.bytes());
    }
    int status = channel.await();
    over = true;
    return new Result(Result.Ending.EXITED, status, out, errors.bytes());
  }

  /** It may be a key: no array keeps a part of it but the one that is returned. */
  private static byte[] read(InputStream in, int most) throws IOException {
    byte[] bytes = new byte[Math.min(most, FIRST_READ)];
    int length = 0;
    while (length < most) {
      if (length == bytes.length) {
        bytes = moved(bytes, (int) Math.min(most, 2L * length));
      }
      int count = in.read(bytes, length, bytes.length - length);
      if (count < 0) {
        break;
      }
      length += count;
    }
    return length == bytes.length ? bytes : moved(bytes, length);
  }

  private static byte[] moved(byte[] bytes, int length) {
    byte[] copy = Arrays.copyOf(bytes, length);
    Arrays.fill(bytes, (byte) 0);
    return copy;
  }

  @Override
  public Result await() throws HostException {
    try {
      int status = channel.await();
      over = true;
      return new Result(Result.Ending.EXITED, status, new byte[0], errors.bytes());
    } catch (InterruptedException _) {
      throw new HostException.Cancelled(link.host());
    }
  }

  @Override
  public void close() {
    if (ours && !over) {
      over = true;
      try {
        Attended.call(link.host(), STOP_LIMIT, this::stop);
      } catch (HostException | TimeoutException _) {
        // The link is gone or the program hangs for good: nothing more can be done from here.
      }
    }
    channel.close();
  }

  private int stop() throws HostException, InterruptedException {
    OptionalLong pid = errors.pid(Duration.ofSeconds(2));
    if (pid.isEmpty()) {
      return -1;
    }
    try (Link.Channel stopper =
        link.start(Wire.stop(pid.getAsLong()), OutputStream.nullOutputStream())) {
      return stopper.await();
    }
  }
}
