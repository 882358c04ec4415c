package stowage.pbs;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.pbs.PbsException.Reason;

/**
 * A key for the safe: lines to read and symbols to scan. It is what it is there to be, a text that
 * shows a key, so it can't be wiped; keep it only as long as it is printed.
 */
public final class PaperKey {
  static final String BEGIN = "-----BEGIN PROXMOX BACKUP KEY-----";
  static final String END = "-----END PROXMOX BACKUP KEY-----";

  private static final Set<String> MASTER_BEGIN =
      Set.of("-----BEGIN ENCRYPTED PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----");
  private static final Set<String> MASTER_END =
      Set.of("-----END ENCRYPTED PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----");
  private static final int FEWEST_LINES = 20;

  private final List<String> lines;
  private final boolean master;

  /** How much goes into one symbol, and how lines are numbered. */
  public enum Form {
    TEXT(5, "%2d: %s"),
    PAGE(20, "%02d: %s");

    private final int linesPerBlock;
    private final String numbered;

    Form(int linesPerBlock, String numbered) {
      this.linesPerBlock = linesPerBlock;
      this.numbered = numbered;
    }
  }

  /**
   * What is printed together.
   *
   * @param lines as they are shown
   * @param payload what the symbol holds: lines without numbers, without the last one's end
   */
  public record Block(List<String> lines, String payload) {
    public Block {
      lines = List.copyOf(lines);
    }

    public QrCode symbol() throws PbsException {
      return QrCode.of(payload);
    }

    @Override
    public String toString() {
      return "Block(hidden)";
    }
  }

  private PaperKey(List<String> lines, boolean master) {
    this.lines = List.copyOf(lines);
    this.master = master;
  }

  /**
   * @param input a key file, or the PEM file of an encrypted private master key
   * @param zone in which times are printed
   */
  public static PaperKey of(byte[] input, ZoneId zone) throws PbsException {
    String text = new String(input, StandardCharsets.UTF_8);
    if (MASTER_BEGIN.stream().anyMatch(b -> text.startsWith(b + "\n"))) {
      List<String> pem = text.lines().map(String::stripTrailing).filter(l -> !l.isEmpty()).toList();
      if (text.stripTrailing().lines().count() >= FEWEST_LINES
          && MASTER_END.contains(pem.getLast())) {
        return new PaperKey(pem, true);
      }
    }
    try (KeyFile file = KeyFile.read(input)) {
      return of(file, zone);
    } catch (PbsException _) {
      throw new PbsException(Reason.NOT_FOR_PAPER);
    }
  }

  public static PaperKey of(KeyFile file, ZoneId zone) {
    try (Secret pretty = file.pretty(zone)) {
      byte[] text = pretty.reveal();
      try {
        return new PaperKey(new String(text, StandardCharsets.UTF_8).lines().toList(), false);
      } finally {
        Arrays.fill(text, (byte) 0);
      }
    }
  }

  /** Whether it is the private master key, otherwise a key of backups. */
  public boolean isMaster() {
    return master;
  }

  /** One for a key file; a private key takes several. */
  public List<Block> blocks(Form form) {
    if (!master) {
      List<String> shown = new ArrayList<>(lines);
      shown.addFirst(BEGIN);
      shown.addLast(END);
      return List.of(new Block(shown, String.join("\n", lines)));
    }
    List<Block> blocks = new ArrayList<>();
    for (int from = 0; from < lines.size(); from += form.linesPerBlock) {
      List<String> part = lines.subList(from, Math.min(lines.size(), from + form.linesPerBlock));
      List<String> shown = new ArrayList<>();
      for (int i = 0; i < part.size(); i++) {
        shown.add(form.numbered.formatted(from + i, part.get(i)));
      }
      blocks.add(new Block(shown, String.join("\n", part)));
    }
    return blocks;
  }

  /**
   * For a plain printer or a terminal that is black on white.
   *
   * @param subject what it is the key of; null for none
   */
  public String text(@Nullable String subject) throws PbsException {
    StringBuilder out = new StringBuilder();
    if (subject != null) {
      out.append("Subject: ").append(oneLine(subject)).append("\n\n");
    }
    for (Block block : blocks(Form.TEXT)) {
      block.lines().forEach(line -> out.append(line).append('\n'));
      out.append(block.symbol().art()).append('\n');
      if (master) {
        out.append("\f\n");
      }
    }
    return out.toString();
  }

  /** For a browser's printing. */
  public String html(@Nullable String subject, PaperPage page) throws PbsException {
    String shown = subject == null ? null : "Subject: " + oneLine(subject);
    return page.html(shown, blocks(Form.PAGE), master);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").strip();
  }

  @Override
  public String toString() {
    return "PaperKey(hidden)";
  }
}
