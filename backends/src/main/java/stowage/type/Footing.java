package stowage.type;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.tool.FileSystem;
import stowage.tool.Mounts;

/** What must be mounted before a directory-like pool can be used. */
sealed interface Footing {

  /** Nothing in particular. */
  record Anywhere() implements Footing {}

  /** Something, at this path or where its links lead. */
  record MountPoint(String path) implements Footing {}

  /**
   * A file system of its own.
   *
   * @param source as the kernel names it
   * @param path where it belongs
   * @param type what its type's name begins with
   * @param isSource whether a mounted source is this one
   */
  record OwnMount(String source, String path, String type, Predicate<String> isSource)
      implements Footing {

    /** One slash at the end of the mounted source is no matter. */
    static OwnMount of(String type, String source, String path) {
      return new OwnMount(source, path, type, s -> s.equals(source) || s.equals(source + "/"));
    }

    boolean isIn(Mounts mounts) {
      return mounts
          .first(m ->
              m.target().equals(path) && m.type().startsWith(type) && isSource.test(m.source()))
          .isPresent();
    }
  }

  /** Asks what is missing; empty when the pool stands as it should. */
  default Probe<Optional<Message>> missing() {
    return switch (this) {
      case Anywhere() -> Probe.constant(Reading.known(Optional.empty()));
      case MountPoint(String path) -> {
        Exec resolve = FileSystem.resolve(path);
        yield Probe.of(List.of(Mounts.read(), resolve), a -> mountPoint(path, resolve, a));
      }
      case OwnMount own ->
          Probe.of(
              Mounts.read(),
              answer ->
                  Mounts.of(answer)
                      .map(mounts ->
                          own.isIn(mounts)
                              ? Optional.empty()
                              : Optional.of(
                                  Message.of("problem.not-mounted", own.source(), own.path()))));
    };
  }

  private static Reading<Optional<Message>> mountPoint(
      String path, Exec resolve, List<Result> answers) {
    return switch (Mounts.of(answers.getFirst())) {
      case Reading.Failed<Mounts>(Message reason) -> new Reading.Failed<>(reason);
      case Reading.Known<Mounts>(Mounts mounts) ->
          FileSystem.resolved(resolve, answers.getLast())
              .map(real ->
                  mounts.isMountPoint(real)
                      ? Optional.empty()
                      : Optional.of(Message.of("problem.mount-point-empty", path)));
    };
  }
}
