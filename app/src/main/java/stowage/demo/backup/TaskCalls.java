package stowage.demo.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The calls below {@code nodes/localhost/tasks}. */
final class TaskCalls {
  private static final int NAME = 3;
  private static final long USUAL = 50;
  private final Tasks tasks;

  TaskCalls(Tasks tasks) {
    this.tasks = tasks;
  }

  Answer answer(Request request, Person person) throws Refusal {
    if (request.path().size() == NAME && request.method().equals("GET")) {
      return list(request, person);
    }
    if (request.path().size() != NAME + 2) {
      throw new Refusal(404, "Path '" + String.join("/", request.path()) + "' not found.");
    }
    Tasks.Entry task =
        tasks
            .find(request.path().get(NAME))
            .filter(t -> mayRead(person, t))
            .orElseThrow(() ->
                new Refusal(403, "permission check failed - missing Sys.Audit on /system/tasks"));
    return switch (request.call(NAME + 1)) {
      case "GET status" -> Answer.data(Rows.state(task));
      case "GET log" -> log(request, task);
      default ->
          throw new Refusal(404, "Path '" + String.join("/", request.path()) + "' not found.");
    };
  }

  private static boolean mayRead(Person person, Tasks.Entry task) {
    return person.isAdministrator() || person.owns(task.id.user());
  }

  private Answer list(Request request, Person person) throws Refusal {
    boolean running = request.isOn("running", false);
    boolean errors = request.isOn("errors", false);
    List<Tasks.Entry> mine =
        tasks.all().stream()
            .filter(t -> mayRead(person, t))
            .filter(t -> request.given("store").orElse(t.datastore).equals(t.datastore))
            .filter(t -> !running || !t.isOver())
            .filter(t -> !errors || t.hasFailed())
            .toList();
    long limit = request.number("limit", USUAL);
    return Answer.data(
        mine.stream()
            .skip(request.number("start", 0))
            .limit(limit == 0 ? Long.MAX_VALUE : limit)
            .map(Rows::listed)
            .toList(),
        Map.of("total", mine.size()));
  }

  private static Answer log(Request request, Tasks.Entry task) throws Refusal {
    List<Object> lines = new ArrayList<>();
    long first = Math.max(1, request.number("start", 0));
    long limit = request.number("limit", USUAL);
    synchronized (task.log) {
      long end = limit == 0 ? task.log.size() : Math.min(task.log.size(), first - 1 + limit);
      for (long n = first; n <= end; n++) {
        lines.add(Map.of("n", n, "t", task.log.get((int) n - 1)));
      }
      return Answer.data(lines, Map.of("total", task.log.size(), "success", 1));
    }
  }
}
