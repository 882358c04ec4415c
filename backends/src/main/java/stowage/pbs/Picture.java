package stowage.pbs;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.Binarizer;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A photograph, a scan or a screenshot on which symbols are looked for. */
public final class Picture {
  private final int width;
  private final int height;
  private final byte[] light;

  private Picture(int width, int height, byte[] light) {
    this.width = width;
    this.height = height;
    this.light = light;
  }

  /**
   * @param argb row by row, as pictures give their pixels; what is transparent counts as white
   */
  public static Picture of(int width, int height, int[] argb) {
    if (width < 1 || height < 1 || argb.length / width < height) {
      throw new IllegalArgumentException(width + " x " + height + " with " + argb.length);
    }
    byte[] light = new byte[width * height];
    for (int i = 0; i < light.length; i++) {
      int alpha = argb[i] >>> 24;
      int red = argb[i] >> 16 & 0xff;
      int green = argb[i] >> 8 & 0xff;
      int blue = argb[i] & 0xff;
      int grey = (306 * red + 601 * green + 117 * blue) >> 10;
      light[i] = (byte) (255 - (255 - grey) * alpha / 255);
    }
    return new Picture(width, height, light);
  }

  /** What the symbols on it hold, from the top to the bottom and from left to right. */
  public List<String> texts() {
    Map<String, ResultPoint> found = new LinkedHashMap<>();
    look(1, found);
    if (width > 1 && height > 1) {
      // Grain and fuzzy edges hide some that the same picture shows when it is smaller.
      halved().look(2, found);
    }
    return inOrder(found);
  }

  private Picture halved() {
    int half = width / 2;
    byte[] small = new byte[half * (height / 2)];
    for (int i = 0; i < small.length; i++) {
      int at = i / half * 2 * width + i % half * 2;
      int sum = 0;
      for (int corner : new int[] {at, at + 1, at + width, at + width + 1}) {
        sum += light[corner] & 0xff;
      }
      small[i] = (byte) (sum / 4);
    }
    return new Picture(half, height / 2, small);
  }

  private void look(int scale, Map<String, ResultPoint> found) {
    Light straight = new Light(width, height, light);
    for (LuminanceSource source : List.of(straight, straight.invert())) {
      for (Binarizer how :
          List.of(new HybridBinarizer(source), new GlobalHistogramBinarizer(source))) {
        look(new BinaryBitmap(how), scale, found);
      }
      if (!found.isEmpty()) {
        return;
      }
    }
  }

  private static void look(BinaryBitmap bitmap, int scale, Map<String, ResultPoint> found) {
    Map<DecodeHintType, Object> hard =
        Map.of(
            DecodeHintType.TRY_HARDER,
            true,
            DecodeHintType.POSSIBLE_FORMATS,
            List.of(BarcodeFormat.QR_CODE));
    List<Result> results = new ArrayList<>();
    try {
      results.addAll(Arrays.asList(new QRCodeMultiReader().decodeMultiple(bitmap, hard)));
    } catch (ReaderException _) {
      // None that way.
    }
    if (results.isEmpty()) {
      try {
        results.add(new QRCodeReader().decode(bitmap, hard));
      } catch (ReaderException _) {
        // None at all.
      }
    }
    for (Result result : results) {
      if (result.getText() != null) {
        found.putIfAbsent(result.getText(), corner(result, scale));
      }
    }
  }

  private static ResultPoint corner(Result result, int scale) {
    ResultPoint[] points = result.getResultPoints();
    float x = Float.MAX_VALUE;
    float y = Float.MAX_VALUE;
    for (ResultPoint point : points == null ? new ResultPoint[0] : points) {
      if (point != null) {
        x = Math.min(x, point.getX());
        y = Math.min(y, point.getY());
      }
    }
    return new ResultPoint(x * scale, y * scale);
  }

  /** Symbols whose tops are nearly level stand in one row. */
  private List<String> inOrder(Map<String, ResultPoint> found) {
    float level = height / 20f;
    List<Map.Entry<String, ResultPoint>> down =
        found.entrySet().stream()
            .sorted(Comparator.comparingDouble(e -> e.getValue().getY()))
            .toList();
    List<String> texts = new ArrayList<>();
    for (int from = 0; from < down.size(); ) {
      int to = from;
      while (to < down.size()
          && down.get(to).getValue().getY() - down.get(from).getValue().getY() <= level) {
        to++;
      }
      down.subList(from, to).stream()
          .sorted(Comparator.comparingDouble(e -> e.getValue().getX()))
          .forEach(e -> texts.add(e.getKey()));
      from = to;
    }
    return texts;
  }

  private static final class Light extends LuminanceSource {
    private final byte[] light;

    private Light(int width, int height, byte[] light) {
      super(width, height);
      this.light = light;
    }

    @Override
    public byte[] getRow(int y, byte[] row) {
      byte[] into = row == null || row.length < getWidth() ? new byte[getWidth()] : row;
      System.arraycopy(light, y * getWidth(), into, 0, getWidth());
      return into;
    }

    @Override
    public byte[] getMatrix() {
      return light;
    }
  }
}
