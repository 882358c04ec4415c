package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refusal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Whole plans for subvolumes, undo commands included. */
class BtrfsPlansTest {
  private static final String DIR = "/srv/b/images/100";
  private static final String UNUSED =
      "? 0 /usr/bin/qemu-img info -f raw --output=json " + DIR + "/vm-100-disk-0/disk.raw\n";

  private static Pool pool(String... more) {
    List<String> settings = new ArrayList<>(Arrays.asList(more));
    settings.add("path=/srv/b");
    return Rehearsal.pool(StorageType.BTRFS, "flash", settings.toArray(String[]::new));
  }

  private static Volume volume(String name, String format) {
    return new Volume(
        new VolumeId(pool().id(), name),
        ContentType.IMAGES,
        format,
        name.substring(0, name.indexOf('/')),
        new Volume.Space(1L << 20, null),
        Volume.Extra.NONE);
  }

  private static final Volume RAW = volume("100/vm-100-disk-0.raw", "raw");
  private static final Volume TREE = volume("100/subvol-100-disk-1.subvol", "subvol");
  private static final Volume BASE = volume("100/base-100-disk-2.raw", "raw");
  private static final Volume OLD = volume("100/vm-100-disk-3.qcow2", "qcow2");

  private static Provisioning.Allocation allocate(
      Pool pool, ImageFormat format, Size size, List<Volume> existing) throws InvalidException {
    return new BtrfsProvisioning()
        .allocate(pool, new Provisioning.Order(100, null, format, size), existing);
  }

  @Test
  void aRawImageIsAFileInASubvolume() throws Exception {
    Provisioning.Allocation made =
        allocate(pool("nocow=1"), ImageFormat.RAW, new Size(1_000_000), List.of());
    assertEquals("flash:100/vm-100-disk-0.raw", made.made().toString());
    assertEquals(
        """
        ? 1 /usr/bin/stat -c %F -- /srv/b/images/100/vm-100-disk-0
        /usr/bin/mkdir -p -m 0740 -- /srv/b/images/100
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/100
        /bin/btrfs -q subvolume create -- /srv/b/images/100/vm-100-disk-0
          < /bin/btrfs -q subvolume delete -- /srv/b/images/100/vm-100-disk-0
        /usr/bin/chmod 0740 -- /srv/b/images/100/vm-100-disk-0
        /usr/bin/install -m 0640 -T /dev/null /srv/b/images/100/vm-100-disk-0/disk.raw
        /usr/bin/chattr +C -- /srv/b/images/100/vm-100-disk-0/disk.raw
        /usr/bin/truncate -s 1000448 -- /srv/b/images/100/vm-100-disk-0/disk.raw
        """,
        Rehearsal.shown(made.change()));
  }

  @Test
  void aContainersRootIsASubvolume() throws Exception {
    Provisioning.Allocation made = allocate(pool(), ImageFormat.SUBVOL, Size.ZERO, List.of(RAW));
    assertEquals("flash:100/subvol-100-disk-1.subvol", made.made().toString());
    assertEquals(
        """
        ? 1 /usr/bin/stat -c %F -- /srv/b/images/100/subvol-100-disk-1.subvol
        /usr/bin/mkdir -p -m 0740 -- /srv/b/images/100
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/100
        /bin/btrfs -q subvolume create -- /srv/b/images/100/subvol-100-disk-1.subvol
          < /bin/btrfs -q subvolume delete -- /srv/b/images/100/subvol-100-disk-1.subvol
        /usr/bin/chmod 0755 -- /srv/b/images/100/subvol-100-disk-1.subvol
        """,
        Rehearsal.shown(made.change()));
  }

  @Test
  void quotasAndOtherFormatsAreRefused() {
    assertEquals(
        "problem.subvol-size",
        refusal(() -> allocate(pool(), ImageFormat.SUBVOL, Size.mib(1), List.of())));
    assertEquals(
        "problem.format-unsupported",
        refusal(() -> allocate(pool(), ImageFormat.QCOW2, Size.mib(1), List.of())));
    assertEquals(
        "support.format-no-resize",
        refusal(() -> new BtrfsProvisioning().resize(pool(), TREE, Size.mib(9))));
    assertEquals(
        "problem.size-not-larger",
        refusal(() -> new BtrfsProvisioning().resize(pool(), RAW, Size.mib(1))));
  }

