package stowage.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import stowage.host.Content;
import stowage.host.Guest;
import stowage.volume.Assurance;
import stowage.volume.Volume;

/** A content list as {@code pvesm list} prints it, and as the API of Proxmox VE has it in JSON. */
final class VolumeTable {
  static final String UNKNOWN = "N/A";

  private VolumeTable() {}

  /** Volumes with an owner first, by id; then the others, by format. */
  static List<Volume> sorted(List<Volume> volumes) {
    return volumes.stream()
        .sorted(
            Comparator.comparing((Volume v) -> v.owner() == null)
                .thenComparing(v -> v.owner() == null ? v.format() : "")
                .thenComparing(v -> v.id().toString().toLowerCase(Locale.ROOT)))
        .toList();
  }

  /**
   * @param usedBy whether a column is added that {@code pvesm} does not have
   */
  static List<String> text(Content content, boolean usedBy) {
    List<Volume> volumes = content.volumes();
    int id =
        Math.max(1, volumes.stream().mapToInt(v -> v.id().toString().length()).max().orElse(0));
    int size = Math.max(1, volumes.stream().mapToInt(v -> size(v).length()).max().orElse(0));
    String row = "%-" + id + "s %-7s %-9s %" + size + "s";
    List<String> lines = new ArrayList<>();
    String more = usedBy ? "%-10s Used by" : "%s";
    lines.add(row.formatted("Volid", "Format", "Type", "Size") + " " + more.formatted("VMID"));
    for (Volume volume : sorted(volumes)) {
      lines.add(
          row.formatted(volume.id(), volume.format(), volume.content().word(), size(volume))
              + more(content, volume, usedBy));
    }
    return lines;
  }

  /** In bytes, as {@code pvesm} prints it; where it would have none, as it says so elsewhere. */
  static String size(Volume volume) {
    Long size = volume.space().size();
    return size == null ? UNKNOWN : size.toString();
  }

  private static String more(Content content, Volume volume, boolean usedBy) {
    String owner = volume.owner() == null ? "" : volume.owner();
    if (usedBy) {
      return (" %-10s ".formatted(owner) + users(content, volume)).stripTrailing();
    }
    return owner.isEmpty() ? "" : " " + owner;
  }

  private static String users(Content content, Volume volume) {
    return content.users(volume).stream().map(Guest::label).collect(Collectors.joining(", "));
  }

  static List<Map<String, Object>> json(Content content) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Volume volume : sorted(content.volumes())) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("volid", volume.id().toString());
      row.put("content", volume.content().word());
      row.put("format", volume.format());
      row.put("size", volume.space().size());
      put(row, "vmid", volume.owner() == null ? null : Long.valueOf(volume.owner()));
      put(row, "used", volume.space().used());
      String parent = volume.extra().parent();
      if ("".equals(parent)) {
        row.put("parent", null);
      } else {
        put(row, "parent", parent);
      }
      put(
          row,
          "ctime",
          volume.extra().created() == null ? null : volume.extra().created().getEpochSecond());
      put(row, "notes", volume.extra().notes());
      put(row, "protected", volume.extra().isProtected() ? 1 : null);
      Assurance assurance = volume.extra().assurance();
      if (assurance != null) {
        put(row, "encrypted", encrypted(assurance));
        put(row, "verification", verified(assurance).map(s -> Map.of("state", s)).orElse(null));
      }
      List<String> users = content.users(volume).stream().map(Guest::id).toList();
      put(row, "used_by", users.isEmpty() ? null : users);
      rows.add(row);
    }
    return rows;
  }

  /** As Proxmox VE says it: 1 only for all of it; nothing where it is unknown. */
  static @org.jspecify.annotations.Nullable Integer encrypted(Assurance assurance) {
    return switch (assurance.encryption()) {
      case WHOLE -> 1;
      case PART, NONE -> 0;
      case UNKNOWN -> null;
    };
  }

  static Optional<String> verified(Assurance assurance) {
    return switch (assurance.verification()) {
      case OK -> Optional.of("ok");
      case FAILED -> Optional.of("failed");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static void put(
      Map<String, Object> row, String key, @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      row.put(key, value);
    }
  }
}
