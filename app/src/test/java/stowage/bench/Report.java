package stowage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page of figures: what was measured anew takes the place of what was there under the same
 * title, with the circumstances of its own run.
 */
final class Report {
  private static final String HEAD =
      """
      # Benchmarks

      Made by `./dev bench`, and by nothing else: no figure here was typed. Beside each stands what OpenSSH's `ssh` \
      needs for the same on the same host in the same run; a ratio above 1 means that `ssh` needs more. Nothing is \
      judged by these figures in CI.

      """;

  private final Map<String, String> sections = new LinkedHashMap<>();

  private Report() {}

  /** What the page says by now; nothing when there is none. */
  static Report of(Path page) throws IOException {
    Report report = new Report();
    if (Files.exists(page)) {
      String[] parts = Files.readString(page).split("(?m)^## ");
      for (int i = 1; i < parts.length; i++) {
        report.sections.put(parts[i].lines().findFirst().orElse(""), "## " + parts[i].strip());
      }
    }
    return report;
  }

  void put(Section section, List<String> circumstances) {
    String run = "Taken on: " + String.join("; ", circumstances) + ".";
    sections.put(section.title(), section.markdown().strip() + "\n\n" + run);
  }

  String markdown() {
    return HEAD + String.join("\n\n", sections.values()) + "\n";
  }
}
