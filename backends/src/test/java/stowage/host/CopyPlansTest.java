package stowage.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Lock;
import stowage.exec.Outcome;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.type.Naming;
import stowage.volume.ImageFormat;
import stowage.volume.VolumeId;

/** Copies on one host: what is refused before anything runs, and what is run in which order. */
class CopyPlansTest {
  private static final StorageId OTHER = new StorageId("other");
  private static final Naming FREE = new Naming(101, null);
  private static final String SOURCE = "/var/lib/vz/images/100/vm-100-disk-0.raw";
  private static final VolumeId VOLUME = volume("local:100/vm-100-disk-0.raw");
  private static final String CONFIG =
      """
      dir: local
      \tpath /var/lib/vz
      \tcontent images,rootdir,iso

      dir: other
      \tpath /srv/other
      \tcontent images

      dir: off
      \tpath /srv
      \tcontent images
      \tdisable 1

      dir: away
      \tpath /srv
      \tcontent images
      \tnodes no-such-node

      dir: unplugged
      \tpath /mnt/unplugged
      \tcontent images
      \tis_mountpoint 1

      iscsidirect: units
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
    byte[] data = new byte[1 << 20];
    Arrays.fill(data, 5000, 9000, (byte) 'x');
    Files.createDirectories(machine.at(SOURCE).getParent());
    Files.write(machine.at(SOURCE), data);
    Files.createDirectories(machine.at("/srv/other"));
    rig = Rig.on(machine);
  }

  private static VolumeId volume(String id) {
    return VolumeId.parse(id).orElseThrow();
  }

  private Proposal copy(VolumeId source, StorageId target, Naming wanted) throws Exception {
    return rig.host().planCopy(source, null, target, wanted, null);
  }

  private void nothingIsThere() {
    assertFalse(Files.exists(machine.at("/srv/other/images/101")));
  }

  @Test
  void theNewVolumeIsMadeUnderItsPoolsLockAndFilledWithoutIt() throws Exception {
    Proposal proposal = copy(VOLUME, OTHER, FREE);
    assertEquals(
        Message.of("step.copy", VOLUME.toString(), "other:101/vm-101-disk-0.raw"),
        proposal.plan().title());
    assertEquals("other:101/vm-101-disk-0.raw", proposal.made().orElseThrow());
    assertEquals(
        List.of(new Lock.File("/var/lock/pve-manager/pve-storage-other")), proposal.plan().locks());
    List<Step> steps = proposal.plan().steps();
    assertEquals(steps.size() - 1, proposal.plan().lockedSteps());
    String path = "/srv/other/images/101/vm-101-disk-0.raw";
    assertEquals(
        List.of(
            "/usr/bin/mkdir -p -m 0740 -- /srv/other/images/101",
            "/usr/bin/qemu-img create -o preallocation=off -f raw " + path + " 1024K",
            "/usr/bin/chmod 0640 -- " + path,
            "/usr/bin/qemu-img convert -p -n -f raw -O raw " + SOURCE + " " + path),
        steps.subList(steps.size() - 4, steps.size()).stream()
            .map(s -> s.command().shown())
            .toList());
    assertEquals(
        Message.of("step.copy-data", "vm-100-disk-0.raw", "other:101/vm-101-disk-0.raw"),
        steps.getLast().title());
    assertTrue(steps.stream().allMatch(s -> s.command().identity() == Exec.Identity.ROOT));
    assertTrue(proposal.doomed().isEmpty(), "a copy costs nobody anything");
    assertTrue(proposal.configDiff().isEmpty());
    rig.done(proposal);
    assertArrayEquals(Files.readAllBytes(machine.at(SOURCE)), Files.readAllBytes(machine.at(path)));
  }

  @Test
  void aGuestThatNobodyKnowsIsPointedOut() throws Exception {
    assertEquals(
        List.of(Message.of("finding.guest-unknown", 101)), copy(VOLUME, OTHER, FREE).findings());
    machine.write("/etc/pve/qemu-server/101.conf", "");
    assertEquals(List.of(), copy(VOLUME, OTHER, FREE).findings());
  }

  @ParameterizedTest
  @CsvSource({
    "local:100/vm-100-disk-9.raw, other, volume, problem.volume-missing",
    "local:iso/a.iso, other, volume, support.no-guest-volume",
    "local:100/subvol-100-disk-1.subvol, other, volume, support.format-no-copy",
    "local:100/vm-100-disk-2.raw, other, volume, problem.volume-missing",
    "local:no volume, other, volume, problem.volume-name",
    "local:../../etc/shadow, other, volume, problem.volume-name",
    "none:100/vm-100-disk-0.raw, other, storage, problem.storage-missing",
    "off:100/vm-100-disk-0.raw, other, storage, problem.pool-disabled",
    "away:100/vm-100-disk-0.raw, other, storage, problem.pool-elsewhere",
    "local:100/vm-100-disk-0.raw, none, storage, problem.storage-missing",
    "local:100/vm-100-disk-0.raw, off, storage, problem.pool-disabled",
    "local:100/vm-100-disk-0.raw, away, storage, problem.pool-elsewhere",
  })
  void whatCantBeCopiedSaysWhy(String source, String target, String field, String key)
      throws Exception {
    machine.write("/var/lib/vz/template/iso/a.iso", "x");
    Files.createDirectories(machine.at("/var/lib/vz/images/100/subvol-100-disk-1.subvol"));
    Files.createDirectories(machine.at("/var/lib/vz/images/100/vm-100-disk-2.raw"));
    Problem problem = refused(() -> copy(volume(source), new StorageId(target), FREE));
    assertEquals(key, problem.said().key());
    assertEquals(field, problem.field());
    nothingIsThere();
  }

  @Test
  void unitsOfATargetAreNotMadeFromHere() {
    assertEquals("storage", refused(() -> copy(VOLUME, new StorageId("units"), FREE)).field());
  }

  @Test
  void aTargetThatIsNotThereIsNotFilled() throws Exception {
    Files.createDirectories(machine.at("/mnt/unplugged"));
    assertThrows(
        HostException.NoAnswer.class, () -> copy(VOLUME, new StorageId("unplugged"), FREE));
    try (var below = Files.list(machine.at("/mnt/unplugged"))) {
      assertEquals(0, below.count());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "99, , vmid, problem.guest-id",
    "0, , vmid, problem.guest-id",
    "-1, , vmid, problem.guest-id",
    "1000000000, , vmid, problem.guest-id",
    "101, vm-102-disk-0.raw, filename, problem.other-guest",
    "101, base-1010-disk-0.raw, filename, problem.other-guest",
    "101, subvol-100-disk-0.subvol, filename, problem.other-guest",
    "101, -rf.raw, name, problem.new-name-characters",
    "101, 'vm-101-a b.raw', name, problem.new-name-characters",
    "101, 'vm-101-a''b.raw', name, problem.new-name-characters",
    "101, 'vm-101-$(id).raw', name, problem.new-name-characters",
    "101, vm-101-../x.raw, name, problem.new-name-characters",
    "101, ../vm-101-disk-0.raw, name, problem.new-name-characters",
    "101, disk-0.raw, name, problem.new-name-owner",
  })
  void namesThatBelongToOthersOrToNobodyAreRefused(
      int owner, @Nullable String name, String field, String key) {
    Problem problem = refused(() -> copy(VOLUME, OTHER, new Naming(owner, name)));
    assertEquals(key, problem.said().key());
    assertEquals(field, problem.field());
    nothingIsThere();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vm-101-a\nb.raw", "vm-101-a\0b.raw", "vm-101-a\r.raw", "", ".", ".."})
  void controlCharactersAndDirectoriesAreNoNames(String name) {
    assertThrows(InvalidException.class, () -> copy(VOLUME, OTHER, new Naming(101, name)));
    nothingIsThere();
  }

  @Test
  void bothMistakesInANameAreToldAtOnce() {
    InvalidException refused =
        assertThrows(
            InvalidException.class, () -> copy(VOLUME, OTHER, new Naming(7, "vm-100-disk-0.raw")));
    assertEquals(
        List.of("problem.guest-id", "problem.other-guest"),
        refused.problems().stream().map(p -> p.said().key()).toList());
  }

  @Test
  void nothingIsCopiedIntoADirectory() {
    Problem problem =
        refused(() -> rig.host().planCopy(VOLUME, null, OTHER, FREE, ImageFormat.SUBVOL));
    assertEquals("format", problem.field());
    assertEquals(Message.of("support.format-no-copy", "subvol"), problem.said());
  }

  @ParameterizedTest
  @CsvSource({
    ", , vm-101-disk-0.raw",
    "QCOW2, , vm-101-disk-0.qcow2",
    "VMDK, , vm-101-disk-0.vmdk",
    ", vm-101-x.qcow2, vm-101-x.qcow2",
    "QCOW2, vm-101-x.qcow2, vm-101-x.qcow2",
    ", vm-101-x.y.raw, vm-101-x.y.raw",
  })
  void theFormatIsTheWantedOneOrThatOfTheNameOrOfTheSource(
      @Nullable ImageFormat format, @Nullable String name, String made) throws Exception {
    Proposal proposal = rig.host().planCopy(VOLUME, null, OTHER, new Naming(101, name), format);
    assertEquals("other:101/" + made, proposal.made().orElseThrow());
    String word = made.substring(made.lastIndexOf('.') + 1);
    List<String> convert = proposal.plan().steps().getLast().command().argv();
    assertEquals(List.of("-f", "raw", "-O", word), convert.subList(4, 8));
  }

  @Test
  void aNameAndAFormatThatContradictAreRefused() {
    Problem problem =
        refused(() ->
            rig.host()
                .planCopy(VOLUME, null, OTHER, new Naming(101, "vm-101-x.raw"), ImageFormat.QCOW2));
    assertEquals(Message.of("problem.format-contradiction", "raw", "qcow2"), problem.said());
  }

  @Test
  void onlyQcow2HasStatesToCopy() {
    Problem problem = refused(() -> rig.host().planCopy(VOLUME, "before", OTHER, FREE, null));
    assertEquals("snapshot", problem.field());
    assertEquals(Message.of("support.needs-qcow2", "raw"), problem.said());
  }

  @Test
  void aFileThatIsNotWhatItsNameSaysIsNotRead() throws Exception {
    String file = "/var/lib/vz/images/100/vm-100-disk-1.qcow2";
    Files.copy(machine.at(SOURCE), machine.at(file));
    VolumeId wrong = volume("local:100/vm-100-disk-1.qcow2");
    Problem problem = refused(() -> copy(wrong, OTHER, FREE));
    assertEquals(Message.of("problem.image-invalid", wrong.toString(), "qcow2"), problem.said());
  }

  @Test
  void withoutTheProgramNothingIsPlanned() throws Exception {
    machine.program(
        "/usr/bin/stat",
        """
        case "$*" in
          *qemu-img*) /usr/bin/stat "$@" | grep -v qemu-img ;;
          *) exec /usr/bin/stat "$@" ;;
        esac
        """);
    Problem problem = refused(() -> copy(VOLUME, OTHER, FREE));
    assertEquals("type", problem.field());
    assertEquals(
        Message.of("problem.tool-missing", "/usr/bin/qemu-img", "qemu-utils"), problem.said());
  }

  @Test
  void whoeverWasFasterKeepsTheName() throws Exception {
    Proposal proposal = copy(VOLUME, OTHER, FREE);
    String path = "/srv/other/images/101/vm-101-disk-0.raw";
    machine.write(path, "theirs");
    assertThrows(HostException.Conflict.class, () -> rig.done(proposal));
    assertEquals("theirs", machine.read(path));
    assertEquals(
        "problem.volume-exists",
        refused(() -> copy(VOLUME, OTHER, new Naming(101, "vm-101-disk-0.raw"))).said().key());
    assertEquals("other:101/vm-101-disk-1.raw", copy(VOLUME, OTHER, FREE).made().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "convert"})
  void halfACopyIsNoneAndTheSourceIsAsItWas(String failing) throws Exception {
    byte[] before = Files.readAllBytes(machine.at(SOURCE));
    machine.program(
        "/usr/bin/qemu-img",
        """
        /usr/bin/qemu-img "$@" || exit
        [ "$1" != %s ] || { echo 'qemu-img: No space left on device' >&2; exit 1; }
        """
            .formatted(failing));
    Proposal proposal = copy(VOLUME, OTHER, FREE);
    Outcome outcome = rig.host().apply(proposal, rig.freshJob(), _ -> {});
    Outcome.Verdict.Undone undone =
        assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertTrue(
        outcome.of(undone.step()).orElseThrow().errorText().contains("No space left on device"));
    nothingIsThere();
    assertArrayEquals(before, Files.readAllBytes(machine.at(SOURCE)));
  }
}
