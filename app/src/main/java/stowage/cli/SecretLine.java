package stowage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.schema.InvalidException;

/** A secret that a script hands over: one line of a file descriptor, or a variable. */
final class SecretLine {
  // Bytes. What is longer is no password but a file in the wrong place.
  private static final int LONGEST = 4096;

  private SecretLine() {}

  /**
   * @param field what it is, for the message
   * @param descriptor null to look at the variable
   * @return null when there is neither
   */
  static @Nullable Secret given(
      String field, @Nullable Integer descriptor, String variable, Cli.Data data)
      throws InvalidException {
    if (descriptor != null) {
      return line(field, descriptor, data);
    }
    String value = data.environment().get(variable);
    return value == null || value.isEmpty() ? null : Secret.of(value.toCharArray());
  }

  private static Secret line(String field, int descriptor, Cli.Data data) throws InvalidException {
    try {
      return line(field, data.descriptors().of(descriptor));
    } catch (IOException _) {
      throw new InvalidException(field, "cli.key.no-descriptor", descriptor);
    }
  }

  /** Byte by byte: what follows the line is somebody else's. */
  private static Secret line(String field, InputStream in) throws IOException, InvalidException {
    byte[] line = new byte[LONGEST];
    try {
      int length = 0;
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (length == LONGEST) {
          throw new InvalidException(field, "cli.secret-too-long", LONGEST);
        }
        line[length++] = (byte) b;
      }
      if (length > 0 && line[length - 1] == '\r') {
        length--;
      }
      if (length == 0) {
        throw new InvalidException(field, "cli.nothing-entered", field);
      }
      return Secret.of(Arrays.copyOf(line, length));
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }
}
