package stowage.type;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Transfer.Extent;
import stowage.volume.ContentType;
import stowage.volume.NewName;
import stowage.volume.VolumeName;

/** Programs that write a volume to a stream, or read one from it. */
final class Streams {
  /** As long as it takes; a sender that has gone ends it earlier. */
  private static final Duration LIMIT = Duration.ofDays(7);

  private Streams() {}

  static Exec copy(String path) {
    return source("/usr/bin/dd", "if=" + path, "bs=1M", "status=none");
  }

  static Exec source(String... words) {
    return Exec.reads(words).asRoot().within(LIMIT);
  }

  /** Holes stay holes: what is written to reads as zeros already. */
  static Step fillSparse(String volume, String path) {
    return fill(
        volume,
        "/usr/bin/dd",
        "of=" + path,
        "bs=64k",
        "iflag=fullblock",
        "conv=sparse,fsync",
        "status=none");
  }

  static Step fill(String volume, String... words) {
    Exec sink = Exec.changes(words).asRoot().within(LIMIT).with(new Input.Streamed());
    return Step.of(Message.of("step.volume-receive", volume), sink);
  }

  /**
   * @param possible formats for this volume and extent
   * @throws InvalidException when the format is not among them, with the reason if none is
   */
  static void require(
      StreamFormat format, List<StreamFormat> possible, VolumeName volume, Extent extent)
      throws InvalidException {
    if (possible.contains(format)) {
      return;
    }
    if (!possible.isEmpty()) {
      throw new InvalidException(
          "format",
          "problem.stream-format",
          format.word(),
          volume.name(),
          possible.stream().map(StreamFormat::word).collect(Collectors.joining(", ")));
    }
    if (volume.content() != ContentType.IMAGES && !FileStream.isFile(volume)) {
      throw new InvalidException("volume", "support.no-guest-volume", volume.name());
    }
    if (!isWhole(extent)) {
      throw new InvalidException("snapshot", "problem.stream-present", volume.name());
    }
    throw new InvalidException(
        "volume",
        volume.template() ? "problem.stream-template" : "problem.stream-none",
        volume.name());
  }

  /** Raw data holds one state, and all of it. */
  static boolean isWhole(Extent extent) {
    return extent.base() == null && extent.snapshot() == null && !extent.withSnapshots();
  }

  /** A linked clone is nothing without its template, which does not travel. */
  static void refuseClone(VolumeName volume) throws InvalidException {
    if (volume.origin().isPresent()) {
      throw new InvalidException("volume", "problem.stream-clone", volume.name());
    }
  }

  /** A name that a volume of its own may have here; snapshots and options of a tool look alike. */
  static void checkNew(VolumeName volume) throws InvalidException {
    NewName.checkObject(volume.name());
    NewName.checkOwner(owner(volume));
  }

  static int owner(VolumeName volume) throws InvalidException {
    try {
      return Integer.parseInt(volume.guest().orElse(""));
    } catch (NumberFormatException _) {
      throw new InvalidException("volume", "problem.volume-owner", volume.name());
    }
  }
}
