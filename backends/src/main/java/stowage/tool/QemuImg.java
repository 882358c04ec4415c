package stowage.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.volume.ImageFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Guest images in files: {@code qemu-img}. */
public final class QemuImg {
  private static final String PROGRAM = "/usr/bin/qemu-img";
  public static final HostTool TOOL = new HostTool(PROGRAM, "qemu-utils");

  /** What brings the ways to iSCSI targets and Ceph, where they do not come along. */
  public static final String DRIVERS_PACKAGE = "qemu-block-extra";

  /** Writing every block of a large image (preallocation) takes as long as it takes. */
  private static final Duration WRITE_LIMIT = Duration.ofHours(24);

  private static final long LAST_NANO = 999_999_999;

  private static final JsonMapper JSON = JsonMapper.shared();

  private QemuImg() {}

  /**
   * @param created when, as the image says; null when that is no time
   */
  public record Internal(String name, @Nullable Instant created) {}

  /**
   * @param preallocation {@code off}, {@code metadata}, {@code falloc}, {@code full}; empty to
   *     leave it to the format
   * @param address path or URL of the new image
   */
  public static Exec create(ImageFormat format, String preallocation, String address, long kib) {
    List<String> words = new ArrayList<>(List.of("create"));
    if (!preallocation.isEmpty()) {
      words.addAll(List.of("-o", "preallocation=" + preallocation));
    }
    words.addAll(List.of("-f", format.word(), address, kib + "K"));
    return Exec.changes(PROGRAM).and(words).asRoot().within(WRITE_LIMIT);
  }

  /**
   * A qcow2 image that holds only what differs from another one.
   *
   * @param base as it is written into the image: relative to the directory of the new image
   */
  public static Exec layer(String base, ImageFormat baseFormat, String address) {
    return changes("create", "-b", base, "-F", baseFormat.word(), "-f", "qcow2", address);
  }

  /** The same on a snapshot beside it, as Proxmox VE 9 makes it: small clusters copy little. */
  public static Exec overlay(String snapshot, String preallocation, String path) {
    return changes("create", "-F", "qcow2", "-b", snapshot, "-f", "qcow2", path, "-o")
        .and("extended_l2=on,cluster_size=128k,preallocation=" + preallocation)
        .within(WRITE_LIMIT);
  }

  /** Takes what an image holds into the one that it lies on; the image itself stays as it is. */
  public static Exec commit(String path) {
    return changes("commit", "-d", "-f", "qcow2", path).within(WRITE_LIMIT);
  }

  /** Lays an image on another one below; what it needs of those between, it takes in. */
  public static Exec rebase(String base, String path) {
    return changes("rebase", "-b", base, "-F", "qcow2", "-f", "qcow2", path).within(WRITE_LIMIT);
  }

  /** Writes into an image what it lies on, and nothing else. */
  public static Exec relabel(String base, String path) {
    return changes("rebase", "-u", "-b", base, "-F", "qcow2", "-f", "qcow2", path);
  }

  /**
   * Copies into an image that is there already, of the same size or larger.
   *
   * @param snapshot of the source, a qcow2 image; null for its present state
   * @param rate bytes per second at most; 0 for no limit
   */
  public static Exec convert(Copy from, @Nullable String snapshot, Copy to, long rate) {
    Exec convert =
        changes("convert", "-p", "-n", "-f", from.format().word(), "-O", to.format().word());
    if (rate > 0) {
      convert = convert.and("-r", Long.toString(rate));
    }
    if (snapshot != null) {
      convert = convert.and("-l", "snapshot.name=" + snapshot);
    }
    return convert.and(from.address(), to.address()).within(WRITE_LIMIT);
  }

  /** One side of a copy. */
  public record Copy(ImageFormat format, String address) {}

  /** Nothing writes to the image: the program asks for the lock that a running guest holds. */
  public static Guard unused(Message otherwise, ImageFormat format, String path) {
    Exec look = Exec.reads(PROGRAM, "info", "-f", format.word(), "--output=json", path).asRoot();
    return Guard.status(otherwise, look, 0);
  }

  /** Refused by the program itself when the new size is smaller. */
  public static Exec resize(ImageFormat format, String path, long bytes) {
    return changes("resize", "-f", format.word(), path, Long.toString(bytes)).within(WRITE_LIMIT);
  }

