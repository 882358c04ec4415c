package stowage.host;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Lock;
import stowage.exec.Step;
import stowage.message.Message;

/**
 * A step that runs under the pool's lock again, after the job has given it back. Only the lock of a
 * cluster is taken: two nodes that change one volume group at a time destroy its metadata, while on
 * a single host LVM has locks of its own.
 */
final class Relocked {
  /** Seconds to wait; others hold the lock for a minute at most. */
  private static final int PATIENCE = 120;

  private Relocked() {}

  static List<Step> steps(List<Lock> locks, Step step) {
    List<Step> steps = new ArrayList<>();
    for (Lock lock : locks) {
      if (lock instanceof Lock.Cluster(String id, String directory)) {
        steps.add(take(directory + "/" + id));
      }
    }
    steps.add(step);
    for (Lock lock : locks.reversed()) {
      if (lock instanceof Lock.Cluster(String id, String directory)) {
        String path = directory + "/" + id;
        steps.add(Step.of(Message.of("step.lock-release", path), rmdir(path)));
      }
    }
    return steps;
  }

  private static Step take(String path) {
    Exec mkdir = Lock.Tools.ROOT.mkdir().and(path);
    Step.Leniency patient = new Step.Leniency(List.of(), List.of("File exists"), PATIENCE, false);
    return Step.of(Message.of("step.lock-take", path), mkdir)
        .undoneBy(rmdir(path))
        .forgiving(patient);
  }

  private static Exec rmdir(String path) {
    return Lock.Tools.ROOT.rmdir().and(path);
  }
}
