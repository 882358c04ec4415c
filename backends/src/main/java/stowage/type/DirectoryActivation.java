package stowage.type;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Properties;
import stowage.tool.Mounts;

/**
 * Makes a directory-like pool usable: mount, base directory, one directory for each kind of
 * content.
 *
 * @param pool to be made usable
 * @param footing what must be mounted
 * @param mounting asks for the program that mounts it; fails with the reason why it would, as far
 *     as that can be known beforehand. Null for what is not this pool's to mount
 * @param honest whether that program fails when it could not mount; those of FUSE may not
 */
record DirectoryActivation(
    Pool pool, Footing footing, @Nullable Probe<Exec> mounting, boolean honest) {

  /**
   * Whether the pool stands where it should.
   *
   * @param missing what is not mounted
   * @param mount how it is mounted
   */
  private record Standing(Optional<Message> missing, Optional<Reading<Exec>> mount) {}

  Probe<Change> probe() {
    Probe<Standing> standing =
        mounting == null
            ? footing.missing().map(m -> new Standing(m, Optional.empty()))
            : footing
                .missing()
                .and(
                    mounting,
                    (missing, mount) -> missing.map(m -> new Standing(m, Optional.of(mount))));
    Probe<DirectoryLook> look =
        DirectoryLook.probe(FileVolumes.base(pool), FileVolumes.directories(pool));
    return standing.and(
        look, (stands, seen) -> stands.then(known -> seen.then(there -> decide(known, there))));
  }

  private Reading<Change> decide(Standing standing, DirectoryLook seen) {
    String base = FileVolumes.base(pool);
    if (seen.clash() != null) {
      return new Reading.Failed<>(seen.clash());
    }
    if (seen.files().contains(base)) {
      return Reading.failed("problem.not-a-directory", base);
    }
    boolean there = seen.directories().contains(base);
    if (standing.missing().isPresent()) {
      return standing
          .mount()
          .map(how -> mount(how, seen, there))
          .orElseGet(() -> new Reading.Failed<>(standing.missing().get()));
    }
    if (!there && !createsBase()) {
      return Reading.failed("problem.directory-missing", base);
    }
    List<Step> steps = new ArrayList<>();
    if (!there) {
      steps.add(makeBase(base));
    }
    subdirectories(base, seen.directories())
        .map(step -> step.undoneEvenHalfwayBy(removal(base, seen.directories(), !there)))
        .ifPresent(steps::add);
    return Reading.known(new Change(List.of(), steps));
  }

  private Reading<Change> mount(Reading<Exec> how, DirectoryLook seen, boolean there) {
    String base = FileVolumes.base(pool);
    // Mounting on top would hide it; only an automount point is there to be mounted on.
    Optional<Mounts.Mount> other =
        seen.mounts().first(m -> m.target().equals(base) && !m.type().equals("autofs"));
    if (other.isPresent()) {
      return Reading.failed("problem.mounted-else", base, other.get().source());
    }
    if (!there && !createsBase()) {
      return Reading.failed("problem.directory-missing", base);
    }
    return how.map(command -> mounted(command, base, there));
  }

  private Change mounted(Exec command, String base, boolean there) {
    List<Step> steps = new ArrayList<>();
    if (!there) {
      steps.add(makeBase(base));
    }
    Step mount = Step.of(Message.of("step.mount", base), command);
    if (honest) {
      steps.add(mount.undoneBy(Mounts.unmount(base)));
    } else {
      steps.add(mount);
      steps.add(
          Step.of(Message.of("step.mount-check", base), Mounts.isMounted(base))
              .undoneBy(Mounts.unmount(base)));
    }
    // What lies below is seen only once it is mounted: all is asked for, and what is there stays.
    subdirectories(base, Set.of()).ifPresent(steps::add);
    Guard unmounted =
        Guard.status(Message.of("problem.mounted-meanwhile", base), Mounts.isMounted(base), 1);
    return new Change(List.of(unmounted), steps);
  }

  private boolean createsBase() {
    return pool.get(Properties.CREATE_BASE_PATH).orElse(true);
  }

  private static Step makeBase(String base) {
    Exec undo = Exec.changes("/usr/bin/rmdir", "--ignore-fail-on-non-empty", "--", base).asRoot();
    return Step.of(Message.of("step.make-directory", base), makeDirectories(List.of(base)))
        .undoneBy(undo);
  }

  /** Takes back what is known to be new; a directory that something came into stays. */
  private Exec removal(String base, Set<String> there, boolean all) {
    Set<String> made = new LinkedHashSet<>();
    for (String directory : FileVolumes.directories(pool).values()) {
      if (!there.contains(directory) && !directory.equals(base)) {
        // Whether those on the way were there was not looked at.
        made.addAll(all ? between(base, directory) : List.of());
        made.add(directory);
      }
    }
    return Exec.changes("/usr/bin/rmdir", "--ignore-fail-on-non-empty", "--")
        .and(List.copyOf(made).reversed())
        .asRoot();
  }

  private Optional<Step> subdirectories(String base, Set<String> there) {
    // The older option has its say beside the one that replaces it.
    if (!pool.get(Properties.CREATE_SUBDIRS).orElse(true)
        || !pool.get(Properties.MKDIR).orElse(true)) {
      return Optional.empty();
    }
    Set<String> missing = new LinkedHashSet<>();
    for (String directory : FileVolumes.directories(pool).values()) {
      if (!there.contains(directory) && !directory.equals(base)) {
        missing.addAll(between(base, directory));
        missing.add(directory);
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Step.of(
                Message.of("step.make-content-directories", base),
                makeDirectories(List.copyOf(missing))));
  }

  /** Directories on the way. Each is named, because only what is named gets its mode. */
  private static List<String> between(String base, String directory) {
    List<String> found = new ArrayList<>();
    int from = base.length() + 1;
    for (int i = directory.indexOf('/', from); i > 0; i = directory.indexOf('/', i + 1)) {
      found.add(directory.substring(0, i));
    }
    return found;
  }

  private static Exec makeDirectories(List<String> paths) {
    return Exec.changes("/usr/bin/mkdir", "-p", "-m", "0755", "--").and(paths).asRoot();
  }
}
