package stowage.pbs.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stowage.tool.Json;
import tools.jackson.databind.JsonNode;

/**
 * Reads the server's lists. A member of the wrong kind is a missing member; a row that does not say
 * what it is about cannot be shown or addressed and is left out.
 */
final class Rows {
  private Rows() {}

  static <T> Optional<List<T>> of(JsonNode data, Function<JsonNode, Optional<T>> reader) {
    if (!data.isArray()) {
      return Optional.empty();
    }
    List<T> rows = new ArrayList<>();
    for (JsonNode row : data) {
      reader.apply(row).ifPresent(rows::add);
    }
    return Optional.of(List.copyOf(rows));
  }

  static Optional<Datastore> datastore(JsonNode row) {
    String name = Json.text(row, "store");
    return Space.SAFE.matcher(name).matches()
        ? Optional.of(new Datastore(name, Json.text(row, "comment"), Json.text(row, "maintenance")))
        : Optional.empty();
  }

  static Optional<Usage> usage(JsonNode row) {
    OptionalLong total = Json.whole(row, "total");
    OptionalLong used = Json.whole(row, "used");
    OptionalLong available = Json.whole(row, "avail");
    return total.isPresent() && used.isPresent() && available.isPresent()
        ? Optional.of(new Usage(total.getAsLong(), used.getAsLong(), available.getAsLong()))
        : Optional.empty();
  }

  static Optional<Group> group(JsonNode row) {
    OptionalLong last = Json.whole(row, "last-backup");
    return groupId(row)
        .map(id ->
            new Group(
                id,
                last.isPresent() && SnapshotId.isValid(last.getAsLong())
                    ? Instant.ofEpochSecond(last.getAsLong())
                    : null,
                Json.whole(row, "backup-count").orElse(0),
                Json.text(row, "owner"),
                Json.text(row, "comment")));
  }

  static Optional<Snapshot> snapshot(JsonNode row) {
    return snapshotId(row)
        .map(id ->
            new Snapshot(
                id,
                of(row.path("files"), Rows::file).orElse(List.of()),
                size(row),
                Json.text(row, "comment"),
                verified(row.path("verification")),
                Json.text(row, "fingerprint"),
                Json.text(row, "owner"),
                isTrue(row.path("protected"))));
  }

  static Optional<BackupFile> file(JsonNode row) {
    // Servers of long ago list bare names.
    String name = row.isString() ? row.stringValue() : Json.text(row, "filename");
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new BackupFile(
                name, BackupFile.Mode.of(Json.text(row, "crypt-mode")).orElse(null), size(row)));
  }

  static Optional<PruneMark> pruned(JsonNode row) {
    return snapshotId(row)
        .filter(_ -> row.path("keep").isBoolean())
        .map(id ->
            new PruneMark(id, row.path("keep").booleanValue(), isTrue(row.path("protected"))));
  }

  static Optional<Task> listedTask(JsonNode row) {
    OptionalLong ended = Json.whole(row, "endtime");
    return Upid.parse(Json.text(row, "upid"))
        .map(id ->
            ended.isPresent()
                ? new Task(id, instant(ended.getAsLong()), Task.State.of(Json.text(row, "status")))
                : new Task(id, null, Task.State.RUNNING));
  }

  static Optional<Task.State> taskState(JsonNode row) {
    return switch (Json.text(row, "status")) {
      case "running" -> Optional.of(Task.State.RUNNING);
      case "stopped" -> Optional.of(Task.State.of(Json.text(row, "exitstatus")));
      default -> Optional.empty();
    };
  }

  static Optional<TaskLog> log(JsonNode whole) {
    return of(whole.path("data"), row -> Optional.of(Json.text(row, "t")))
        .map(lines -> new TaskLog(lines, Json.whole(whole, "total").orElse(lines.size())));
  }

  private static Optional<GroupId> groupId(JsonNode row) {
    String type = Json.text(row, "backup-type");
    String id = Json.text(row, "backup-id");
    return GroupId.isValid(type, id) ? Optional.of(new GroupId(type, id)) : Optional.empty();
  }

  private static Optional<SnapshotId> snapshotId(JsonNode row) {
    OptionalLong time = Json.whole(row, "backup-time");
    return groupId(row)
        .filter(_ -> time.isPresent() && SnapshotId.isValid(time.getAsLong()))
        .map(group -> new SnapshotId(group, Instant.ofEpochSecond(time.getAsLong())));
  }

  private static @Nullable Long size(JsonNode row) {
    OptionalLong size = Json.whole(row, "size");
    return size.isPresent() ? Long.valueOf(size.getAsLong()) : null;
  }

  private static Snapshot.@Nullable Verified verified(JsonNode row) {
    @Nullable Upid task = Upid.parse(Json.text(row, "upid")).orElse(null);
    return switch (Json.text(row, "state")) {
      case "ok" -> new Snapshot.Verified(true, task);
      case "failed" -> new Snapshot.Verified(false, task);
      default -> null;
    };
  }

  private static @Nullable Instant instant(long seconds) {
    return SnapshotId.isValid(seconds) ? Instant.ofEpochSecond(seconds) : null;
  }

  static boolean isTrue(JsonNode value) {
    return value.isBoolean() && value.booleanValue();
  }
}
