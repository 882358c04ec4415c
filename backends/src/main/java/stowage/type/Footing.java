package stowage.type;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.schema.Properties;
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
   * @param source as a person names it
   * @param path where it belongs
   * @param isIt whether a mount, wherever it is, is of that source
   */
  record OwnMount(String source, String path, Predicate<Mounts.Mount> isIt) implements Footing {

    /**
     * One slash at the end of the mounted source is no matter.
     *
     * @param type what the file system type's name begins with
     */
    static OwnMount of(String type, String source, String path) {
      return new OwnMount(
          source,
          path,
          m ->
              m.type().startsWith(type)
                  && (m.source().equals(source) || m.source().equals(source + "/")));
    }

    boolean isIn(Mounts mounts) {
      return mounts.first(m -> m.target().equals(path) && isIt.test(m)).isPresent();
    }
  }

  /** As option {@code is_mountpoint} says: a flag, or else the path that must be a mount point. */
  static Footing option(Pool pool) {
    String option = pool.get(Properties.IS_MOUNTPOINT).orElse("no");
    return switch (option.toLowerCase(Locale.ROOT)) {
      case "1", "on", "yes", "true" -> new MountPoint(FileVolumes.base(pool));
      case "0", "off", "no", "false" -> new Anywhere();
      default -> new MountPoint(option);
    };
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
    return Mounts.of(answers.getFirst())
        .then(mounts ->
            FileSystem.resolved(resolve, answers.getLast())
                .map(real ->
                    mounts.isMountPoint(real)
                        ? Optional.empty()
                        : Optional.of(Message.of("problem.mount-point-empty", path))));
  }
}
