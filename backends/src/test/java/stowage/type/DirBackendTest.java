package stowage.type;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.schema.InvalidException;
import stowage.tool.ThisMachine;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Directory pools for real: the tools of this machine work on a directory of the test. */
class DirBackendTest {
  private static final DirBackend DIR = new DirBackend();
  private static final Provisioning PROVISIONING = DIR.provisioning().orElseThrow();
  private static final Snapshots SNAPSHOTS = DIR.snapshots().orElseThrow();
  private static final String ALL = "images,rootdir,iso,vztmpl,backup,snippets,import";
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);

  @TempDir Path temp;
  private Path base;
  private Pool pool;

  @BeforeEach
  void makePool() {
    base = temp.resolve("my pool");
    pool = Rehearsal.pool(StorageType.DIR, "local", "path=" + base, "content=" + ALL);
  }

  private void activate() throws Exception {
    Rehearsal.apply(Rehearsal.known(DIR.activation(pool)));
  }

  private List<Volume> list(ContentType... wanted) throws Exception {
    return Rehearsal.known(DIR.list(pool, Set.of(wanted)));
  }

  private List<Volume> images() throws Exception {
    return Rehearsal.known(DIR.list(pool, IMAGES));
  }

  private static List<String> names(List<Volume> volumes) {
    return volumes.stream().map(v -> v.id().name()).toList();
  }

  private Volume image(String name) throws Exception {
    return images().stream().filter(v -> v.id().name().equals(name)).findFirst().orElseThrow();
  }

  private static Provisioning.Order order(int owner, ImageFormat format, Size size) {
    return new Provisioning.Order(owner, null, format, size);
  }

  private Volume make(int owner, ImageFormat format, Size size) throws Exception {
    var allocation = PROVISIONING.allocate(pool, order(owner, format, size), images());
    Rehearsal.apply(allocation.change());
    return image(allocation.made().name());
  }

  private void qemuImg(String... words) throws Exception {
    assertTrue(ThisMachine.run(Exec.changes("/usr/bin/qemu-img").and(words)).ok());
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aVolumeFromCradleToGrave() throws Exception {
    activate();
    Volume made = make(100, ImageFormat.QCOW2, Size.mib(8));
    assertEquals("local:100/vm-100-disk-0.qcow2", made.id().toString());
    assertEquals(8 << 20, made.space().size());
    assertEquals("100", made.owner());
    assertEquals("qcow2", made.format());
    Path directory = base.resolve("images/100");
    Path file = directory.resolve("vm-100-disk-0.qcow2");
    assertEquals(file.toString(), DIR.path(pool, made.id().name(), null));
    assertEquals("rw-r-----", mode(file));
    assertEquals("rwxr-----", mode(directory));

    Rehearsal.apply(PROVISIONING.resize(pool, made, Size.mib(16)));
    assertEquals(16 << 20, image("100/vm-100-disk-0.qcow2").space().size());

    Rehearsal.apply(SNAPSHOTS.create(pool, made, "before"));
    Rehearsal.apply(SNAPSHOTS.create(pool, made, "after"));
    List<Snapshot> snapshots = Rehearsal.known(SNAPSHOTS.list(pool, made));
    assertEquals(List.of("before", "after"), snapshots.stream().map(Snapshot::name).toList());
    assertTrue(snapshots.stream().allMatch(s -> s.blockers().isEmpty()));
    assertEquals(2, image("100/vm-100-disk-0.qcow2").extra().snapshots());

    Rehearsal.apply(SNAPSHOTS.rollback(pool, made, "before", snapshots));
    Rehearsal.apply(SNAPSHOTS.delete(pool, made, "before", snapshots));
    assertEquals(
        List.of("after"),
        Rehearsal.known(SNAPSHOTS.list(pool, made)).stream().map(Snapshot::name).toList());

    Rehearsal.apply(PROVISIONING.free(pool, made, images()));
    assertEquals(List.of(), images());
    assertFalse(Files.exists(directory));
  }

  @Test
  void rollbackBringsBackWhatWasThere() throws Exception {
    activate();
    Volume made = make(100, ImageFormat.QCOW2, Size.mib(1));
    String path = DIR.path(pool, made.id().name(), null);
    write(path, "0xaa");
    Rehearsal.apply(SNAPSHOTS.create(pool, made, "s1"));
    write(path, "0xbb");
    List<Snapshot> snapshots = Rehearsal.known(SNAPSHOTS.list(pool, made));
    Rehearsal.apply(SNAPSHOTS.rollback(pool, made, "s1", snapshots));
    Path raw = temp.resolve("out.raw");
    qemuImg("convert", "-f", "qcow2", "-O", "raw", path, raw.toString());
    assertEquals((byte) 0xaa, Files.readAllBytes(raw)[0]);
  }

  /** Writes a byte pattern into the image as a guest would. */
  private static void write(String path, String pattern) throws Exception {
    Exec write =
        Exec.changes(
            "/usr/bin/qemu-io", "-f", "qcow2", "-c", "write -P " + pattern + " 0 4k", path);
    assertTrue(ThisMachine.run(write).ok());
  }

  @Test
  void activationMakesOnlyWhatIsMissing() throws Exception {
    Change first = Rehearsal.known(DIR.activation(pool));
    assertEquals(
        """
        /usr/bin/mkdir -p -m 0755 -- 'BASE'
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- 'BASE'
        /usr/bin/mkdir -p -m 0755 -- 'BASE/images' 'BASE/private' 'BASE/template'\
         'BASE/template/cache' 'BASE/template/iso' 'BASE/dump' 'BASE/snippets' 'BASE/import'
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- 'BASE/import' 'BASE/snippets' 'BASE/dump'\
         'BASE/template/iso' 'BASE/template/cache' 'BASE/template' 'BASE/private' 'BASE/images'
        """
            .replace("BASE", base.toString()),
        Rehearsal.shown(first));
    Rehearsal.apply(first);
    assertEquals("rwxr-xr-x", mode(base.resolve("template/iso")));
    assertEquals("", Rehearsal.shown(Rehearsal.known(DIR.activation(pool))));

    Files.delete(base.resolve("snippets"));
    assertEquals(
        """
        /usr/bin/mkdir -p -m 0755 -- 'BASE/snippets'
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- 'BASE/snippets'
        """
            .replace("BASE", base.toString()),
        Rehearsal.shown(Rehearsal.known(DIR.activation(pool))));
  }

  @Test
  void activationKeepsToWhatThePoolAllows() throws Exception {
    Pool noBase = Rehearsal.pool(StorageType.DIR, "local", "path=" + base, "create-base-path=0");
    assertEquals("problem.directory-missing", Rehearsal.failure(DIR.activation(noBase)));
    Files.createDirectory(base);
    assertEquals(1, Rehearsal.known(DIR.activation(noBase)).steps().size());
    for (String option : List.of("create-subdirs=0", "mkdir=0")) {
      Pool bare = Rehearsal.pool(StorageType.DIR, "local", "path=" + base, option);
      assertEquals(List.of(), Rehearsal.known(DIR.activation(bare)).steps());
    }
  }

  @Test
  void aFileInThePlaceOfThePoolIsToldApart() throws Exception {
    Files.writeString(base, "");
    assertEquals("problem.not-a-directory", Rehearsal.failure(DIR.activation(pool)));
    assertEquals("problem.not-a-directory", Rehearsal.failure(DIR.list(pool, IMAGES)));
    PoolStatus status = Rehearsal.known(DIR.status(pool));
    assertFalse(status.active());
  }

  @Test
  void twoContentsInOneDirectoryAreRefused() throws Exception {
    activate();
    Path iso = base.resolve("template/iso");
    Files.delete(iso);
    Files.createSymbolicLink(iso, base.resolve("snippets"));
    assertEquals("problem.directory-shared", Rehearsal.failure(DIR.activation(pool)));
    Pool told =
        Rehearsal.pool(
            StorageType.DIR,
            "local",
            "path=" + base,
            "content=iso,backup",
            "content-dirs=iso=x,backup=x");
    assertEquals("problem.directory-shared", Rehearsal.failure(DIR.activation(told)));
  }

  @Test
  void statusTellsSizesOrWhyThereAreNone() throws Exception {
    assertEquals(
        PoolStatus.inactive("problem.directory-missing", base.toString()),
        Rehearsal.known(DIR.status(pool)));
    activate();
    PoolStatus status = Rehearsal.known(DIR.status(pool));
    assertTrue(status.active());
    assertEquals(Files.getFileStore(base).getTotalSpace(), status.total());
    assertTrue(
        requireNonNull(status.used()) + requireNonNull(status.available()) <= status.total());
  }

  @ParameterizedTest
  @CsvSource({"yes, false", "1, false", "no, true", "/proc, true", "/proc/self, false"})
  void aMountPointMustBeMounted(String option, boolean active) throws Exception {
    Files.createDirectories(base);
    Pool checked =
        Rehearsal.pool(StorageType.DIR, "local", "path=" + base, "is_mountpoint=" + option);
    assertEquals(active, Rehearsal.known(DIR.status(checked)).active());
    if (!active) {
      assertEquals("problem.mount-point-empty", Rehearsal.failure(DIR.activation(checked)));
      assertEquals("problem.mount-point-empty", Rehearsal.failure(DIR.list(checked, IMAGES)));
    }
  }

  @Test
  void listsWhatEachDirectoryHolds() throws Exception {
    activate();
    Files.writeString(base.resolve("template/iso/a b.ISO"), "123");
    Files.writeString(base.resolve("template/iso/readme.txt"), "");
    Files.writeString(base.resolve("template/cache/debian.tar.zst"), "");
    Files.writeString(base.resolve("snippets/.hidden"), "");
    Files.writeString(base.resolve("snippets/hook.sh"), "");
    Files.writeString(base.resolve("import/appliance.ova"), "");
    assertEquals(
        List.of("import/appliance.ova", "iso/a b.ISO", "snippets/hook.sh", "vztmpl/debian.tar.zst"),
        names(
            list(
                ContentType.ISO,
                ContentType.VZTMPL,
                ContentType.SNIPPETS,
                ContentType.IMPORT,
                ContentType.BACKUP)));
    Volume iso = list(ContentType.ISO).getFirst();
    assertEquals("iso", iso.format());
    assertEquals(3, iso.space().size());
    assertNull(iso.owner());
    assertEquals("tzst", list(ContentType.VZTMPL).getFirst().format());
  }

  @Test
  void aBackupHasNotesProtectionAndTheTimeOfItsName() throws Exception {
    activate();
    String name = "vzdump-qemu-100-2024_01_02-03_04_05.vma.zst";
    Path dump = base.resolve("dump");
    Files.writeString(dump.resolve(name), "12345");
    Files.writeString(dump.resolve(name + ".notes"), "first\nsecond");
    Files.writeString(dump.resolve(name + ".protected"), "");
    Files.writeString(dump.resolve("foo.tar"), "");
    List<Volume> found = list(ContentType.BACKUP);
    assertEquals(List.of("backup/foo.tar", "backup/" + name), names(found));
    Volume backup = found.getLast();
    assertEquals("vma.zst", backup.format());
    assertEquals("100", backup.owner());
    assertEquals("first", backup.extra().notes());
    assertTrue(backup.extra().isProtected());
    Instant utc = Instant.parse("2024-01-02T03:04:05Z");
    Instant made = backup.extra().created();
    assertTrue(made != null && Math.abs(made.getEpochSecond() - utc.getEpochSecond()) <= 14 * 3600);
    assertNull(found.getFirst().extra().notes());
    assertFalse(found.getFirst().extra().isProtected());
  }

  @Test
  void imagesTellTheirFormatSizeAndTemplate() throws Exception {
    activate();
    Path images = base.resolve("images");
    Files.createDirectories(images.resolve("100/subvol-100-disk-9.subvol"));
    Files.createDirectories(images.resolve("200"));
    String template = images.resolve("100/base-100-disk-0.qcow2").toString();
    qemuImg("create", "-q", "-f", "qcow2", template, "4M");
    qemuImg(
        "create",
        "-q",
        "-f",
        "qcow2",
        "-b",
        "../100/base-100-disk-0.qcow2",
        "-F",
        "qcow2",
        images.resolve("200/vm-200-disk-0.qcow2").toString());
    qemuImg(
        "create", "-q", "-f", "vmdk", images.resolve("100/vm-100-disk-1.vmdk").toString(), "2M");
    Files.write(images.resolve("100/vm-100-disk-2.raw"), new byte[512 * 3]);
    Files.write(images.resolve("100/vm-100-disk-3.qcow2"), new byte[2048]);
    Files.write(images.resolve("100/vm-100-disk-4.qcow2"), new byte[0]);

    List<Volume> found = images();
    assertEquals(
        List.of(
            "100/base-100-disk-0.qcow2 qcow2 4194304",
            "100/base-100-disk-0.qcow2/200/vm-200-disk-0.qcow2 qcow2 4194304",
            "100/subvol-100-disk-9.subvol subvol 0",
            "100/vm-100-disk-1.vmdk vmdk 2097152",
            "100/vm-100-disk-2.raw raw 1536",
            "100/vm-100-disk-3.qcow2 invalid 2048",
            "100/vm-100-disk-4.qcow2 invalid 0"),
        found.stream()
            .map(v -> v.id().name() + " " + v.format() + " " + v.space().size())
            .toList());
    assertEquals("../100/base-100-disk-0.qcow2", found.get(1).extra().parent());
    assertEquals("200", found.get(1).owner());
    assertTrue(found.stream().allMatch(v -> v.content() == ContentType.IMAGES));

    var inUse =
        assertThrows(
            InvalidException.class, () -> PROVISIONING.free(pool, found.getFirst(), found));
    assertEquals(
        List.of(
            "local:100/base-100-disk-0.qcow2",
            "local:100/base-100-disk-0.qcow2/200/vm-200-disk-0.qcow2"),
        inUse.problems().getFirst().said().args());
    assertThrows(
        InvalidException.class, () -> PROVISIONING.resize(pool, found.get(5), Size.mib(5)));
    Rehearsal.apply(PROVISIONING.free(pool, found.get(1), found));
    Rehearsal.apply(PROVISIONING.free(pool, found.getFirst(), images()));
    Rehearsal.apply(PROVISIONING.free(pool, found.get(2), images()));
    assertEquals(4, images().size());
  }

  @Test
  void thousandsOfImagesTakeAHandfulOfPrograms() throws Exception {
    activate();
    Path images = base.resolve("images");
    Path first = temp.resolve("first.qcow2");
    qemuImg("create", "-q", "-f", "qcow2", "-o", "cluster_size=512", first.toString(), "1M");
    byte[] content = Files.readAllBytes(first);
    for (int guest = 100; guest < 600; guest++) {
      Path directory = Files.createDirectory(images.resolve(Integer.toString(guest)));
      for (int disk = 0; disk < 10; disk++) {
        Files.write(directory.resolve("vm-" + guest + "-disk-" + disk + ".qcow2"), content);
      }
    }
    var probe = DIR.list(pool, IMAGES);
    assertTrue(probe.programs().size() <= 4, probe.programs()::toString);
    long begin = System.nanoTime();
    List<Volume> found = Rehearsal.known(probe);
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    assertEquals(5000, found.size());
    assertTrue(found.stream().allMatch(v -> requireNonNull(v.space().size()) == 1 << 20));
    // Generous for a machine that does other things meanwhile; it takes a tenth of a second alone.
    assertTrue(seconds < 20, () -> seconds + " s");
  }

  @Test
  void numbersAndNamesOfNewVolumes() throws Exception {
    activate();
    assertEquals("100/vm-100-disk-0.raw", make(100, ImageFormat.RAW, Size.kib(4)).id().name());
    // In a directory a number is taken whatever the format.
    assertEquals("100/vm-100-disk-1.vmdk", make(100, ImageFormat.VMDK, Size.mib(1)).id().name());
    assertEquals(
        "100/subvol-100-disk-2.subvol", make(100, ImageFormat.SUBVOL, Size.ZERO).id().name());
    assertEquals("rwxr-xr-x", mode(base.resolve("images/100/subvol-100-disk-2.subvol")));
    assertEquals("101/vm-101-disk-0.raw", make(101, ImageFormat.RAW, Size.kib(4)).id().name());
    assertEquals(4096, image("101/vm-101-disk-0.raw").space().size());
  }

  @Test
  void undoLeavesNothingBehind() throws Exception {
    activate();
    for (ImageFormat format : ImageFormat.values()) {
      Size size = format == ImageFormat.SUBVOL ? Size.ZERO : Size.mib(1);
      var allocation = PROVISIONING.allocate(pool, order(100, format, size), images());
      Rehearsal.apply(allocation.change());
      Rehearsal.undo(allocation.change());
      assertFalse(Files.exists(base.resolve("images/100")), format.word());
    }
  }

  @Test
  void whatIsGoneAlreadyCountsAsRemoved() throws Exception {
    activate();
    Volume made = make(100, ImageFormat.RAW, Size.mib(1));
    Files.delete(base.resolve("images/100/vm-100-disk-0.raw"));
    Rehearsal.apply(PROVISIONING.free(pool, made, List.of()));
    assertFalse(Files.exists(base.resolve("images/100")));
  }

  @Test
  void aBackupTakesItsLogAndNotesAlong() throws Exception {
    activate();
    Path dump = base.resolve("dump");
    String stem = "vzdump-lxc-101-2024_01_02-03_04_05";
    for (String end : List.of(".tar.zst", ".tar.zst.notes", ".log", ".tar.zst.protected")) {
      Files.writeString(dump.resolve(stem + end), "x");
    }
    Volume backup = list(ContentType.BACKUP).getFirst();
    var refused =
        assertThrows(InvalidException.class, () -> PROVISIONING.free(pool, backup, List.of()));
    assertEquals("problem.volume-protected", refused.problems().getFirst().said().key());

    Files.delete(dump.resolve(stem + ".tar.zst.protected"));
    Rehearsal.apply(PROVISIONING.free(pool, list(ContentType.BACKUP).getFirst(), List.of()));
    assertEquals(0, Objects.requireNonNull(dump.toFile().list()).length);
  }

  @Test
  void protectionThatCameMeanwhileIsGuarded() throws Exception {
    activate();
    Path dump = base.resolve("dump");
    Files.writeString(dump.resolve("vzdump-lxc-101-x.tar"), "");
    Volume backup = list(ContentType.BACKUP).getFirst();
    Change change = PROVISIONING.free(pool, backup, List.of());
    Files.writeString(dump.resolve("vzdump-lxc-101-x.tar.protected"), "");
    assertThrows(AssertionError.class, () -> Rehearsal.apply(change));
    assertTrue(Files.exists(dump.resolve("vzdump-lxc-101-x.tar")));
  }

  @Test
  void guardsHoldWhatThePlanReliesOn() throws Exception {
    activate();
    var allocation =
        PROVISIONING.allocate(pool, order(100, ImageFormat.RAW, Size.mib(1)), List.of());
    Rehearsal.apply(allocation.change());
    assertThrows(AssertionError.class, () -> Rehearsal.apply(allocation.change()));

    Volume qcow2 = make(100, ImageFormat.QCOW2, Size.mib(1));
    Change snapshot = SNAPSHOTS.create(pool, qcow2, "once");
    Rehearsal.apply(snapshot);
    assertThrows(AssertionError.class, () -> Rehearsal.apply(snapshot));
    Change delete =
        SNAPSHOTS.delete(pool, qcow2, "once", Rehearsal.known(SNAPSHOTS.list(pool, qcow2)));
    Rehearsal.apply(delete);
    assertThrows(AssertionError.class, () -> Rehearsal.apply(delete));
  }

  @Test
  void aLostDirectoryIsNoEmptyPool() throws Exception {
    assertEquals("problem.directory-missing", Rehearsal.failure(DIR.list(pool, IMAGES)));
  }

  @Test
  void snapshotFilesOfAChainAreNoVolumes() throws Exception {
    Pool chained =
        Rehearsal.pool(
            StorageType.DIR,
            "local",
            "path=" + base,
            "content=images",
            "snapshot-as-volume-chain=1");
    activate();
    make(100, ImageFormat.QCOW2, Size.mib(1));
    Files.writeString(base.resolve("images/100/snap-s1-vm-100-disk-0.qcow2"), "");
    Files.writeString(base.resolve("images/100/snap-s1-vm-100-disk-10.qcow2"), "");
    List<Volume> found = Rehearsal.known(DIR.list(chained, IMAGES));
    assertEquals(List.of("100/vm-100-disk-0.qcow2"), names(found));
    assertEquals(
        base + "/images/100/snap-s1-vm-100-disk-0.qcow2",
        DIR.path(chained, "100/vm-100-disk-0.qcow2", "s1"));
    Rehearsal.apply(PROVISIONING.free(chained, found.getFirst(), found));
    assertEquals(
        List.of("snap-s1-vm-100-disk-10.qcow2"),
        List.of(Objects.requireNonNull(base.resolve("images/100").toFile().list())));
  }

  @Test
  void aVolumeThatWasNeverListedCanBeFreed() throws Exception {
    activate();
    Volume unknown =
        new Volume(
            new VolumeId(new StorageId("local"), "iso/gone.iso"),
            ContentType.ISO,
            "iso",
            null,
            new Volume.Space(0L, null),
            Volume.Extra.NONE);
    Rehearsal.apply(PROVISIONING.free(pool, unknown, List.of()));
  }
}
