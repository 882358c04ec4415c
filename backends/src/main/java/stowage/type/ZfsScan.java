package stowage.type;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.tool.ZfsReport;
import stowage.volume.Size;

/** ZFS pools and file systems that could hold volumes; containers' own file systems can't. */
final class ZfsScan implements Scan {
  private static final Pattern OF_CONTAINER = Pattern.compile(".*/(?:base|sub)vol-\\d+-[^/]*");

  @Override
  public String word() {
    return "zfs";
  }

  @Override
  public List<String> arguments() {
    return List.of();
  }

  @Override
  public Probe<List<Found>> probe(List<String> values) {
    Exec ask = ZfsReport.fileSystems();
    return Probe.of(ask, answer -> ZfsReport.fileSystems(ask, answer))
        .map(all ->
            all.stream()
                .filter(home -> !OF_CONTAINER.matcher(home.name()).matches())
                .map(home -> new Found(home.name(), left(home.available()), room(home)))
                .toList());
  }

  private static @Nullable Room room(ZfsReport.Home home) {
    Long left = home.available();
    Long used = home.used();
    return left == null || used == null || used > Long.MAX_VALUE - left
        ? null
        : new Room(left + used, left);
  }

  private static String left(@Nullable Long bytes) {
    return bytes == null ? "" : new Size(bytes).text();
  }
}
