package stowage.type;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static stowage.exec.Result.Ending.EXITED;
import static stowage.exec.Result.Ending.OVERFLOWED;
import static stowage.exec.Result.Ending.TIMED_OUT;
import static stowage.type.Samples.failure;
import static stowage.type.Samples.known;
import static stowage.type.Samples.read;
import static stowage.type.Samples.shown;
import static stowage.type.Samples.volume;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

class LvmThinBackendTest {
  private static final Pool POOL =
      Samples.of(StorageType.LVMTHIN, "thin0", "vgname", "pve", "thinpool", "data");
  private static final long GIB = 1L << 30;
  private final LvmThinBackend backend = new LvmThinBackend();

  /** As lvs 2.03.16 prints it with {@code --reportformat json}. */
  private static Result report(String... rows) {
    return Result.exited(
        0,
        "  {\n      \"report\": [\n          {\n              \"lv\": [\n                  "
            + String.join(",\n                  ", rows)
            + "\n              ]\n          }\n      ]\n  }\n",
        "");
  }

  private static String row(String name, String attr, long size, String pool, String more) {
    return """
    {"vg_name":"pve", "lv_name":"%s", "lv_size":"%d", "lv_attr":"%s", "pool_lv":"%s",
     "lv_tags":"", "origin":""%s}\
    """
        .formatted(name, size, attr, pool, more.isEmpty() ? "" : ", " + more);
  }

  private static String thinPool(String attr, String data, String metadata) {
    return row(
        "data",
        attr,
        6442450944L,
        "",
        "\"data_percent\":\"%s\", \"metadata_percent\":\"%s\", \"lv_metadata_size\":\"8388608\""
            .formatted(data, metadata));
  }

  // Recorded after: alloc, snapshot s1, write, rollback to s1, resize to 1 GiB.
  private static final String RECORDED_VOLUME =
      """
      {"vg_name":"pve", "lv_name":"vm-9100-disk-0", "lv_size":"1073741824", "lv_attr":"Vwi-a-tz--", "pool_lv":"data", "data_percent":"0.39", "metadata_percent":"", "lv_tags":"a:b,pve-vm-9100", "lv_metadata_size":"", "lv_time":"1795316691", "origin":"snap_vm-9100-disk-0_s1"}\
      """
          .strip();
  private static final String RECORDED_SNAPSHOT =
      """
      {"vg_name":"pve", "lv_name":"snap_vm-9100-disk-0_s1", "lv_size":"536870912", "lv_attr":"Vri---tz-k", "pool_lv":"data", "data_percent":"", "metadata_percent":"", "lv_tags":"", "lv_metadata_size":"", "lv_time":"1795316686", "origin":""}\
      """
          .strip();
  private static final Result NO_GROUP =
      Result.exited(
          5,
          "  {\n      \"report\": [\n          {\n              \"lv\": [\n              ]\n"
              + "          }\n      ]\n  }\n",
          "  Volume group \"pve\" not found\n  Cannot process volume group pve\n");

  private PoolStatus status(Result answer) {
    return known(read(backend.status(POOL), answer));
  }

  private static List<String> keys(List<Message> notes) {
    return notes.stream().map(Message::key).toList();
  }

  @Test
  void statusIsThatOfTheThinPool() {
    PoolStatus status = status(report(thinPool("twi-aotz--", "12.5", "10.69")));
    assertTrue(status.active());
    assertNull(status.reason());
    assertEquals(6442450944L, status.total());
    assertEquals(805306368L, status.used());
    assertEquals(6442450944L - 805306368L, status.available());
    assertEquals(List.of(Message.of("finding.thin-metadata", "11")), status.notes().facts());
    assertEquals(List.of(), status.notes().warnings());
  }

