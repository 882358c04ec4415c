package stowage.type;

import java.util.List;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.tool.FileSystem;

/** Use and state of a pool that is a directory. */
final class DirectoryStatus {
  private DirectoryStatus() {}

  /** Looks only: what is not mounted stays so, and is the reason why the pool is inactive. */
  static Probe<PoolStatus> of(String path, Footing footing) {
    return footing
        .missing()
        .and(
            space(path),
            (missing, space) ->
                missing.then(reason ->
                    reason.isPresent() ? Reading.known(PoolStatus.inactive(reason.get())) : space));
  }

  private static Probe<PoolStatus> space(String path) {
    Exec mode = FileSystem.mode(path);
    Exec sizes = FileSystem.read(path);
    return Probe.of(List.of(mode, sizes), answers -> read(path, mode, sizes, answers));
  }

  private static Reading<PoolStatus> read(
      String path, Exec mode, Exec sizes, List<Result> answers) {
    Optional<Message> absent = absent(path, answers.getFirst());
    if (absent.isPresent()) {
      return Reading.known(PoolStatus.inactive(absent.get()));
    }
    if (answers.stream().anyMatch(a -> a.ending() == Result.Ending.TIMED_OUT)) {
      return Reading.failed("problem.path-hangs", path, FileSystem.PATIENCE.toSeconds());
    }
    Result first = answers.getFirst();
    return first.ok()
        ? FileSystem.of(sizes, answers.getLast())
            .map(f -> PoolStatus.active(f.total(), f.used(), f.available()))
        : stowage.tool.Answers.failed(mode, first);
  }

  /** Why there is no directory, out of the answer to {@link FileSystem#mode}. */
  static Optional<Message> absent(String path, Result mode) {
    if (mode.ok()) {
      return FileSystem.isDirectory(mode)
          ? Optional.empty()
          : Optional.of(Message.of("problem.not-a-directory", path));
    }
    return mode.errorLine().endsWith("No such file or directory")
        ? Optional.of(Message.of("problem.directory-missing", path))
        : Optional.empty();
  }
}
