package stowage.type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.tool.FileSystem;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** All volumes of a directory-like pool, in one go. */
final class FileListing {
  private FileListing() {}

  /** Fails when the pool is not there: what lies below an empty mount point is not its content. */
  static Probe<List<Volume>> of(
      FileVolumes volumes, Pool pool, Footing footing, Set<ContentType> wanted) {
    Probe<List<Volume>> images =
        wantsImages(wanted)
            ? ImageListing.of(volumes, pool)
            : Probe.constant(Reading.known(List.of()));
    return of(pool, footing, images, FlatListing.of(pool, wanted));
  }

  static Probe<List<Volume>> of(
      Pool pool, Footing footing, Probe<List<Volume>> images, Probe<List<Volume>> files) {
    return present(pool, footing)
        .and(
            both(images, files),
            (missing, found) ->
                missing.then(
                    reason -> reason.isPresent() ? new Reading.Failed<>(reason.get()) : found));
  }

  private static Probe<Optional<Message>> present(Pool pool, Footing footing) {
    String base = FileVolumes.base(pool);
    Exec mode = FileSystem.mode(base);
    Probe<Optional<Message>> directory =
        Probe.of(mode, answer -> Reading.known(DirectoryStatus.absent(base, answer)));
    return footing
        .missing()
        .and(
            directory,
            (mounted, there) ->
                mounted instanceof Reading.Known<Optional<Message>>(var reason) && reason.isEmpty()
                    ? there
                    : mounted);
  }

  private static Probe<List<Volume>> both(Probe<List<Volume>> images, Probe<List<Volume>> files) {
    return images.and(
        files,
        (some, others) ->
            switch (some) {
              case Reading.Failed<List<Volume>> _ -> some;
              case Reading.Known<List<Volume>>(List<Volume> first) ->
                  others.map(more -> sorted(first, more));
            });
  }

  private static List<Volume> sorted(List<Volume> first, List<Volume> more) {
    List<Volume> all = new ArrayList<>(first);
    all.addAll(more);
    all.sort(Comparator.comparing(v -> v.id().toString().toLowerCase(Locale.ROOT)));
    return List.copyOf(all);
  }

  static boolean wantsImages(Set<ContentType> wanted) {
    return wanted.contains(ContentType.IMAGES) || wanted.contains(ContentType.ROOTDIR);
  }
}
