package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.tool.QemuImg;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;

/**
 * Snapshots as files of their own: each is the image as it was, and lies below the one that came
 * after it; the image itself holds what has changed since the newest. For guests that are off: a
 * running one has to take part.
 *
 * @param volumes names and paths of the pool type
 */
record ChainSnapshots(FileVolumes volumes) implements Snapshots {

  @Override
  public Probe<List<Snapshot>> list(Pool pool, Volume volume) {
    SnapshotFiles files;
    try {
      files = files(Feature.ROLLBACK, pool, volume);
    } catch (InvalidException e) {
      return Probe.constant(new Reading.Failed<>(e.problems().getFirst().said()));
    }
    Exec info = QemuImg.chain(files.image());
    return Probe.of(
        info, answer -> QemuImg.chain(info, answer).map(layers -> snapshots(files, layers)));
  }

  /** What lies below the oldest, a template say, is none of the volume's. */
  private static List<Snapshot> snapshots(SnapshotFiles files, List<String> layers) {
    List<Snapshot> found = new ArrayList<>();
    List<String> newer = new ArrayList<>();
    for (String layer : layers) {
      Optional<String> name = files.snapshot(layer);
      if (name.isEmpty()) {
        break;
      }
      found.addFirst(new Snapshot(name.get(), null, newer));
      newer.add(name.get());
    }
    return List.copyOf(found);
  }

  @Override
  public Change create(Pool pool, Volume volume, String name) throws InvalidException {
    SnapshotFiles files = files(Feature.SNAPSHOT, pool, volume);
    SnapshotNames.checkNew(name);
    String of = volume.id().name();
    List<Step> steps = new ArrayList<>();
    steps.add(FileMove.step(files.image(), files.path(name)));
    steps.addAll(layer(pool, files, Message.of("step.snapshot-create", name, of), name));
    Guard fresh =
        FileMove.absent(Message.of("problem.snapshot-exists", name, of), files.path(name));
    return new Change(List.of(idle(files, of), fresh), steps);
  }

  @Override
  public Change rollback(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    SnapshotFiles files = files(Feature.ROLLBACK, pool, volume);
    String of = volume.id().name();
    Snapshot wanted = SnapshotNames.find(name, of, existing);
    if (!wanted.blockers().isEmpty()) {
      throw new InvalidException(
          "snapshot",
          "problem.snapshot-not-newest",
          name,
          of,
          String.join(", ", wanted.blockers()));
    }
    // No name of an image: it is in no list.
    String aside = files.image() + ".rollback";
    List<Step> steps = new ArrayList<>();
    steps.add(FileMove.step(files.image(), aside));
    steps.addAll(layer(pool, files, Message.of("step.snapshot-rollback", of, name), name));
    steps.add(
        Step.of(Message.of("step.chain-drop", of), changes("/usr/bin/rm", "--", aside))
            .irreversible());
    List<Guard> guards = new ArrayList<>(unchanged(files, of, existing));
    guards.add(FileMove.absent(Message.of("problem.chain-changed", of), aside));
    return new Change(guards, steps);
  }

  /** An image that holds nothing yet but what is on that snapshot. */
  private static List<Step> layer(Pool pool, SnapshotFiles files, Message title, String snapshot) {
    String preallocation = pool.get(Properties.PREALLOCATION).orElse("metadata");
    return List.of(
        Step.of(title, QemuImg.overlay(files.leaf(snapshot), preallocation, files.image()))
            .undoneEvenHalfwayBy(changes("/usr/bin/rm", "-f", "--", files.image())),
        FileProvisioning.mode(files.image()));
  }

  /**
   * The oldest takes in what the layer above it holds, and takes its place: it is the largest as a
   * rule. Any other gives that layer what it needs of it, and goes.
   */
  @Override
  public Change delete(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    SnapshotFiles files = files(Feature.SNAPSHOT, pool, volume);
    String of = volume.id().name();
    int at = existing.indexOf(SnapshotNames.find(name, of, existing));
    boolean newest = at == existing.size() - 1;
    String child = newest ? files.image() : files.path(existing.get(at + 1).name());
    Message title = Message.of("step.snapshot-delete", name, of);
    List<Step> steps =
        at == 0
            ? List.of(
                Step.of(
                        Message.of("step.chain-commit", new SnapshotFiles(child).leaf(), name),
                        QemuImg.commit(child))
                    .irreversible(),
                Step.of(title, changes("/usr/bin/mv", "-T", "--", files.path(name), child))
                    .irreversible())
            : List.of(
                Step.of(
                        Message.of("step.chain-rebase", new SnapshotFiles(child).leaf(), name),
                        QemuImg.rebase(files.leaf(existing.get(at - 1).name()), child))
                    // What the layer has got besides changes nothing of what is read through it.
                    .undoneEvenHalfwayBy(QemuImg.relabel(files.leaf(name), child)),
                Step.of(title, changes("/usr/bin/rm", "--", files.path(name))).irreversible());
    return new Change(unchanged(files, of, existing), steps);
  }

  /** No guest runs on it, and its snapshots are those that were seen. */
  private static List<Guard> unchanged(SnapshotFiles files, String of, List<Snapshot> existing) {
    Message changed = Message.of("problem.chain-changed", of);
    Exec there = Exec.reads("/usr/bin/stat", "-c", "%F", "--");
    Exec others =
        Exec.reads("/usr/bin/find", files.directory(), "-maxdepth", "1")
            .and("-name", files.pattern());
    for (Snapshot known : existing) {
      there = there.and(files.path(known.name()));
      others = others.and("!", "-name", files.pattern(known.name()));
    }
    // With "+" find ends with 1 when the program does, which only runs where there is a file.
    others = others.and("-exec", "/usr/bin/test", "!", "-e", "{}", "+");
    return List.of(
        idle(files, of),
        Guard.status(changed, there.asRoot(), 0),
        Guard.status(changed, others.asRoot(), 0));
  }

  private static Guard idle(SnapshotFiles files, String of) {
    return QemuImg.unused(Message.of("problem.volume-open", of), ImageFormat.QCOW2, files.image());
  }

  private static Exec changes(String... words) {
    return Exec.changes(words).asRoot();
  }

  private SnapshotFiles files(Feature feature, Pool pool, Volume volume) throws InvalidException {
    String name = volume.id().name();
    if (FileAbilities.of(feature, pool, volumes.parse(name)) instanceof Support.No(Message why)) {
      throw new InvalidException(List.of(new Problem("volume", why)));
    }
    return new SnapshotFiles(volumes.path(pool, name, null));
  }
}
