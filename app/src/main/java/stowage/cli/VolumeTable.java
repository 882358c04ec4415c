package stowage.cli;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.host.Content;
import stowage.host.Guest;
import stowage.volume.Assurance;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** A content list as {@code pvesm list} prints it, and as the API of Proxmox VE has it in JSON. */
final class VolumeTable {
  static final String UNKNOWN = "N/A";
  private static final Pattern UNIT =
      Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})\\.[^/]+");

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

  static List<Map<String, @Nullable Object>> json(Content content) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Volume volume : sorted(content.volumes())) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("volid", volume.id().toString());
      row.put("content", volume.content().word());
      row.put("format", volume.format());
      row.put("size", volume.space().size());
      // A directory may have more digits than a guest's id.
      put(row, "vmid", volume.owner() == null ? null : new BigInteger(volume.owner()));
      volume.subtype().ifPresent(guest -> row.put("subtype", guest));
      row.putAll(unit(volume));
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
        row.putAll(assured(assurance));
      }
      List<String> users = content.users(volume).stream().map(Guest::id).toList();
      put(row, "used_by", users.isEmpty() ? null : users);
      rows.add(row);
    }
    return rows;
  }

  /**
   * As Proxmox VE says it: how the last verification ended, and the key's fingerprint, or 1 where
   * it is not told; nothing for what is not encrypted, null where that is unknown.
   */
  static Map<String, @Nullable Object> assured(Assurance assurance) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    String key = assurance.key();
    switch (assurance.encryption()) {
      case WHOLE -> row.put("encrypted", key.isEmpty() ? "1" : key);
      case PART -> put(row, "encrypted", key.isEmpty() ? null : key);
      case NONE -> {}
      case UNKNOWN -> row.put("encrypted", null);
    }
    verified(assurance)
        .ifPresent(state ->
            row.put(
                "verification",
                assurance.task().isEmpty()
                    ? Map.of("state", state)
                    : Map.of("state", state, "upid", assurance.task())));
    return row;
  }

  /** Where the kernel has a unit of an iSCSI target, as its volume's name says it. */
  private static Map<String, Object> unit(Volume volume) {
    Matcher name = UNIT.matcher(volume.id().name());
    Map<String, Object> row = new LinkedHashMap<>();
    if (volume.content() == ContentType.IMAGES && volume.owner() == null && name.matches()) {
      row.put("channel", Integer.valueOf(name.group(1)));
      row.put("id", Integer.valueOf(name.group(2)));
      row.put("lun", Integer.valueOf(name.group(3)));
    }
    return row;
  }

  static Optional<String> verified(Assurance assurance) {
    return switch (assurance.verification()) {
      case OK -> Optional.of("ok");
      case FAILED -> Optional.of("failed");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static void put(Map<String, @Nullable Object> row, String key, @Nullable Object value) {
    if (value != null) {
      row.put(key, value);
    }
  }
}
