package stowage.exec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Bytes that must not be seen: they have no text form, and are gone once closed. */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private final Supplier<byte[]> copy;
  private boolean wiped;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
    this.copy = bytes::clone;
  }

  private Secret(Supplier<byte[]> copy) {
    this.bytes = new byte[0];
    this.copy = copy;
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

  /**
   * The same in another form, which is made anew each time it is revealed: nothing of it is left
   * once this one is closed.
   *
   * @param shape makes a new array of the bytes it is given
   */
  public Secret shaped(UnaryOperator<byte[]> shape) {
    return new Secret(() -> {
      byte[] plain = reveal();
      try {
        return shape.apply(plain);
      } finally {
        Arrays.fill(plain, (byte) 0);
      }
    });
  }

  /** A copy that the caller wipes after use. */
  public synchronized byte[] reveal() {
    if (wiped) {
      throw new IllegalStateException("this secret has been wiped");
    }
    return copy.get();
  }

  public synchronized boolean isEmpty() {
    byte[] revealed = wiped ? bytes : copy.get();
    Arrays.fill(revealed, (byte) 0);
    return revealed.length == 0;
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
