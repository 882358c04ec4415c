package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.conformance.Rig;
import stowage.exec.HostException;
import stowage.exec.Lock;
import stowage.exec.ScriptedHost;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.type.Provisioning;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.VolumeId;

/** Real volumes on a host that lies in a directory. */
class VolumePlansTest {
  private static final StorageId LOCAL = new StorageId("local");
  private static final String IMAGES = "/var/lib/vz/images/";

  @TempDir Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root);
    rig = Rig.on(machine);
  }

  @Test
  void theFirstFreeNameIsTaken() throws Exception {
    machine.write(IMAGES + "100/vm-100-disk-0.raw", "x");
    machine.write(IMAGES + "100/base-100-disk-1.qcow2", "x");
    Proposal proposal = rig.host().planAllocate(LOCAL, order(100, null));
    assertEquals("local:100/vm-100-disk-2.qcow2", proposal.made().orElseThrow());
    rig.done(proposal);
    assertTrue(Files.exists(machine.at(IMAGES + "100/vm-100-disk-2.qcow2")));
  }

  @Test
  void aNameThatIsTakenMeanwhileIsAConflictAndTheNextOneIsFoundWhenPlannedAgain() throws Exception {
    Proposal proposal = rig.host().planAllocate(LOCAL, order(100, null));
    machine.write(IMAGES + "100/vm-100-disk-0.qcow2", "theirs");
    assertThrows(HostException.Conflict.class, () -> rig.done(proposal));
    assertEquals("theirs", machine.read(IMAGES + "100/vm-100-disk-0.qcow2"));

    Files.delete(machine.at(IMAGES + "100/vm-100-disk-0.qcow2"));
    Host.Planning planning =
        () -> {
          Proposal first = rig.host().planAllocate(LOCAL, order(100, null));
          if (first.made().orElseThrow().endsWith("disk-0.qcow2")) {
            take(IMAGES + "100/vm-100-disk-0.qcow2");
          }
          return first;
        };
    Host.Applied applied = rig.host().applyReplanning(planning, rig.freshJob(), _ -> {});
    assertTrue(applied.outcome().done());
    assertEquals("local:100/vm-100-disk-1.qcow2", applied.proposal().made().orElseThrow());
  }

  @Test
  void onlyWhatDestroysDataHasANameToBeTyped() throws Exception {
    machine.write(IMAGES + "100/vm-100-disk-0.raw", "x");
    VolumeId volume = new VolumeId(LOCAL, "100/vm-100-disk-0.raw");
    assertEquals("vm-100-disk-0.raw", rig.host().planFree(volume).doomed().orElseThrow());
    // A volume that has grown stays so, but nothing is lost by it.
    assertTrue(rig.host().planResize(volume, Size.parse("1G").orElseThrow()).doomed().isEmpty());
    assertTrue(rig.host().planAllocate(LOCAL, order(100, null)).doomed().isEmpty());
  }

  @Test
  void ownersAndNamesThatDoNotFitAreRefused() {
    for (int owner : new int[] {-1, 0, 99, 1_000_000_000}) {
      refused("vmid", () -> rig.host().planAllocate(LOCAL, order(owner, null)));
    }
    for (String name : List.of("vm-100-disk-0.qcow2", "base-7-x.qcow2", "subvol-1000-a.qcow2")) {
      InvalidException refused =
          assertThrows(
              InvalidException.class, () -> rig.host().planAllocate(LOCAL, order(200, name)));
      assertEquals("filename", refused.problems().getFirst().field());
    }
  }

  @Test
  void whoOwnsTheVolumeIsPointedOut() throws Exception {
    machine.write("/etc/pve/qemu-server/100.conf", "");
    assertEquals(List.of(), rig.host().planAllocate(LOCAL, order(100, null)).findings());
    assertEquals(
        List.of(Message.of("finding.guest-unknown", 101)),
        rig.host().planAllocate(LOCAL, order(101, null)).findings());
    machine.write(IMAGES + "100/vm-100-disk-0.raw", "x");
    VolumeId volume = new VolumeId(LOCAL, "100/vm-100-disk-0.raw");
    assertEquals(List.of(), rig.host().planFree(volume).findings(), "nobody names it");
  }

  @Test
  void aTemplateStaysWhileItHasClones() throws Exception {
    Files.createDirectories(machine.at(IMAGES + "100"));
    Files.createDirectories(machine.at(IMAGES + "101"));
    String base = IMAGES + "100/base-100-disk-0.qcow2";
    qemuImg("create", "-f", "qcow2", machine.at(base).toString(), "8M");
    qemuImg(
        "create",
        "-f",
        "qcow2",
        "-F",
        "qcow2",
        "-b",
        "../100/base-100-disk-0.qcow2",
        machine.at(IMAGES + "101/vm-101-disk-0.qcow2").toString());
    VolumeId template = new VolumeId(LOCAL, "100/base-100-disk-0.qcow2");
    VolumeId clone = new VolumeId(LOCAL, "100/base-100-disk-0.qcow2/101/vm-101-disk-0.qcow2");
    InvalidException refused =
        assertThrows(InvalidException.class, () -> rig.host().planFree(template));
    assertEquals(
        List.of(
            Problem.of(
                "volume", "problem.volume-has-clones", template.toString(), clone.toString())),
        refused.problems());
    rig.done(rig.host().planFree(clone));
    rig.done(rig.host().planFree(template));
    assertFalse(Files.exists(machine.at(IMAGES + "100")));
  }

  @Test
  void whatTheIdSaysComesFirstThenThePoolThenTheVolume() {
    machine.at("/nowhere");
    refused("volume", () -> rig.host().planFree(new VolumeId(LOCAL, "100/vm-100-disk-0.raw")));
    refused("storage", () -> rig.host().planFree(new VolumeId(new StorageId("no"), "100/a.raw")));
    assertThrows(
        InvalidException.class, () -> rig.host().planFree(new VolumeId(LOCAL, "no volume")));
  }

  @Test
  void thePoolsLockIsTheOneThatOthersTake() throws Exception {
    assertEquals(
        List.of(new Lock.File("/var/lock/pve-manager/pve-storage-local")),
        rig.host().planAllocate(LOCAL, order(100, null)).plan().locks());
    ScriptedHost cluster =
        new ScriptedHost()
            .on("/usr/bin/cat " + StorageConfig.PATH, "dir: san\n\tpath /san\n\tshared 1\n\n")
            .on("/usr/bin/uname -n", "pve1\n")
            .on("/usr/bin/cat /proc/mounts", "/dev/fuse /etc/pve fuse rw 0 0\n")
            .on("/usr/bin/find", "")
            .on("/usr/bin/stat", "/etc/pve\n");
    Survey survey = new Inquiry(cluster).survey();
    assertEquals(
        new Lock.Cluster("storage-san"),
        survey.storageLock(survey.require(new StorageId("san")).pool()));
    assertEquals(
        new Lock.File("/var/lock/pve-manager/pve-storage-local"),
        survey.storageLock(survey.require(LOCAL).pool()));
    assertEquals(
        new Lock.Cluster("file-storage_cfg"),
        new ConfigWrite(survey, survey.config().without("san")).lock());
  }

  @Test
  void activatingMakesWhatIsMissingAndThenNothing() throws Exception {
    Proposal first = rig.host().planActivate(LOCAL);
    assertFalse(first.plan().steps().isEmpty());
    rig.done(first);
    assertTrue(Files.isDirectory(machine.at("/var/lib/vz/template/iso")));
    assertEquals(List.of(), rig.host().planActivate(LOCAL).plan().steps());
  }

  private void take(String path) {
    try {
      machine.write(path, "theirs");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void qemuImg(String... arguments) throws Exception {
    List<String> words = new java.util.ArrayList<>(List.of("qemu-img"));
    words.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertEquals(0, process.waitFor());
  }

  private static Provisioning.Order order(
      int owner, @org.jspecify.annotations.Nullable String name) {
    return new Provisioning.Order(owner, name, ImageFormat.QCOW2, Size.mib(8));
  }

  private static void refused(String field, org.junit.jupiter.api.function.Executable attempt) {
    InvalidException refused = assertThrows(InvalidException.class, attempt);
    assertEquals(field, refused.problems().getFirst().field());
  }
}
