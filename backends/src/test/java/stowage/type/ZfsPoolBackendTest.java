package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static stowage.exec.Result.Ending.TIMED_OUT;
import static stowage.type.Samples.failure;
import static stowage.type.Samples.known;
import static stowage.type.Samples.read;
import static stowage.type.Samples.shown;
import static stowage.type.Samples.volume;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

class ZfsPoolBackendTest {
  private static final Pool POOL = Samples.of(StorageType.ZFSPOOL, "zdata", "pool", "rpool/data");
  private static final Pool THIN =
      Samples.of(
          StorageType.ZFSPOOL,
          "zthin",
          "pool",
          "tank",
          "sparse",
          "1",
          "blocksize",
          "8k",
          "mountpoint",
          "/mnt/tank");
  private static final long GIB = 1L << 30;
  private static final Result POOLS = answer("rpool\tONLINE\ntank\tDEGRADED\n");
  private static final Result MISSING =
      Result.exited(1, "", "cannot open 'rpool/data': dataset does not exist\n");
  private final ZfsPoolBackend backend = new ZfsPoolBackend();

  private static Result answer(String out) {
    return Result.exited(0, out, "");
  }

  private static Result properties(String type, String mounted, String canmount, String point) {
    return answer(
        "type\t%s\navailable\t3891490816\nused\t98304\nmounted\t%s\nmountpoint\t%s\ncanmount\t%s\n"
            .formatted(type, mounted, point, canmount));
  }

  private static final Result MOUNTED = properties("filesystem", "yes", "on", "/rpool/data");

  // Status and activation

  @Test
  void statusAsksBothToolsAtOnce() {
    List<Exec> programs = backend.status(POOL).programs();
    assertEquals(
        List.of(
            "/sbin/zpool list -H -o name,health",
            "/sbin/zfs get -Hp -o property,value"
                + " type,available,used,mounted,mountpoint,canmount rpool/data"),
        programs.stream().map(Exec::shown).toList());
    programs.forEach(p -> assertFalse(p.changesHost()));
  }

  @Test
  void aHealthyPoolIsActive() {
    assertEquals(
        PoolStatus.active(3891490816L + 98304, 98304, 3891490816L),
        known(read(backend.status(POOL), POOLS, MOUNTED)));
  }

