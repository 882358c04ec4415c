package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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
import stowage.exec.Outcome;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Problem;
import stowage.type.Naming;
import stowage.type.Snapshot;
import stowage.volume.VolumeId;

/** Snapshots of real images, on a host that lies in a directory. */
class SnapshotPlansTest {
  private static final String DISK = "/var/lib/vz/images/100/vm-100-disk-0.qcow2";
  private static final VolumeId VOLUME =
      new VolumeId(new StorageId("local"), "100/vm-100-disk-0.qcow2");
  private static final String CONFIG =
      """
      dir: local
      \tpath /var/lib/vz
      \tcontent images,rootdir,iso

      dir: chain
      \tpath /var/lib/vz
      \tcontent images
      \tsnapshot-as-volume-chain 1

      dir: off
      \tpath /srv
      \tcontent images
      \tdisable 1

      """;

  @TempDir Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root).write(StorageConfig.PATH, CONFIG);
    rig = Rig.on(machine);
    Files.createDirectories(machine.at(DISK).getParent());
    Process made =
        new ProcessBuilder("qemu-img", "create", "-f", "qcow2", root + DISK, "8M")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, made.waitFor());
  }

  private void take(String name) throws Exception {
    rig.done(() -> rig.host().planSnapshot(VOLUME, name));
  }

  private List<String> names() throws Exception {
    return rig.host().snapshots(VOLUME).optional().orElseThrow().stream()
        .map(Snapshot::name)
        .toList();
  }

  private void qemuImg(String script) throws Exception {
    machine.program("/usr/bin/qemu-img", script + "exec /usr/bin/qemu-img \"$@\"\n");
  }

  @Test
  void theyComeAndGoInOrder() throws Exception {
    assertEquals(List.of(), names());
    take("first");
    take("second");
    assertEquals(List.of("first", "second"), names());
    rig.done(() -> rig.host().planDeleteSnapshot(VOLUME, "first"));
    assertEquals(List.of("second"), names());
    rig.done(() -> rig.host().planRollback(VOLUME, "second"));
    assertEquals(List.of("second"), names(), "going back loses no snapshot");
  }

  @Test
  void besideTheImageTheyAreFiles() throws Exception {
    VolumeId volume = new VolumeId(new StorageId("chain"), VOLUME.name());
    for (String name : List.of("first", "second")) {
      rig.done(() -> rig.host().planSnapshot(volume, name));
    }
    assertEquals(
        List.of(
            new Snapshot("first", null, List.of("second")),
            new Snapshot("second", null, List.of())),
        rig.host().snapshots(volume).optional().orElseThrow());
    assertTrue(Files.exists(machine.at("/var/lib/vz/images/100/snap-first-vm-100-disk-0.qcow2")));
    assertEquals(
        "problem.snapshot-not-newest",
        refused(() -> rig.host().planRollback(volume, "first")).said().key());
    rig.done(() -> rig.host().planRollback(volume, "second"));
    assertEquals(
        "/var/lib/vz/images/100/snap-first-vm-100-disk-0.qcow2", rig.host().path(volume, "first"));
    Proposal copy =
        rig.host().planCopy(volume, "first", volume.storage(), new Naming(100, null), null);
    assertTrue(
        copy.plan()
            .steps()
            .getLast()
            .command()
            .argv()
            .containsAll(
                List.of("convert", "/var/lib/vz/images/100/snap-first-vm-100-disk-0.qcow2")));
    assertFalse(copy.plan().steps().getLast().command().argv().contains("-l"));
    rig.done(() -> rig.host().planDeleteSnapshot(volume, "first"));
    rig.done(() -> rig.host().planDeleteSnapshot(volume, "second"));
    assertEquals(List.of(), rig.host().snapshots(volume).optional().orElseThrow());
  }

  @Test
  void aNewOneCanBeTakenBack() throws Exception {
    Proposal proposal = rig.host().planSnapshot(VOLUME, "before");
    assertEquals(Message.of("step.snapshot", "before", VOLUME.toString()), proposal.plan().title());
    assertEquals(List.of(), proposal.plan().locks());
    assertTrue(proposal.doomed().isEmpty());
    Step step = proposal.plan().steps().getLast();
    assertEquals("/usr/bin/qemu-img snapshot -c before " + DISK, step.command().shown());
    Step.Undo.By undo = assertInstanceOf(Step.Undo.By.class, step.undo());
    assertFalse(undo.partial());
    assertEquals(
        List.of("/usr/bin/qemu-img snapshot -d before " + DISK),
        undo.commands().stream().map(Exec::shown).toList());
    assertEquals(
        Message.of("problem.snapshot-exists", "before", "100/vm-100-disk-0.qcow2"),
        proposal.plan().guards().getLast().otherwise());
    assertEquals(1, proposal.plan().guards().getLast().status());
  }

  @Test
  void whatIsLostIsTypedFirst() throws Exception {
    take("before");
    Proposal delete = rig.host().planDeleteSnapshot(VOLUME, "before");
    assertEquals("before", delete.doomed().orElseThrow());
    assertEquals("step.delete-snapshot", delete.plan().title().key());
    Proposal rollback = rig.host().planRollback(VOLUME, "before");
    assertEquals("vm-100-disk-0.qcow2", rollback.doomed().orElseThrow());
    assertEquals("step.rollback", rollback.plan().title().key());
    for (Proposal proposal : List.of(delete, rollback)) {
      assertInstanceOf(Step.Undo.Impossible.class, proposal.plan().steps().getLast().undo());
      assertEquals(0, proposal.plan().guards().getLast().status());
      assertEquals(
          Message.of("problem.snapshot-missing", "before", "100/vm-100-disk-0.qcow2"),
          proposal.plan().guards().getLast().otherwise());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"current", "vzdump", "__base__", "__migration__", "__replicate_100-0_1__"})
  void namesOfMachinesAreLeftToThem(String name) {
    Message said = Message.of("problem.snapshot-of-system", name);
    assertEquals(said, refused(() -> rig.host().planSnapshot(VOLUME, name)).said());
    if (name.startsWith("__")) {
      assertEquals(said, refused(() -> rig.host().planDeleteSnapshot(VOLUME, name)).said());
      assertEquals(said, refused(() -> rig.host().planRollback(VOLUME, name)).said());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "1st",
        "-c",
        "--help",
        "a b",
        "a\nb",
        "a/b",
        "../x",
        "a'b",
        "a\"b",
        "$(id)",
        "a;b",
        "a=b",
        "a,b",
        "a@b",
        "이전",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmno",
      })
  void namesThatAToolCouldMisreadAreRefused(String name) throws Exception {
    Problem problem = refused(() -> rig.host().planSnapshot(VOLUME, name));
    assertEquals("snapshot", problem.field());
    assertEquals(Message.of("problem.snapshot-form", name), problem.said());
    Message missing = Message.of("problem.snapshot-missing", name, "100/vm-100-disk-0.qcow2");
    assertEquals(missing, refused(() -> rig.host().planDeleteSnapshot(VOLUME, name)).said());
    assertEquals(missing, refused(() -> rig.host().planRollback(VOLUME, name)).said());
    assertEquals(List.of(), names());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ab", "Before_2-0", "abcdefghijklmnopqrstuvwxyzabcdefghijklmn", "x__base__"})
  void plainNamesAreTaken(String name) throws Exception {
    take(name);
    assertEquals(List.of(name), names());
    Problem problem = refused(() -> rig.host().planSnapshot(VOLUME, name));
    assertEquals(Message.of("problem.snapshot-exists", name, VOLUME.toString()), problem.said());
  }

  @ParameterizedTest
  @CsvSource({
    "local:100/vm-100-disk-9.qcow2, volume, problem.volume-missing",
    "local:100/vm-100-disk-1.raw, volume, support.needs-qcow2",
    "local:100/base-100-disk-2.qcow2, volume, support.template-no-snapshot",
    "local:100/subvol-100-disk-3.subvol, volume, support.needs-qcow2",
    "local:iso/a.iso, volume, support.no-guest-volume",
    "local:no volume, volume, problem.volume-name",
    "off:100/vm-100-disk-0.qcow2, storage, problem.pool-disabled",
    "none:100/vm-100-disk-0.qcow2, storage, problem.storage-missing",
  })
  void whatCanHaveNoneSaysWhy(String volume, String field, String key) throws Exception {
    machine
        .write("/var/lib/vz/images/100/vm-100-disk-1.raw", "x")
        .write("/var/lib/vz/template/iso/a.iso", "x");
    Files.copy(machine.at(DISK), machine.at("/var/lib/vz/images/100/base-100-disk-2.qcow2"));
    Files.createDirectories(machine.at("/var/lib/vz/images/100/subvol-100-disk-3.subvol"));
    VolumeId id = VolumeId.parse(volume).orElseThrow();
    for (Executable attempt :
        List.<Executable>of(
            () -> rig.host().snapshots(id),
            () -> rig.host().planSnapshot(id, "before"),
            () -> rig.host().planDeleteSnapshot(id, "before"),
            () -> rig.host().planRollback(id, "before"))) {
      Problem problem = refused(attempt);
      assertEquals(key, problem.said().key());
      assertEquals(field, problem.field());
    }
  }

  @Test
  void somebodyElsesSnapshotOfTheNameIsLeftAlone() throws Exception {
    Proposal proposal = rig.host().planSnapshot(VOLUME, "before");
    take("before");
    assertThrows(HostException.Conflict.class, () -> rig.done(proposal));
    assertEquals(List.of("before"), names());
  }

  @Test
  void whatIsGoneMeanwhileIsAConflict() throws Exception {
    take("before");
    Proposal delete = rig.host().planDeleteSnapshot(VOLUME, "before");
    Proposal rollback = rig.host().planRollback(VOLUME, "before");
    rig.done(() -> rig.host().planDeleteSnapshot(VOLUME, "before"));
    assertThrows(HostException.Conflict.class, () -> rig.done(delete));
    assertThrows(HostException.Conflict.class, () -> rig.done(rollback));
  }

  @Test
  void aRunningGuestsImageIsLeftAsItIs() throws Exception {
    qemuImg(
        """
        case "$1" in snapshot)
          echo 'qemu-img: Failed to get "write" lock' >&2; exit 1 ;;
        esac
        """);
    Proposal proposal = rig.host().planSnapshot(VOLUME, "before");
    Outcome outcome = rig.host().apply(proposal, rig.freshJob(), _ -> {});
    Outcome.Verdict.Undone undone =
        assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertTrue(outcome.of(undone.step()).orElseThrow().errorText().contains("lock"));
    assertEquals(List.of(), names());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 1",
        "echo 'qemu-img: Permission denied' >&2; exit 1",
        "exit 0",
        "echo '{'; exit 0",
        "echo '[]'; exit 0",
        "echo '{\"snapshots\": []}'; exit 0",
        "echo 'null'; exit 0",
        "printf '\\377\\376'; exit 0",
        "echo 'image: vm-100-disk-0.qcow2'; exit 0",
      })
  void aListThatMakesNoSenseIsNoEmptyList(String script) throws Exception {
    take("before");
    qemuImg("case \"$1\" in info) " + script + " ;; esac\n");
    assertInstanceOf(Reading.Failed.class, rig.host().snapshots(VOLUME));
    for (Executable attempt :
        List.<Executable>of(
            () -> rig.host().planSnapshot(VOLUME, "other"),
            () -> rig.host().planDeleteSnapshot(VOLUME, "before"),
            () -> rig.host().planRollback(VOLUME, "before"))) {
      assertThrows(HostException.NoAnswer.class, attempt);
    }
  }

  @Test
  void guestsThatUseTheVolumeAreHeardBeforeItGoesBack() throws Exception {
    take("before");
    machine.write("/etc/pve/qemu-server/100.conf", "name: mail\nscsi0: " + VOLUME + ",size=8M\n");
    Problem problem = refused(() -> rig.host().planRollback(VOLUME, "before"));
    assertEquals(List.of(VOLUME.toString(), "100 (mail)"), problem.said().args());
    Proposal overruled =
        new SnapshotPlans(new Inquiry(machine.shell())).rollback(VOLUME, "before", InUse.OVERRULE);
    assertEquals(List.of(Message.of("finding.guest-uses", "100 (mail)")), overruled.findings());
    assertEquals(List.of("100 (mail)"), overruled.guests().stream().map(Guest::label).toList());
    // Making one and removing one takes nothing from a guest.
    assertEquals(List.of(), rig.host().planSnapshot(VOLUME, "other").findings());
    assertEquals(List.of(), rig.host().planDeleteSnapshot(VOLUME, "before").guests());
  }
}
