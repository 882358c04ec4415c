package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** What would run, as a person sees it before agreeing. */
class FilePlansTest {
  private static final DirBackend DIR = new DirBackend();
  private static final Provisioning PROVISIONING = DIR.provisioning().orElseThrow();
  private static final Snapshots SNAPSHOTS = DIR.snapshots().orElseThrow();

  private static Pool pool(String... more) {
    return Rehearsal.pool(
        StorageType.DIR,
        "local",
        Stream.concat(Stream.of("path=/p"), Stream.of(more)).toArray(String[]::new));
  }

  private static Volume volume(String name, ContentType content, String format, long size) {
    VolumeId id = new VolumeId(new StorageId("local"), name);
    String owner = content == ContentType.IMAGES ? name.substring(0, name.indexOf('/')) : null;
    return new Volume(id, content, format, owner, new Volume.Space(size, null), Volume.Extra.NONE);
  }

  private static Volume image(String name) {
    return volume(name, ContentType.IMAGES, name.substring(name.lastIndexOf('.') + 1), 1 << 20);
  }

  private static Provisioning.Order order(
      @Nullable String name, @Nullable ImageFormat format, Size size) {
    return new Provisioning.Order(100, name, format, size);
  }

  private static String rule(Pool pool, Provisioning.Order order, Volume... existing) {
    return assertThrows(
            InvalidException.class, () -> PROVISIONING.allocate(pool, order, List.of(existing)))
        .problems()
        .getFirst()
        .said()
        .key();
  }

  @Test
  void anImageIsMadeInTheGuestsDirectory() throws Exception {
    assertEquals(
        """
        ? 1 /usr/bin/stat -c %F -- /p/images/100/vm-100-disk-0.qcow2
        /usr/bin/mkdir -p -m 0740 -- /p/images/100
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- /p/images/100
        /usr/bin/qemu-img create -o preallocation=metadata -f qcow2\
         /p/images/100/vm-100-disk-0.qcow2 1048577K
          < /usr/bin/rm -f -- /p/images/100/vm-100-disk-0.qcow2
        /usr/bin/chmod 0640 -- /p/images/100/vm-100-disk-0.qcow2
        """,
        Rehearsal.shown(
            PROVISIONING
                .allocate(
                    pool(), order(null, ImageFormat.QCOW2, new Size((1L << 30) + 1)), List.of())
                .change()));
  }

  @ParameterizedTest
  @CsvSource({
    "qcow2, metadata, metadata",
    "qcow2, off, off",
    "qcow2, full, full",
    "raw, metadata, off",
    "raw, off, off",
    "raw, falloc, falloc",
    "vmdk, full, ''",
  })
  void preallocationFollowsPoolAndFormat(String format, String set, String used) throws Exception {
    Change change =
        PROVISIONING
            .allocate(
                pool("preallocation=" + set),
                order(null, ImageFormat.of(format).orElseThrow(), Size.mib(1)),
                List.of())
            .change();
    String option = used.isEmpty() ? "" : " -o preallocation=" + used;
    assertEquals(
        "/usr/bin/qemu-img create"
            + option
            + " -f "
            + format
            + " /p/images/100/vm-100-disk-0."
            + format
            + " 1024K",
        change.steps().get(1).command().shown());
  }

  @ParameterizedTest
  @CsvSource({
    // name, format asked for, pool's format, made
    ", , , 100/vm-100-disk-0.raw",
    ", , qcow2, 100/vm-100-disk-0.qcow2",
    ", vmdk, qcow2, 100/vm-100-disk-0.vmdk",
    "vm-100-data.qcow2, , , 100/vm-100-data.qcow2",
    "vm-100-data.raw, raw, qcow2, 100/vm-100-data.raw",
  })
  void formatComesFromOrderNameOrPool(
      @Nullable String name, @Nullable String asked, @Nullable String usual, String made)
      throws Exception {
    ImageFormat format = asked == null ? null : ImageFormat.of(asked).orElseThrow();
    Pool pool = usual == null ? pool() : pool("format=" + usual);
    assertEquals(
        made,
        PROVISIONING.allocate(pool, order(name, format, Size.mib(1)), List.of()).made().name());
  }

