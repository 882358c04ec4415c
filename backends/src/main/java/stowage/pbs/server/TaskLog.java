package stowage.pbs.server;

import java.util.List;

/**
 * Some lines of a task's log.
 *
 * @param total how many there are by now
 */
public record TaskLog(List<String> lines, long total) {
  public TaskLog {
    lines = List.copyOf(lines);
  }
}
