package stowage.demo.world;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * File names of a Linux host as names that every operating system takes: what is special to one of
 * them is written as {@code %} and two hexadecimal digits.
 */
final class FileNames {
  private static final String SPECIAL = "%<>:\"|?*\\/";
  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3");

  private FileNames() {}

  static String encoded(String name) {
    String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    boolean device = DEVICES.contains(stem.toLowerCase(Locale.ROOT));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean last = i == name.length() - 1;
      boolean plain = c > ' ' ? SPECIAL.indexOf(c) < 0 : c == ' ' && !last;
      if (!plain || (c == '.' && last) || (device && i == 0)) {
        text.append(String.format(Locale.ROOT, "%%%02x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  static String decoded(String name) {
    if (name.indexOf('%') < 0) {
      return name;
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] plain = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        plain[length++] = (byte) (high * 16 + low);
        i += 2;
      } else {
        plain[length++] = bytes[i];
      }
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }
}
