package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refusal;
import static stowage.type.Samples.failure;
import static stowage.type.Samples.known;
import static stowage.type.Samples.read;
import static stowage.type.Samples.shown;
import static stowage.type.Samples.volume;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;

class LvmBackendTest {
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);
  private static final Pool POOL = pool();
  private static final Pool ON_UNIT = pool("base", "san1:0.0.1.scsi-36001405a");
  private static final Pool SAFE = pool("saferemove", "1");
  private static final Pool CHAIN = pool("snapshot-as-volume-chain", "1");
  private final LvmBackend backend = new LvmBackend();
  private final Provisioning provisioning = new LvmProvisioning();

  private static Pool pool(String... more) {
    String[] values = new String[more.length + 2];
    values[0] = "vgname";
    values[1] = "vgthick";
    System.arraycopy(more, 0, values, 2, more.length);
    return Samples.of(StorageType.LVM, "thick", values);
  }

  private static Result answer(String out) {
    return Result.exited(0, out, "");
  }

  // Recorded; LVM 2.03.16.
  private static final Result GROUPS =
      answer(
          """
            {
                "report": [
                    {
                        "vg": [
                            {"vg_name":"pve", "vg_size":"8585740288", "vg_free":"2126512128", "lv_count":"1"},
                            {"vg_name":"vgthick", "vg_size":"4290772992", "vg_free":"4290772990", "lv_count":"0"}
                        ]
                    }
                ]
            }
          """);
  private static final Result NO_GROUPS = answer("{\"report\":[{\"vg\":[]}]}");
  private static final Result GROUP_MISSING =
      Result.exited(5, "", "  Volume group \"vgthick\" not found\n");

  private static Result volumes(String... rows) {
    return answer("{\"report\":[{\"lv\":[" + String.join(",", rows) + "]}]}");
  }

  private static String row(String name, String attr, String tags) {
    return """
    {"vg_name":"vgthick", "lv_name":"%s", "lv_size":"4194304", "lv_attr":"%s", "pool_lv":"", "origin":"", "lv_tags":"%s", "lv_time":"1795316691"}\
    """
        .formatted(name, attr, tags);
  }

  @Test
  void theGroupIsThePoolsSize() {
    assertEquals(
        PoolStatus.active(4290772992L, 2, 4290772990L),
        known(read(backend.status(POOL), GROUPS, volumes())));
    assertEquals(
        PoolStatus.inactive("problem.volume-group-missing", "vgthick"),
        known(read(backend.status(POOL), NO_GROUPS, GROUP_MISSING)));
    assertEquals(
        List.of(Message.of("finding.lvm-left", "del-vm-100-disk-0")),
        known(
                read(
                    backend.status(POOL),
                    GROUPS,
                    volumes(row("del-vm-100-disk-0", "-wi-a-----", ""))))
            .notes()
            .warnings());
  }

  @Test
  void whatCantBeReadIsUnknown() {
    Result hung = new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]);
    Result garbage = answer("{\"a\":[}");
    assertEquals("problem.timed-out", failure(read(backend.status(POOL), hung, hung)));
    assertEquals("problem.timed-out", failure(read(backend.list(POOL, IMAGES), hung)));
    assertEquals("problem.answer-unreadable", failure(read(backend.taken(POOL), garbage)));
    assertEquals("problem.volume-group-missing", failure(read(backend.taken(POOL), GROUP_MISSING)));
  }

  @Test
  void aMissingGroupIsLookedForOnlyWhereItMayStillAppear() {
    assertEquals("", shown(known(read(backend.activation(POOL), GROUPS, volumes()))));
    assertEquals(
        "problem.volume-group-missing",
        failure(read(backend.activation(POOL), NO_GROUPS, GROUP_MISSING)));
    assertEquals(
        """
        /sbin/vgscan --ignorelockingfailure --mknodes
        /sbin/vgs --noheadings --options vg_name vgthick
        """,
        shown(known(read(backend.activation(ON_UNIT), NO_GROUPS, GROUP_MISSING))));
  }

  @Test
  void onlyPlainVolumesOfGuestsAreListed() {
    Result answer =
        volumes(
            row("vm-100-disk-0", "-wi-a-----", "a:b,pve-vm-100"),
            row("vm-100-disk-1", "rwi-a-----", "pve-vm-x"),
            row("vm-100-disk-2", "Vwi-a-tz--", "pve-vm-100"),
            row("vm-100-disk-4.qcow2", "-wi-a-----", "pve-vm-100"),
            row("base-100-disk-3", "-wi-a-----", "pve-vm-100"),
            row("del-vm-100-disk-5", "-wi-a-----", "pve-vm-100"),
            row("root", "-wi-ao----", ""));
    List<Volume> listed = known(read(backend.list(POOL, IMAGES), answer));
    assertEquals(
        List.of("thick:vm-100-disk-0", "thick:vm-100-disk-1", "thick:vm-100-disk-4.qcow2"),
        listed.stream().map(v -> v.id().toString()).toList());
    assertEquals("qcow2", listed.getLast().format());
    assertEquals("100", listed.getFirst().owner());
    assertEquals(
        List.of("thick:vm-100-disk-0", "thick:vm-100-disk-4.qcow2"),
        known(read(backend.list(pool("tagged_only", "1"), IMAGES), answer)).stream()
            .map(v -> v.id().toString())
            .toList());
    assertEquals(7, known(read(backend.taken(POOL), answer)).size());
    assertEquals(List.of(), known(read(backend.list(POOL, Set.of(ContentType.ISO)))));
  }

  @Test
  void pathsAreDevices() throws InvalidException {
    assertEquals("/dev/vgthick/vm-100-disk-0", backend.path(POOL, "vm-100-disk-0", null));
    assertEquals(
        "support.lvm-no-snapshot", refusal(() -> backend.path(POOL, "vm-100-disk-0", "s1")));
    assertEquals("problem.volume-name", refusal(() -> backend.parse("base-100-disk-0")));
  }

  @Test
  void volumesAreTaggedWithTheirGuest() throws InvalidException {
    Provisioning.Allocation made =
        provisioning.allocate(
            POOL,
            new Provisioning.Order(100, null, null, Size.mib(8)),
            List.of(volume(POOL, "del-vm-100-disk-0", 1), volume(POOL, "vm-1001-disk-1", 1)));
    assertEquals("thick:vm-100-disk-1", made.made().toString());
    assertEquals(
        """
        guard /sbin/lvs --noheadings --options lv_name vgthick/vm-100-disk-1 => 5
        /sbin/lvcreate -aly -Wy --yes --size 8192k --name vm-100-disk-1 --addtag pve-vm-100 vgthick
          undo /sbin/lvremove -f vgthick/vm-100-disk-1
        """,
        shown(made.change()));
  }

  @ParameterizedTest
  @CsvSource({
    "vm-101-disk-0, raw,    problem.new-name-owner",
    "vm-100-a.qcow2, raw,   support.lvm-chain",
    "vm-100-disk-7, raw,    problem.volume-exists",
    ",              qcow2,  problem.format-unsupported",
  })
  void orders(String name, String format, String reason) {
    Provisioning.Order order =
        new Provisioning.Order(100, name, ImageFormat.of(format).orElseThrow(), Size.mib(1));
    List<Volume> existing = List.of(volume(POOL, "vm-100-disk-7", 1));
    assertEquals(reason, refusal(() -> provisioning.allocate(POOL, order, existing)));
  }

  @Test
  void chainsOfVolumesAreLeftAlone() throws InvalidException {
    assertEquals(
        "support.lvm-chain",
        refusal(() ->
            provisioning.allocate(
                CHAIN, new Provisioning.Order(100, null, null, Size.mib(1)), List.of())));
    Provisioning.Order raw = new Provisioning.Order(100, null, ImageFormat.RAW, Size.mib(1));
    assertEquals(
        "thick:vm-100-disk-0", provisioning.allocate(CHAIN, raw, List.of()).made().toString());
    Volume chain = volume(POOL, "vm-100-disk-0.qcow2", 4096);
    assertEquals("support.lvm-chain", refusal(() -> provisioning.free(POOL, chain, List.of())));
    assertEquals("support.lvm-chain", refusal(() -> provisioning.resize(POOL, chain, Size.mib(8))));
    for (Feature feature :
        List.of(Feature.FREE, Feature.RESIZE, Feature.RENAME, Feature.SNAPSHOT, Feature.EXPORT)) {
      assertEquals(
          Support.no("support.lvm-chain"),
          backend.supports(feature, POOL, backend.parse("vm-100-disk-0.qcow2")));
    }
    assertEquals(Support.no("support.lvm-chain"), backend.supports(Feature.SNAPSHOT, CHAIN, null));
  }

  @Test
  void aVolumeInUseIsNotRemoved() throws InvalidException {
    assertEquals(
        """
        guard /sbin/lvs --noheadings --options lv_name vgthick/vm-100-disk-0 --select 'lv_device_open!=1' --config 'log/prefix=""' => 0 vm-100-disk-0
        /sbin/lvremove -f vgthick/vm-100-disk-0
          irreversible
        """,
        shown(provisioning.free(POOL, volume(POOL, "vm-100-disk-0", 1), List.of())));
  }

  @Test
  void overwritingNeedsNoLockAndIsNeverTakenBackHalfway() throws InvalidException {
    Change change = provisioning.free(SAFE, volume(POOL, "vm-100-disk-0", 1), List.of());
    assertEquals(
        """
        guard /sbin/lvs --noheadings --options lv_name vgthick/vm-100-disk-0 --select 'lv_device_open!=1' --config 'log/prefix=""' => 0 vm-100-disk-0
        guard /sbin/lvs --noheadings --options lv_name vgthick/del-vm-100-disk-0 => 5
        /sbin/lvchange -aly vgthick/vm-100-disk-0
        /sbin/lvchange --refresh vgthick/vm-100-disk-0
        /sbin/lvrename vgthick vm-100-disk-0 del-vm-100-disk-0
          irreversible
        """,
        shown(change));
    Step overwrite = change.later().unlocked().getFirst();
    assertEquals(
        "/usr/bin/cstream -i /dev/zero -o /dev/vgthick/del-vm-100-disk-0 -T 10 -v 1 -b 1048576"
            + " -t -10485760",
        overwrite.command().shown());
    assertEquals(List.of("No space left on device"), overwrite.leniency().ignoredErrors());
    assertTrue(overwrite.undo() instanceof Step.Undo.Impossible);
    assertEquals(
        "/sbin/lvremove -f vgthick/del-vm-100-disk-0",
        change.later().locked().getFirst().command().shown());
    Pool slow = pool("saferemove", "1", "saferemove_throughput", "1m");
    assertTrue(
        provisioning
            .free(slow, volume(POOL, "vm-100-disk-0", 1), List.of())
            .later()
            .unlocked()
            .getFirst()
            .command()
            .shown()
            .endsWith(" -t 1m"));
    Pool stepped = pool("saferemove", "1", "saferemove-stepsize", "16");
    assertEquals(
        "/usr/sbin/blkdiscard /dev/vgthick/del-vm-100-disk-0 -v --zeroout --step 16MiB",
        provisioning
            .free(stepped, volume(POOL, "vm-100-disk-0", 1), List.of())
            .later()
            .unlocked()
            .getFirst()
            .command()
            .shown());
  }

  @Test
  void volumesOnlyGrow() throws InvalidException {
    assertEquals(
        """
        /sbin/lvextend -L 16384k vgthick/vm-100-disk-0
          irreversible
        """,
        shown(provisioning.resize(POOL, volume(POOL, "vm-100-disk-0", 8 << 20), Size.mib(16))));
    assertEquals(
        "problem.size-not-larger",
        refusal(
            () -> provisioning.resize(POOL, volume(POOL, "vm-100-disk-0", 8 << 20), Size.mib(8))));
  }

  @Test
  void renamingMovesTheTag() throws InvalidException {
    Volume volume = volume(POOL, "vm-100-disk-0", 1);
    Provisioning.Allocation renamed =
        new LvmRenaming().rename(POOL, volume, new Naming(200, null), List.of(), List.of(volume));
    assertEquals("thick:vm-200-disk-0", renamed.made().toString());
    assertEquals(
        """
        guard /sbin/lvs --noheadings --options lv_name vgthick/vm-200-disk-0 => 5
        /sbin/lvrename vgthick vm-100-disk-0 vm-200-disk-0
          undo /sbin/lvrename vgthick vm-200-disk-0 vm-100-disk-0
        /sbin/lvchange --addtag pve-vm-200 --deltag pve-vm-100 vgthick/vm-200-disk-0
        """,
        shown(renamed.change()));
    Change same =
        new LvmRenaming()
            .rename(POOL, volume, new Naming(100, "vm-100-data"), List.of(), List.of(volume))
            .change();
    assertEquals(1, same.steps().size());
  }

  @Test
  void onlyThePoolsOwnVolumesAreDeactivated() {
    Result answer =
        volumes(
            row("root", "-wi-ao----", ""),
            row("vm-100-disk-0", "-wi-a-----", "pve-vm-100"),
            row("vm-100-disk-1", "-wi-------", "pve-vm-100"),
            row("data", "twi-aotz--", ""));
    assertEquals(
        """
        /sbin/lvchange -aln vgthick/vm-100-disk-0
          undo /sbin/lvchange -aly vgthick/vm-100-disk-0
        """,
        shown(known(read(backend.deactivation(POOL), answer))));
    assertEquals("", shown(known(read(backend.deactivation(POOL), volumes()))));
  }

  @Test
  void aVolumeIsReadWhileNobodyHasItOpen() throws InvalidException {
    Access access = backend.access(POOL, "vm-100-disk-0", null);
    assertEquals("/dev/vgthick/vm-100-disk-0", access.path());
    assertEquals(1, access.guards().size());
    assertEquals(
        "/sbin/lvchange -aly vgthick/vm-100-disk-0", access.before().getFirst().command().shown());
  }

  // A volume group on a unit. Recorded; LVM 2.03.16, util-linux 2.38.

  private static final Result NO_SUCH_DEVICE =
      Result.exited(32, "", "lsblk: /dev/disk/by-id/scsi-36001405a: not a block device\n");
  private static final Result BLANK =
      answer("{\"blockdevices\":[{\"name\":\"sdb\",\"type\":\"disk\",\"mountpoint\":null}]}");
  private static final Result PARTED =
      answer(
          "{\"blockdevices\":[{\"name\":\"sdb\",\"type\":\"disk\",\"mountpoint\":null,"
              + "\"children\":[{\"name\":\"sdb1\",\"type\":\"part\",\"mountpoint\":null}]}]}");
  private static final Result NO_PV =
      Result.exited(
          5,
          "  {\n      \"report\": [\n          {\n              \"pv\": [\n              ]\n"
              + "          }\n      ]\n  }\n",
          "  Failed to find physical volume \"/dev/sdb\".\n");
  private static final Result NOTHING = answer("{\n   \"signatures\": [\n\n   ]\n}\n");
  private static final Result EXT4 =
      answer("{\"signatures\":[{\"device\":\"sdb\",\"offset\":\"0x438\",\"type\":\"ext4\"}]}");

  private static Result pv(String group) {
    return answer(
        "{\"report\":[{\"pv\":[{\"pv_name\":\"/dev/sdb\", \"vg_name\":\"" + group + "\"}]}]}");
  }

  private Reading<Change> founding(Result... answers) {
    return read(backend.founding(ON_UNIT), answers);
  }

  @Test
  void aGroupIsMadeOnABlankUnit() {
    String device = "/dev/disk/by-id/scsi-36001405a";
    assertEquals(
        """
        guard /sbin/pvs --reportformat json --options pv_name,vg_name %1$s => 5
        /sbin/pvcreate --metadatasize 250k %1$s
          irreversible
        /sbin/vgcreate vgthick %1$s
          undo /sbin/vgremove vgthick
        """
            .formatted(device),
        shown(known(founding(BLANK, NO_PV, NOTHING, NO_GROUPS))));
    assertEquals(
        """
        /sbin/vgcreate vgthick %1$s
          undo /sbin/vgremove vgthick
        """
            .formatted(device),
        shown(known(founding(BLANK, pv(""), NOTHING, NO_GROUPS))));
  }

  @Test
  void aUnitThatHoldsSomethingIsNeverOverwritten() {
    assertEquals("", shown(known(founding(BLANK, pv("vgthick"), NOTHING, GROUPS))));
    assertEquals("", shown(known(founding(NO_SUCH_DEVICE, NO_PV, NO_PV, NO_GROUPS))));
    assertEquals(
        "problem.device-in-group", failure(founding(BLANK, pv("other"), NOTHING, NO_GROUPS)));
    assertEquals("problem.device-not-empty", failure(founding(PARTED, NO_PV, NOTHING, NO_GROUPS)));
    assertEquals("problem.device-not-empty", failure(founding(BLANK, NO_PV, EXT4, NO_GROUPS)));
    assertEquals("problem.group-elsewhere", failure(founding(BLANK, NO_PV, NOTHING, GROUPS)));
    assertEquals("problem.group-elsewhere", failure(founding(BLANK, pv(""), NOTHING, GROUPS)));
    Result silent = new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]);
    assertEquals("problem.timed-out", failure(founding(silent, NO_PV, NOTHING, NO_GROUPS)));
    assertEquals("problem.timed-out", failure(founding(BLANK, silent, NOTHING, NO_GROUPS)));
    assertEquals("problem.timed-out", failure(founding(BLANK, NO_PV, silent, NO_GROUPS)));
    assertEquals("problem.timed-out", failure(founding(BLANK, NO_PV, NOTHING, silent)));
    assertTrue(backend.founding(POOL).programs().isEmpty());
  }

  @Test
  void looksAtAHostOnlyRead() {
    for (var probe :
        List.of(
            backend.status(ON_UNIT),
            backend.activation(ON_UNIT),
            backend.founding(ON_UNIT),
            backend.taken(ON_UNIT))) {
      probe.programs().forEach(p -> assertFalse(p.changesHost(), p.shown()));
    }
  }
}
