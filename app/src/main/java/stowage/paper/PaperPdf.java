package stowage.paper;

import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** Sheets of a paper key as a PDF file. */
public final class PaperPdf {
  private PaperPdf() {}

  /** The caller wipes it. */
  public static byte[] of(List<PaperSheet> sheets, String title) throws IOException {
    try (PDDocument document = new PDDocument();
        Erased out = new Erased()) {
      document.getDocumentInformation().setTitle(title);
      document.getDocumentInformation().setProducer("Stowage");
      for (PaperSheet sheet : sheets) {
        PDPage page = new PDPage(new PDRectangle((float) sheet.width(), (float) sheet.height()));
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          draw(sheet, content);
        }
      }
      document.save(out);
      return out.toByteArray();
    }
  }

  private static void draw(PaperSheet sheet, PDPageContentStream content) throws IOException {
    // A PDF counts from the lower left corner.
    AffineTransform upright = new AffineTransform(1, 0, 0, -1, 0, sheet.height());
    float[] at = new float[6];
    float x = 0;
    float y = 0;
    for (PathIterator path = sheet.ink().getPathIterator(upright); !path.isDone(); path.next()) {
      int kind = path.currentSegment(at);
      switch (kind) {
        case PathIterator.SEG_MOVETO -> content.moveTo(at[0], at[1]);
        case PathIterator.SEG_LINETO -> content.lineTo(at[0], at[1]);
        case PathIterator.SEG_QUADTO ->
            content.curveTo(
                x + 2f / 3 * (at[0] - x),
                y + 2f / 3 * (at[1] - y),
                at[2] + 2f / 3 * (at[0] - at[2]),
                at[3] + 2f / 3 * (at[1] - at[3]),
                at[2],
                at[3]);
        case PathIterator.SEG_CUBICTO -> content.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
        case PathIterator.SEG_CLOSE -> content.closePath();
        default -> throw new IllegalStateException("no segment of a path: " + kind);
      }
      int last =
          switch (kind) {
            case PathIterator.SEG_QUADTO -> 2;
            case PathIterator.SEG_CUBICTO -> 4;
            default -> 0;
          };
      if (kind != PathIterator.SEG_CLOSE) {
        x = at[last];
        y = at[last + 1];
      }
    }
    content.fill();
  }

  /** Its buffer holds a key for a moment. */
  private static final class Erased extends ByteArrayOutputStream {
    @Override
    public void close() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
