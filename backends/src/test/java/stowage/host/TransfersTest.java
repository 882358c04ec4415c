package stowage.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refused;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.conformance.LocalHost;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Lock;
import stowage.exec.Outcome;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.type.Bandwidth;
import stowage.type.StreamFormat;
import stowage.type.Transfer;
import stowage.volume.Size;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Volumes that leave a host or come to it, on one that lies in a directory. */
class TransfersTest {
  private static final StorageId LOCAL = new StorageId("local");
  private static final StorageId OTHER = new StorageId("other");
  private static final StorageId FILES = new StorageId("files");
  private static final String IMAGES = "/var/lib/vz/images/";
  private static final Transfer.Extent PRESENT = Transfer.Extent.PRESENT;
  private static final String CONFIG =
      """
      dir: local
      \tpath /var/lib/vz
      \tcontent images,rootdir,iso

      dir: other
      \tpath /srv/other
      \tcontent images,rootdir

      dir: files
      \tpath /srv/files
      \tcontent iso,vztmpl,snippets,import

      lvm: vg
      \tvgname vg
      \tcontent images

      dir: off
      \tpath /srv
      \tcontent images
      \tdisable 1

      dir: away
      \tpath /srv
      \tcontent images
      \tnodes no-such-node

      iscsi: san
      \tportal 192.0.2.9
      \ttarget iqn.2003-01.org.example:x
      \tcontent images

      """;

