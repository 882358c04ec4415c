package stowage.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What the page says of one subject.
 *
 * @param how it was taken, in a sentence or two
 * @param table the figures
 * @param limits what they can't tell
 */
record Section(String title, String how, Table table, String limits) {

  /** Rows of text below a heading; the first column names what the row is about. */
  record Table(List<String> heading, List<List<String>> rows) {
    Table {
      heading = List.copyOf(heading);
      rows = List.copyOf(rows);
    }

    static Table of(String... heading) {
      return new Table(List.of(heading), List.of());
    }

    Table row(String... cells) {
      if (cells.length != heading.size()) {
        throw new IllegalArgumentException(cells.length + " cells below " + heading);
      }
      List<List<String>> more = new ArrayList<>(rows);
      more.add(List.of(cells));
      return new Table(heading, more);
    }

    String markdown() {
      StringBuilder text = new StringBuilder(line(heading));
      text.append("| --- ").append("| ---: ".repeat(heading.size() - 1)).append("|\n");
      rows.forEach(row -> text.append(line(row)));
      return text.toString();
    }

    private static String line(List<String> cells) {
      return "| " + String.join(" | ", cells) + " |\n";
    }
  }

  String markdown() {
    return "## %s\n\n%s\n\n%s\n%s\n".formatted(title, how, table.markdown(), limits);
  }
}
