package stowage.ui.frame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Everything that can be gone to or done by typing a part of its name. */
final class PaletteModel {
  private static final int MOST = 50;

  private final Supplier<List<Entry>> source;
  private List<Entry> entries = List.of();

  /**
   * @param name what it is called
   * @param hint where it belongs, or its keys; empty for none
   */
  record Entry(String name, String hint, Runnable action) {}

  PaletteModel(Supplier<List<Entry>> source) {
    this.source = source;
  }

  /** Reads the entries again; what can be done changes with the page in front. */
  void open() {
    entries = source.get();
  }

  /** Entries that hold all words of the text, those first whose name begins with it. */
  List<Entry> matching(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    List<Entry> found = new ArrayList<>();
    for (Entry entry : entries) {
      String all = (entry.name() + " " + entry.hint()).toLowerCase(Locale.ROOT);
      boolean holds = true;
      for (String word : wanted.split("\\s+")) {
        holds &= all.contains(word);
      }
      if (holds) {
        found.add(entry);
      }
    }
    if (!wanted.isEmpty()) {
      found.sort(Comparator.comparing(e -> !e.name().toLowerCase(Locale.ROOT).startsWith(wanted)));
    }
    return found.subList(0, Math.min(MOST, found.size()));
  }
}
