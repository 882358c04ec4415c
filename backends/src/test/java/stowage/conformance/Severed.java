package stowage.conformance;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.exec.Link;

/** A link that breaks, with everything on it, at a moment of choice; the next use makes it anew. */
public final class Severed implements Link {
  private final Supplier<Link> links;
  private @Nullable Link link;
  private int cuts;
  private volatile String line = "";
  private volatile int bytes = Integer.MAX_VALUE;

  /**
   * @param links makes a link, each time another
   */
  public Severed(Supplier<Link> links) {
    this.links = links;
  }

  /** It breaks as soon as the host has said this line, once. */
  void breakAt(String said) {
    line = "\n" + said + "\n";
  }

  /** It breaks when the host has been told so many bytes more, once. */
  void breakAfter(int sent) {
    bytes = sent;
  }

  private synchronized Link link() {
    if (link == null) {
      link = links.get();
    }
    return Objects.requireNonNull(link);
  }

  private synchronized void cut() {
    line = "";
    bytes = Integer.MAX_VALUE;
    cuts++;
    close();
  }

  @Override
  public String host() {
    return link().host();
  }

  @Override
  public Channel start(String commandLine, OutputStream errors) throws HostException {
    int before = cuts();
    return new Fragile(before, link().start(commandLine, errors));
  }

  private synchronized int cuts() {
    return cuts;
  }

  @Override
  public synchronized void close() {
    if (link != null) {
      link.close();
    }
    link = null;
  }

  private final class Fragile implements Channel {
    private final int before;
    private final Channel channel;
    private final StringBuilder heard = new StringBuilder();

    Fragile(int before, Channel channel) {
      this.before = before;
      this.channel = channel;
    }

    private boolean broken() {
      return cuts() > before;
    }

    @Override
    public OutputStream in() {
      return new FilterOutputStream(channel.in()) {
        @Override
        public void write(byte[] from, int at, int length) throws IOException {
          int most = bytes;
          out.write(from, at, Math.min(length, most));
          if (most == Integer.MAX_VALUE) {
            return;
          }
          bytes = Math.max(0, most - length);
          if (length >= most) {
            out.flush();
            cut();
            throw new IOException("cut");
          }
        }

        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }
      };
    }

    @Override
    public InputStream out() {
      return new InputStream() {
        @Override
        public int read(byte[] to, int at, int length) throws IOException {
          int count = channel.out().read(to, at, length);
          if (broken()) {
            throw new IOException("cut");
          }
          String wanted = line;
          heard.append(new String(to, at, Math.max(0, count), StandardCharsets.ISO_8859_1));
          if (!wanted.isEmpty() && heard.indexOf(wanted) >= 0) {
            cut();
            throw new IOException("cut");
          }
          return count;
        }

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }
      };
    }

    @Override
    public int await() throws HostException, InterruptedException {
      if (broken()) {
        throw new HostException.Unreachable(host(), "cut");
      }
      return channel.await();
    }

    @Override
    public void close() {
      channel.close();
    }
  }
}
