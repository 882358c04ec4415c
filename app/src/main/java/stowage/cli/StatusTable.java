package stowage.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.exec.Reading;
import stowage.host.HostState;
import stowage.host.HostState.Availability;
import stowage.host.HostState.PoolState;
import stowage.type.PoolStatus;
import stowage.volume.ContentType;

/**
 * The state of pools as {@code pvesm status} prints it, and as the API of Proxmox VE has it in
 * JSON.
 */
final class StatusTable {
  private static final long KIB = 1024;
  private static final PoolStatus NOTHING = PoolStatus.active(0, 0, 0);

  private StatusTable() {}

  static List<PoolState> sorted(HostState state) {
    return state.pools().stream().sorted(Comparator.comparing(p -> p.pool().id())).toList();
  }

  static List<String> text(List<PoolState> pools) {
    int width = 1 + pools.stream().mapToInt(p -> p.pool().id().text().length()).max().orElse(4);
    String row = "%-" + width + "s %10s %10s %15s %15s %15s %8s";
    List<String> lines = new ArrayList<>();
    lines.add(row.formatted("Name", "Type", "Status", "Total", "Used", "Available", "%"));
    for (PoolState state : pools) {
      PoolStatus status = status(state);
      lines.add(
          row.formatted(
              state.pool().id(),
              state.pool().type().word(),
              word(state),
              status.total() / KIB,
              kib(status.used()),
              kib(status.available()),
              percent(state, status)));
    }
    return lines;
  }

  static String word(PoolState state) {
    return switch (state.availability()) {
      case DISABLED, ELSEWHERE -> "disabled";
      case USABLE ->
          switch (state.status()) {
            case Reading.Known<PoolStatus>(var status) -> status.active() ? "active" : "inactive";
            case Reading.Failed<PoolStatus> _ -> "unknown";
          };
    };
  }

  private static String percent(PoolState state, PoolStatus status) {
    if (state.availability() != Availability.USABLE || state.status().optional().isEmpty()) {
      return VolumeTable.UNKNOWN;
    }
    return status.used() == null
        ? VolumeTable.UNKNOWN
        : String.format(Locale.ROOT, "%.2f%%", 100 * status.share().orElse(0.0));
  }

  private static String kib(@Nullable Long bytes) {
    return bytes == null ? VolumeTable.UNKNOWN : Long.toString(bytes / KIB);
  }

  private static PoolStatus status(PoolState state) {
    return state.availability() == Availability.USABLE
        ? state.status().optional().orElse(NOTHING)
        : NOTHING;
  }

  /**
   * Array of objects as {@code GET /nodes/NODE/storage} answers; {@code active} is null where
   * nobody knows.
   */
  static List<Map<String, Object>> json(List<PoolState> pools) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (PoolState state : pools) {
      PoolStatus status = status(state);
      boolean usable = state.availability() == Availability.USABLE;
      boolean known = state.status().optional().isPresent();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("storage", state.pool().id().text());
      row.put("type", state.pool().type().word());
      row.put("content", words(state.pool().contents()));
      row.put("enabled", usable ? 1 : 0);
      row.put("active", usable && !known ? null : usable && status.active() ? 1 : 0);
      row.put("shared", state.pool().shared() ? 1 : 0);
      row.put("total", status.total());
      row.put("used", status.used());
      row.put("avail", status.available());
      status.share().ifPresent(share -> row.put("used_fraction", share));
      rows.add(row);
    }
    return rows;
  }

  static String words(java.util.Set<ContentType> contents) {
    return contents.stream().sorted().map(ContentType::word).collect(Collectors.joining(","));
  }
}
