package stowage.paper;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperPage;
import stowage.pbs.PbsException;
import stowage.pbs.QrCode;

/**
 * One sheet of a paper key as one black figure, letters as outlines: preview, printer and PDF show
 * the same, in every script, whatever fonts there are elsewhere.
 *
 * @param width of the paper, in points
 * @param ink measured from the upper left corner, to be filled by the non-zero rule
 */
public record PaperSheet(double width, double height, Path2D ink) {
  /** More than any printer leaves white. */
  private static final double MARGIN = 36;

  /** Below this a phone's camera has trouble with the densest symbols. */
  private static final double SMALLEST_SYMBOL = 280;

  private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 13);
  private static final Font NOTE = new Font(Font.SANS_SERIF, Font.PLAIN, 9);
  private static final Font KEY = new Font(Font.MONOSPACED, Font.PLAIN, 10);
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  /**
   * What is printed beside the key.
   *
   * @param subject whose key it is
   * @param note what to do with the paper
   * @param sheet number of the sheet, a pattern for {@link String#formatted} with number and count;
   *     shown when there are several
   */
  public record Words(String subject, String note, String sheet) {}

  public static List<PaperSheet> of(PaperKey paper, PaperPage page, Words words)
      throws PbsException {
    List<PaperKey.Block> blocks = paper.blocks(PaperKey.Form.PAGE);
    List<PaperSheet> sheets = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      String number = blocks.size() == 1 ? "" : words.sheet().formatted(i + 1, blocks.size());
      sheets.add(of(blocks.get(i), page, words, number));
    }
    return sheets;
  }

  private static PaperSheet of(PaperKey.Block block, PaperPage page, Words words, String number)
      throws PbsException {
    double width = page == PaperPage.A4 ? 595.28 : 612;
    double height = page == PaperPage.A4 ? 841.89 : 792;
    Path2D ink = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double y = MARGIN;
    String subject = number.isEmpty() ? words.subject() : words.subject() + "   " + number;
    y = lines(ink, List.of(subject), HEADING, y, width);
    y = lines(ink, List.of(words.note()), NOTE, y, width) + 6;
    y = lines(ink, block.lines(), KEY, y, width) + 6;
    double room = Math.min(width - 2 * MARGIN, height - MARGIN - y);
    symbol(ink, block.symbol(), width / 2, y, Math.max(SMALLEST_SYMBOL, room));
    return new PaperSheet(width, height, ink);
  }

  /** Adds lines below y and says where they end. */
  private static double lines(Path2D ink, List<String> lines, Font font, double y, double width) {
    double down = y;
    for (String line : lines) {
      for (String part : wrapped(line, font, width - 2 * MARGIN)) {
        down += font.getSize() * 1.3;
        Shape outline =
            font.createGlyphVector(CONTEXT, part)
                .getOutline((float) MARGIN, (float) (down - font.getSize() * 0.3));
        ink.append(outline, false);
      }
    }
    return down;
  }

  /** Cut where the paper ends, which whoever reads it back knows how to mend. */
  static List<String> wrapped(String line, Font font, double width) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int character : line.codePoints().filter(c -> !Character.isISOControl(c)).toArray()) {
      part.appendCodePoint(character);
      if (font.getStringBounds(part.toString(), CONTEXT).getWidth() > width) {
        part.setLength(part.length() - Character.charCount(character));
        int blank = font.getName().equals(Font.MONOSPACED) ? -1 : part.lastIndexOf(" ");
        String rest = blank < 0 ? "" : part.substring(blank + 1);
        parts.add(blank < 0 ? part.toString() : part.substring(0, blank));
        part.setLength(0);
        part.append(rest).appendCodePoint(character);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  /** Runs of dark modules, a little taller than they are so that no white line shows between. */
  private static void symbol(Path2D ink, QrCode code, double middle, double top, double side) {
    double module = side / (code.size() + 2 * QrCode.QUIET);
    double left = middle - side / 2 + QrCode.QUIET * module;
    double start = top + QrCode.QUIET * module;
    for (int y = 0; y < code.size(); y++) {
      for (int x = 0; x < code.size(); x++) {
        int from = x;
        while (x < code.size() && code.dark(x, y)) {
          x++;
        }
        if (x > from) {
          double run = (x - from) * module;
          ink.append(
              new Rectangle2D.Double(left + from * module, start + y * module, run, module * 1.01),
              false);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "PaperSheet(hidden)";
  }
}