  @Test
  void rulesForNewVolumes() {
    ImageFormat raw = ImageFormat.RAW;
    assertEquals("problem.size-zero", rule(pool(), order(null, raw, Size.ZERO)));
    assertEquals("problem.subvol-size", rule(pool(), order(null, ImageFormat.SUBVOL, Size.mib(1))));
    assertEquals(
        "problem.format-contradiction",
        rule(pool(), order("vm-100-a.qcow2", ImageFormat.RAW, Size.mib(1))));
    assertEquals("problem.new-name-owner", rule(pool(), order("vm-200-a.raw", raw, Size.mib(1))));
    assertEquals(
        "problem.new-name-characters", rule(pool(), order("../vm-100-a.raw", raw, Size.mib(1))));
    assertEquals(
        "problem.volume-exists",
        rule(pool(), order("vm-100-a.raw", raw, Size.mib(1)), image("100/vm-100-a.raw")));
    assertEquals(
        "problem.volume-exists",
        rule(
            pool(),
            order("vm-100-a.qcow2", null, Size.mib(1)),
            image("9000/base-9000-disk-0.raw/100/vm-100-a.qcow2")));
    assertEquals(
        "problem.guest-id", rule(pool(), new Provisioning.Order(99, null, raw, Size.mib(1))));
    Pool nas = Rehearsal.pool(StorageType.NFS, "nas", "path=/p");
    var refused =
        assertThrows(
            InvalidException.class,
            () ->
                new NfsBackend()
                    .provisioning()
                    .orElseThrow()
                    .allocate(nas, order(null, ImageFormat.SUBVOL, Size.ZERO), List.of()));
    assertEquals("problem.format-unsupported", refused.problems().getFirst().said().key());
  }

  @Test
  void onNetworkFilesANumberIsTakenPerFormat() throws Exception {
    Pool nas = Rehearsal.pool(StorageType.NFS, "nas", "path=/p");
    List<Volume> existing = List.of(image("100/vm-100-disk-0.raw"), image("100/vm-100-disk-1.raw"));
    Provisioning nfs = new NfsBackend().provisioning().orElseThrow();
    assertEquals(
        "100/vm-100-disk-0.qcow2",
        nfs.allocate(nas, order(null, ImageFormat.QCOW2, Size.mib(1)), existing).made().name());
    assertEquals(
        "100/vm-100-disk-2.qcow2",
        PROVISIONING
            .allocate(pool(), order(null, ImageFormat.QCOW2, Size.mib(1)), existing)
            .made()
            .name());
  }

  @Test
  void aGuestWithoutAFreeNumberIsTold() {
    List<Volume> all =
        java.util.stream.IntStream.range(0, 1024)
            .mapToObj(n -> image("100/vm-100-disk-" + n + ".raw"))
            .toList();
    assertEquals(
        "problem.no-free-name",
        rule(pool(), order(null, ImageFormat.RAW, Size.mib(1)), all.toArray(Volume[]::new)));
  }

  @Test
  void removalOfEachKind() throws Exception {
    assertEquals(
        """
        /usr/bin/rm -- /p/images/100/vm-100-disk-0.raw  # for good
        /usr/bin/rmdir --ignore-fail-on-non-empty -- /p/images/100
        """,
        Rehearsal.shown(PROVISIONING.free(pool(), image("100/vm-100-disk-0.raw"), List.of())));
    assertEquals(
        """
        /usr/bin/chattr -i -- /p/images/100/base-100-disk-0.raw
        /usr/bin/rm -- /p/images/100/base-100-disk-0.raw  # for good
        /usr/bin/rmdir --ignore-fail-on-non-empty -- /p/images/100
        """,
        Rehearsal.shown(PROVISIONING.free(pool(), image("100/base-100-disk-0.raw"), List.of())));
    assertEquals(
        """
        /usr/bin/rm -r --one-file-system --interactive=never --\
         /p/images/100/subvol-100-disk-0.subvol  # for good
        /usr/bin/rmdir --ignore-fail-on-non-empty -- /p/images/100
        """,
        Rehearsal.shown(
            PROVISIONING.free(pool(), image("100/subvol-100-disk-0.subvol"), List.of())));
    assertEquals(
        "/usr/bin/rm -- '/p/template/iso/a b.iso'  # for good\n",
        Rehearsal.shown(
            PROVISIONING.free(
                pool(), volume("iso/a b.iso", ContentType.ISO, "iso", 1), List.of())));
    String backup = "vzdump-qemu-100-2024_01_02-03_04_05";
    assertEquals(
        """
        ? 1 /usr/bin/stat -c %F -- /p/dump/NAME.vma.zst.protected
        /usr/bin/rm -- /p/dump/NAME.vma.zst  # for good
        /usr/bin/rm -f -- /p/dump/NAME.log /p/dump/NAME.vma.zst.notes  # for good
        """
            .replace("NAME", backup),
        Rehearsal.shown(
            PROVISIONING.free(
                pool(),
                volume("backup/" + backup + ".vma.zst", ContentType.BACKUP, "vma.zst", 1),
                List.of())));
  }

