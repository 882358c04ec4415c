package stowage.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Output that is kept up to a limit; a program that writes more is stopped by the error. */
final class Kept extends OutputStream {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int limit;
  private boolean overflowed;

  Kept(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] from, int at, int length) throws IOException {
    if (length > limit - bytes.size()) {
      overflowed = true;
      throw new IOException("more than " + limit + " bytes of output");
    }
    bytes.write(from, at, length);
  }

  synchronized boolean overflowed() {
    return overflowed;
  }

  synchronized byte[] bytes() {
    return bytes.toByteArray();
  }
}
