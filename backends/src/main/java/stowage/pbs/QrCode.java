package stowage.pbs;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import stowage.pbs.PbsException.Reason;

/** A square of dark and light modules that holds a text. */
public final class QrCode {
  /** Modules of white that a reader wants around it. */
  public static final int QUIET = 4;

  private final ByteMatrix modules;

  private QrCode(ByteMatrix modules) {
    this.modules = modules;
  }

  /** With as much correction as the backup client's: about 15 % may be lost. */
  public static QrCode of(String text) throws PbsException {
    return of(text, ErrorCorrectionLevel.M);
  }

  static QrCode of(String text, ErrorCorrectionLevel level) throws PbsException {
    boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    // Naming the character set takes room and is not understood by every reader.
    Map<EncodeHintType, Object> hints =
        ascii ? Map.of() : Map.of(EncodeHintType.CHARACTER_SET, "UTF-8");
    try {
      return new QrCode(Encoder.encode(text, level, hints).getMatrix());
    } catch (WriterException _) {
      throw new PbsException(Reason.PAPER_TOO_LONG);
    }
  }

  /** Modules in a row, without white around. */
  public int size() {
    return modules.getWidth();
  }

  public boolean dark(int x, int y) {
    return modules.get(x, y) == 1;
  }

  /** With white around, as large as it is shown. */
  public String svg() {
    int side = size() + 2 * QUIET;
    StringBuilder out = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    out.append(" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">".formatted(side, side));
    out.append("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>".formatted(side, side));
    out.append("<path d=\"");
    for (int y = 0; y < size(); y++) {
      for (int x = 0; x < size(); x++) {
        if (dark(x, y)) {
          out.append("M%d %dh1v1h-1z".formatted(x + QUIET, y + QUIET));
        }
      }
    }
    return out.append("\"/></svg>").toString();
  }

  /** Lines of block characters, two rows of modules in each, for black on white. */
  public String art() {
    StringBuilder out = new StringBuilder();
    for (int y = 0; y < size(); y += 2) {
      for (int x = 0; x < size(); x++) {
        boolean upper = dark(x, y);
        boolean lower = y + 1 < size() && dark(x, y + 1);
        out.append(upper ? lower ? '\u2588' : '\u2580' : lower ? '\u2584' : ' ');
      }
      out.append('\n');
    }
    return out.toString();
  }
}