  @Test
  void aVolumeGoesWithItsSnapshotsAndNoOthers() throws Exception {
    List<Volume> taken =
        List.of(
            RAW,
            TREE,
            volume("100/vm-100-disk-0@one", "subvol"),
            volume("100/vm-100-disk-0@two", "subvol"),
            volume("100/vm-100-disk-01@three", "subvol"),
            volume("100/subvol-100-disk-1.subvol@four", "subvol"));
    assertEquals(
        UNUSED
            + """
            /bin/btrfs -q subvolume delete -- /srv/b/images/100/vm-100-disk-0@one \
            /srv/b/images/100/vm-100-disk-0@two /srv/b/images/100/vm-100-disk-0  # for good
            /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/100
            """,
        Rehearsal.shown(new BtrfsProvisioning().free(pool(), RAW, taken)));
    assertEquals(
        """
        /bin/btrfs -q subvolume delete -- /srv/b/images/100/subvol-100-disk-1.subvol@four \
        /srv/b/images/100/subvol-100-disk-1.subvol  # for good
        /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/100
        """,
        Rehearsal.shown(new BtrfsProvisioning().free(pool(), TREE, taken)));
  }

  @Test
  void plainFilesOfOlderPoolsAreTreatedAsInAnyDirectory() throws Exception {
    assertEquals(
        """
        /usr/bin/rm -- /srv/b/images/100/vm-100-disk-3.qcow2  # for good
        /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/100
        """,
        Rehearsal.shown(new BtrfsProvisioning().free(pool(), OLD, List.of())));
    assertEquals(
        """
        ? 1 /usr/bin/qemu-img measure -U -f qcow2 -O raw -l snapshot.name=one \
        /srv/b/images/100/vm-100-disk-3.qcow2
        /usr/bin/qemu-img snapshot -c one /srv/b/images/100/vm-100-disk-3.qcow2
          < /usr/bin/qemu-img snapshot -d one /srv/b/images/100/vm-100-disk-3.qcow2
        """,
        Rehearsal.shown(new BtrfsSnapshots().create(pool(), OLD, "one")));
    assertEquals(
        "support.not-a-subvolume",
        refusal(() -> new BtrfsCloning().template(pool(), OLD, List.of(), List.of())));
  }

  @Test
  void aRollbackDestroysWhatWasLast() throws Exception {
    List<Snapshot> there = List.of(new Snapshot("one", null, List.of()));
    assertEquals(
        "? 0 /usr/bin/stat -c %F -- /srv/b/images/100/vm-100-disk-0@one\n"
            + UNUSED
            + """
            /bin/btrfs -q subvolume snapshot -- /srv/b/images/100/vm-100-disk-0@one \
            /srv/b/images/100/vm-100-disk-0.tmp.stowage
              < /bin/btrfs -q subvolume delete -- /srv/b/images/100/vm-100-disk-0.tmp.stowage
            /usr/bin/mv -T -- /srv/b/images/100/vm-100-disk-0 /srv/b/images/100/vm-100-disk-0.old.stowage
              < /usr/bin/mv -T -- /srv/b/images/100/vm-100-disk-0.old.stowage /srv/b/images/100/vm-100-disk-0
            /usr/bin/mv -T -- /srv/b/images/100/vm-100-disk-0.tmp.stowage /srv/b/images/100/vm-100-disk-0
              < /usr/bin/mv -T -- /srv/b/images/100/vm-100-disk-0 /srv/b/images/100/vm-100-disk-0.tmp.stowage
            /bin/btrfs -q subvolume delete -- /srv/b/images/100/vm-100-disk-0.old.stowage  # for good
            """,
        Rehearsal.shown(new BtrfsSnapshots().rollback(pool(), RAW, "one", there)));
    assertEquals(
        "problem.snapshot-missing",
        refusal(() -> new BtrfsSnapshots().rollback(pool(), RAW, "two", there)));
    assertEquals(
        "support.template-no-snapshot",
        refusal(() -> new BtrfsSnapshots().create(pool(), BASE, "one")));
  }

