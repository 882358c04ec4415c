package stowage.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.pbs.server.ServerTasks;
import stowage.pbs.server.Task;
import stowage.pbs.server.Upid;
import stowage.schema.InvalidException;

/** What the backup server behind a pool does by itself, and has done. */
final class ServerTaskRows {
  private final StorageId pool;
  private final ServerWork work;

  ServerTaskRows(Session session, StorageId pool, boolean direct) {
    this.pool = pool;
    this.work = new ServerWork(session, direct);
  }

  int list(ServerTasks.Which which, int most) throws InvalidException {
    return work.ask(
        pool,
        at -> {
          List<Task> tasks = at.server().tasks().list(at.space().datastore(), which, most);
          return Shown.of(lines(tasks), tasks.stream().map(ServerTaskRows::json).toList());
        });
  }

  private static List<String> lines(List<Task> tasks) {
    int about = tasks.stream().mapToInt(t -> t.id().about().length()).max().orElse(5);
    int user = tasks.stream().mapToInt(t -> t.id().user().length()).max().orElse(4);
    String row =
        "%-20s %-20s %-8s %-18s %-" + Math.max(about, 5) + "s %-" + Math.max(user, 4) + "s %s";
    List<String> lines = new ArrayList<>();
    lines.add(row.formatted("Started", "Ended", "State", "Type", "About", "User", "Task"));
    for (Task task : tasks) {
      Upid id = task.id();
      lines.add(
          row.formatted(
              id.started(),
              time(task.ended()),
              task.state().kind().name().toLowerCase(Locale.ROOT),
              id.type(),
              id.about().isEmpty() ? "-" : id.about(),
              id.user(),
              id));
    }
    return lines;
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "-" : at.toString();
  }

  /** As the API of the backup server tells it. */
  private static Map<String, Object> json(Task task) {
    Upid id = task.id();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("upid", id.text());
    row.put("node", id.node());
    row.put("pid", id.process());
    row.put("starttime", id.started().getEpochSecond());
    row.put("worker_type", id.type());
    row.put("worker_id", id.about());
    row.put("user", id.user());
    if (task.ended() != null) {
      row.put("endtime", task.ended().getEpochSecond());
      row.put("status", task.state().text());
    }
    return row;
  }

  /** What a task has told by now. */
  int log(String task) throws InvalidException {
    Upid id =
        Upid.parse(task).orElseThrow(() -> new InvalidException("task", "cli.task-form", task));
    return work.ask(
        pool,
        at -> {
          List<String> lines = new ArrayList<>();
          Task.State state = at.server().tasks().told(id, lines::add);
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("upid", id.text());
          json.put("status", state.over() ? "stopped" : "running");
          if (state.over()) {
            json.put("exitstatus", state.text());
          }
          json.put("log", lines);
          return Shown.of(lines, json);
        });
  }
}