  @Test
  void statusAsksWithOneReadingCommand() {
    List<Exec> programs = backend.status(POOL).programs();
    assertEquals(
        List.of(
            "/sbin/lvs --reportformat json --units b --nosuffix --config"
                + " 'report/time_format=\"%s\"' --options"
                + " vg_name,lv_name,lv_size,lv_attr,pool_lv,data_percent,metadata_percent,"
                + "lv_metadata_size,lv_tags,origin,lv_time pve"),
        programs.stream().map(Exec::shown).toList());
    assertFalse(programs.getFirst().changesHost());
    assertEquals(Exec.Identity.ROOT, programs.getFirst().identity());
  }

  @ParameterizedTest
  @CsvSource({
    "twi---tz--, data, problem.thin-pool-inactive",
    "twi-sotz--, data, problem.thin-pool-inactive",
    "-wi-a-----, data, problem.thin-pool-other",
    "Vwi-a-tz--, data, problem.thin-pool-other",
    "twi-aotz--, other, problem.thin-pool-missing",
  })
  void anUnusablePoolSaysWhy(String attr, String name, String reason) {
    PoolStatus status = status(report(row(name, attr, GIB, "", "")));
    assertFalse(status.active());
    assertEquals(reason, requireNonNull(status.reason()).key());
    assertEquals(0, status.total());
  }

  @Test
  void onlyWhatSaysOfWhatKindItIsCanBeAnotherThing() {
    Result mute = report(row("data", "", GIB, "", ""));
    assertEquals("problem.answer-unreadable", failure(read(backend.status(POOL), mute)));
  }

  @Test
  void aMissingGroupIsAReasonAndNoFailure() {
    assertEquals(Message.of("problem.volume-group-missing", "pve"), status(NO_GROUP).reason());
    assertEquals(
        "problem.volume-group-missing",
        failure(read(backend.list(POOL, Set.of(ContentType.IMAGES)), NO_GROUP)));
    assertEquals("problem.volume-group-missing", failure(read(backend.activation(POOL), NO_GROUP)));
  }

  static Stream<Arguments> silence() {
    return Stream.of(
        arguments(Result.exited(127, "", "sh: 1: /sbin/lvs: not found"), "problem.program-missing"),
        arguments(
            Result.exited(1, "", "sudo: /sbin/lvs: command not found\n"),
            "problem.program-missing"),
        arguments(new Result(TIMED_OUT, 0, new byte[0], new byte[0]), "problem.timed-out"),
        arguments(new Result(OVERFLOWED, 0, new byte[0], new byte[0]), "problem.answer-too-long"),
        arguments(
            Result.exited(5, "", "  /run/lock/lvm/P_global:aux: open failed: Permission denied"),
            "problem.program-failed"),
        arguments(Result.exited(0, "", ""), "problem.answer-unreadable"),
        arguments(Result.exited(0, "{\"report\": 7}", ""), "problem.answer-unreadable"),
        arguments(Result.exited(0, "[[[[", ""), "problem.answer-unreadable"),
        arguments(Result.exited(0, "{\"lv\":[]}", ""), "problem.answer-unreadable"));
  }

  @ParameterizedTest
  @MethodSource("silence")
  void whatCantBeReadIsUnknownAndNeverEmpty(Result answer, String reason) {
    assertEquals(reason, failure(read(backend.status(POOL), answer)));
    assertEquals(reason, failure(read(backend.taken(POOL), answer)));
  }

  @Test
  void oneBrokenDeviceDoesNotHideTheRest() {
    Result answer =
        new Result(
            EXITED,
            5,
            report(thinPool("twi-aotz--", "1.00", "2.00")).out(),
            "  WARNING: Couldn't find device with uuid x.\n".getBytes(UTF_8));
    assertTrue(status(answer).active());
  }

  @Test
  void howFullItIsMayBeUnknownAndIsNotNothingThen() {
    PoolStatus status = status(report(thinPool("twi-aotz--", "NaN", "x")));
    assertTrue(status.active());
    assertEquals(6442450944L, status.total());
    assertNull(status.used());
    assertNull(status.available());
    assertEquals(Optional.empty(), status.share());
    assertEquals(
        new PoolStatus.Notes(List.of(Message.of("finding.thin-use-unknown", "data")), List.of()),
        status.notes());
    PoolStatus sizeless =
        status(report(thinPool("twi-aotz--", "50", "x").replace("6442450944", "much")));
    assertTrue(sizeless.active());
    assertEquals(0, sizeless.total());
    assertNull(sizeless.used());
    assertEquals(List.of("finding.thin-use-unknown"), keys(sizeless.notes().warnings()));
  }

