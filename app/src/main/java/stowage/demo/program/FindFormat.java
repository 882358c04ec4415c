package stowage.demo.program;

import java.time.Instant;
import stowage.demo.world.VirtualFiles;

/** The format of {@code find -printf}. */
final class FindFormat {
  private FindFormat() {}

  static String of(String format, Find.Found found) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '\\' && i + 1 < format.length()) {
        text.append(Find.unescaped(format.substring(i, i + 2)));
        i++;
      } else if (c == '%' && i + 1 < format.length()) {
        char letter = format.charAt(++i);
        if (letter == 'T' || letter == 'C' || letter == 'A') {
          i++;
          text.append(time(found.entry()));
        } else {
          text.append(value(letter, found));
        }
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** Only {@code @} is known: seconds since 1970 with a fraction. */
  private static String time(VirtualFiles.Entry entry) {
    Instant at = entry.modified();
    return "%d.%09d0".formatted(at.getEpochSecond(), at.getNano());
  }

  private static String value(char letter, Find.Found found) {
    VirtualFiles.Entry entry = found.entry();
    return switch (letter) {
      case '%' -> "%";
      case 'p' -> found.shown();
      case 'f' -> found.name();
      case 'P' -> found.below();
      case 'H' -> found.start();
      case 'h' -> found.directory();
      case 'd' -> Integer.toString(found.depth());
      case 's' -> Long.toString(entry.size());
      case 'b' -> Long.toString(entry.used() / 512);
      case 'k' -> Long.toString(Math.ceilDiv(entry.used(), 1024));
      case 'm' -> entry.mode();
      case 'y', 'Y' -> entry.directory() ? "d" : "f";
      case 'u', 'g' -> "root";
      case 'U', 'G' -> "0";
      case 'n' -> "1";
      case 'l' -> "";
      default -> "%" + letter;
    };
  }
}
