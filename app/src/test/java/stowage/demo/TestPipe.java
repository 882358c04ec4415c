package stowage.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Bytes from one thread to another. The pipes of {@code java.io} take the end of a writing thread
 * for the end of the pipe.
 */
final class TestPipe {
  private final Queue<byte[]> chunks = new ArrayDeque<>();
  private boolean writerGone;
  private boolean readerGone;

  final OutputStream in =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          put(java.util.Arrays.copyOfRange(bytes, from, from + length));
        }

        @Override
        public void close() {
          end();
        }
      };

  final InputStream out =
      new InputStream() {
        private byte[] chunk = {};
        private int at;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
          if (at == chunk.length) {
            chunk = take();
            at = 0;
          }
          int count = Math.min(most, chunk.length - at);
          System.arraycopy(chunk, at, into, from, count);
          at += count;
          return count == 0 && most > 0 ? -1 : count;
        }

        @Override
        public void close() {
          leave();
        }
      };

  private synchronized void put(byte[] bytes) throws IOException {
    if (readerGone || writerGone) {
      throw new IOException("broken pipe");
    }
    if (bytes.length > 0) {
      chunks.add(bytes);
      notifyAll();
    }
  }

  /** Empty at the end. */
  private synchronized byte[] take() throws IOException {
    while (chunks.isEmpty() && !writerGone) {
      if (readerGone) {
        throw new IOException("closed");
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    byte[] next = chunks.poll();
    return next == null ? new byte[0] : next;
  }

  private synchronized void end() {
    writerGone = true;
    notifyAll();
  }

  private synchronized void leave() {
    readerGone = true;
    notifyAll();
  }
}
