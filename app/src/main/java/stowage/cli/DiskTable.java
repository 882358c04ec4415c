package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import stowage.disk.Disk;
import stowage.words.Words;

/** A host's disks as a table, and in JSON. */
final class DiskTable {
  private static final String ROW = "%-14s %-8s %15s  %-24s %s";
  private final Words words;

  DiskTable(Words words) {
    this.words = words;
  }

  List<String> text(List<Disk> disks) {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("Disk", "Type", "Size", "Serial", "Use"));
    for (Disk disk : disks) {
      lines.add(
          ROW.formatted(
              disk.path(), kind(disk), disk.size(), disk.identity().serial(), uses(disk)));
    }
    return lines;
  }

  private static String kind(Disk disk) {
    return disk.kind().name().toLowerCase(Locale.ROOT);
  }

  private String uses(Disk disk) {
    return disk.blank()
        ? words.say("cli.disk.blank")
        : disk.uses().stream().map(this::use).collect(Collectors.joining(", "));
  }

  private String use(Disk.Use use) {
    return switch (use) {
      case Disk.Use.Partitioned() -> words.say("cli.disk.partitioned");
      case Disk.Use.Holds(var what) -> what;
      case Disk.Use.Mounted(var at) -> at;
      case Disk.Use.HeldBy(var what) -> what;
      case Disk.Use.Remote(var transport, var unit) ->
          words.say("cli.disk.remote", (transport + " " + unit).strip());
      case Disk.Use.AlsoAs(var path) -> words.say("cli.disk.also", path);
    };
  }

  static List<Map<String, Object>> json(List<Disk> disks) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Disk disk : disks) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("devpath", disk.path());
      row.put("by_id_link", disk.stable());
      row.put("type", kind(disk));
      row.put("size", disk.size());
      row.put("model", disk.identity().model());
      row.put("serial", disk.identity().serial());
      row.put("wwn", disk.identity().wwn());
      row.put("used", !disk.blank());
      row.put("uses", disk.uses().stream().map(DiskTable::plain).toList());
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, Object> plain(Disk.Use use) {
    return switch (use) {
      case Disk.Use.Partitioned() -> Map.of("kind", "partitions");
      case Disk.Use.Holds(var what) -> Map.of("kind", "holds", "what", what);
      case Disk.Use.Mounted(var at) -> Map.of("kind", "mounted", "what", at);
      case Disk.Use.HeldBy(var what) -> Map.of("kind", "held", "what", what);
      case Disk.Use.Remote(var transport, var unit) ->
          Map.of("kind", "remote", "what", transport, "unit", unit);
      case Disk.Use.AlsoAs(var path) -> Map.of("kind", "same", "what", path);
    };
  }
}