  @Test
  void aTemplateIsRenamedAndMadeReadOnly() throws Exception {
    Provisioning.Allocation made =
        new BtrfsCloning().template(pool(), RAW, List.of(), List.of(RAW));
    assertEquals("flash:100/base-100-disk-0.raw", made.made().toString());
    assertEquals(
        UNUSED
            + """
            ? 1 /usr/bin/stat -c %F -- /srv/b/images/100/base-100-disk-0
            /usr/bin/mv -T -- /srv/b/images/100/vm-100-disk-0 /srv/b/images/100/base-100-disk-0
              < /usr/bin/mv -T -- /srv/b/images/100/base-100-disk-0 /srv/b/images/100/vm-100-disk-0
            /bin/btrfs -q property set /srv/b/images/100/base-100-disk-0 ro true
              < /bin/btrfs -q property set /srv/b/images/100/base-100-disk-0 ro false
            """,
        Rehearsal.shown(made.change()));
    assertEquals(
        "problem.subvolume-has-snapshots",
        refusal(() ->
            new BtrfsCloning()
                .template(
                    pool(), RAW, List.of(new Snapshot("one", null, List.of())), List.of(RAW))));
    assertEquals(
        "support.template-already",
        refusal(() -> new BtrfsCloning().template(pool(), BASE, List.of(), List.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "100/base-100-disk-2.raw, , /srv/b/images/100/base-100-disk-2",
    "100/vm-100-disk-0.raw, one, /srv/b/images/100/vm-100-disk-0@one",
  })
  void aCloneNeedsItsSourceOnlyOnce(String name, @Nullable String snapshot, String from)
      throws Exception {
    Provisioning.Allocation made =
        new BtrfsCloning()
            .clone(pool(), volume(name, "raw"), snapshot, new Naming(200, null), List.of());
    assertEquals("flash:200/vm-200-disk-0.raw", made.made().toString());
    assertEquals(
        """
        ? 1 /usr/bin/stat -c %%F -- /srv/b/images/200/vm-200-disk-0
        ? 0 /usr/bin/stat -c %%F -- %1$s
        /usr/bin/mkdir -p -m 0740 -- /srv/b/images/200
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/200
        /bin/btrfs -q subvolume snapshot -- %1$s /srv/b/images/200/vm-200-disk-0
          < /bin/btrfs -q subvolume delete -- /srv/b/images/200/vm-200-disk-0
        """
            .formatted(from),
        Rehearsal.shown(made.change()));
  }

  @Test
  void anotherOwnerMeansAnotherDirectory() throws Exception {
    Provisioning.Allocation made =
        new BtrfsCloning().rename(pool(), RAW, new Naming(200, null), List.of(), List.of(RAW));
    assertEquals("flash:200/vm-200-disk-0.raw", made.made().toString());
    assertEquals(
        "? 1 /usr/bin/stat -c %F -- /srv/b/images/200/vm-200-disk-0\n"
            + UNUSED
            + """
            /usr/bin/mkdir -p -m 0740 -- /srv/b/images/200
              < /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/200
            /usr/bin/mv -T -- /srv/b/images/100/vm-100-disk-0 /srv/b/images/200/vm-200-disk-0
              < /usr/bin/mv -T -- /srv/b/images/200/vm-200-disk-0 /srv/b/images/100/vm-100-disk-0
            /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/100
            """,
        Rehearsal.shown(made.change()));
  }

  @Test
  void snapshotsAreListedInTheOrderInWhichTheyWereMade() {
    String entry = DIR + "\0%s\0d\00016\0000\0001700000000.5\0";
    Map<String, Result> host = new HashMap<>();
    host.put(
        "/usr/bin/find",
        Result.exited(
            0,
            entry.formatted("vm-100-disk-0@b").replace("%s", "")
                + entry.formatted("vm-100-disk-0@a")
                + entry.formatted("vm-100-disk-0@received"),
            ""));
    host.put(
        "/bin/btrfs",
        Result.exited(
            0,
            """
            ID 259 gen 14 cgen 14 top level 5 otime 2026-11-22 06:33:13 path b/images/100/vm-100-disk-0@b
            ID 260 gen 15 cgen 15 top level 5 otime 2026-11-22 06:33:17 path b/images/100/vm-100-disk-0@a
            ID 261 gen 16 cgen 16 top level 5 otime 2026-11-22 07:00:00 path other/images/100/vm-100-disk-0@a
            """,
            ""));
    host.put("/usr/bin/readlink", Result.exited(0, "/usr/share/zoneinfo/Asia/Seoul\n", ""));
    Reading<List<Snapshot>> listed =
        Rehearsal.answered(new BtrfsSnapshots().list(pool(), RAW), host);
    assertEquals(
        Reading.known(
            List.of(
                new Snapshot("received", null, List.of()),
                new Snapshot("b", Instant.parse("2026-11-21T21:33:13Z"), List.of()),
                new Snapshot("a", Instant.parse("2026-11-21T21:33:17Z"), List.of()))),
        listed);
  }

  private static final Transfer TRANSFER = new BtrfsBackend().transfer().orElseThrow();

  private static Transfer.Extent extent(@Nullable String base, @Nullable String snapshot) {
    return new Transfer.Extent(base, snapshot, false);
  }

  private static String sent(Volume volume, Transfer.Extent extent) throws InvalidException {
    return TRANSFER.export(pool(), volume, StreamFormat.BTRFS, extent).source().shown();
  }

  private static Provisioning.Allocation received(
      String name, Transfer.Extent extent, List<Volume> taken) throws InvalidException {
    return TRANSFER.receive(pool(), name, StreamFormat.BTRFS, Size.ZERO, extent, taken);
  }

  @Test
  void snapshotsAreSentWholeOrAsDifferences() throws Exception {
    assertEquals(
        "/bin/btrfs -q send -e -- /srv/b/images/100/vm-100-disk-0@one",
        sent(RAW, extent(null, "one")));
    assertEquals(
        "/bin/btrfs -q send -e -p /srv/b/images/100/subvol-100-disk-1.subvol@one --"
            + " /srv/b/images/100/subvol-100-disk-1.subvol@two",
        sent(TREE, extent("one", "two")));
    assertEquals(
        List.of(StreamFormat.RAW_SIZE),
        TRANSFER.exports(pool(), Subvolumes.parse(RAW), Transfer.Extent.PRESENT));
    assertEquals(
        List.of(StreamFormat.TAR_SIZE),
        TRANSFER.exports(pool(), Subvolumes.parse(TREE), Transfer.Extent.PRESENT));
    assertEquals(
        List.of(StreamFormat.QCOW2_SIZE),
        TRANSFER.exports(pool(), Subvolumes.parse(OLD), Transfer.Extent.PRESENT));
  }

  @Test
  void whatBtrfsDoesNotSendHasAReason() {
    assertEquals(
        "problem.stream-btrfs-names",
        refusal(() -> sent(RAW, new Transfer.Extent(null, "one", true))));
    assertEquals("problem.stream-base-alone", refusal(() -> sent(RAW, extent("one", null))));
    assertEquals("problem.snapshot-form", refusal(() -> sent(RAW, extent(null, "x/../../y"))));
    assertEquals("problem.stream-format", refusal(() -> sent(RAW, Transfer.Extent.PRESENT)));
    assertEquals("problem.stream-present", refusal(() -> sent(OLD, extent(null, "one"))));
    assertEquals(
        "problem.volume-exists",
        refusal(() -> received("100/vm-100-disk-0.raw", extent(null, "one"), List.of(RAW))));
  }

  @Test
  void whatIsReceivedTakesTheNameThatIsWanted() throws Exception {
    Provisioning.Allocation made =
        received("200/vm-200-disk-0.raw", extent(null, "one"), List.of());
    assertEquals("flash:200/vm-200-disk-0.raw", made.made().toString());
    assertEquals(
        """
        ? 1 /usr/bin/stat -c %F -- /srv/b/images/200/recv.200.tmp
        ? 1 /usr/bin/stat -c %F -- /srv/b/images/200/vm-200-disk-0@one
        ? 1 /usr/bin/stat -c %F -- /srv/b/images/200/vm-200-disk-0
        /usr/bin/mkdir -p -m 0740 -- /srv/b/images/200
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/200
        /usr/bin/mkdir -p -m 0740 -- /srv/b/images/200/recv.200.tmp
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/200/recv.200.tmp
        /bin/btrfs -q receive -e -- /srv/b/images/200/recv.200.tmp
          < /usr/bin/find /srv/b/images/200/recv.200.tmp -mindepth 1 -maxdepth 1 -name '*' \
        -exec /bin/btrfs -q subvolume delete -- '{}' +
        /usr/bin/find /srv/b/images/200/recv.200.tmp -mindepth 1 -maxdepth 1 -name '*@one' \
        -exec /bin/btrfs -q subvolume snapshot -r -- '{}' /srv/b/images/200/vm-200-disk-0@one ';'
          < /usr/bin/find /srv/b/images/200 -mindepth 1 -maxdepth 1 -name vm-200-disk-0@one \
        -exec /bin/btrfs -q subvolume delete -- '{}' +
        /bin/btrfs -q subvolume snapshot -- /srv/b/images/200/vm-200-disk-0@one \
        /srv/b/images/200/vm-200-disk-0
          < /bin/btrfs -q subvolume delete -- /srv/b/images/200/vm-200-disk-0
        /usr/bin/find /srv/b/images/200/recv.200.tmp -mindepth 1 -maxdepth 1 -name '*' \
        -exec /bin/btrfs -q subvolume delete -- '{}' +
        /usr/bin/rmdir --ignore-fail-on-non-empty -- /srv/b/images/200/recv.200.tmp
        """,
        Rehearsal.shown(made.change()));
    assertTrue(
        made.change().steps().get(2).undo() instanceof Step.Undo.By(_, boolean half) && half);
  }

  @Test
  void severalSnapshotsTravelInOneStreamWhenTheyAreNamed() throws Exception {
    Transfer.Extent both = new Transfer.Extent(null, "two", true, List.of("one"));
    assertEquals(
        "/bin/btrfs -q send -e -- /srv/b/images/100/vm-100-disk-0@one"
            + " /srv/b/images/100/vm-100-disk-0@two",
        sent(RAW, both));
    String shown = Rehearsal.shown(received("200/vm-200-disk-0.raw", both, List.of()).change());
    for (String snapshot : List.of("one", "two")) {
      String kept = "/srv/b/images/200/vm-200-disk-0@" + snapshot;
      assertTrue(shown.contains("? 1 /usr/bin/stat -c %F -- " + kept + "\n"), shown);
      assertTrue(shown.contains("subvolume snapshot -r -- '{}' " + kept + " ';'\n"), shown);
      assertTrue(shown.contains("\n/usr/bin/test -d " + kept + "\n"), shown);
    }
    assertTrue(shown.contains("subvolume snapshot -- /srv/b/images/200/vm-200-disk-0@two "), shown);
    assertEquals(
        "problem.snapshot-form",
        refusal(() -> sent(RAW, new Transfer.Extent(null, "two", true, List.of("../x")))));
  }

  @Test
  void aDifferenceReplacesTheVolumeOnceItIsWhole() throws Exception {
    String shown =
        Rehearsal.shown(
            received("100/vm-100-disk-0.raw", extent("one", "two"), List.of(RAW)).change());
    assertTrue(
        shown.startsWith(
            """
            ? 1 /usr/bin/stat -c %F -- /srv/b/images/100/recv.100.tmp
            ? 1 /usr/bin/stat -c %F -- /srv/b/images/100/vm-100-disk-0@two
            ? 0 /usr/bin/stat -c %F -- /srv/b/images/100/vm-100-disk-0@one
            ? 0 /usr/bin/stat -c %F -- /srv/b/images/100/vm-100-disk-0
            """
                + UNUSED),
        shown);
    assertTrue(
        shown.endsWith(
            """
            /bin/btrfs -q subvolume delete -- /srv/b/images/100/vm-100-disk-0.old.stowage  # for good
            """),
        shown);
  }
}
