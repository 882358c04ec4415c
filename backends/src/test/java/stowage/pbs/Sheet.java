package stowage.pbs;

import java.util.Arrays;
import java.util.Random;

/** Paper under a camera, as pixels. */
final class Sheet {
  private final int width;
  private final int height;
  private int[] pixels;

  Sheet(int width, int height) {
    this.width = width;
    this.height = height;
    this.pixels = new int[width * height];
    Arrays.fill(pixels, 0xffffffff);
  }

  /**
   * @param scale pixels for a module
   */
  Sheet put(QrCode code, int left, int top, int scale) {
    for (int y = 0; y < code.size() * scale; y++) {
      for (int x = 0; x < code.size() * scale; x++) {
        if (code.dark(x / scale, y / scale)) {
          pixels[(top + y) * width + left + x] = 0xff000000;
        }
      }
    }
    return this;
  }

  /** Uneven light, grey ink, and grain. */
  Sheet photographed(Random random) {
    for (int i = 0; i < pixels.length; i++) {
      int shadow = 60 * (i % width) / width;
      int base = pixels[i] == 0xff000000 ? 50 : 225;
      int grey = Math.clamp(base - shadow + random.nextInt(21) - 10L, 0, 255);
      pixels[i] = 0xff000000 | grey << 16 | grey << 8 | grey;
    }
    return this;
  }

  /** Seen from the side: what is at the bottom is nearer than what is at the top. */
  Sheet tilted(double degrees, double nearer) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    int[] seen = new int[pixels.length];
    for (int i = 0; i < seen.length; i++) {
      int row = i / width;
      double dx = i % width - width / 2.0;
      double dy = row - height / 2.0;
      double distance = 1 + nearer * dy / height;
      long x = Math.round((cos * dx + sin * dy) / distance + width / 2.0);
      long y = Math.round((cos * dy - sin * dx) / distance + height / 2.0);
      boolean onPaper = x >= 0 && y >= 0 && x < width && y < height;
      seen[i] = onPaper ? pixels[(int) (y * width + x)] : 0xffffffff;
    }
    pixels = seen;
    return this;
  }

  Sheet inverted() {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] ^= 0xffffff;
    }
    return this;
  }

  /** What is white can be seen through. */
  Sheet transparent() {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixels[i] == 0xffffffff ? 0 : pixels[i];
    }
    return this;
  }

  Sheet upsideDown() {
    int[] turned = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      turned[pixels.length - 1 - i] = pixels[i];
    }
    pixels = turned;
    return this;
  }

  Picture picture() {
    return Picture.of(width, height, pixels);
  }

  static Picture of(QrCode code) {
    int side = (code.size() + 8) * 3;
    return new Sheet(side, side).put(code, 12, 12, 3).picture();
  }
}
