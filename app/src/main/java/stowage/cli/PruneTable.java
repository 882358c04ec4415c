package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import stowage.host.Prune;
import stowage.type.Pruning;
import stowage.words.Words;

/** What pruning would do, as {@code pvesm} prints it and as the API of Proxmox VE has it. */
final class PruneTable {
  private PruneTable() {}

  static List<String> text(Prune prune, Words words) {
    if (prune.items().isEmpty()) {
      return List.of(words.say("cli.no-backups"));
    }
    int width =
        prune.items().stream()
            .mapToInt(i -> i.marked().backup().id().toString().length() + 1)
            .max()
            .orElseThrow();
    String row = "%-" + width + "s %15s %10s";
    List<String> lines = new ArrayList<>(words.say("cli.prune-note").lines().toList());
    lines.add("");
    lines.add(row.formatted("Backup", "Backup-ID", "Prune-Mark"));
    for (Prune.Item item : prune.items()) {
      Pruning.Marked marked = item.marked();
      String id = marked.guest() == null ? marked.type() : marked.type() + "/" + marked.guest();
      lines.add(row.formatted(marked.backup().id(), id, mark(item)));
    }
    return lines;
  }

  static List<Map<String, Object>> json(Prune prune) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Prune.Item item : prune.items()) {
      Pruning.Marked marked = item.marked();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("volid", marked.backup().id().toString());
      var created = marked.backup().extra().created();
      if (created != null) {
        row.put("ctime", created.getEpochSecond());
      }
      row.put("mark", mark(item));
      row.put("type", marked.type());
      if (marked.guest() != null) {
        row.put("vmid", Long.valueOf(marked.guest()));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String mark(Prune.Item item) {
    return item.mark().name().toLowerCase(Locale.ROOT);
  }
}
