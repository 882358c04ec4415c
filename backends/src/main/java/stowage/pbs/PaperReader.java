package stowage.pbs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

/** From paper back to a key: what was typed, scanned with a text recognition, or photographed. */
public final class PaperReader {
  private static final Pattern NUMBERED = Pattern.compile("\\s*(\\d{1,3}): ?(.*)");
  private static final String PRIVATE = "PRIVATE KEY-----";
  private static final Set<String> LABELS =
      Set.of(PrivateKeyPem.ENCRYPTED, "RSA PRIVATE KEY", "PRIVATE KEY");

  /** What was on the paper. */
  public sealed interface Recovered extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param file found to hold the key it names, unless a passphrase keeps that from being seen
   */
  public record RecoveredKey(KeyFile file) implements Recovered {
    @Override
    public void close() {
      file.close();
    }
  }

  /**
   * @param pem found to be whole; its passphrase tells whether every character is right
   */
  public record RecoveredMaster(Secret pem) implements Recovered {
    @Override
    public void close() {
      pem.close();
    }
  }

  private PaperReader() {}

  /**
   * @param text all of the paper or the part that matters: pages may come in any order as long as
   *     lines have their numbers
   */
  public static Recovered text(String text) throws PbsException {
    String clean = text.replace("\r\n", "\n").replace('\u00a0', ' ');
    int begin = clean.indexOf(PaperKey.BEGIN);
    if (begin >= 0) {
      int from = begin + PaperKey.BEGIN.length();
      int to = clean.indexOf(PaperKey.END, from);
      if (to < 0) {
        throw new PbsException(Reason.PAPER_INCOMPLETE);
      }
      return key(clean.substring(from, to).strip());
    }
    if (clean.contains(PRIVATE)) {
      List<String> numbered = clean.lines().filter(l -> NUMBERED.matcher(l).matches()).toList();
      return numbered.stream().anyMatch(l -> l.contains(PRIVATE))
          ? master(inOrder(numbered))
          : master(clean);
    }
    int open = clean.indexOf('{');
    int close = clean.lastIndexOf('}');
    if (open < 0 || close < open) {
      throw new PbsException(Reason.NOT_A_PAPER_KEY);
    }
    return key(clean.substring(open, close + 1));
  }

  /**
   * The first symbol that is a key, or the symbols of a private key together. They do not say which
   * is which: begin and end are known, what is between must come in the order of the paper.
   */
  public static Recovered pictures(List<Picture> pictures) throws PbsException {
    Set<String> texts = new LinkedHashSet<>();
    for (Picture picture : pictures) {
      texts.addAll(picture.texts());
    }
    if (texts.isEmpty()) {
      throw new PbsException(Reason.NO_QR_CODE);
    }
    List<String> blocks = new ArrayList<>();
    String first = "";
    String last = "";
    for (String text : texts) {
      if (text.stripLeading().startsWith("{")) {
        return key(text);
      }
      if (text.startsWith("-----BEGIN ")) {
        first = text;
      } else if (text.stripTrailing().endsWith(PRIVATE)) {
        last = text;
      } else {
        blocks.add(text);
      }
    }
    if (first.isEmpty() && last.isEmpty()) {
      throw new PbsException(Reason.NOT_A_PAPER_KEY);
    }
    blocks.addFirst(first);
    blocks.addLast(last);
    return master(String.join("\n", blocks));
  }

  private static Recovered key(String json) throws PbsException {
    KeyFile file;
    try {
      file = KeyFile.read(json.getBytes(StandardCharsets.UTF_8));
    } catch (PbsException e) {
      // Paper breaks long lines anywhere, and whoever types them may do the same.
      String joined = json.lines().map(String::strip).collect(Collectors.joining());
      if (e.reason() != Reason.NOT_JSON || joined.equals(json)) {
        throw e;
      }
      file = KeyFile.read(joined.getBytes(StandardCharsets.UTF_8));
    }
    if (!file.needsPassphrase()) {
      file.open(null).close();
    }
    return new RecoveredKey(file);
  }

  private static String inOrder(List<String> numbered) throws PbsException {
    TreeMap<Integer, String> lines = new TreeMap<>();
    for (String line : numbered) {
      Matcher m = NUMBERED.matcher(line);
      if (m.matches()) {
        int number = Integer.parseInt(m.group(1));
        String before = lines.put(number, m.group(2).strip());
        if (before != null && !before.equals(m.group(2).strip())) {
          throw new PbsException(Reason.PAPER_LINE_TWICE, number);
        }
      }
    }
    String missing =
        IntStream.rangeClosed(0, lines.lastKey())
            .filter(i -> !lines.containsKey(i))
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new PbsException(Reason.PAPER_LINES_MISSING, missing);
    }
    return String.join("\n", lines.values());
  }

  private static Recovered master(String text) throws PbsException {
    try (Pem pem = Pem.read(text.getBytes(StandardCharsets.UTF_8))) {
      byte[] der = pem.der().reveal();
      boolean whole = !pem.headers().isEmpty() || isWhole(der);
      if (!LABELS.contains(pem.label()) || !whole) {
        throw new PbsException(Reason.PAPER_INCOMPLETE);
      }
      return new RecoveredMaster(Secret.of(Pem.write(pem.label(), headers(pem), der)));
    } catch (PbsException e) {
      throw e.reason() == Reason.NOT_PEM ? new PbsException(Reason.PAPER_INCOMPLETE) : e;
    }
  }

  /** On paper the blank line after the headers is lost. */
  private static String headers(Pem pem) {
    // The one that says that it is encrypted comes first, which the alphabet would not do.
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, String> header : pem.headers().descendingMap().entrySet()) {
      out.append(header.getKey()).append(": ").append(header.getValue()).append('\n');
    }
    return out.isEmpty() ? "" : out.append('\n').toString();
  }

  /** Whether the outermost structure is as long as it says. */
  private static boolean isWhole(byte[] der) {
    if (der.length < 4 || der[0] != 0x30) {
      return false;
    }
    int first = der[1] & 0xff;
    if (first < 0x80) {
      return der.length == 2 + first;
    }
    int count = first & 0x7f;
    if (count < 1 || count > 3 || der.length < 2 + count) {
      return false;
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | (der[2 + i] & 0xff);
    }
    return der.length == 2 + count + length;
  }
}
