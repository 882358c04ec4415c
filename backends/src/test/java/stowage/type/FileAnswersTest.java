package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * Directory-like pools on a host that answers late, in part, or with nonsense. What is not known
 * must never look empty, and one bad answer must not be covered by a good one.
 */
class FileAnswersTest {
  private static final DirBackend DIR = new DirBackend();
  private static final Result SILENT =
      new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]);
  private static final Result ENDLESS =
      new Result(Result.Ending.OVERFLOWED, 0, new byte[0], new byte[0]);
  private static final Result NOTHING = Result.exited(0, "", "");
  private static final String LIST = "find images";
  private static final String HEADS = "heads";
  private static final String FLAT = "find flat";
  private static final String NOTES = "notes";
  private static final String ZONE = "zone";
  private static final String MODE = "mode";
  private static final String RESOLVE = "resolve";

  private static Pool pool(String... more) {
    return Rehearsal.pool(
        StorageType.DIR,
        "local",
        Stream.concat(Stream.of("path=/p", "content=images,iso,backup"), Stream.of(more))
            .toArray(String[]::new));
  }

  /** What each program is asked for, however its words are put. */
  private static String question(Exec program) {
    List<String> words = program.argv();
    return switch (words.getFirst()) {
      case "/usr/bin/stat" -> words.contains("-f") ? "space" : MODE;
      case "/usr/bin/readlink" -> ZONE;
      case "/usr/bin/realpath" -> RESOLVE;
      case "/usr/bin/cat" -> "mounts";
      case "/usr/bin/find" ->
          words.contains("/usr/bin/head")
              ? words.contains("-v") && words.contains("1024") ? HEADS : NOTES
              : words.contains("-regex") ? LIST : FLAT;
      default -> program.shown();
    };
  }

  private static Map<String, Result> host() {
    Map<String, Result> host = new HashMap<>();
    host.put(MODE, Result.exited(0, "41ed\n", ""));
    host.put("space", Result.exited(0, "100 50 40 4096 ext2/ext3\n", ""));
    host.put("mounts", Result.exited(0, "none /proc proc rw 0 0\n", ""));
    host.put(LIST, found("/p/images", "100/vm-100-disk-0.raw", "f", 1 << 20));
    host.put(HEADS, NOTHING);
    host.put(FLAT, found("/p/template/iso", "a.iso", "f", 7));
    host.put(NOTES, NOTHING);
    host.put(ZONE, Result.exited(0, "/usr/share/zoneinfo/Asia/Seoul\n", ""));
    return host;
  }

  /** As {@code find -printf} answers. */
  private static Result found(String directory, String path, String kind, long size) {
    return Result.exited(0, entry(directory, path, kind, size), "");
  }

  private static String entry(String directory, String path, String kind, long size) {
    return String.join("\0", directory, path, kind, "" + size, "8", "1700000000.5000000000", "");
  }

  private static <T> Reading<T> answered(Probe<T> probe, Map<String, Result> host) {
    List<Result> answers = new ArrayList<>();
    for (Exec program : probe.programs()) {
      String question = question(program);
      assertTrue(host.containsKey(question), "not answered: " + program.shown());
      answers.add(host.get(question));
    }
    return probe.read(answers);
  }

  private static Reading<List<Volume>> listed(Map<String, Result> host) {
    return answered(DIR.list(pool(), EnumSet.allOf(ContentType.class)), host);
  }

  private static List<String> names(Reading<List<Volume>> reading) {
    return Samples.known(reading).stream().map(v -> v.id().name()).toList();
  }

  @Test
  void imagesAndFilesComeInOneListByName() {
    assertEquals(List.of("100/vm-100-disk-0.raw", "iso/a.iso"), names(listed(host())));
    // What is not asked for costs no program.
    Probe<List<Volume>> isos = DIR.list(pool(), Set.of(ContentType.ISO));
    assertEquals(
        List.of(MODE, FLAT), isos.programs().stream().map(FileAnswersTest::question).toList());
    assertEquals(List.of("iso/a.iso"), names(answered(isos, host())));
  }

  @Test
  void anImageWhoseHeadCouldNotBeReadIsThereAndItsSizeUnknown() throws InvalidException {
    Map<String, Result> host = host();
    String images =
        entry("/p/images", "100/base-100-disk-0.raw", "f", 1 << 20)
            + entry("/p/images", "101/vm-101-disk-0.qcow2", "f", 1 << 20)
            + entry("/p/images", "102/vm-102-disk-0.qcow2", "f", 1023);
    host.put(LIST, Result.exited(0, images, ""));
    List<Volume> found =
        Samples.known(answered(DIR.list(pool(), Set.of(ContentType.IMAGES)), host));
    assertEquals(
        List.of(
            "100/base-100-disk-0.raw raw 1048576",
            "101/vm-101-disk-0.qcow2 qcow2 null",
            "102/vm-102-disk-0.qcow2 invalid 1024"),
        found.stream()
            .map(v -> v.id().name() + " " + v.format() + " " + v.space().size())
            .toList());
    assertEquals("", found.get(1).extra().parent(), "whether it is a clone is unknown");
    Provisioning provisioning = DIR.provisioning().orElseThrow();
    InvalidException grown =
        assertThrows(
            InvalidException.class, () -> provisioning.resize(pool(), found.get(1), Size.mib(5)));
    assertEquals("problem.size-unknown", grown.problems().getFirst().said().key());
    assertFalse(provisioning.free(pool(), found.get(1), found).steps().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST, HEADS, FLAT})
  void oneAnswerThatIsMissingIsNoShorterList(String question) {
    for (Result bad :
        List.of(
            SILENT,
            ENDLESS,
            Result.exited(Result.NOT_FOUND, "", "sh: 1: find: not found"),
            Result.exited(2, "", "find: invalid argument"))) {
      Map<String, Result> host = host();
      host.put(question, bad);
      String failure = Samples.failure(listed(host));
      assertTrue(failure.startsWith("problem."), question + ": " + failure);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST, FLAT})
  void aDirectoryThatCannotBeReadIsNoEmptyOne(String question) {
    Map<String, Result> host = host();
    String good = Objects.requireNonNull(host.get(question)).text();
    host.put(question, Result.exited(1, good, "find: ‘/p/images/7’: Permission denied\n"));
    assertTrue(Samples.failure(listed(host)).startsWith("problem."));
    host.put(question, Result.exited(1, good, "find: ‘/p/images/7’: Input/output error\n"));
    assertTrue(Samples.failure(listed(host)).startsWith("problem."));
    // A file that went while find looked is no reason to know nothing.
    host.put(question, Result.exited(1, good, "find: ‘/p/x’: No such file or directory\n"));
    assertEquals(2, names(listed(host)).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/p/images|100/vm-100-disk-0.raw|f|",
        "/p/images|100/vm-100-disk-0.raw|f|many|8|1700000000.0|",
        "/p/images|100/vm-100-disk-0.raw|f|7|8|yesterday|",
        "nonsense",
      })
  void halfAnAnswerIsNone(String answer) {
    Map<String, Result> host = host();
    host.put(LIST, Result.exited(0, answer.replace('|', '\0'), ""));
    assertEquals("problem.answer-unreadable", Samples.failure(listed(host)));
  }

  /** Names come from whoever may write there: guests' tools, uploads, other programs. */
  @Test
  void whatNoVolumeIdCanSayIsLeftOut() {
    Map<String, Result> host = host();
    String images = "/p/images";
    host.put(
        LIST,
        Result.exited(
            0,
            entry(images, "100/vm-100-\nx.raw", "f", 1)
                + entry(images, "100/vm-100-disk-1.raw", "d", 1)
                + entry(images, "100/vm-100-disk-2.subvol", "f", 1)
                + entry(images, "100/vm-100-disk-3.raw", "l", 1)
                + entry(images, "100/vm-100-disk-4.raw", "f", 1),
            ""));
    host.put(
        FLAT,
        Result.exited(
            0,
            entry("/p/template/iso", "a.txt", "f", 1)
                + entry("/p/dump", "c.iso", "f", 1)
                + entry("/elsewhere", "d.iso", "f", 1),
            ""));
    assertEquals(List.of("100/vm-100-disk-4.raw"), names(listed(host)));
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/share/zoneinfo/Asia/Seoul,    2024-01-01T18:04:05Z",
    "/usr/share/zoneinfo/Etc/UTC,       2024-01-02T03:04:05Z",
    "/etc/localtime,                    2024-01-02T03:04:05Z",
    "/usr/share/zoneinfo/../../shadow,  2024-01-02T03:04:05Z",
    "'',                                2024-01-02T03:04:05Z",
  })
  void aBackupsTimeIsTheHostsLocalTime(String zone, String made) {
    Map<String, Result> host = host();
    String name = "vzdump-qemu-100-2024_01_02-03_04_05.vma.zst";
    host.put(FLAT, found("/p/dump", name, "f", 5));
    host.put(ZONE, Result.exited(0, zone + "\n", ""));
    Volume backup = Samples.known(listed(host)).getLast();
    assertEquals(name, backup.id().name().substring("backup/".length()));
    assertEquals(made, String.valueOf(backup.extra().created()));
    // Without an answer the time may be some hours off; the backup is there all the same.
    for (String question : List.of(ZONE, NOTES)) {
      host.put(question, SILENT);
      assertEquals(2, names(listed(host)).size());
    }
  }

  @Test
  void statusTellsSilenceAbsenceAndRefusalApart() {
    Map<String, Result> host = host();
    Probe<PoolStatus> status = DIR.status(pool());
    PoolStatus active = Samples.known(answered(status, host));
    assertEquals(PoolStatus.active(100 * 4096, 50 * 4096, 40 * 4096), active);
    host.put(MODE, Result.exited(1, "", "stat: cannot statx '/p': No such file or directory"));
    assertEquals(
        Reading.known(PoolStatus.inactive("problem.directory-missing", "/p")),
        answered(status, host));
    host.put(MODE, Result.exited(0, "81a4\n", ""));
    assertEquals(
        Reading.known(PoolStatus.inactive("problem.not-a-directory", "/p")),
        answered(status, host));
    host.put(MODE, Result.exited(1, "", "stat: cannot statx '/p': Permission denied"));
    assertTrue(Samples.failure(answered(status, host)).startsWith("problem."));
    host.put(MODE, SILENT);
    assertEquals("problem.path-hangs", Samples.failure(answered(status, host)));
    Map<String, Result> halfway = host();
    halfway.put("space", SILENT);
    assertEquals("problem.path-hangs", Samples.failure(answered(status, halfway)));
    halfway.put("space", Result.exited(0, "lots of room\n", ""));
    assertTrue(Samples.failure(answered(status, halfway)).startsWith("problem."));
  }

  @Test
  void aPoolThatIsGoneHasNoContentButAReason() {
    Map<String, Result> host = host();
    host.put(MODE, Result.exited(1, "", "stat: cannot statx '/p': No such file or directory"));
    assertEquals("problem.directory-missing", Samples.failure(listed(host)));
    Probe<List<Volume>> mounted =
        DIR.list(pool("is_mountpoint=/p"), EnumSet.allOf(ContentType.class));
    Map<String, Result> unread = host();
    unread.put(RESOLVE, Result.exited(0, "/p\0", ""));
    assertEquals("problem.mount-point-empty", Samples.failure(answered(mounted, unread)));
    unread.put("mounts", SILENT);
    assertTrue(Samples.failure(answered(mounted, unread)).startsWith("problem."));
  }

  /** Through links two kinds of content can end up in one place, where one would hide the other. */
  @Test
  void linksThatLeadTwoContentsTogetherAreSeen() {
    Map<String, Result> host = host();
    host.put(RESOLVE, Result.exited(0, "/data/same\0", ""));
    host.put(FLAT, found("/p", "", "d", 1));
    assertEquals(
        "problem.directory-shared", Samples.failure(answered(DIR.activation(pool()), host)));
    host.put(RESOLVE, SILENT);
    assertEquals("problem.path-hangs", Samples.failure(answered(DIR.activation(pool()), host)));
    // What can't be resolved yet is not there yet.
    host.put(RESOLVE, Result.exited(1, "", ""));
    Change change = Samples.known(answered(DIR.activation(pool()), host));
    assertEquals(
        "/usr/bin/mkdir -p -m 0755 -- /p/images /p/template /p/template/iso /p/dump",
        sorted(change.steps().getFirst().command().shown()));
  }

  private static String sorted(String shown) {
    List<String> words = Arrays.asList(shown.split(" "));
    assertTrue(words.indexOf("/p/template") < words.indexOf("/p/template/iso"), shown);
    List<String> order = List.of("/p/images", "/p/template", "/p/template/iso", "/p/dump");
    return String.join(" ", words.subList(0, 5))
        + " "
        + String.join(" ", order.stream().filter(words::contains).toList());
  }

  private static Volume image(String name) {
    return new Volume(
        new VolumeId(new StorageId("local"), name),
        ContentType.IMAGES,
        name.substring(name.lastIndexOf('.') + 1),
        "100",
        new Volume.Space(1L << 20, null),
        Volume.Extra.NONE);
  }

  @Test
  void snapshotsOfAnImageThatTellsThem() {
    Snapshots snapshots = DIR.snapshots().orElseThrow();
    Volume image = image("100/vm-100-disk-0.qcow2");
    Probe<List<Snapshot>> ask = snapshots.list(pool(), image);
    String info =
        """
        {"virtual-size": 1048576, "filename": "/p/images/100/vm-100-disk-0.qcow2",
         "format": "qcow2", "actual-size": 200704,
         "snapshots": [
           {"icount": 0, "vm-clock-nsec": 0, "name": "before", "date-sec": 1700000000,
            "date-nsec": 5, "vm-clock-sec": 0, "id": "1", "vm-state-size": 0},
           {"name": "nach dem Fest", "date-sec": 1700000100, "date-nsec": 0, "id": "2",
            "vm-clock-sec": 0, "vm-clock-nsec": 0, "vm-state-size": 0}]}
        """;
    assertEquals(
        List.of("before", "nach dem Fest"),
        Samples.known(Samples.read(ask, Result.exited(0, info, ""))).stream()
            .map(Snapshot::name)
            .toList());
    assertEquals(
        List.of(),
        Samples.known(
            Samples.read(
                ask, Result.exited(0, "{\"virtual-size\": 1, \"format\": \"qcow2\"}", ""))));
    for (Result bad :
        List.of(
            SILENT,
            Result.exited(0, "{\"snapshots\": [", ""),
            Result.exited(0, "[]", ""),
            Result.exited(1, "", "qemu-img: Could not open: Permission denied"))) {
      assertTrue(Samples.failure(Samples.read(ask, bad)).startsWith("problem."));
    }
  }

  @Test
  void snapshotsOfWhatCannotHaveThemAreAReasonNotAQuestion() {
    Snapshots snapshots = DIR.snapshots().orElseThrow();
    for (String name : List.of("100/vm-100-disk-0.raw", "100/vm-100-disk-0.vmdk", "iso/a.iso")) {
      Probe<List<Snapshot>> ask = snapshots.list(pool(), image(name));
      assertEquals(List.of(), ask.programs(), name);
      assertTrue(Samples.failure(ask.read(List.of())).startsWith("support."), name);
    }
  }

  @Test
  void sizesThatNoProgramCanCountAreRefused() {
    Provisioning provisioning = DIR.provisioning().orElseThrow();
    Size huge = new Size(Long.MAX_VALUE);
    List<Executable> asked =
        List.of(
            () ->
                provisioning.allocate(
                    pool(), new Provisioning.Order(100, null, null, huge), List.of()),
            () -> provisioning.resize(pool(), image("100/vm-100-disk-0.qcow2"), huge));
    for (var one : asked) {
      var refused = assertThrows(InvalidException.class, one);
      assertEquals("problem.size-too-large", refused.problems().getFirst().said().key());
    }
  }
}