  @TempDir Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root).write(StorageConfig.PATH, CONFIG);
    Files.createDirectories(machine.at("/srv/other"));
    Files.createDirectories(machine.at("/srv/files"));
    rig = Rig.on(machine);
  }

  private Transfers transfers() {
    return rig.host().transfers();
  }

  private static VolumeId local(String name) {
    return new VolumeId(LOCAL, name);
  }

  private byte[] image(String path, int length) throws Exception {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    Files.createDirectories(machine.at(path).getParent());
    Files.write(machine.at(path), data);
    return data;
  }

  private Outcome applied(Proposal proposal, InputStream data) throws Exception {
    return rig.host().apply(proposal, rig.freshJob(), data, _ -> {});
  }

  private Outcome applied(Proposal proposal, byte[] data) throws Exception {
    return applied(proposal, new ByteArrayInputStream(data));
  }

  private Proposal receive(StorageId pool, String name, StreamFormat format, long size)
      throws Exception {
    return transfers()
        .planReceive(new VolumeId(pool, name), format, new Size(size), PRESENT, false);
  }

  @Test
  void anImageIsSentAsItIs() throws Exception {
    byte[] data = image(IMAGES + "100/vm-100-disk-0.raw", 8192);
    Sending sending = transfers().planSend(local("100/vm-100-disk-0.raw"), null, PRESENT);
    assertEquals(StreamFormat.RAW_SIZE, sending.format());
    assertEquals(new Size(8192), sending.size());
    assertEquals(
        "/usr/bin/dd if=" + IMAGES + "100/vm-100-disk-0.raw bs=1M status=none",
        sending.source().shown());
    assertEquals(Exec.Effect.READS, sending.source().effect());
    assertEquals(Exec.Identity.ROOT, sending.source().identity());
    assertEquals("step.send", sending.before().plan().title().key());
    assertEquals("step.sent", sending.after().plan().title().key());
    assertEquals(List.of(), sending.before().plan().steps());
    assertEquals(List.of(), sending.after().plan().steps());
    try (VolumeStream stream = rig.host().open(sending, rig.freshJob())) {
      assertArrayEquals(data, stream.readAllBytes());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100/vm-100-disk-0.raw, RAW_SIZE",
    "100/vm-100-disk-1.qcow2, QCOW2_SIZE",
    "100/vm-100-disk-2.vmdk, VMDK_SIZE",
    "100/subvol-100-disk-3.subvol, TAR_SIZE",
    "100/base-100-disk-4.raw, RAW_SIZE",
  })
  void everyImageTravelsInItsOwnFormatOnly(String name, StreamFormat own) throws Exception {
    String file = IMAGES + name;
    Files.createDirectories(machine.at(IMAGES + "100"));
    String format = name.substring(name.lastIndexOf('.') + 1);
    switch (own) {
      case TAR_SIZE -> Files.createDirectories(machine.at(file));
      case RAW_SIZE -> image(file, 1024);
      default -> {
        Process made =
            new ProcessBuilder("qemu-img", "create", "-f", format, root + file, "8M")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, made.waitFor());
      }
    }
    Sending sending = transfers().planSend(local(name), null, PRESENT);
    assertEquals(own, sending.format());
    for (StreamFormat other : StreamFormat.values()) {
      if (other != own) {
        Problem problem = refused(() -> transfers().planSend(local(name), other, PRESENT));
        assertEquals("format", problem.field());
        String leaf = local(name).leaf();
        assertEquals(
            Message.of("problem.stream-format", other.word(), leaf, own.word()), problem.said());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "one, , false",
    ", two, false",
    "one, two, true",
  })
  void filesHaveNoStatesToBeSent(
      @Nullable String base, @Nullable String snapshot, boolean withSnapshots) throws Exception {
    image(IMAGES + "100/vm-100-disk-0.raw", 512);
    Transfer.Extent extent = new Transfer.Extent(base, snapshot, withSnapshots);
    Problem problem =
        refused(() -> transfers().planSend(local("100/vm-100-disk-0.raw"), null, extent));
    assertEquals("snapshot", problem.field());
    assertEquals(Message.of("problem.stream-present", "vm-100-disk-0.raw"), problem.said());
    assertEquals(problem, refused(() -> transfers().offer(local("100/vm-100-disk-0.raw"), extent)));
  }

  @ParameterizedTest
  @CsvSource({
    "local:100/vm-100-disk-9.raw, volume, problem.volume-missing",
    "local:backup/vzdump-qemu-100-2020_01_01-01_01_01.vma, volume, support.backup-no-stream",
    "local:no volume, volume, problem.volume-name",
    "missing:100/vm-100-disk-0.raw, storage, problem.storage-missing",
    "off:100/vm-100-disk-0.raw, storage, problem.pool-disabled",
    "away:100/vm-100-disk-0.raw, storage, problem.pool-elsewhere",
  })
  void whatCantBeSentSaysWhy(String volume, String field, String key) throws Exception {
    machine.write("/var/lib/vz/dump/vzdump-qemu-100-2020_01_01-01_01_01.vma", "x");
    VolumeId id = VolumeId.parse(volume).orElseThrow();
    for (Executable attempt :
        List.<Executable>of(
            () -> transfers().planSend(id, null, PRESENT), () -> transfers().offer(id, PRESENT))) {
      Problem problem = refused(attempt);
      assertEquals(key, problem.said().key());
      assertEquals(field, problem.field());
    }
  }

  @Test
  void aPoolThatDoesNotAnswerIsNoMissingVolume() throws Exception {
    image(IMAGES + "100/vm-100-disk-0.raw", 512);
    machine.program("/usr/bin/find", "echo 'find: Input/output error' >&2; exit 1\n");
    assertThrows(
        HostException.NoAnswer.class,
        () -> transfers().planSend(local("100/vm-100-disk-0.raw"), null, PRESENT));
    assertThrows(
        HostException.NoAnswer.class,
        () -> receive(LOCAL, "101/vm-101-disk-0.raw", StreamFormat.RAW_SIZE, 512));
  }

  @Test
  void whatComesIsMadeUnderTheLockAndFilledWithoutIt() throws Exception {
    Proposal proposal = receive(OTHER, "100/vm-100-disk-0.raw", StreamFormat.RAW_SIZE, 4096);
    assertEquals("other:100/vm-100-disk-0.raw", proposal.made().orElseThrow());
    assertEquals(
        Message.of("step.receive", "other:100/vm-100-disk-0.raw"), proposal.plan().title());
    assertEquals(
        List.of(new Lock.File("/var/lock/pve-manager/pve-storage-other")), proposal.plan().locks());
    List<Step> steps = proposal.plan().steps();
    assertEquals(steps.size() - 1, proposal.plan().lockedSteps());
    assertInstanceOf(Input.Streamed.class, steps.getLast().command().input());
    String path = "/srv/other/images/100/vm-100-disk-0.raw";
    assertEquals(
        List.of(
            "/usr/bin/mkdir -p -m 0740 -- /srv/other/images/100",
            "/usr/bin/qemu-img create -o preallocation=off -f raw " + path + " 4K",
            "/usr/bin/chmod 0640 -- " + path,
            "/usr/bin/dd of=" + path + " bs=64k iflag=fullblock conv=sparse,fsync status=none"),
        steps.subList(steps.size() - 4, steps.size()).stream()
            .map(s -> s.command().shown())
            .toList());
    byte[] data = new byte[4096];
    Arrays.fill(data, 1000, 3000, (byte) 'x');
    assertTrue(applied(proposal, data).done());
    assertArrayEquals(data, Files.readAllBytes(machine.at(path)));
  }

  @Test
  void whatDoesNotArriveWholeIsNotThere() throws Exception {
    Proposal proposal = receive(OTHER, "100/vm-100-disk-0.raw", StreamFormat.RAW_SIZE, 4096);
    machine.program(
        "/usr/bin/dd", "head -c 100 >/dev/null; echo 'dd: No space left on device' >&2; exit 1\n");
    Outcome outcome = applied(proposal, new byte[4096]);
    Outcome.Verdict.Undone undone =
        assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertEquals(proposal.plan().steps().size() - 1, undone.step());
    assertFalse(Files.exists(machine.at("/srv/other/images/100")), "its directory went as well");
  }

  @Test
  void whoeverWasFasterKeepsTheName() throws Exception {
    String path = "/srv/other/images/100/vm-100-disk-0.raw";
    Proposal proposal = receive(OTHER, "100/vm-100-disk-0.raw", StreamFormat.RAW_SIZE, 4096);
    machine.write(path, "theirs");
    assertThrows(HostException.Conflict.class, () -> applied(proposal, new byte[4096]));
    assertEquals("theirs", machine.read(path));
  }

  @Test
  void aNameThatIsTakenIsKeptOrAnotherOneFoundAsWanted() throws Exception {
    image("/srv/other/images/100/vm-100-disk-0.raw", 512);
    image("/srv/other/images/100/vm-100-disk-1.qcow2", 512);
    assertEquals(
        "problem.volume-exists",
        refused(() -> receive(OTHER, "100/vm-100-disk-0.raw", StreamFormat.RAW_SIZE, 512))
            .said()
            .key());
    VolumeId wanted = new VolumeId(OTHER, "100/vm-100-disk-0.raw");
    Proposal proposal =
        transfers().planReceive(wanted, StreamFormat.RAW_SIZE, new Size(512), PRESENT, true);
    assertEquals("other:100/vm-100-disk-2.raw", proposal.made().orElseThrow());
    VolumeId free = new VolumeId(OTHER, "100/vm-100-disk-7.raw");
    assertEquals(
        free.toString(),
        transfers()
            .planReceive(free, StreamFormat.RAW_SIZE, new Size(512), PRESENT, true)
            .made()
            .orElseThrow(),
        "a free one is not replaced");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no volume",
        "../../etc/shadow",
        "100/../101/vm-101-disk-0.raw",
        "100/vm-100-disk-0.exe",
        "100/",
        "/100/vm-100-disk-0.raw",
        "x/vm-100-disk-0.raw",
        "100/-rf.raw",
        "100/vm-100-a b.raw",
        "100/vm-100-$(id).raw",
        "100/vm-101-disk-0.raw",
        "99/vm-99-disk-0.raw",
        "100/vm-100-disk-0.qcow2",
        "iso/a.iso",
        "100/base-100-disk-0.raw/101/vm-101-disk-0.raw",
      })
  void namesThatNoVolumeOfItsOwnMayHaveAreRefused(String name) throws Exception {
    assertThrows(InvalidException.class, () -> receive(OTHER, name, StreamFormat.RAW_SIZE, 4096));
    assertFalse(Files.exists(machine.at("/srv/other/images")));
  }

  @ParameterizedTest
  @CsvSource({
    "missing, problem.storage-missing",
    "off, problem.pool-disabled",
    "away, problem.pool-elsewhere",
  })
  void poolsThatTakeNothingSayWhy(String pool, String key) {
    StorageId id = new StorageId(pool);
    Problem problem =
        refused(() -> receive(id, "100/vm-100-disk-0.raw", StreamFormat.RAW_SIZE, 512));
    assertEquals("storage", problem.field());
    assertEquals(key, problem.said().key());
    HostCopy.Order order = new HostCopy.Order(local("100/vm-100-disk-0.raw"), id, null, null);
    assertEquals(
        problem, refused(() -> transfers().accept(order, offer(StreamFormat.RAW_SIZE), PRESENT)));
  }

  @Test
  void unitsOfATargetAreMadeThereAndNotHere() {
    StorageId san = new StorageId("san");
    assertEquals(
        "storage", refused(() -> receive(san, "0.0.0.scsi-x", StreamFormat.RAW_SIZE, 512)).field());
  }

  private static HostCopy.Offer offer(StreamFormat... formats) throws Exception {
    VolumeName volume = VolumeNames.read(StorageType.DIR, "100/vm-100-disk-0.raw").orElseThrow();
    return new HostCopy.Offer(StorageType.DIR, volume, List.of(formats), Bandwidth.UNLIMITED);
  }

  private HostCopy.Acceptance accepted(@Nullable Integer owner, StreamFormat... formats)
      throws Exception {
    HostCopy.Order order = new HostCopy.Order(local("100/vm-100-disk-0.raw"), OTHER, owner, null);
    return transfers().accept(order, offer(formats), PRESENT);
  }

  @Test
  void theFirstFormatOnOfferThatFitsIsTaken() throws Exception {
    assertEquals(
        new HostCopy.Acceptance(
            StreamFormat.RAW_SIZE, "100/vm-100-disk-0.raw", Bandwidth.UNLIMITED),
        accepted(null, StreamFormat.RAW_SIZE, StreamFormat.QCOW2_SIZE));
    assertEquals(
        new HostCopy.Acceptance(
            StreamFormat.QCOW2_SIZE, "100/vm-100-disk-0.qcow2", Bandwidth.UNLIMITED),
        accepted(null, StreamFormat.ZFS, StreamFormat.QCOW2_SIZE, StreamFormat.RAW_SIZE));
    assertEquals(
        new HostCopy.Acceptance(
            StreamFormat.RAW_SIZE, "207/vm-207-disk-0.raw", Bandwidth.UNLIMITED),
        accepted(207, StreamFormat.RAW_SIZE));
  }

  @ParameterizedTest
  @EnumSource(names = {"QCOW2_SIZE", "VMDK_SIZE"})
  void anImageWithLayersIsToBeCopiedAsARawOneFirst(StreamFormat format) {
    HostCopy.Order order =
        new HostCopy.Order(local("100/vm-100-disk-0.raw"), new StorageId("vg"), null, null);
    Problem problem = refused(() -> transfers().accept(order, offer(format), PRESENT));
    assertEquals(
        Message.of("problem.stream-raw-first", "vm-100-disk-0.raw", "dir", "lvm"), problem.said());
  }

  @ParameterizedTest
  @EnumSource(names = {"ZFS", "BTRFS"})
  void poolsWithoutACommonFormatAreNamed(StreamFormat format) {
    Problem problem = refused(() -> accepted(null, format));
    assertEquals("storage", problem.field());
    assertEquals(
        Message.of("problem.stream-no-common", "vm-100-disk-0.raw", "dir", "dir"), problem.said());
    assertEquals("problem.stream-no-common", refused(() -> accepted(null)).said().key());
  }

  @Test
  void aLinkedCloneStaysWithItsTemplate() throws Exception {
    Files.createDirectories(machine.at(IMAGES + "101"));
    image(IMAGES + "100/base-100-disk-0.raw", 8 << 20);
    Process made =
        new ProcessBuilder(
                "qemu-img",
                "create",
                "-f",
                "qcow2",
                "-F",
                "raw",
                "-b",
                "../100/base-100-disk-0.raw",
                root + IMAGES + "101/vm-101-disk-0.qcow2")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, made.waitFor());
    VolumeId clone = local("100/base-100-disk-0.raw/101/vm-101-disk-0.qcow2");
    Problem problem = refused(() -> transfers().planSend(clone, null, PRESENT));
    assertEquals(Message.of("problem.stream-clone", "vm-101-disk-0.qcow2"), problem.said());
  }

  /** A container's files travel by name: what looks like an option of tar is a file like others. */
  @Test
  void filesOfAContainerArriveWhateverTheyAreCalled() throws Exception {
    Path from = machine.at(IMAGES + "100/subvol-100-disk-0.subvol");
    Files.createDirectories(from.resolve("etc/a b"));
    List<String> names =
        List.of(
            "-rf",
            "--checkpoint-action=exec=false",
            "etc/a b/it's \"quoted\"",
            "etc/line\nbreak",
            "etc/$(reboot)",
            "etc/설정",
            "etc/.hidden",
            "etc/*");
    for (String name : names) {
      Files.writeString(from.resolve(name), "of " + name);
    }
    Files.createSymbolicLink(from.resolve("etc/link"), Path.of("../../outside"));
    VolumeId source = local("100/subvol-100-disk-0.subvol");
    Sending sending = transfers().planSend(source, null, PRESENT);
    assertEquals(StreamFormat.TAR_SIZE, sending.format());
    Proposal receiving =
        receive(
            OTHER, "200/subvol-200-disk-0.subvol", StreamFormat.TAR_SIZE, sending.size().bytes());
    try (VolumeStream data = rig.host().open(sending, rig.freshJob())) {
      assertTrue(applied(receiving, data).done());
    }
    Path to = machine.at("/srv/other/images/200/subvol-200-disk-0.subvol");
    for (String name : names) {
      assertEquals("of " + name, Files.readString(to.resolve(name)), name);
    }
    assertEquals(Path.of("../../outside"), Files.readSymbolicLink(to.resolve("etc/link")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 1500, 2048})
  void aTornArchiveLeavesNoContainerBehind(int length) throws Exception {
    Path from = machine.at(IMAGES + "100/subvol-100-disk-0.subvol");
    Files.createDirectories(from);
    Files.writeString(from.resolve("file"), "x".repeat(3000));
    Sending sending = transfers().planSend(local("100/subvol-100-disk-0.subvol"), null, PRESENT);
    byte[] whole;
    try (VolumeStream data = rig.host().open(sending, rig.freshJob())) {
      whole = data.readAllBytes();
    }
    Proposal receiving = receive(OTHER, "200/subvol-200-disk-0.subvol", StreamFormat.TAR_SIZE, 0);
    byte[] cut = Arrays.copyOf(whole, length);
    Arrays.fill(cut, 0, Math.min(length, 4), (byte) 0xff);
    Outcome outcome = applied(receiving, cut);
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertFalse(Files.exists(machine.at("/srv/other/images/200")));
    assertTrue(Files.exists(from.resolve("file")));
  }

  @ParameterizedTest
  @CsvSource({
    "iso/a b.iso, /srv/files/template/iso/a b.iso, 1048577",
    "vztmpl/a.tar.zst, /srv/files/template/cache/a.tar.zst, 700",
    "snippets/설정.yaml, /srv/files/snippets/설정.yaml, 0",
    "import/a+b.raw, /srv/files/import/a+b.raw, 4096",
  })
  void aFileComesOverAsItIs(String name, String path, int length) throws Exception {
    machine.write(StorageConfig.PATH, CONFIG.replace("rootdir,iso", "iso,vztmpl,snippets,import"));
    byte[] data = image(path.replace("/srv/files", "/var/lib/vz"), length);
    HostCopy copy = new HostCopy(rig.host(), rig.host());
    HostCopy.Order order = new HostCopy.Order(local(name), FILES, null, null);
    HostCopy.Planned planned = copy.plan(order);
    assertEquals(new Size(length), planned.sending().size());
    assertEquals("files:" + name, planned.receiving().made().orElseThrow());
    Outcome outcome = copy.run(planned, rig.freshJob(), _ -> {});
    assertTrue(outcome.done(), outcome::toString);
    assertArrayEquals(data, Files.readAllBytes(machine.at(path)));
    assertEquals(List.of(machine.at(path)), beside(path), "nothing else is left");
    // The name has no number to be gone on with.
    assertEquals("problem.volume-exists", refused(() -> copy.plan(order)).said().key());
  }

  @Test
  void theSmallerLimitOfBothPoolsHolds() throws Exception {
    machine.write(
        StorageConfig.PATH,
        CONFIG
            .replace("rootdir,iso\n", "rootdir,iso\n\tbwlimit default=4096,clone=1\n")
            .replace("snippets,import\n", "snippets,import,iso\n\tbwlimit migration=8192\n"));
    image("/var/lib/vz/template/iso/a.iso", 2048);
    HostCopy copy = new HostCopy(rig.host(), rig.host());
    HostCopy.Planned planned = copy.plan(new HostCopy.Order(local("iso/a.iso"), FILES, null, null));
    assertEquals(new Bandwidth(4 << 20), planned.limit());
    assertEquals(
        List.of(Message.of("finding.bandwidth", new Size(4 << 20))),
        planned.receiving().findings());
    assertTrue(copy.run(planned, rig.freshJob(), _ -> {}).done());
  }

  /** It, if it is there, and what else its directory holds. */
  private List<Path> beside(String path) throws Exception {
    Path directory = machine.at(path.substring(0, path.lastIndexOf('/')));
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (var found = Files.list(directory)) {
      return found.toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 999, 1001, 5000})
  void aFileThatIsNotAsLongAsItsHeadSaysIsNone(int came) throws Exception {
    Proposal proposal = receive(FILES, "vztmpl/a.tar", StreamFormat.RAW_SIZE, 1000);
    Outcome outcome = applied(proposal, new byte[came]);
    if (came > 1000 - 512 && came <= 1000) {
      // As qemu-img counts, a sector is not always full.
      assertTrue(outcome.done(), outcome::toString);
      return;
    }
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertEquals(List.of(), beside("/srv/files/template/cache/a.tar"));
  }

  @Test
  void aFileThatLeadsToOtherFilesIsNone() throws Exception {
    byte[] head = new byte[512];
    System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3}, 0, head, 0, 8);
    head[15] = 1;
    for (String name : List.of("iso/a.iso", "import/a.qcow2")) {
      Proposal proposal = receive(FILES, name, StreamFormat.RAW_SIZE, head.length);
      assertInstanceOf(Outcome.Verdict.Undone.class, applied(proposal, head).verdict());
    }
    assertEquals(List.of(), beside("/srv/files/template/iso/a.iso"));
    assertEquals(List.of(), beside("/srv/files/import/a.qcow2"));
  }

  @Test
  void whoeverGivesAFileItsNameFirstKeepsIt() throws Exception {
    String path = "/srv/files/template/iso/a.iso";
    Proposal proposal = receive(FILES, "iso/a.iso", StreamFormat.RAW_SIZE, 3);
    // When ours is all there but for its name.
    machine.program("/usr/bin/chmod", "printf theirs >" + machine.at(path) + "\n");
    assertInstanceOf(Outcome.Verdict.Undone.class, applied(proposal, new byte[3]).verdict());
    assertEquals("theirs", machine.read(path));
    assertEquals(List.of(machine.at(path)), beside(path));
  }

  @Test
  void twoDoNotWriteTheSameFile() throws Exception {
    String part = "/srv/files/template/iso/a.iso.import.part";
    Proposal proposal = receive(FILES, "iso/a.iso", StreamFormat.RAW_SIZE, 3);
    machine.write(part, "theirs");
    assertThrows(HostException.Conflict.class, () -> applied(proposal, new byte[3]));
    assertEquals("theirs", machine.read(part));
  }

  @ParameterizedTest
  @CsvSource({
    "other, , content, problem.upload-content",
    "vg, , storage, problem.stream-no-common",
    "files, 100, vmid, problem.file-no-guest",
  })
  void filesGoOnlyWhereTheyBelong(String target, @Nullable Integer owner, String field, String key)
      throws Exception {
    machine.write("/var/lib/vz/template/iso/a.iso", "x");
    HostCopy.Order order =
        new HostCopy.Order(local("iso/a.iso"), new StorageId(target), owner, null);
    Problem problem = refused(() -> new HostCopy(rig.host(), rig.host()).plan(order));
    assertEquals(key, problem.said().key());
    assertEquals(field, problem.field());
  }

  @Test
  void aTemplateArrivesAsAVolumeAndBecomesOneAgain() throws Exception {
    machine.program("/usr/bin/chattr", "exit 0\n");
    byte[] data = new byte[4096];
    Arrays.fill(data, 1000, 3000, (byte) 'x');
    Proposal proposal = receive(OTHER, "100/base-100-disk-0.raw", StreamFormat.RAW_SIZE, 4096);
    assertEquals("other:100/base-100-disk-0.raw", proposal.made().orElseThrow());
    assertTrue(applied(proposal, data).done());
    String path = "/srv/other/images/100/base-100-disk-0.raw";
    assertArrayEquals(data, Files.readAllBytes(machine.at(path)));
    assertEquals(List.of(machine.at(path)), beside(path));
    assertEquals(
        "r--r--r--",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(machine.at(path))));
    // It takes the number of an ordinary one, and another one is found for it if wanted.
    assertEquals(
        "problem.volume-exists",
        refused(() -> receive(OTHER, "100/base-100-disk-0.raw", StreamFormat.RAW_SIZE, 4096))
            .said()
            .key());
    assertEquals(
        "other:100/base-100-disk-1.raw",
        transfers()
            .planReceive(
                new VolumeId(OTHER, "100/base-100-disk-0.raw"),
                StreamFormat.RAW_SIZE,
                new Size(4096),
                PRESENT,
                true)
            .made()
            .orElseThrow());
  }

  @Test
  void aTemplateThatSomebodyElseHasMeanwhileIsNotReplaced() throws Exception {
    String path = "/srv/other/images/100/base-100-disk-0.raw";
    Proposal proposal = receive(OTHER, "100/base-100-disk-0.raw", StreamFormat.RAW_SIZE, 4096);
    machine.program(
        "/usr/bin/dd", "cat >/dev/null; echo theirs >" + machine.at(path) + "; exit 0\n");
    assertInstanceOf(Outcome.Verdict.Undone.class, applied(proposal, new byte[4096]).verdict());
    assertEquals("theirs\n", machine.read(path));
    assertEquals(List.of(machine.at(path)), beside(path));
  }
}
