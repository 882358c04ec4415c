package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.disk.Made;

/** What a host's disks have become as a table, and in JSON. */
final class MadeTable {
  private static final String ROW = "%-10s %-30s %15s %15s  %s";

  private MadeTable() {}

  static List<String> text(List<Made> all) {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("What", "Name", "Size", "Free", "State").stripTrailing());
    for (Made made : all) {
      lines.add(
          ROW.formatted(
                  word(made), made.name(), shown(made.size()), shown(made.free()), made.state())
              .stripTrailing());
    }
    return lines;
  }

  private static String word(Made made) {
    return made.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String shown(@Nullable Long bytes) {
    return bytes == null ? "-" : bytes.toString();
  }

  static List<Map<String, @Nullable Object>> json(List<Made> all) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Made made : all) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("what", word(made));
      row.put("name", made.name());
      row.put("size", made.size());
      row.put("free", made.free());
      row.put("state", made.state());
      rows.add(row);
    }
    return rows;
  }
}