  @Test
  void aVolumeOfUnknownSizeIsListedAndCantGrow() throws InvalidException {
    Result answer =
        report(
            thinPool("twi-aotz--", "5", "5"),
            row("vm-100-disk-0", "Vwi-a-tz--", 5, "data", "\"lv_time\":\"9223372036854775807\""),
            row("vm-100-disk-1", "Vwi-a-tz--", -5, "data", ""));
    List<Volume> listed = known(read(backend.list(POOL, Set.of(ContentType.IMAGES)), answer));
    assertEquals(List.of("thin0:vm-100-disk-0", "thin0:vm-100-disk-1"), ids(listed));
    assertNull(listed.getFirst().extra().created());
    assertEquals(new Volume.Space(null, null), listed.getLast().space());
    Provisioning provisioning = backend.provisioning().orElseThrow();
    refused(
        "volume",
        "problem.size-unknown",
        () -> provisioning.resize(POOL, listed.getLast(), new Size(5 * GIB)));
    List<Volume> taken = known(read(backend.taken(POOL), answer));
    assertEquals(
        "thin0:vm-100-disk-2",
        provisioning.allocate(POOL, order(100, null, null, GIB), taken).made().toString(),
        "its name is taken");
  }

  @Test
  void oneRowThatMakesNoSenseMakesTheListUnknownAndNothingIsFree() {
    for (String odd : List.of("[]", "null", "{\"lv_name\":[\"vm-1-c\"], \"lv_size\":{}}")) {
      Result answer = report(thinPool("twi-aotz--", "5", "5"), odd);
      for (Reading<?> reading :
          List.of(
              read(backend.list(POOL, Set.of(ContentType.IMAGES)), answer),
              read(backend.taken(POOL), answer),
              read(backend.status(POOL), answer))) {
        assertEquals("problem.answer-unreadable", failure(reading), odd);
      }
    }
  }

  @Test
  void aFillingPoolIsNoticed() {
    Result answer =
        report(
            thinPool("twi-cotzM-", "100.00", "80.00"),
            row("vm-100-disk-0", "Vwi-a-tz--", 8 * GIB, "data", ""),
            row("vm-101-disk-0", "Vwi-a-tz--", 8 * GIB, "other", ""));
    assertEquals(
        List.of(
            Message.of("finding.thin-metadata-full", "80"),
            Message.of("finding.thin-overcommitted", "133")),
        status(report(thinPool("twi-aotz--", "1", "80"), thinVolume("vm-1-a", 8 * GIB)))
            .notes()
            .warnings());
    assertFalse(status(answer).active(), "state c: a check is needed");
  }

  @ParameterizedTest
  @CsvSource({
    "twi-aotzD-, finding.thin-out-of-data",
    "twi-aotzM-, finding.thin-metadata-read-only",
    "twi-aotzF-, finding.thin-failed",
  })
  void anAilingPoolIsNoticed(String attr, String key) {
    assertTrue(keys(status(report(thinPool(attr, "1", "1"))).notes().warnings()).contains(key));
  }

  @Test
  void anInterruptedRollbackIsNoticed() {
    Result answer =
        report(
            thinPool("twi-aotz--", "0.50", "1.00"),
            thinVolume("rollback_vm-100-disk-0", GIB),
            thinVolume("rollback_something", GIB));
    assertEquals(
        List.of(Message.of("finding.thin-aside", "rollback_vm-100-disk-0", "vm-100-disk-0")),
        status(answer).notes().warnings());
  }

