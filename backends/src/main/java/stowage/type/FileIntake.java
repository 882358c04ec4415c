package stowage.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Input;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Wget;
import stowage.volume.Checksum;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * Files that are put into the directories of a pool. Until one is complete it has a name that no
 * list shows.
 *
 * @param volumes names and paths of the pool type
 */
record FileIntake(FileVolumes volumes) implements Intake {
  /** The {@code bs=1M} of dd. */
  private static final long BLOCK = 1 << 20;

  private static final Map<ContentType, String> PREFIXES =
      Map.of(
          ContentType.ISO,
          "iso",
          ContentType.VZTMPL,
          "vztmpl",
          ContentType.IMPORT,
          "import",
          ContentType.SNIPPETS,
          "snippets");
  // A file system takes 255 bytes, and the name is longer until all has arrived.
  static final int LONGEST_NAME = 240;
  private static final String PART = ".part";
  private static final int MARK = 8;
  private static final Duration LIMIT = Duration.ofDays(2);
  private static final Pattern URL = Pattern.compile("https?://[^\\s\\p{Cntrl}/][^\\s\\p{Cntrl}]*");
  // An OVF alone is only the description of disks that are elsewhere.
  private static final Pattern IMPORTABLE = Pattern.compile(".+\\.(?:ova|qcow2|raw|vmdk)");

  @Override
  public Place place(Pool pool, Arrival arrival, List<Volume> existing) throws InvalidException {
    ContentType content = arrival.content();
    requireContent(pool, content);
    String name = safe(arrival);
    requireName(content, name);
    VolumeId volume = volume(pool, content, name);
    if (!arrival.replaces() && existing.stream().anyMatch(v -> v.id().equals(volume))) {
      throw new InvalidException("name", "problem.volume-exists", volume.name(), pool.id().text());
    }
    // An upload is only gone on with if it is of the same content.
    Checksum checksum = arrival.checksum();
    String mark = checksum == null ? "" : "." + checksum.hex().substring(0, MARK);
    return new Place(volume, unseen(content, name, path(pool, volume)) + mark + PART);
  }

  static void requireContent(Pool pool, ContentType content) throws InvalidException {
    if (!PREFIXES.containsKey(content) || !pool.contents().contains(content)) {
      throw new InvalidException(
          "content",
          "problem.upload-content",
          content.word(),
          pool.id().text(),
          PREFIXES.keySet().stream()
              .filter(pool.contents()::contains)
              .map(ContentType::word)
              .sorted()
              .collect(Collectors.joining(", ")));
    }
  }

  static void requireName(ContentType content, String name) throws InvalidException {
    if (name.startsWith(".")) {
      throw new InvalidException("name", "problem.upload-hidden", name);
    }
    // They are called alike on every type that has files.
    Optional<VolumeName> known =
        VolumeNames.read(StorageType.DIR, PREFIXES.get(content) + "/" + name);
    boolean fits = known.filter(n -> n.content() == content && n.name().equals(name)).isPresent();
    if (!fits || (content == ContentType.IMPORT && !IMPORTABLE.matcher(name).matches())) {
      throw new InvalidException("name", "problem.upload-name", name, content.word());
    }
  }

  static VolumeId volume(Pool pool, ContentType content, String name) {
    return new VolumeId(pool.id(), PREFIXES.get(content) + "/" + name);
  }

  /** Whatever lies among snippets is one, unless a dot hides it. */
  static String unseen(ContentType content, String name, String path) {
    return content == ContentType.SNIPPETS
        ? path.substring(0, path.length() - name.length()) + "." + name
        : path;
  }

