package stowage.demo.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.demo.world.Fault;
import stowage.demo.world.LogicalVolume;
import stowage.demo.world.State;
import stowage.demo.world.VolumeGroup;
import tools.jackson.databind.json.JsonMapper;

/** {@code lvs}, {@code vgs}, {@code pvs}: the columns that were asked for. */
final class LvmReports implements Program {
  private static final Set<String> FLAGS =
      Set.of("--noheadings", "--unbuffered", "--nosuffix", "--readonly", "-a", "--all");
  private static final Set<String> VALUED =
      Set.of(
          "--separator",
          "--units",
          "--config",
          "--options",
          "-o",
          "--reportformat",
          "--select",
          "-S");

  /** No guest is running on the volume. */
  private static final String IDLE = "lv_device_open!=1";

  private static final Pattern IN_GROUP = Pattern.compile("vg_name=\"(.*)\"");

  private final State state;

  LvmReports(State state) {
    this.state = state;
  }

  /** A row of a report; the volume is absent where groups are reported. */
  private record Row(String group, VolumeGroup in, String name, @Nullable LogicalVolume volume) {}

  @Override
  public int run(Call call) throws Fault, IOException {
    Options options = Options.of(call, FLAGS, VALUED);
    List<String> columns = new ArrayList<>();
    for (String list : List.of(options.required(call, "--options", "-o").split(","))) {
      columns.add(list.strip());
    }
    Optional<String> selected = options.value("--select", "-S");
    Matcher group = IN_GROUP.matcher(selected.orElse(""));
    boolean inGroup = group.matches();
    boolean idle = selected.orElse("").equals(IDLE);
    if (selected.isPresent() && !idle && !inGroup) {
      throw call.usage("unknown selection '" + selected.get() + "'");
    }
    boolean volumes = call.name().equals("lvs");
    List<String> missing = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    if (options.rest().isEmpty()) {
      for (String each : state.groups().keySet()) {
        rows.addAll(rows(each, null, volumes, missing));
      }
    }
    for (String target : options.rest()) {
      if (call.name().equals("pvs")) {
        byDevice(target, rows, missing);
        continue;
      }
      String plain = target.startsWith("/dev/") ? target.substring("/dev/".length()) : target;
      int slash = plain.indexOf('/');
      String in = slash < 0 ? plain : plain.substring(0, slash);
      rows.addAll(rows(in, slash < 0 ? null : plain.substring(slash + 1), volumes, missing));
    }
    if (inGroup) {
      rows.removeIf(row -> !row.group().equals(group.group(1)));
    }
    if (idle) {
      rows.removeIf(row -> row.volume() != null && row.volume().flags().open());
    }
    if (options.value("--reportformat").orElse("").equals("json")) {
      call.print(
          json(call, volumes ? "lv" : call.name().equals("vgs") ? "vg" : "pv", columns, rows));
    } else {
      String indent = options.value("--config").orElse("").contains("log/prefix=\"\"") ? "" : "  ";
      String separator = options.value("--separator").orElse(" ");
      for (Row row : rows) {
        call.print(indent + String.join(separator, values(call, columns, row)) + "\n");
      }
    }
    for (String text : missing) {
      call.complain("  " + text);
    }
    return missing.isEmpty() ? 0 : 5;
  }

  /** The group on a unit has the unit's number in the name of its device, by-id names too. */
  private void byDevice(String device, List<Row> rows, List<String> missing) {
    String unit = device.substring(device.lastIndexOf('/') + 1).replace("scsi-", "");
    state
        .groups()
        .forEach((name, group) -> {
          if (group.device().endsWith(unit)) {
            rows.add(new Row(name, group, "", null));
          }
        });
    if (rows.isEmpty()) {
      missing.add("Failed to find physical volume \"" + device + "\".");
    }
  }

  private List<Row> rows(
      String group, @Nullable String name, boolean volumes, List<String> missing) {
    VolumeGroup found = state.groups().get(group);
    if (found == null) {
      missing.add("Volume group \"" + group + "\" not found");
      missing.add("Cannot process volume group " + group);
      return List.of();
    }
    if (!volumes) {
      return List.of(new Row(group, found, "", null));
    }
    List<Row> rows = new ArrayList<>();
    found
        .volumes()
        .forEach((each, volume) -> {
          if (name == null || name.equals(each)) {
            rows.add(new Row(group, found, each, volume));
          }
        });
    if (rows.isEmpty() && name != null) {
      missing.add("Failed to find logical volume \"" + group + "/" + name + "\"");
    }
    return rows;
  }

  private static List<String> values(Call call, List<String> columns, Row row) throws Fault {
    List<String> values = new ArrayList<>();
    for (String column : columns) {
      values.add(value(call, column, row));
    }
    return values;
  }

  private static String json(Call call, String kind, List<String> columns, List<Row> rows)
      throws Fault {
    List<Map<String, String>> told = new ArrayList<>();
    for (Row row : rows) {
      Map<String, String> one = new LinkedHashMap<>();
      for (String column : columns) {
        one.put(column, value(call, column, row));
      }
      told.add(one);
    }
    return JsonMapper.shared().writeValueAsString(Map.of("report", List.of(Map.of(kind, told))))
        + "\n";
  }

  private static String value(Call call, String column, Row row) throws Fault {
    VolumeGroup group = row.in();
    LogicalVolume volume = row.volume();
    String answer =
        switch (column) {
          case "vg_name" -> row.group();
          case "vg_size", "pv_size" -> Long.toString(group.size());
          case "vg_free", "pv_free" -> Long.toString(group.free());
          case "vg_uuid" -> group.uuid();
          case "vg_extent_size" -> Long.toString(VolumeGroup.EXTENT);
          case "vg_attr" -> "wz--n-";
          case "vg_tags" -> "";
          case "pv_name" -> group.device();
          case "pv_count" -> "1";
          case "lv_count" -> Integer.toString(group.volumes().size());
          default -> null;
        };
    if (answer == null && volume != null) {
      answer = value(column, row.name(), group, volume);
    }
    if (answer == null) {
      throw call.fault(5, "Unrecognised field: " + column);
    }
    return answer;
  }

  private static @Nullable String value(
      String column, String name, VolumeGroup group, LogicalVolume volume) {
    boolean pool = volume.kind() == LogicalVolume.Kind.POOL;
    return switch (column) {
      case "lv_name" -> name;
      case "lv_size" -> Long.toString(volume.size());
      case "lv_attr" -> volume.attributes();
      case "pool_lv" -> volume.pool() == null ? "" : volume.pool();
      case "origin" -> volume.origin() == null ? "" : volume.origin();
      case "data_percent" -> {
        long used = pool ? group.written(name) : volume.used();
        yield volume.kind() == LogicalVolume.Kind.THICK ? "" : percent(used, volume.size());
      }
      case "metadata_percent" ->
          // Every 64 KiB of data costs some 50 bytes; a base is always in use.
          pool ? percent(group.written(name) / 1300 + (4 << 20), volume.metadata()) : "";
      case "metadata_size", "lv_metadata_size" -> pool ? Long.toString(volume.metadata()) : "";
      case "snap_percent" -> "";
      case "uuid", "lv_uuid" -> volume.uuid();
      case "tags", "lv_tags" -> String.join(",", volume.tags());
      case "time", "lv_time" -> Long.toString(volume.created());
      default -> null;
    };
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f", Math.min(100.0, 100.0 * part / whole));
  }
}
