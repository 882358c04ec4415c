package stowage.pbs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

/**
 * The first block of a PEM text.
 *
 * @param label for example {@code PUBLIC KEY}
 * @param headers of an encrypted key in the old form
 * @param der what stands in Base64
 */
record Pem(String label, TreeMap<String, String> headers, Secret der) implements AutoCloseable {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  static Pem read(byte[] text) throws PbsException {
    List<byte[]> lines = lines(text);
    byte[] coded = new byte[text.length];
    try {
      int at = 0;
      while (at < lines.size() && !starts(lines.get(at), BEGIN)) {
        at++;
      }
      String label = at < lines.size() ? label(lines.get(at), BEGIN) : "";
      TreeMap<String, String> headers = new TreeMap<>();
      int length = 0;
      for (at++; at < lines.size(); at++) {
        byte[] line = lines.get(at);
        if (starts(line, END)) {
          if (label.isEmpty() || !label.equals(label(line, END))) {
            break;
          }
          byte[] exact = Arrays.copyOf(coded, length);
          try {
            return new Pem(label, headers, Secret.of(Base64.getDecoder().decode(exact)));
          } finally {
            Arrays.fill(exact, (byte) 0);
          }
        }
        int colon = indexOf(line, ':');
        if (colon > 0 && length == 0) {
          String header = new String(line, StandardCharsets.ISO_8859_1);
          headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
        } else {
          System.arraycopy(line, 0, coded, length, line.length);
          length += line.length;
        }
      }
      throw new PbsException(Reason.NOT_PEM);
    } catch (IllegalArgumentException _) {
      throw new PbsException(Reason.NOT_PEM);
    } finally {
      lines.forEach(line -> Arrays.fill(line, (byte) 0));
      Arrays.fill(coded, (byte) 0);
    }
  }

  /** In lines of 64 characters, as everybody writes it. */
  static byte[] write(String label, byte[] der) {
    return write(label, "", der);
  }

  /**
   * @param headers with the blank line after them, or empty
   */
  static byte[] write(String label, String headers, byte[] der) {
    byte[] coded = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
    byte[] first = (BEGIN + label + DASHES + "\n" + headers).getBytes(StandardCharsets.US_ASCII);
    byte[] last = ("\n" + END + label + DASHES + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(first, first.length + coded.length + last.length);
    System.arraycopy(coded, 0, all, first.length, coded.length);
    System.arraycopy(last, 0, all, first.length + coded.length, last.length);
    Arrays.fill(coded, (byte) 0);
    return all;
  }

  /** Without what is blank at their ends. */
  private static List<byte[]> lines(byte[] text) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == '\n') {
        int start = from;
        int end = i;
        while (start < end && text[start] <= ' ' && text[start] >= 0) {
          start++;
        }
        while (end > start && text[end - 1] <= ' ' && text[end - 1] >= 0) {
          end--;
        }
        lines.add(Arrays.copyOfRange(text, start, end));
        from = i + 1;
      }
    }
    return lines;
  }

  private static boolean starts(byte[] line, String with) {
    return line.length >= with.length()
        && new String(line, 0, with.length(), StandardCharsets.ISO_8859_1).equals(with);
  }

  /** Empty when the line is not closed. */
  private static String label(byte[] line, String marker) {
    String text = new String(line, StandardCharsets.ISO_8859_1);
    return text.endsWith(DASHES) && text.length() >= marker.length() + DASHES.length()
        ? text.substring(marker.length(), text.length() - DASHES.length())
        : "";
  }

  private static int indexOf(byte[] line, char wanted) {
    for (int i = 0; i < line.length; i++) {
      if (line[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    der.close();
  }
}
