package stowage.exec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that must not be seen: they have no text form, and are gone once closed. */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private boolean wiped;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes over the array; the caller must not keep it. */
  public static Secret of(byte[] bytes) {
    return new Secret(bytes);
  }

  /** Copies the characters as UTF-8; the caller wipes its own array. */
  public static Secret of(char[] chars) {
    // A char takes at most three bytes; a surrogate pair, two chars, takes four.
    ByteBuffer encoded = ByteBuffer.wrap(new byte[chars.length * 3]);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(chars), encoded, true);
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    return new Secret(bytes);
  }

  /** A copy that the caller wipes after use. */
  public synchronized byte[] reveal() {
    if (wiped) {
      throw new IllegalStateException("this secret has been wiped");
    }
    return bytes.clone();
  }

  public synchronized boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public synchronized void close() {
    Arrays.fill(bytes, (byte) 0);
    wiped = true;
  }

  @Override
  public String toString() {
    return "Secret(hidden)";
  }
}