  @Test
  void whatAPersonShouldKnowIsNoted() {
    PoolStatus status =
        known(read(backend.status(THIN), POOLS, properties("filesystem", "no", "on", "/tank")));
    assertTrue(status.active());
    assertEquals(
        List.of(
            Message.of("finding.zpool-health", "tank", "DEGRADED"),
            Message.of("finding.zfs-not-mounted", "tank")),
        status.notes().warnings());
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        arguments(answer("tank\tONLINE\n"), MISSING, "problem.zpool-not-imported"),
        arguments(answer(""), MISSING, "problem.zpool-not-imported"),
        arguments(POOLS, MISSING, "problem.dataset-missing"),
        arguments(POOLS, properties("volume", "-", "-", "-"), "problem.dataset-no-filesystem"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void anUnusablePoolSaysWhy(Result pools, Result dataset, String reason) {
    PoolStatus status = known(read(backend.status(POOL), pools, dataset));
    assertFalse(status.active());
    assertEquals(
        Message.of(reason, status.reason() == null ? "" : status.reason().args().getFirst()),
        status.reason());
  }

  static Stream<Arguments> silence() {
    Result timedOut = new Result(TIMED_OUT, 0, new byte[0], new byte[0]);
    Result noModule =
        Result.exited(
            1, "", "The ZFS modules cannot be auto-loaded.\nTry running 'modprobe zfs'.\n");
    return Stream.of(
        arguments(Result.exited(127, "", ""), MOUNTED, "problem.program-missing"),
        arguments(noModule, noModule, "problem.program-failed"),
        arguments(POOLS, timedOut, "problem.timed-out"),
        arguments(POOLS, answer("used\t1\textra\n"), "problem.answer-unreadable"),
        arguments(answer("no tab here\n"), MOUNTED, "problem.answer-unreadable"));
  }

  @ParameterizedTest
  @MethodSource("silence")
  void whatCantBeReadIsUnknown(Result pools, Result dataset, String reason) {
    assertEquals(reason, failure(read(backend.status(POOL), pools, dataset)));
    assertEquals(reason, failure(read(backend.activation(POOL), pools, dataset)));
  }

  @Test
  void whatIsUsedOrLeftIsUnknownIfItIsNoNumber() {
    Result odd =
        answer("type\tfilesystem\navailable\t99999999999999999999\nused\t5\nmounted\tyes\n");
    assertEquals("problem.answer-unreadable", failure(read(backend.status(POOL), POOLS, odd)));
    odd = answer("type\tfilesystem\navailable\t7\nused\t-\nmounted\tyes\n");
    assertEquals("problem.answer-unreadable", failure(read(backend.status(POOL), POOLS, odd)));
    Change nothing = known(read(backend.activation(POOL), POOLS, odd));
    assertEquals(List.of(), nothing.steps(), "but the pool is there");
    Result huge =
        answer("type\tfilesystem\navailable\t9223372036854775807\nused\t9223372036854775807\n");
    assertEquals(Long.MAX_VALUE, known(read(backend.status(POOL), POOLS, huge)).total());
  }

  @Test
  void activationOnlyDoesWhatIsMissing() {
    assertEquals("", shown(known(read(backend.activation(POOL), POOLS, MOUNTED))));
    assertEquals(
        "/sbin/zfs mount -a\n",
        shown(
            known(
                read(
                    backend.activation(POOL),
                    POOLS,
                    properties("filesystem", "no", "on", "/rpool/data")))));
    assertEquals(
        """
        /sbin/zpool import -d /dev/disk/by-id/ -o cachefile=none rpool
        /sbin/zfs mount -a
        """,
        shown(known(read(backend.activation(POOL), answer(""), MISSING))));
    assertEquals(
        "problem.dataset-missing", failure(read(backend.activation(POOL), POOLS, MISSING)));
  }

  @ParameterizedTest
  @CsvSource({"off, /rpool", "noauto, /rpool", "on, none", "on, legacy"})
  void whatIsNotMeantToBeMountedIsLeftAlone(String canmount, String point) {
    Result dataset = properties("filesystem", "no", canmount, point);
    assertEquals("", shown(known(read(backend.activation(POOL), POOLS, dataset))));
  }

  @Test
  void theMountPointIsFilledIn() {
    assertEquals(
        new Completion(Map.of("mountpoint", "/rpool/data"), List.of()),
        known(read(backend.complete(POOL), answer("mountpoint\t/rpool/data\n"))));
    assertEquals(
        List.of(Message.of("finding.zfs-mountpoint", "tank", "/tank", "/mnt/tank")),
        known(read(backend.complete(THIN), answer("mountpoint\t/tank\n"))).findings());
    for (Result open : List.of(MISSING, answer("mountpoint\tnone\n"), answer("?\n"))) {
      assertEquals(Completion.NONE, known(read(backend.complete(POOL), open)));
    }
  }

  // Lists and names

  // Recorded; zfs 2.1.11.
  private static final Result CHILDREN =
      answer(
          """
          rpool/data\t-\t-\tfilesystem\t0\t352256
          rpool/data/base-9200-disk-0\t1073741824\t-\tvolume\t-\t57344
          rpool/data/subvol-9200-disk-0\t-\t-\tfilesystem\t1073741824\t98304
          rpool/data/subvol-9200-disk-1\t-\t-\tfilesystem\t0\t98304
          rpool/data/vm-9201-disk-0\t1073741824\trpool/data/base-9200-disk-0@__base__\tvolume\t-\t0
          """);

  @Test
  void theListHoldsGuestVolumes() {
    List<Volume> listed = known(read(backend.list(POOL, Set.of(ContentType.IMAGES)), CHILDREN));
    assertEquals(
        List.of(
            "zdata:base-9200-disk-0",
            "zdata:subvol-9200-disk-0",
            "zdata:subvol-9200-disk-1",
            "zdata:base-9200-disk-0/vm-9201-disk-0"),
        listed.stream().map(v -> v.id().toString()).toList());
    assertEquals(
        List.of("raw", "subvol", "subvol", "raw"), listed.stream().map(Volume::format).toList());
    assertEquals(new Volume.Space(GIB, 98304L), listed.get(1).space());
    assertEquals(new Volume.Space(0L, 98304L), listed.get(2).space());
    assertEquals("9201", listed.get(3).owner());
    assertEquals("base-9200-disk-0@__base__", listed.get(3).extra().parent());
  }

  @Test
  void strangersAreNotListed() {
    Result odd =
        answer(
            """
            rpool/data/notes\t1\t-\tvolume\t-\t1
            rpool/data/vm-1-x/vm-2-y\t1\t-\tvolume\t-\t1
            rpool/vm-3-x\t1\t-\tvolume\t-\t1
            rpool/data/vm-4-\t1\t-\tvolume\t-\t1
            rpool/data/vm-5-x\t-\t-\tvolume\t-\t1
            rpool/data/vm-6-x\t99999999999999999999\t-\tvolume\t-\t1
            rpool/data/subvol-8-x\t-\t-\tfilesystem\tnone\t-
            rpool/data/vm-9-x\t1\telse/where@s\tvolume\t-\t1
            """);
    assertEquals(
        List.of("zdata:vm-5-x null", "zdata:vm-6-x null", "zdata:subvol-8-x 0", "zdata:vm-9-x 1"),
        known(read(backend.list(POOL, Set.of(ContentType.ROOTDIR)), odd)).stream()
            .map(v -> v.id() + " " + v.space().size())
            .toList());
    assertEquals(List.of(), known(read(backend.list(POOL, Set.of(ContentType.ISO)))));
    assertEquals(
        "problem.program-failed",
        failure(read(backend.list(POOL, Set.of(ContentType.IMAGES)), MISSING)));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("vm-100-disk-0", "vm-100-disk-0", "100", null, false, "raw"),
        arguments("vm-100-cloudinit", "vm-100-cloudinit", "100", null, false, "raw"),
        arguments("subvol-100-disk-0", "subvol-100-disk-0", "100", null, false, "subvol"),
        arguments(
            "base-100-disk-0/vm-101-disk-0",
            "vm-101-disk-0",
            "101",
            new VolumeName.Base("base-100-disk-0", "100"),
            false,
            "raw"),
        arguments(
            "basevol-100-disk-0/subvol-101-disk-0",
            "subvol-101-disk-0",
            "101",
            new VolumeName.Base("basevol-100-disk-0", "100"),
            false,
            "subvol"),
        arguments(
            "base-100-disk-0/base-101-disk-0",
            "base-101-disk-0",
            "101",
            new VolumeName.Base("base-100-disk-0", "100"),
            true,
            "raw"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void namesAreRead(
      String text,
      String name,
      String owner,
      VolumeName.@Nullable Base base,
      boolean template,
      String format)
      throws InvalidException {
    assertEquals(
        new VolumeName(ContentType.IMAGES, name, owner, base, template, format),
        backend.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "vm-100-", "", "vm-x-disk-0", "VM-100-disk-0", "vm-100-a b"})
  void otherNamesAreRefused(String name) {
    assertThrows(InvalidException.class, () -> backend.parse(name));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "vm-100-disk-0, -, /dev/zvol/rpool/data/vm-100-disk-0, /dev/zvol/tank/vm-100-disk-0",
        "vm-100-disk-0, s1, /dev/zvol/rpool/data/vm-100-disk-0@s1, /dev/zvol/tank/vm-100-disk-0@s1",
        "base-1-a0/vm-2-b0, -, /dev/zvol/rpool/data/vm-2-b0, /dev/zvol/tank/vm-2-b0",
        "subvol-1-a0, -, /rpool/data/subvol-1-a0, /mnt/tank/subvol-1-a0",
        "subvol-1-a0, s1, /rpool/data/subvol-1-a0@s1, /mnt/tank/subvol-1-a0@s1",
      })
  void pathsAreDevicesOrDirectories(
      String name, @Nullable String snapshot, String here, String elsewhere)
      throws InvalidException {
    assertEquals(here, backend.path(POOL, name, snapshot));
    assertEquals(elsewhere, backend.path(THIN, name, snapshot));
  }

  // Volumes

  private static Provisioning.Order order(
      int owner, @Nullable String name, @Nullable ImageFormat format, long size) {
    return new Provisioning.Order(owner, name, format, new Size(size));
  }

  private Provisioning provisioning() {
    return backend.provisioning().orElseThrow();
  }

  private void refused(String field, String key, Executable planning) {
    InvalidException e = assertThrows(InvalidException.class, planning);
    assertEquals(field, e.problems().getFirst().field());
    assertEquals(key, e.problems().getFirst().said().key());
  }

  @Test
  void aVolumeIsMadeInWholeMebibytes() throws InvalidException {
    Provisioning.Allocation made =
        provisioning()
            .allocate(
                POOL,
                order(100, null, null, 528 * 1024),
                List.of(volume(POOL, "base-9-disk-0/vm-100-disk-0", 1)));
    assertEquals("zdata:vm-100-disk-1", made.made().toString());
    assertEquals(
        """
        guard /sbin/zfs list -H -o name rpool/data/vm-100-disk-1 => 1
        /sbin/zfs create -V 1024k rpool/data/vm-100-disk-1
          undo /sbin/zfs destroy -r rpool/data/vm-100-disk-1
        /usr/bin/udevadm settle --timeout=30 --exit-if-exists=/dev/zvol/rpool/data/vm-100-disk-1
        /sbin/blockdev --getsize64 /dev/zvol/rpool/data/vm-100-disk-1
        """,
        shown(made.change()));
  }

  @Test
  void theDeviceIsWaitedFor() throws InvalidException {
    List<Step> steps =
        provisioning().allocate(POOL, order(100, null, null, GIB), List.of()).change().steps();
    assertTrue(steps.get(1).leniency().optional(), "a host without udev");
    assertEquals(300, steps.get(2).leniency().attempts());
    assertFalse(steps.get(2).leniency().optional());
    String recorded =
        "blockdev: cannot open /dev/zvol/rpool/data/nosuch: No such file or directory";
    assertTrue(steps.get(2).leniency().retriedErrors().stream().anyMatch(recorded::contains));
    String noDevice = "blockdev: ioctl error on BLKGETSIZE64: Inappropriate ioctl for device";
    assertFalse(steps.get(2).leniency().retriedErrors().stream().anyMatch(noDevice::contains));
  }

  @Test
  void thePoolsSettingsApply() throws InvalidException {
    String shown =
        shown(
            provisioning()
                .allocate(THIN, order(100, "vm-100-efi", ImageFormat.RAW, GIB), List.of())
                .change());
    assertTrue(shown.contains("/sbin/zfs create -s -b 8k -V 1048576k tank/vm-100-efi\n"), shown);
  }

  @ParameterizedTest
  @CsvSource({"0, none", "1, 1k", "1073741824, 1048576k"})
  void aContainersFileSystemIsMade(long size, String quota) throws InvalidException {
    Provisioning.Allocation made =
        provisioning().allocate(POOL, order(100, null, ImageFormat.SUBVOL, size), List.of());
    assertEquals("zdata:subvol-100-disk-0", made.made().toString());
    assertEquals(
        """
        guard /sbin/zfs list -H -o name rpool/data/subvol-100-disk-0 => 1
        /sbin/zfs create -o acltype=posixacl -o xattr=sa -o refquota=%s rpool/data/subvol-100-disk-0
          undo /sbin/zfs destroy -r rpool/data/subvol-100-disk-0
        """
            .formatted(quota),
        shown(made.change()));
  }

  static Stream<Arguments> wrongOrders() {
    return Stream.of(
        arguments(order(1, null, null, GIB), "vmid", "problem.guest-id"),
        arguments(order(100, "vm-101-disk-0", null, GIB), "name", "problem.new-name-owner"),
        arguments(
            order(100, "vm-100-disk-0", ImageFormat.SUBVOL, GIB), "name", "problem.new-name-owner"),
        arguments(order(100, "subvol-100-disk-0", null, GIB), "name", "problem.new-name-owner"),
        arguments(order(100, "vm-100-disk-0", null, GIB), "name", "problem.volume-exists"),
        arguments(order(100, "vm-100-", null, GIB), "name", "problem.new-name-owner"),
        arguments(order(100, "vm-100-a/b", null, GIB), "name", "problem.new-name-characters"),
        arguments(order(100, "vm-100-a@b", null, GIB), "name", "problem.new-name-characters"),
        arguments(order(100, null, ImageFormat.QCOW2, GIB), "format", "problem.format-unsupported"),
        arguments(order(100, null, null, 0), "size", "problem.size-zero"),
        arguments(order(100, null, null, Long.MAX_VALUE), "size", "problem.size-too-large"));
  }

  @ParameterizedTest
  @MethodSource("wrongOrders")
  void aWrongOrderIsRefused(Provisioning.Order order, String field, String key) {
    refused(
        field,
        key,
        () -> provisioning().allocate(POOL, order, List.of(volume(POOL, "vm-100-disk-0", 1))));
  }

  @Test
  void aVolumeIsRemovedWithPatience() throws InvalidException {
    Change change =
        provisioning().free(POOL, volume(POOL, "base-1-a0/vm-100-disk-0", 1), List.of());
    assertEquals("/sbin/zfs destroy -r rpool/data/vm-100-disk-0\n  irreversible\n", shown(change));
    Step.Leniency leniency = change.steps().getFirst().leniency();
    assertEquals(6, leniency.attempts());
    assertTrue(
        leniency.retriedErrors().stream()
            .anyMatch("cannot destroy 'rpool/data/vm-100-disk-0': dataset is busy"::contains));
    assertTrue(
        leniency.ignoredErrors().stream()
            .anyMatch("cannot open 'rpool/data/vm-100-disk-0': dataset does not exist"::contains));
  }

  @Test
  void aTemplateInUseIsNotRemoved() {
    List<Volume> all = known(read(backend.list(POOL, Set.of(ContentType.IMAGES)), CHILDREN));
    InvalidException e =
        assertThrows(InvalidException.class, () -> provisioning().free(POOL, all.getFirst(), all));
    assertEquals(
        Message.of(
            "problem.volume-has-clones",
            "base-9200-disk-0",
            "zdata:base-9200-disk-0/vm-9201-disk-0"),
        e.problems().getFirst().said());
  }

  @Test
  void aVolumeGrows() throws InvalidException {
    assertEquals(
        """
        guard /sbin/zfs get -Hp -o value volsize rpool/data/vm-1-a0 => 0 1073741824
        /sbin/zfs set volsize=1049600k rpool/data/vm-1-a0
          irreversible
        """,
        shown(provisioning().resize(POOL, volume(POOL, "vm-1-a0", GIB), new Size(GIB + 1))));
    assertEquals(
        """
        guard /sbin/zfs get -Hp -o value refquota rpool/data/subvol-1-a0 => 0 1073741824
        /sbin/zfs set refquota=1048577k rpool/data/subvol-1-a0
          undo /sbin/zfs set refquota=1073741824 rpool/data/subvol-1-a0
        """,
        shown(provisioning().resize(POOL, volume(POOL, "subvol-1-a0", GIB), new Size(GIB + 1))));
  }

  @Test
  void aVolumeNeverShrinks() {
    refused(
        "size",
        "problem.size-not-larger",
        () -> provisioning().resize(POOL, volume(POOL, "vm-1-a0", GIB), new Size(GIB)));
    refused(
        "volume",
        "support.template-fixed",
        () -> provisioning().resize(POOL, volume(POOL, "base-1-a0", 1), new Size(GIB)));
  }

  // Snapshots

  private static final Volume VOLUME = volume(POOL, "base-9-a0/vm-9200-disk-0", GIB);

  private Snapshots snapshots() {
    return backend.snapshots().orElseThrow();
  }

  private List<Snapshot> recorded() {
    return known(
        read(
            snapshots().list(POOL, VOLUME),
            answer(
                """
                rpool/data/vm-9200-disk-0@s1\t1795316782
                rpool/data/vm-9200-disk-0@s2\t1795316783
                rpool/data/vm-9200-disk-0@__replicate_1-0_1795316783__\t-
                """)));
  }

  @Test
  void snapshotsKnowWhatStandsInTheirWay() {
    assertEquals(
        List.of(
            "/sbin/zfs list -Hp -d1 -t snapshot -s createtxg -o name,creation"
                + " rpool/data/vm-9200-disk-0"),
        snapshots().list(POOL, VOLUME).programs().stream().map(Exec::shown).toList());
    String replica = "__replicate_1-0_1795316783__";
    assertEquals(
        List.of(
            new Snapshot("s1", Instant.ofEpochSecond(1795316782), List.of("s2", replica)),
            new Snapshot("s2", Instant.ofEpochSecond(1795316783), List.of(replica)),
            new Snapshot(replica, null, List.of())),
        recorded());
    assertEquals("problem.program-failed", failure(read(snapshots().list(POOL, VOLUME), MISSING)));
  }

  @Test
  void aSnapshotIsTakenAndDeleted() throws InvalidException {
    assertEquals(
        """
        guard /sbin/zfs list -H -o name rpool/data/vm-9200-disk-0@before => 1
        /sbin/zfs snapshot rpool/data/vm-9200-disk-0@before
          undo /sbin/zfs destroy rpool/data/vm-9200-disk-0@before
        """,
        shown(snapshots().create(POOL, VOLUME, "before")));
    assertEquals(
        "/sbin/zfs destroy rpool/data/vm-9200-disk-0@s1\n  irreversible\n",
        shown(snapshots().delete(POOL, VOLUME, "s1", recorded())));
    refused(
        "snapshot",
        "problem.snapshot-of-system",
        () -> snapshots().delete(POOL, VOLUME, "__replicate_1-0_1795316783__", recorded()));
    refused("snapshot", "problem.snapshot-form", () -> snapshots().create(POOL, VOLUME, "a,b"));
    refused(
        "volume",
        "support.template-no-snapshot",
        () -> snapshots().create(POOL, volume(POOL, "base-1-a0", 1), "before"));
  }

  @Test
  void onlyTheNewestCanBeGoneBackTo() throws InvalidException {
    InvalidException e =
        assertThrows(
            InvalidException.class, () -> snapshots().rollback(POOL, VOLUME, "s1", recorded()));
    assertEquals(
        Message.of(
            "problem.snapshot-not-newest",
            "s1",
            "vm-9200-disk-0",
            "s2, __replicate_1-0_1795316783__"),
        e.problems().getFirst().said());
    List<Snapshot> newest = List.of(new Snapshot("s2", null, List.of()));
    assertEquals(
        "/sbin/zfs rollback rpool/data/vm-9200-disk-0@s2\n  irreversible\n",
        shown(snapshots().rollback(POOL, VOLUME, "s2", newest)));
    refused(
        "snapshot",
        "problem.snapshot-missing",
        () -> snapshots().rollback(POOL, VOLUME, "s3", newest));
  }

  @Test
  void aContainersFileSystemIsUnmountedAfterwards() throws InvalidException {
    Change change =
        snapshots()
            .rollback(
                POOL,
                volume(POOL, "subvol-1-a0", GIB),
                "s1",
                List.of(new Snapshot("s1", null, List.of())));
    assertEquals(
        """
        /sbin/zfs rollback rpool/data/subvol-1-a0@s1
          irreversible
        /sbin/zfs unmount rpool/data/subvol-1-a0
        """,
        shown(change));
    assertEquals(
        List.of("not currently mounted"), change.steps().getLast().leniency().ignoredErrors());
    assertTrue(change.steps().getLast().leniency().optional());
  }

  // Abilities

  @ParameterizedTest
  @CsvSource({
    "SNAPSHOT,     yes, support.template-no-snapshot",
    "LINKED_CLONE, support.needs-template, yes",
    "TEMPLATE,     yes, support.template-already",
    "FULL_COPY,    support.format-no-copy, support.format-no-copy",
    "SPARSE,       yes, yes",
    "RENAME,       yes, support.template-no-rename",
    "REPLICATE,    yes, yes",
    "SHARED,       support.local-disks, support.local-disks",
    "UPLOAD,       support.no-files, support.no-files",
  })
  void abilitiesFollowTheMatrix(Feature feature, String volume, String template)
      throws InvalidException {
    assertEquals(volume, said(backend.supports(feature, POOL, backend.parse("subvol-1-a0"))));
    assertEquals(template, said(backend.supports(feature, POOL, backend.parse("basevol-1-a0"))));
  }

  private static String said(Support support) {
    return switch (support) {
      case Support.Yes() -> "yes";
      case Support.No(var reason) -> reason.key();
    };
  }
}
