package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.exec.Result.Ending.TIMED_OUT;
import static stowage.type.Samples.failure;
import static stowage.type.Samples.known;
import static stowage.type.Samples.read;
import static stowage.type.Samples.volume;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Quoting;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Remote;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;

/** Plans for a LIO target; those of other targets differ in the steps that {@code Units} gives. */
class ZfsOverIscsiBackendTest {
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);
  private static final Pool ODD =
      Samples.of(StorageType.ZFS, "appl", "pool", "tank/l uns", "portal", "192.0.2.70");
  private static final Pool POOL =
      new Pool(
          new stowage.config.StorageId("appl"),
          StorageType.ZFS,
          Map.of(
              "pool", "tank",
              "portal", "192.0.2.70",
              "target", "iqn.x:y",
              "iscsiprovider", "LIO",
              "lio_tpg", "tpg1",
              "blocksize", "8k",
              "sparse", "1",
              "zfs-base-path", "/dev/zvol"),
          IMAGES,
          true,
          Set.of());
  private static final String SAVED =
      """
      {"storage_objects": [
        {"plugin": "block", "name": "tank-vm-100-disk-0", "dev": "/dev/zvol/tank/vm-100-disk-0", "wwn": "w-1"}],
       "targets": [{"wwn": "iqn.x:y", "tpgs": [{"tag": 1, "luns": [
        {"index": 5, "storage_object": "/backstores/block/tank-vm-100-disk-0"}]}]}]}
      """;
  private final ZfsOverIscsiBackend backend = new ZfsOverIscsiBackend();

  private static Result answer(String out) {
    return Result.exited(0, out, "");
  }

  private Backend briefed() {
    return known(read(backend.briefed(POOL), answer(SAVED)));
  }

  /** What runs on the other host; long texts of shell by their arguments. */
  private static String there(Exec exec) {
    assertEquals(Remote.SSH.program(), exec.argv().getFirst());
    List<String> words = Quoting.split(exec.argv().getLast());
    return words.getFirst().equals("/bin/sh")
        ? "sh " + Quoting.words(words.subList(4, words.size()))
        : exec.argv().getLast();
  }

  private static String shown(Change change) {
    StringBuilder text = new StringBuilder();
    for (Step step : change.steps()) {
      text.append(there(step.command()));
      switch (step.undo()) {
        case Step.Undo.By(var commands, _) ->
            commands.forEach(c -> text.append("\n  < ").append(there(c)));
        case Step.Undo.Impossible() -> text.append("  # for good");
        case Step.Undo.Unneeded() -> {}
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static final String LUNS = "/usr/bin/targetcli /iscsi/iqn.x:y/tpg1/luns create ";

  @Test
  void theOtherHostIsAskedOverSsh() {
    Exec asked = backend.list(ODD, IMAGES).programs().getFirst();
    assertEquals(
        List.of(
            "/usr/bin/ssh",
            "-o",
            "BatchMode=yes",
            "-o",
            "ConnectTimeout=5",
            "-o",
            "ServerAliveInterval=15",
            "-i",
            "/etc/pve/priv/zfs/192.0.2.70_id_rsa",
            "root@192.0.2.70",
            "zfs list -o name,volsize,origin,type,refquota,used -t volume,filesystem -d1 -Hp"
                + " 'tank/l uns'"),
        asked.argv());
    assertEquals(
        List.of("appl:base-1-a0/vm-2-b0"),
        known(
                read(
                    backend.list(ODD, IMAGES),
                    answer("tank/l uns/vm-2-b0\t1\ttank/l uns/base-1-a0@__base__\tvolume\t-\t1\n")))
            .stream()
            .map(v -> v.id().toString())
            .toList());
    assertEquals(
        PoolStatus.active(30, 10, 20),
        known(read(backend.status(ODD), answer("available\t20\nused\t10\n"))));
  }

  @ParameterizedTest
  @CsvSource({
    "Host key verification failed., problem.portal-key-unknown",
    "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @ Host key verification failed.,"
        + " problem.portal-key-changed",
    "root@192.0.2.70: Permission denied (publickey)., problem.portal-login",
    "ssh: connect to host 192.0.2.70 port 22: Connection refused, problem.portal-unreachable",
  })
  void whatSshSaysIsUnderstood(String said, String reason) {
    Result refused = Result.exited(255, "", said + "\n");
    assertEquals(reason, failure(read(backend.status(POOL), refused)));
    assertEquals(reason, failure(read(backend.list(POOL, IMAGES), refused)));
    assertEquals(reason, failure(backend.activation(POOL).read(List.of(refused, refused))));
    assertEquals(reason, failure(read(backend.briefed(POOL), refused)));
  }

  @Test
  void silenceIsUnknown() {
    Result hung = new Result(TIMED_OUT, 0, new byte[0], new byte[0]);
    assertEquals("problem.timed-out", failure(read(backend.status(POOL), hung)));
    assertEquals("problem.timed-out", failure(read(backend.list(POOL, IMAGES), hung)));
    assertEquals("problem.timed-out", failure(read(backend.briefed(POOL), hung)));
    assertEquals("problem.answer-unreadable", failure(read(backend.status(POOL), answer("{"))));
    for (var probe : List.of(backend.status(POOL), backend.activation(POOL))) {
      probe.programs().forEach(p -> assertFalse(p.changesHost(), p.shown()));
    }
    assertEquals(List.of(), known(read(backend.list(POOL, Set.of(ContentType.ISO)))));
  }

  @Test
  void aPoolNeedsItsTarget() {
    Result space = answer("available\t20\nused\t10\n");
    assertEquals(
        List.of(), known(backend.activation(POOL).read(List.of(space, answer(SAVED)))).steps());
    assertEquals(
        "problem.target-missing",
        failure(backend.activation(POOL).read(List.of(space, answer("{}")))));
  }

  @Test
  void whereDevicesAreIsFoundOut() {
    Pool open = Samples.of(StorageType.ZFS, "zi", "portal", "192.0.2.70", "iscsiprovider", "iet");
    assertEquals(
        Map.of("zfs-base-path", "/dev/zvol"),
        known(read(backend.complete(open), answer(""))).values());
    assertEquals(
        Map.of("zfs-base-path", "/dev"),
        known(read(backend.complete(open), Result.exited(2, "", "ls: x"))).values());
    Completion unsure = known(read(backend.complete(open), Result.exited(255, "", "x")));
    assertEquals(Map.of("zfs-base-path", "/dev/zvol"), unsure.values());
    assertEquals(
        List.of(Message.of("finding.zfs-base-path", "/dev/zvol", "192.0.2.70")), unsure.findings());
    Pool solaris = Samples.of(StorageType.ZFS, "zi", "iscsiprovider", "comstar");
    assertEquals(
        Map.of("zfs-base-path", "/dev/zvol/rdsk"), known(read(backend.complete(solaris))).values());
  }

  @Test
  void abilitiesAreThoseOfTheType() throws InvalidException {
    for (Feature feature :
        List.of(
            Feature.ALLOCATE,
            Feature.FREE,
            Feature.RESIZE,
            Feature.SNAPSHOT,
            Feature.ROLLBACK,
            Feature.LINKED_CLONE,
            Feature.TEMPLATE,
            Feature.FULL_COPY,
            Feature.SHARED)) {
      assertTrue(backend.supports(feature, POOL, null).possible(), feature.name());
    }
    for (Feature feature :
        List.of(
            Feature.RENAME, Feature.SPARSE, Feature.EXPORT, Feature.UPLOAD, Feature.REPLICATE)) {
      assertFalse(backend.supports(feature, POOL, null).possible(), feature.name());
    }
    assertEquals(
        Support.no("support.template-fixed"),
        backend.supports(Feature.RESIZE, POOL, backend.parse("base-100-disk-0")));
    assertEquals(
        Support.no("support.lio-without-tpg"), backend.supports(Feature.ALLOCATE, ODD, null));
    assertThrows(InvalidException.class, () -> backend.parse("../etc/passwd"));
  }

  @Test
  void aVolumeIsMadeAndBecomesAUnit() throws InvalidException {
    Provisioning.Allocation made =
        briefed()
            .provisioning()
            .orElseThrow()
            .allocate(POOL, new Provisioning.Order(101, null, null, Size.kib(1)), List.of());
    assertEquals("appl:vm-101-disk-0", made.made().toString());
    assertEquals(
        """
        zfs create -s -b 8k -V 1024k tank/vm-101-disk-0
          < sh tank/vm-101-disk-0
        /bin/ls -L /dev/zvol/tank/vm-101-disk-0
        /usr/bin/targetcli /backstores/block create name=tank-vm-101-disk-0 dev=/dev/zvol/tank/vm-101-disk-0
          < /usr/bin/targetcli /backstores/block delete tank-vm-101-disk-0
          < /usr/bin/targetcli saveconfig
        /usr/bin/targetcli /backstores/block/tank-vm-101-disk-0 set attribute emulate_tpu=1
        %s/backstores/block/tank-vm-101-disk-0 lun=0
        /usr/bin/targetcli saveconfig
        """
            .formatted(LUNS),
        shown(made.change()));
    assertEquals(
        List.of("zfs list -H -o name tank/vm-101-disk-0", "sh "),
        made.change().guards().stream().map(g -> there(g.check())).toList());
    assertEquals(Remote.digest(SAVED), made.change().guards().getLast().prefix());
    assertThrows(
        InvalidException.class,
        () ->
            briefed()
                .provisioning()
                .orElseThrow()
                .allocate(
                    POOL,
                    new Provisioning.Order(101, null, ImageFormat.SUBVOL, Size.mib(1)),
                    List.of()));
  }

  private static final Volume DISK = volume(POOL, "vm-100-disk-0", 8 << 20);
  private static final String TAKEN =
      """
      /usr/bin/targetcli /backstores/block delete tank-vm-100-disk-0
        < /usr/bin/targetcli /backstores/block create name=tank-vm-100-disk-0 dev=/dev/zvol/tank/vm-100-disk-0 wwn=w-1
        < /usr/bin/targetcli /backstores/block/tank-vm-100-disk-0 set attribute emulate_tpu=1
        < %s/backstores/block/tank-vm-100-disk-0 lun=5
        < /usr/bin/targetcli saveconfig
      /usr/bin/targetcli saveconfig
      """
          .formatted(LUNS);

  @Test
  void aVolumeIsNoUnitAnyMoreBeforeItGoes() throws InvalidException {
    Provisioning provisioning = briefed().provisioning().orElseThrow();
    assertEquals(
        TAKEN + "zfs destroy -r tank/vm-100-disk-0  # for good\n",
        shown(provisioning.free(POOL, DISK, List.of(DISK))));
    // One that never became a unit goes all the same.
    Volume stray = volume(POOL, "vm-100-disk-9", 8 << 20);
    assertEquals(
        "zfs destroy -r tank/vm-100-disk-9  # for good\n",
        shown(provisioning.free(POOL, stray, List.of(stray))));
  }

  @Test
  void aVolumeGrows() throws InvalidException {
    Provisioning provisioning = briefed().provisioning().orElseThrow();
    assertEquals(
        "zfs set volsize=16384k tank/vm-100-disk-0  # for good\n",
        shown(provisioning.resize(POOL, DISK, Size.mib(16))));
    assertThrows(InvalidException.class, () -> provisioning.resize(POOL, DISK, Size.mib(8)));
  }

  @Test
  void untilTheTargetKnowsAVolumeCanShrinkAgain() throws InvalidException {
    Pool solaris =
        Samples.of(
            StorageType.ZFS,
            "sol",
            "pool",
            "tank",
            "portal",
            "192.0.2.70",
            "iscsiprovider",
            "comstar");
    Backend briefed =
        known(
            read(
                backend.briefed(solaris),
                answer(
                    "unit 600144f0aaaabbbbccccddddeeee0002 /dev/zvol/rdsk/tank/vm-100-disk-0\n"
                        + "LUN : 1\n")));
    assertEquals(
        """
        zfs set volsize=16384k tank/vm-100-disk-0
          < zfs set volsize=8388608 tank/vm-100-disk-0
        /usr/sbin/stmfadm modify-lu -s 16384K 600144f0aaaabbbbccccddddeeee0002  # for good
        """,
        shown(
            briefed
                .provisioning()
                .orElseThrow()
                .resize(solaris, volume(solaris, "vm-100-disk-0", 8 << 20), Size.mib(16))));
  }

  @Test
  void itIsNoUnitWhileItGoesBack() throws InvalidException {
    Snapshots snapshots = briefed().snapshots().orElseThrow();
    List<Snapshot> listed =
        known(read(snapshots.list(POOL, DISK), answer("tank/vm-100-disk-0@one\t1700000000\n")));
    assertEquals(
        TAKEN
            + """
            zfs rollback tank/vm-100-disk-0@one  # for good
            /usr/bin/targetcli /backstores/block create name=tank-vm-100-disk-0 dev=/dev/zvol/tank/vm-100-disk-0 wwn=w-1
              < /usr/bin/targetcli /backstores/block delete tank-vm-100-disk-0
              < /usr/bin/targetcli saveconfig
            /usr/bin/targetcli /backstores/block/tank-vm-100-disk-0 set attribute emulate_tpu=1
            %s/backstores/block/tank-vm-100-disk-0 lun=5
            /usr/bin/targetcli saveconfig
            """
                .formatted(LUNS),
        shown(snapshots.rollback(POOL, DISK, "one", listed)));
    assertEquals(
        "zfs snapshot tank/vm-100-disk-0@two\n  < zfs destroy tank/vm-100-disk-0@two\n",
        shown(snapshots.create(POOL, DISK, "two")));
    assertEquals(
        "zfs destroy tank/vm-100-disk-0@one  # for good\n",
        shown(snapshots.delete(POOL, DISK, "one", listed)));
  }

  @Test
  void aTemplateKeepsItsNumber() throws InvalidException {
    Provisioning.Allocation made =
        briefed().cloning().orElseThrow().template(POOL, DISK, List.of(), List.of(DISK));
    assertEquals("appl:base-100-disk-0", made.made().toString());
    assertEquals(
        TAKEN
            + """
            zfs rename tank/vm-100-disk-0 tank/base-100-disk-0
              < zfs rename tank/base-100-disk-0 tank/vm-100-disk-0
            /bin/ls -L /dev/zvol/tank/base-100-disk-0
            /usr/bin/targetcli /backstores/block create name=tank-base-100-disk-0 dev=/dev/zvol/tank/base-100-disk-0
              < /usr/bin/targetcli /backstores/block delete tank-base-100-disk-0
              < /usr/bin/targetcli saveconfig
            /usr/bin/targetcli /backstores/block/tank-base-100-disk-0 set attribute emulate_tpu=1
            %s/backstores/block/tank-base-100-disk-0 lun=5
            /usr/bin/targetcli saveconfig
            zfs snapshot tank/base-100-disk-0@__base__
              < zfs destroy tank/base-100-disk-0@__base__
            """
                .formatted(LUNS),
        shown(made.change()));
  }

  @Test
  void aCloneIsAUnitOfItsOwn() throws InvalidException {
    Volume base = volume(POOL, "base-100-disk-0", 8 << 20);
    Provisioning.Allocation made =
        briefed()
            .cloning()
            .orElseThrow()
            .clone(POOL, base, null, new Naming(102, null), List.of(base));
    assertEquals("appl:base-100-disk-0/vm-102-disk-0", made.made().toString());
    String steps = shown(made.change());
    assertTrue(
        steps.startsWith(
            """
            zfs clone tank/base-100-disk-0@__base__ tank/vm-102-disk-0
              < sh tank/vm-102-disk-0
            /bin/ls -L /dev/zvol/tank/vm-102-disk-0
            """),
        steps);
    assertTrue(steps.contains(LUNS + "/backstores/block/tank-vm-102-disk-0 lun=0\n"), steps);
  }

  @Test
  void theAddressHoldsTheNumber() throws InvalidException {
    assertEquals(
        "iscsi://192.0.2.70/iqn.x:y/5",
        known(read(backend.located(POOL, "vm-100-disk-0", null), answer(SAVED))));
    assertEquals(
        "iscsi://192.0.2.70/iqn.x:y/5",
        known(read(backend.reached(POOL, "vm-100-disk-0", null), answer(SAVED))).path());
    assertEquals(
        "problem.no-unit",
        failure(read(backend.located(POOL, "vm-100-disk-1", null), answer(SAVED))));
    assertThrows(InvalidException.class, () -> backend.located(POOL, "vm-100-disk-0", "one"));
    assertEquals(
        "iscsi://192.0.2.70/iqn.x:y/0",
        known(read(briefed().filled(POOL, "vm-103-disk-0"))).path());
    Reading<Backend> silent = read(backend.briefed(POOL), Result.exited(2, "", "sed: x\n"));
    assertEquals("problem.program-failed", failure(silent));
  }
}