  /** Without directories, and with an underscore for whatever is not plain. */
  private static String safe(Arrival arrival) throws InvalidException {
    String file = arrival.name().replaceFirst("(?s).*[/\\\\]", "");
    if (file.isEmpty()) {
      throw new InvalidException(
          "name", "problem.upload-name", arrival.name(), arrival.content().word());
    }
    if (file.length() > LONGEST_NAME) {
      throw new InvalidException("name", "problem.too-long", file.length(), LONGEST_NAME);
    }
    return file.replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  private String path(Pool pool, VolumeId volume) throws InvalidException {
    return volumes.path(pool, volume.name(), null);
  }

  @Override
  public Probe<Long> arrived(Place place) {
    Exec size = Exec.reads("/usr/bin/stat", "-c", "%s", "--", place.part()).asRoot();
    return Probe.of(
        size,
        answer ->
            answer.ok()
                ? Reading.known(bytes(answer))
                : answer.ending() == Result.Ending.EXITED
                    ? Reading.known(0L)
                    : Reading.failed("problem.answer-unreadable", size.argv().getFirst()));
  }

  /** Less than a block is sent anew: dd would empty the file before it goes on behind that. */
  private static long bytes(Result answer) {
    String text = answer.text().strip();
    long there = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    return there < BLOCK ? 0 : there;
  }

  @Override
  public Change receive(Pool pool, Place place, Arrival arrival, long from)
      throws InvalidException {
    if (from > 0 && from < BLOCK) {
      throw new IllegalArgumentException("dd would empty the file before byte " + from);
    }
    String name = place.volume().name();
    Step write =
        Streams.fill(
            name,
            "/usr/bin/dd",
            "of=" + place.part(),
            "bs=1M",
            "iflag=fullblock",
            "oflag=seek_bytes",
            "seek=" + from,
            "conv=fsync",
            "status=none");
    List<Step> arriving = new ArrayList<>(List.of(write));
    checked(arrival, place.part()).ifPresent(arriving::add);
    return finished(pool, place, arrival, arriving);
  }

  @Override
  public Change fetch(Pool pool, Place place, Arrival arrival, Origin origin)
      throws InvalidException {
    if (!URL.matcher(origin.url()).matches()) {
      throw new InvalidException("url", "problem.url", origin.url());
    }
    Packing packing = origin.packing();
    if (packing != null && arrival.content() != ContentType.ISO) {
      throw new InvalidException(
          "decompress", "problem.decompress-content", arrival.content().word());
    }
    String file = packing == null ? place.part() : packing.packed(place.part());
    // Its own progress would fill the journal; what goes wrong is said all the same.
    Exec get =
        changes(Wget.TOOL.program(), "--no-verbose", "--tries=3", "--output-document=" + file);
    Exec ask = origin.verified() ? get : get.and("--no-check-certificate");
    List<Step> arriving = new ArrayList<>();
    arriving.add(
        Step.of(Message.of("step.fetch", origin.url()), ask.and("--", origin.url()).within(LIMIT))
            .undoneEvenHalfwayBy(remove(file)));
    checked(arrival, file).ifPresent(arriving::add);
    if (packing != null) {
      arriving.add(
          Step.of(
                  Message.of("step.decompress", packing.word()),
                  packing.unpack(place.part()).within(LIMIT))
              .undoneEvenHalfwayBy(remove(place.part())));
    }
    return finished(pool, place, arrival, arriving);
  }

  private static Optional<Step> checked(Arrival arrival, String file) {
    Checksum checksum = arrival.checksum();
    return checksum == null
        ? Optional.empty()
        : Optional.of(
            Step.of(Message.of("step.checksum", checksum.algorithm().word()), check(checksum, file))
                .undoneEvenHalfwayBy(remove(file)));
  }

  private Change finished(Pool pool, Place place, Arrival arrival, List<Step> arriving)
      throws InvalidException {
    String path = path(pool, place.volume());
    List<Guard> guards = new ArrayList<>();
    if (!arrival.replaces()) {
      Message taken = Message.of("problem.volume-exists", place.volume().name(), pool.id().text());
      guards.add(Guard.status(taken, Exec.reads("/usr/bin/test", "!", "-e", path).asRoot(), 0));
    }
    List<Step> steps = new ArrayList<>(arriving);
    ImageCheck.of(arrival.content(), place.volume().name(), place.part())
        .map(check ->
            Step.of(Message.of("step.image-check", place.volume().toString()), check)
                .undoneEvenHalfwayBy(remove(place.part())))
        .ifPresent(steps::add);
    steps.add(
        Step.of(
            Message.of("step.set-mode", place.part()),
            changes("/usr/bin/chmod", "0644", "--", place.part())));
    steps.add(
        Step.of(
            Message.of("step.rename-file", place.volume().toString()),
            changes("/usr/bin/mv", arrival.replaces() ? "-f" : "-n", "-T", "--")
                .and(place.part(), path)));
    if (!arrival.replaces()) {
      steps.add(named(place.volume(), place.part()));
    }
    return new Change(guards, steps);
  }

  /** mv tells nobody that it left both as they were, for a file that came meanwhile. */
  static Step named(VolumeId volume, String part) {
    return Step.of(
        Message.of("step.receive-named", volume.toString()),
        Exec.reads("/usr/bin/test", "!", "-e", part).asRoot());
  }

  @Override
  public Exec read(Pool pool, Volume volume, long from) throws InvalidException {
    return Streams.source(
        "/usr/bin/dd",
        "if=" + file(pool, volume),
        "bs=1M",
        "iflag=skip_bytes",
        "skip=" + from,
        "status=none");
  }

  @Override
  public Exec sum(Pool pool, Volume volume, Checksum.Algorithm algorithm) throws InvalidException {
    return Streams.source("/usr/bin/" + algorithm.word() + "sum", "--", file(pool, volume));
  }

  private String file(Pool pool, Volume volume) throws InvalidException {
    if (volume.format().equals("subvol")) {
      throw new InvalidException("volume", "problem.download-none", volume.id().toString());
    }
    return path(pool, volume.id());
  }

  private static Exec check(Checksum checksum, String path) {
    return Exec.changes(
            "/usr/bin/" + checksum.algorithm().word() + "sum", "--check", "--status", "-")
        .asRoot()
        .within(LIMIT)
        .with(new Input.Text(checksum.hex() + "  " + path + "\n"));
  }

  private static Exec remove(String file) {
    return changes("/usr/bin/rm", "-f", "--", file);
  }

  private static Exec changes(String... words) {
    return Exec.changes(words).asRoot();
  }
}
