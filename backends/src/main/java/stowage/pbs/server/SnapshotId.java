package stowage.pbs.server;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * One backup.
 *
 * @param time whole seconds, after 1970 and before the year 10000
 */
public record SnapshotId(GroupId group, Instant time) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  public SnapshotId {
    if (!isValid(time.getEpochSecond()) || time.getNano() != 0) {
      throw new IllegalArgumentException("not the time of a backup");
    }
  }

  static boolean isValid(long seconds) {
    return seconds >= 1 && seconds <= LAST;
  }

  /** Empty when these are not the three parts of a backup's name. */
  public static Optional<SnapshotId> of(String type, String id, long seconds) {
    return GroupId.isValid(type, id) && isValid(seconds)
        ? Optional.of(new SnapshotId(new GroupId(type, id), Instant.ofEpochSecond(seconds)))
        : Optional.empty();
  }

  /** Reads {@code type/id/2024-06-05T14:41:16Z}. */
  public static Optional<SnapshotId> parse(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    try {
      Instant time = LocalDateTime.parse(path.substring(slash + 1), TIME).toInstant(ZoneOffset.UTC);
      return GroupId.parse(path.substring(0, slash))
          .filter(_ -> isValid(time.getEpochSecond()))
          .map(group -> new SnapshotId(group, time));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  Parameters on(Parameters parameters) {
    return group.on(parameters).and("backup-time", time.getEpochSecond());
  }

  @Override
  public String toString() {
    return group + "/" + TIME.format(time.atOffset(ZoneOffset.UTC));
  }
}
