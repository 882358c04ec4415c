package stowage.volume;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Format of a guest image; the lower-case names are those of {@code storage.cfg} and of file
 * extensions.
 */
public enum ImageFormat {
  RAW,
  QCOW2,
  VMDK,
  SUBVOL;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ImageFormat> of(String word) {
    return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst();
  }
}