  public static Exec snapshot(String path, String name) {
    return changes("snapshot", "-c", name, path);
  }

  public static Exec rollback(String path, String name) {
    return changes("snapshot", "-a", name, path);
  }

  public static Exec deleteSnapshot(String path, String name) {
    return changes("snapshot", "-d", name, path);
  }

  private static Exec changes(String... words) {
    return Exec.changes(PROGRAM).and(words).asRoot();
  }

  /**
   * Ends with status 0 when the image holds a snapshot of that name. Works beside a running guest.
   */
  public static Exec hasSnapshot(String path, String name) {
    return Exec.reads(PROGRAM, "measure", "-U", "-f", "qcow2", "-O", "raw")
        .and("-l", "snapshot.name=" + name, path)
        .asRoot();
  }

  /** A way of its own to data that are in no file and on no device, which may be a package. */
  public enum Driver {
    ISCSI,
    RBD;

    /** The one that it takes for an address, which begins with the driver's name. */
    public static Optional<Driver> of(String address) {
      return Arrays.stream(values()).filter(d -> address.startsWith(d.word() + ":")).findFirst();
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it has the driver. Reaches for nothing: an address is what the question lacks. */
  public static Probe<Boolean> has(Driver driver) {
    Exec ask = Exec.reads(PROGRAM, "info", "json:{\"driver\":\"%s\"}".formatted(driver.word()));
    return Probe.of(
        ask,
        answer ->
            answer.ending() != Result.Ending.EXITED || Answers.isMissing(answer)
                ? Answers.failed(ask, answer)
                : Reading.known(!answer.errorText().contains("Unknown driver")));
  }

  /** Ends with status 0 unless a running guest has the image open, or it is not there. */
  public static Exec openable(String path) {
    return Exec.reads(PROGRAM, "info", "-f", "raw", "--output=json", path).asRoot();
  }

  /** Asks for all that one image tells about itself. Works beside a running guest. */
  public static Exec info(String path) {
    return Exec.reads(PROGRAM, "info", "-U", "-f", "qcow2", "--output=json", path).asRoot();
  }

  /** The image's own snapshots out of the answer to {@link #info}, newest last. */
  public static Reading<List<Internal>> snapshots(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    try {
      JsonNode image = JSON.readTree(answer.out());
      if (!image.has("virtual-size")) {
        return Reading.failed("problem.answer-unreadable", PROGRAM);
      }
      List<Internal> found = new ArrayList<>();
      for (JsonNode one : image.path("snapshots")) {
        found.add(new Internal(one.path("name").asString(""), created(one)));
      }
      // A stable sort: what was made within one tick, or nobody knows when, stays in the order of
      // the image.
      if (found.stream().noneMatch(s -> s.created() == null)) {
        found.sort(Comparator.comparing(s -> Objects.requireNonNull(s.created())));
      }
      return Reading.known(List.copyOf(found));
    } catch (JacksonException _) {
      return Reading.failed("problem.answer-unreadable", PROGRAM);
    }
  }

  /** Asks for an image and all that it lies on. Works beside a running guest. */
  public static Exec chain(String path) {
    return Exec.reads(PROGRAM, "info", "-U", "-f", "qcow2", "--backing-chain", "--output=json")
        .and(path)
        .asRoot();
  }

  /** What each image says that it lies on, downwards, out of the answer to {@link #chain}. */
  public static Reading<List<String>> chain(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    Optional<JsonNode> images = Json.parse(answer.out()).filter(JsonNode::isArray);
    if (images.isEmpty() || images.get().isEmpty()) {
      return Answers.unreadable(asked);
    }
    List<String> found = new ArrayList<>();
    for (JsonNode image : images.get()) {
      String below = Json.text(image, "backing-filename");
      if (!below.isEmpty()) {
        found.add(below);
      }
    }
    return Reading.known(List.copyOf(found));
  }

  private static @Nullable Instant created(JsonNode snapshot) {
    OptionalLong seconds = Json.whole(snapshot, "date-sec");
    @Nullable Instant second = seconds.isPresent() ? HostTime.of(seconds.getAsLong()) : null;
    long nanos = Json.whole(snapshot, "date-nsec").orElse(0);
    return second == null || nanos > LAST_NANO ? second : second.plusNanos(nanos);
  }
}
