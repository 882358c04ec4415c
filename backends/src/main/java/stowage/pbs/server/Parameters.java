package stowage.pbs.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import stowage.exec.Secret;

/** What a request says, percent-encoded: a blank as %20, which any reader understands. */
final class Parameters {
  private static final String UNRESERVED = "-._~";
  private final Map<String, String> values = new LinkedHashMap<>();

  static Parameters of() {
    return new Parameters();
  }

  Parameters and(String name, String value) {
    values.put(name, value);
    return this;
  }

  Parameters and(String name, long value) {
    return and(name, Long.toString(value));
  }

  Parameters and(String name, boolean value) {
    return and(name, value ? "1" : "0");
  }

  /** Left out when empty: the root namespace, for example, has no name. */
  Parameters unlessEmpty(String name, String value) {
    return value.isEmpty() ? this : and(name, value);
  }

  String encoded() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : "&")
            .append(encode(name))
            .append('=')
            .append(encode(value)));
    return text.toString();
  }

  /** With a secret as the last one; the caller wipes the array. */
  byte[] encoded(String name, Secret secret) {
    byte[] open = (encoded() + "&" + encode(name) + "=").getBytes(StandardCharsets.UTF_8);
    byte[] hidden = encode(secret);
    byte[] all = Arrays.copyOf(open, open.length + hidden.length);
    System.arraycopy(hidden, 0, all, open.length, hidden.length);
    Arrays.fill(hidden, (byte) 0);
    return all;
  }

  static String encode(String text) {
    return new String(encode(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.US_ASCII);
  }

  /** The caller wipes the array. */
  static byte[] encode(Secret secret) {
    byte[] plain = secret.reveal();
    try {
      return encode(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static byte[] encode(byte[] plain) {
    Wiped out = new Wiped(plain.length * 3);
    for (byte b : plain) {
      int c = b & 0xff;
      boolean open = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      if (open) {
        out.write(b);
      } else {
        out.write('%');
        out.write(Character.toUpperCase(Character.forDigit(c >> 4, 16)));
        out.write(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    byte[] encoded = out.toByteArray();
    out.wipe();
    return encoded;
  }

  /** Never grows, so nothing of what passed through stays behind. */
  private static final class Wiped extends ByteArrayOutputStream {
    Wiped(int most) {
      super(Math.max(most, 1));
    }

    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
