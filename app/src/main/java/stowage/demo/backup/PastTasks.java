package stowage.demo.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import stowage.pbs.server.Space;
import stowage.pbs.server.Upid;

/** Tasks that must have been before this server began, told by what lies there. */
final class PastTasks {
  private static final Duration VERIFYING = Duration.ofMinutes(11);

  /** Bytes in a second. */
  private static final long SPEED = 200L << 20;

  private final List<Tasks.Entry> found = new ArrayList<>();

  private PastTasks() {}

  /** The oldest first. */
  static List<Tasks.Entry> of(Holdings holdings) {
    PastTasks past = new PastTasks();
    for (String store : holdings.datastores()) {
      for (String namespace : holdings.namespaces(store).orElse(List.of())) {
        holdings.backups(new Space(store, namespace)).forEach(b -> past.add(store, b));
      }
    }
    past.found.sort(Comparator.comparing((Tasks.Entry task) -> task.id.started()));
    return past.found;
  }

  private void add(String store, Backup backup) {
    Instant start = backup.id.time();
    String about = store + ":" + backup.id.group();
    Upid name = Tasks.name(start, found.size(), "backup", about, backup.owner);
    List<String> log = List.of("backup " + backup.id, "files: " + backup.files.keySet());
    add(name, store, log, "OK", Duration.ofSeconds(1 + backup.size() / SPEED));
    if (backup.verification != null) {
      verified(store, backup, backup.verification);
    }
  }

  private void verified(String store, Backup backup, Backup.Verification how) {
    String end = how.ok() ? "OK" : "verification failed - please check the log for details";
    Upid.parse(how.task())
        .ifPresent(task -> add(task, store, List.of("verify " + backup.id), end, VERIFYING));
  }

  private void add(Upid name, String store, List<String> log, String end, Duration length) {
    Tasks.Entry task = new Tasks.Entry(name, store);
    task.log.addAll(log);
    task.end(end, name.started().plus(length));
    found.add(task);
  }
}
