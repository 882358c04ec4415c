package stowage.pbs.server;

import java.util.List;
import java.util.function.Consumer;

/** What a backup server does, and has done, by itself. */
public final class ServerTasks {
  private static final String TASKS = "nodes/localhost/tasks";

  /** Of a log, in one answer. */
  private static final int LINES = 1000;

  /** How many such answers one look asks for. */
  private static final int PARTS = 200;

  /** Milliseconds between two looks. */
  private static final long PAUSE = 500;

  private final Line line;

  ServerTasks(Line line) {
    this.line = line;
  }

  /** Which tasks of a datastore are asked for. */
  public enum Which {
    ALL,
    /** Not over yet. */
    RUNNING,
    /** Over, and neither well nor with warnings only. */
    FAILED
  }

  /**
   * The newest tasks of a datastore that the account may see.
   *
   * @param most how many, from 1
   */
  public List<Task> list(String datastore, Which which, int most) throws ServerException {
    Parameters parameters = Parameters.of().and("store", datastore).and("limit", most);
    Parameters chosen =
        switch (which) {
          case ALL -> parameters;
          case RUNNING -> parameters.and("running", true);
          case FAILED -> parameters.and("errors", true);
        };
    Call call = Call.get(TASKS, chosen).large();
    return Rows.of(line.ask(call), Rows::listedTask)
        .orElseThrow(() -> line.unreadable(call.path()));
  }

  public Task.State state(Upid task) throws ServerException {
    Call call = Call.get(path(task, "status"), Parameters.of());
    return Rows.taskState(line.ask(call)).orElseThrow(() -> line.unreadable(call.path()));
  }

  /**
   * Waits for the end of a task.
   *
   * @param log takes the lines of the server's own log
   */
  public Task.State follow(Upid task, Consumer<String> log) throws ServerException {
    long told = 0;
    while (true) {
      Task.State state = state(task);
      told = tell(task, told, log);
      if (state.over()) {
        return state;
      }
      pause();
    }
  }

  /**
   * What a task has told by now, and how it is.
   *
   * @param log takes the lines of the server's own log
   */
  public Task.State told(Upid task, Consumer<String> log) throws ServerException {
    Task.State state = state(task);
    tell(task, 0, log);
    return state;
  }

  /** Tells what there is after so many lines, and how many there were in all. */
  private long tell(Upid task, long told, Consumer<String> log) throws ServerException {
    long by = told;
    for (int i = 0; i < PARTS; i++) {
      TaskLog part = log(task, by, LINES);
      part.lines().forEach(log);
      by += part.lines().size();
      // One that promises more lines than it has must not keep us here.
      if (by >= part.total() || part.lines().isEmpty()) {
        break;
      }
    }
    return by;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      // The next question finds the interruption and says so.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param from number of the first line, from 0
   * @param most how many lines, from 1
   */
  public TaskLog log(Upid task, long from, int most) throws ServerException {
    // The server counts from one and takes 0 for 1.
    Parameters part = Parameters.of().and("start", from + 1).and("limit", most);
    Call call = Call.get(path(task, "log"), part).large();
    return Rows.log(line.askWhole(call)).orElseThrow(() -> line.unreadable(call.path()));
  }

  private static String path(Upid task, String call) {
    return TASKS + "/" + Parameters.encode(task.text()) + "/" + call;
  }
}