  @Test
  void activationOnlyDoesWhatIsMissing() {
    assertEquals(
        "", shown(known(read(backend.activation(POOL), report(thinPool("twi-aotz--", "0", "1"))))));
    assertEquals(
        "/sbin/lvchange -ay -K pve/data\n",
        shown(known(read(backend.activation(POOL), report(thinPool("twi---tz--", "", ""))))));
    assertEquals("problem.thin-pool-missing", failure(read(backend.activation(POOL), report())));
  }

  @Test
  void theListHoldsTheVolumesOfThisPool() {
    Result answer =
        report(
            thinPool("twi-aotz--", "0.50", "1.00"),
            RECORDED_VOLUME,
            RECORDED_SNAPSHOT,
            row("vm-9101-disk-0", "Vwi---tz-k", GIB, "data", "\"origin\":\"base-9102-disk-0\""),
            thinVolume("base-9102-disk-0", GIB),
            thinVolume("notes", GIB),
            row("vm-9103-disk-0", "Vwi-a-tz--", GIB, "other", ""),
            row("vm-9104-disk-0", "-wi-a-----", GIB, "", ""));
    List<Volume> listed = known(read(backend.list(POOL, Set.of(ContentType.ROOTDIR)), answer));
    assertEquals(
        List.of("thin0:vm-9100-disk-0", "thin0:vm-9101-disk-0", "thin0:base-9102-disk-0"),
        ids(listed));
    Volume first = listed.getFirst();
    assertEquals("9100", first.owner());
    assertEquals("raw", first.format());
    assertEquals(new Volume.Space(1073741824L, 4187593L), first.space());
    assertEquals(
        new Volume.Extra(null, Instant.ofEpochSecond(1795316691), 1, null, false), first.extra());
    assertEquals("base-9102-disk-0", listed.get(1).extra().parent());
    assertEquals(List.of(), known(read(backend.list(POOL, Set.of(ContentType.ISO)))));
  }

  @Test
  void everythingInTheGroupTakesNames() {
    Result answer =
        report(
            thinPool("twi-aotz--", "0.50", "1.00"),
            RECORDED_SNAPSHOT,
            row("vm-9104-disk-0", "-wi-a-----", GIB, "", ""));
    assertEquals(
        List.of("thin0:data", "thin0:snap_vm-9100-disk-0_s1", "thin0:vm-9104-disk-0"),
        ids(known(read(backend.taken(POOL), answer))));
  }

  // Names