  @Test
  void aSnapshotFilesNameIsNoPattern() throws Exception {
    Change change =
        PROVISIONING.free(
            pool("snapshot-as-volume-chain=1"), image("100/vm-100-[a]*.qcow2"), List.of());
    assertEquals(
        List.of(
            "/usr/bin/find",
            "/p/images/100",
            "-maxdepth",
            "1",
            "-type",
            "f",
            "-name",
            "snap-*-vm-100-\\[a]\\*.qcow2",
            "-delete"),
        change.steps().get(1).command().argv());
  }

  @Test
  void growth() throws Exception {
    Volume volume = image("100/vm-100-disk-0.qcow2");
    assertEquals(
        "/usr/bin/qemu-img resize -f qcow2 /p/images/100/vm-100-disk-0.qcow2 2098176  # for good\n",
        Rehearsal.shown(PROVISIONING.resize(pool(), volume, new Size((2 << 20) + 1))));
    for (Size size : List.of(Size.mib(1), Size.kib(4))) {
      var refused =
          assertThrows(InvalidException.class, () -> PROVISIONING.resize(pool(), volume, size));
      assertEquals("problem.size-not-larger", refused.problems().getFirst().said().key());
    }
    for (String name : List.of("100/a.vmdk", "100/base-100-disk-0.raw", "100/s.subvol")) {
      assertThrows(
          InvalidException.class, () -> PROVISIONING.resize(pool(), image(name), Size.mib(9)));
    }
  }

  @Test
  void snapshots() throws Exception {
    Volume volume = image("100/vm-100-disk-0.qcow2");
    List<Snapshot> existing = List.of(new Snapshot("s1", null, List.of()));
    String check =
        "/usr/bin/qemu-img measure -U -f qcow2 -O raw -l snapshot.name=s1 "
            + "/p/images/100/vm-100-disk-0.qcow2\n";
    assertEquals(
        "? 1 "
            + check
            + """
            /usr/bin/qemu-img snapshot -c s1 /p/images/100/vm-100-disk-0.qcow2
              < /usr/bin/qemu-img snapshot -d s1 /p/images/100/vm-100-disk-0.qcow2
            """,
        Rehearsal.shown(SNAPSHOTS.create(pool(), volume, "s1")));
    assertEquals(
        "? 0 "
            + check
            + "/usr/bin/qemu-img snapshot -a s1 /p/images/100/vm-100-disk-0.qcow2  # for good\n",
        Rehearsal.shown(SNAPSHOTS.rollback(pool(), volume, "s1", existing)));
    assertEquals(
        "? 0 "
            + check
            + "/usr/bin/qemu-img snapshot -d s1 /p/images/100/vm-100-disk-0.qcow2  # for good\n",
        Rehearsal.shown(SNAPSHOTS.delete(pool(), volume, "s1", existing)));
    assertThrows(InvalidException.class, () -> SNAPSHOTS.rollback(pool(), volume, "s2", existing));
    assertThrows(InvalidException.class, () -> SNAPSHOTS.create(pool(), volume, "1; rm"));
    assertThrows(
        InvalidException.class,
        () -> SNAPSHOTS.create(pool(), image("100/vm-100-disk-0.raw"), "s1"));
  }

  @Test
  void everythingThatChangesTheHostIsForRoot() throws Exception {
    List<Change> changes =
        List.of(
            PROVISIONING
                .allocate(pool(), order(null, ImageFormat.RAW, Size.mib(1)), List.of())
                .change(),
            PROVISIONING.free(pool(), image("100/base-100-disk-0.raw"), List.of()),
            SNAPSHOTS.create(pool(), image("100/vm-100-disk-0.qcow2"), "s1"));
    for (Change change : changes) {
      change.steps().forEach(s -> assertEquals(Exec.Identity.ROOT, s.command().identity()));
      change.guards().forEach(g -> assertEquals(Exec.Identity.ROOT, g.check().identity()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100/vm-100-disk-0.qcow2, , /p/images/100/vm-100-disk-0.qcow2",
    "100/vm-100-disk-0.qcow2, s1, /p/images/100/vm-100-disk-0.qcow2",
    "9/base-9-disk-0.raw/100/vm-100-disk-0.qcow2, , /p/images/100/vm-100-disk-0.qcow2",
    "iso/a.iso, , /p/media/a.iso",
    "backup/foo.tar, , /p/dump/foo.tar",
    "vztmpl/a.tar.gz, , /p/template/cache/a.tar.gz",
  })
  void paths(String name, @Nullable String snapshot, String path) throws Exception {
    assertEquals(path, DIR.path(pool("content-dirs=iso=media"), name, snapshot));
  }

  @Test
  void aPathOfASnapshotNeedsAFormatThatHasThem() {
    assertThrows(InvalidException.class, () -> DIR.path(pool(), "100/vm-100-disk-0.raw", "s1"));
    assertThrows(InvalidException.class, () -> DIR.path(pool(), "nonsense", null));
  }
}