  @Test
  void namesAreRead() throws InvalidException {
    assertEquals(
        new VolumeName(ContentType.IMAGES, "base-100-disk-0", "100", null, true, "raw"),
        backend.parse("base-100-disk-0"));
    assertFalse(backend.parse("vm-100-disk-0.qcow2").template());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snap_vm-100-disk-0_x",
        "vm-100-",
        "vm-100-disk_",
        "vm-100-a b",
        "vm-100-a/b",
        "-vm-100-a",
        "vm-x-disk-0",
        "base-100-disk-0/vm-101-disk-0",
        "vm-100-disk-0;reboot",
        "",
        "vm-100-é"
      })
  void otherNamesAreRefused(String name) {
    InvalidException e = assertThrows(InvalidException.class, () -> backend.parse(name));
    assertEquals("volume", e.problems().getFirst().field());
  }

  @Test
  void pathsAreDevices() throws InvalidException {
    assertEquals("/dev/pve/vm-100-disk-0", backend.path(POOL, "vm-100-disk-0", null));
    assertEquals(
        "/dev/pve/snap_vm-100-disk-0_before", backend.path(POOL, "vm-100-disk-0", "before"));
    assertThrows(InvalidException.class, () -> backend.path(POOL, "../sda", null));
  }

  // Volumes

  private static Provisioning.Order order(
      int owner, @Nullable String name, @Nullable ImageFormat format, long size) {
    return new Provisioning.Order(owner, name, format, new Size(size));
  }

  private Provisioning provisioning() {
    return backend.provisioning().orElseThrow();
  }

  private static List<Volume> existing(String... names) {
    return Stream.of(names).map(n -> volume(POOL, n, GIB)).toList();
  }

  private void refused(String field, String key, Executable planning) {
    InvalidException e = assertThrows(InvalidException.class, planning);
    assertEquals(field, e.problems().getFirst().field());
    assertEquals(key, e.problems().getFirst().said().key());
  }

  @Test
  void aVolumeIsMade() throws InvalidException {
    Provisioning.Allocation made =
        provisioning().allocate(POOL, order(9100, null, null, GIB / 2 + 1), existing());
    assertEquals("thin0:vm-9100-disk-0", made.made().toString());
    assertEquals(
        """
        guard /sbin/lvs --noheadings --options lv_name pve/vm-9100-disk-0 => 5
        /sbin/lvcreate -aly -V 524289k --name vm-9100-disk-0 --thinpool pve/data
          undo /sbin/lvremove -f pve/vm-9100-disk-0
        """,
        shown(made.change()));
  }

  @Test
  void theLowestFreeNumberOfTheWholeGroupIsTaken() throws InvalidException {
    List<Volume> taken =
        existing(
            "vm-100-disk-0",
            "snap_vm-100-disk-1_x",
            "del-vm-100-disk-2",
            "base-100-disk-3",
            "rollback_vm-100-disk-4",
            "vm-1000-disk-5",
            "vm-100-cloudinit",
            "vm-100-disk-6");
    assertEquals(
        "thin0:vm-100-disk-5",
        provisioning().allocate(POOL, order(100, null, null, GIB), taken).made().toString());
  }

  @Test
  void numbersRunOut() {
    List<Volume> all =
        IntStream.range(0, 1024).mapToObj(n -> volume(POOL, "vm-100-disk-" + n, 1)).toList();
    refused(
        "name",
        "problem.no-free-name",
        () -> provisioning().allocate(POOL, order(100, null, null, GIB), all));
  }

  static Stream<Arguments> wrongOrders() {
    return Stream.of(
        arguments(order(99, null, null, GIB), "vmid", "problem.guest-id"),
        arguments(order(1_000_000_000, null, null, GIB), "vmid", "problem.guest-id"),
        arguments(order(100, "vm-101-disk-0", null, GIB), "name", "problem.new-name-owner"),
        arguments(order(100, "base-100-disk-0", null, GIB), "name", "problem.new-name-owner"),
        arguments(order(100, "vm-100-disk-0", null, GIB), "name", "problem.volume-exists"),
        arguments(order(100, "vm-100-a b", null, GIB), "name", "problem.new-name-characters"),
        arguments(order(100, "vm-100-" + "x".repeat(130), null, GIB), "name", "problem.too-long"),
        arguments(order(100, null, ImageFormat.QCOW2, GIB), "format", "problem.format-unsupported"),
        arguments(order(100, null, null, 0), "size", "problem.size-zero"),
        arguments(order(100, null, null, Long.MAX_VALUE), "size", "problem.size-too-large"));
  }

  @ParameterizedTest
  @MethodSource("wrongOrders")
  void aWrongOrderIsRefused(Provisioning.Order order, String field, String key) {
    refused(field, key, () -> provisioning().allocate(POOL, order, existing("vm-100-disk-0")));
  }

  @Test
  void aVolumeGoesBeforeItsSnapshots() throws InvalidException {
    List<Volume> all =
        existing(
            "data",
            "vm-100-disk-0",
            "vm-100-disk-0_b",
            "snap_vm-100-disk-0_aa",
            "snap_vm-100-disk-0_b_cc",
            "snap_vm-100-disk-01_aa",
            "snap_vm-100-disk-0_");
    assertEquals(
        """
        guard /sbin/lvs --noheadings --options lv_name pve/vm-100-disk-0 --select 'lv_device_open!=1' --config 'log/prefix=""' => 0 vm-100-disk-0
        /sbin/lvremove -f pve/vm-100-disk-0
          irreversible
        /sbin/lvremove -f pve/snap_vm-100-disk-0_aa
          irreversible
        """,
        shown(provisioning().free(POOL, all.get(1), all)));
  }

  @Test
  void aVolumeThatIsGoneCountsAsRemovedWithWhatItLeft() throws InvalidException {
    Change change =
        provisioning()
            .free(POOL, volume(POOL, "vm-100-disk-0", 0), existing("snap_vm-100-disk-0_aa"));
    assertEquals(
        """
        /sbin/lvremove -f pve/vm-100-disk-0
          irreversible
        /sbin/lvremove -f pve/snap_vm-100-disk-0_aa
          irreversible
        """,
        shown(change));
    change
        .steps()
        .forEach(s ->
            assertEquals(List.of("Failed to find logical volume"), s.leniency().ignoredErrors()));
  }

  @Test
  void aVolumeGrows() throws InvalidException {
    assertEquals(
        "/sbin/lvextend -L 1573377k pve/vm-100-disk-0\n  irreversible\n",
        shown(
            provisioning()
                .resize(
                    POOL,
                    volume(POOL, "vm-100-disk-0", GIB),
                    new Size(3 * GIB / 2 + 512 * 1024 + 1))));
  }

  @Test
  void aVolumeNeverShrinks() {
    Volume volume = volume(POOL, "vm-100-disk-0", GIB);
    for (long size : List.of(0L, 1L, GIB - 1, GIB)) {
      refused(
          "size",
          "problem.size-not-larger",
          () -> provisioning().resize(POOL, volume, new Size(size)));
    }
    refused(
        "volume",
        "support.template-fixed",
        () -> provisioning().resize(POOL, volume(POOL, "base-100-disk-0", 1), new Size(GIB)));
  }

  // Snapshots

  private Snapshots snapshots() {
    return backend.snapshots().orElseThrow();
  }

  private static final Volume VOLUME = volume(POOL, "vm-9100-disk-0", GIB);
  private static final List<Snapshot> S1 = List.of(new Snapshot("s1", null, List.of()));

  @Test
  void snapshotsAreListedByAge() {
    Result answer =
        report(
            RECORDED_VOLUME,
            row("snap_vm-9100-disk-0_later", "Vri---tz-k", 1, "data", "\"lv_time\":\"1795316999\""),
            RECORDED_SNAPSHOT,
            row("snap_vm-9100-disk-0_unknown", "Vri---tz-k", 1, "data", ""),
            row("snap_vm-9100-disk-0_9", "Vri---tz-k", 1, "data", ""),
            row("snap_vm-9100-disk-1_s1", "Vri---tz-k", 1, "data", ""));
    assertEquals(
        List.of(
            new Snapshot("s1", Instant.ofEpochSecond(1795316686), List.of()),
            new Snapshot("later", Instant.ofEpochSecond(1795316999), List.of()),
            new Snapshot("unknown", null, List.of())),
        known(read(snapshots().list(POOL, VOLUME), answer)));
  }

  @Test
  void aSnapshotIsTaken() throws InvalidException {
    assertEquals(
        """
        guard /sbin/lvs --noheadings --options lv_name pve/snap_vm-9100-disk-0_s1 => 5
        /sbin/lvcreate -n snap_vm-9100-disk-0_s1 -pr -s pve/vm-9100-disk-0
          undo /sbin/lvremove -f pve/snap_vm-9100-disk-0_s1
        """,
        shown(snapshots().create(POOL, VOLUME, "s1")));
  }

  @ParameterizedTest
  @CsvSource({
    "x, problem.snapshot-form",
    "1a, problem.snapshot-form",
    "_a, problem.snapshot-form",
    "a.b, problem.snapshot-form",
    "a b, problem.snapshot-form",
    "'', problem.snapshot-form",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, problem.snapshot-form",
    "__base__, problem.snapshot-of-system",
    "current, problem.snapshot-of-system",
    "vzdump, problem.snapshot-of-system",
  })
  void snapshotNamesHaveRules(String name, String key) {
    refused("snapshot", key, () -> snapshots().create(POOL, VOLUME, name));
  }

  @Test
  void templatesHaveNoSnapshots() {
    Volume template = volume(POOL, "base-100-disk-0", GIB);
    String key = "support.template-no-snapshot";
    refused("volume", key, () -> snapshots().create(POOL, template, "s1"));
    refused("volume", key, () -> snapshots().rollback(POOL, template, "s1", S1));
    refused(
        "snapshot",
        "problem.lvm-name-length",
        () -> snapshots().create(POOL, volume(POOL, "vm-100-" + "x".repeat(110), GIB), "before"));
  }

  /** Every failure leads back: the old content is the last thing to go. */
  @Test
  void aRollbackCanFailAnywhereWithoutLoss() throws InvalidException {
    assertEquals(
        """
        guard /sbin/lvs --noheadings --options lv_name pve/snap_vm-9100-disk-0_s1 => 0
        guard /sbin/lvs --noheadings --options lv_name pve/vm-9100-disk-0 --select 'lv_device_open!=1' --config 'log/prefix=""' => 0 vm-9100-disk-0
        /sbin/lvrename pve vm-9100-disk-0 rollback_vm-9100-disk-0
          undo /sbin/lvrename pve rollback_vm-9100-disk-0 vm-9100-disk-0
        /sbin/lvcreate -kn -n vm-9100-disk-0 -s pve/snap_vm-9100-disk-0_s1
          undo /sbin/lvremove -f pve/vm-9100-disk-0
        /sbin/lvremove -f pve/rollback_vm-9100-disk-0
          irreversible
        """,
        shown(snapshots().rollback(POOL, VOLUME, "s1", S1)));
  }

  @Test
  void aSnapshotIsDeleted() throws InvalidException {
    assertEquals(
        "/sbin/lvremove -f pve/snap_vm-9100-disk-0_s1\n  irreversible\n",
        shown(snapshots().delete(POOL, VOLUME, "s1", S1)));
    for (String name : List.of("s2", "S1", "../x")) {
      refused(
          "snapshot", "problem.snapshot-missing", () -> snapshots().delete(POOL, VOLUME, name, S1));
      refused(
          "snapshot",
          "problem.snapshot-missing",
          () -> snapshots().rollback(POOL, VOLUME, name, S1));
    }
  }

  // Abilities

  @ParameterizedTest
  @CsvSource({
    "ALLOCATE,     yes, yes, yes",
    "FREE,         yes, yes, yes",
    "RESIZE,       yes, yes, support.template-fixed",
    "SNAPSHOT,     yes, yes, support.template-no-snapshot",
    "ROLLBACK,     yes, yes, support.template-no-snapshot",
    "LINKED_CLONE, yes, support.needs-template-or-snapshot, yes",
    "TEMPLATE,     yes, yes, support.template-already",
    "FULL_COPY,    yes, yes, yes",
    "RENAME,       yes, yes, support.template-no-rename",
    "SPARSE,       yes, yes, yes",
    "SHARED,       support.local-disks, support.local-disks, support.local-disks",
    "UPLOAD,       support.no-files, support.no-files, support.no-files",
    "EXPORT,       yes, yes, yes",
    "REPLICATE,    support.replicates-zfs-only, support.replicates-zfs-only, support.replicates-zfs-only",
  })
  void abilitiesFollowTheMatrix(Feature feature, String pool, String volume, String template)
      throws InvalidException {
    assertEquals(pool, answer(backend.supports(feature, POOL, null)));
    assertEquals(volume, answer(backend.supports(feature, POOL, backend.parse("vm-1-a0"))));
    assertEquals(template, answer(backend.supports(feature, POOL, backend.parse("base-1-a0"))));
  }

  private static String answer(Support support) {
    return switch (support) {
      case Support.Yes() -> "yes";
      case Support.No(var reason) -> reason.key();
    };
  }

  private static List<String> ids(List<Volume> volumes) {
    return volumes.stream().map(v -> v.id().toString()).toList();
  }

  private static String thinVolume(String name, long size) {
    return row(name, "Vwi-a-tz--", size, "data", "");
  }
}
