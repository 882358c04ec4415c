package stowage.type;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** What each type plans for templates, clones and other names: every program, in its order. */
class TemplatesAndClonesTest {
  private static final Pool DIR =
      Rehearsal.pool(StorageType.DIR, "local", "path=/p", "content=images");
  private static final Pool THIN =
      Samples.of(StorageType.LVMTHIN, "thin0", "vgname", "pve", "thinpool", "data");
  private static final Pool TANK = Samples.of(StorageType.ZFSPOOL, "tank0", "pool", "tank/vm");
  private static final Naming FOR_200 = new Naming(200, null);
  private static final Snapshot BEFORE = new Snapshot("before", null, List.of());

  private final Backend dir = new DirBackend();
  private final Backend thin = new LvmThinBackend();
  private final Backend zfs = new ZfsPoolBackend();

  @Test
  void aTemplateOfAFileIsAFileThatNobodyMayWrite() throws Exception {
    Provisioning.Allocation made = template(dir, DIR, file("100/vm-100-disk-0.raw", null));
    assertEquals("local:100/base-100-disk-0.raw", made.made().toString());
    assertEquals(
        """
        ? 1 /usr/bin/stat -c %F -- /p/images/100/base-100-disk-0.raw
        ? 0 /usr/bin/qemu-img info -f raw --output=json /p/images/100/vm-100-disk-0.raw
        /usr/bin/mv -T -- /p/images/100/vm-100-disk-0.raw /p/images/100/base-100-disk-0.raw
          < /usr/bin/mv -T -- /p/images/100/base-100-disk-0.raw /p/images/100/vm-100-disk-0.raw
        /usr/bin/chmod 0444 /p/images/100/base-100-disk-0.raw
          < /usr/bin/chmod 0640 /p/images/100/base-100-disk-0.raw
        /usr/bin/chattr +i -- /p/images/100/base-100-disk-0.raw
        """,
        Rehearsal.shown(made.change()));
    assertEquals(true, made.change().steps().getLast().leniency().optional());
  }

  @Test
  void aTemplateThatIsALinkedCloneStaysOne() throws Exception {
    String name = "100/base-100-disk-0.raw/200/vm-200-disk-0.qcow2";
    Volume layer = file(name, "../100/base-100-disk-0.raw");
    assertEquals(
        "local:100/base-100-disk-0.raw/200/base-200-disk-0.qcow2",
        template(dir, DIR, layer).made().toString());
    for (String other : new String[] {"../101/base-100-disk-0.raw", "/p/images/100/x.raw", null}) {
      refused("problem.parent-differs", () -> template(dir, DIR, file(name, other)));
    }
  }

  @Test
  void filesThatCanBecomeNoTemplateAreRefused() throws Exception {
    refused("problem.template-name", () -> template(dir, DIR, file("100/disk.raw", null)));
    Volume volume = file("100/vm-100-disk-0.raw", null);
    Volume other = file("100/base-100-disk-0.raw", null);
    refused(
        "problem.volume-exists",
        () -> means(dir).template(DIR, volume, List.of(), List.of(volume, other)));
    Pool chained =
        Rehearsal.pool(
            StorageType.DIR, "local", "path=/p", "content=images", "snapshot-as-volume-chain=1");
    Volume snapped = file("100/vm-100-disk-0.qcow2", "snap-one-vm-100-disk-0.qcow2");
    refused("problem.volume-has-snapshots", () -> template(dir, chained, snapped));
    refused("problem.volume-has-snapshots", () -> rename(dir, chained, snapped, FOR_200));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, , ",
        "/srv/golden.qcow2, problem.stream-layer, ",
        "golden.qcow2, problem.stream-layer, problem.rename-layer",
        "'', problem.stream-layer, problem.rename-layer",
      })
  void whatLiesOnOtherImagesStaysWithThem(
      @Nullable String parent, @Nullable String sending, @Nullable String renaming) {
    Volume volume = file("100/vm-100-disk-0.qcow2", parent);
    Executable send =
        () ->
            dir.transfer()
                .orElseThrow()
                .export(DIR, volume, StreamFormat.QCOW2_SIZE, Transfer.Extent.PRESENT);
    Executable rename = () -> rename(dir, DIR, volume, FOR_200);
    allowed(sending, send);
    allowed(renaming, rename);
  }

  private static void allowed(@Nullable String problem, Executable attempt) {
    if (problem == null) {
      assertDoesNotThrow(attempt);
    } else {
      refused(problem, attempt);
    }
  }

  @Test
  void aCloneOfAFileIsALayerThatFindsItsTemplateFromWhereItLies() throws Exception {
    Volume base = file("100/base-100-disk-0.raw", null);
    Provisioning.Allocation made =
        means(dir)
            .clone(DIR, base, null, FOR_200, List.of(base, file("200/vm-200-disk-0.qcow2", null)));
    assertEquals("local:100/base-100-disk-0.raw/200/vm-200-disk-1.qcow2", made.made().toString());
    assertEquals(
        """
        ? 1 /usr/bin/stat -c %F -- /p/images/200/vm-200-disk-1.qcow2
        /usr/bin/mkdir -p -m 0755 -- /p/images/200
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- /p/images/200
        /usr/bin/qemu-img create -b ../100/base-100-disk-0.raw -F raw -f qcow2 \
        /p/images/200/vm-200-disk-1.qcow2
          < /usr/bin/rm -f -- /p/images/200/vm-200-disk-1.qcow2
        """,
        Rehearsal.shown(made.change()));
    refused(
        "support.clone-template-only",
        () -> means(dir).clone(DIR, base, "before", FOR_200, List.of(base)));
  }

  @Test
  void aFileMovesToItsNewOwnersDirectory() throws Exception {
    Volume volume = file("100/vm-100-disk-0.raw", null);
    Provisioning.Allocation made = rename(dir, DIR, volume, new Naming(200, "vm-200-old.raw"));
    assertEquals("local:200/vm-200-old.raw", made.made().toString());
    assertEquals(
        """
        ? 1 /usr/bin/stat -c %F -- /p/images/200/vm-200-old.raw
        ? 0 /usr/bin/qemu-img info -f raw --output=json /p/images/100/vm-100-disk-0.raw
        /usr/bin/mkdir -p -m 0755 -- /p/images/200
          < /usr/bin/rmdir --ignore-fail-on-non-empty -- /p/images/200
        /usr/bin/mv -T -- /p/images/100/vm-100-disk-0.raw /p/images/200/vm-200-old.raw
          < /usr/bin/mv -T -- /p/images/200/vm-200-old.raw /p/images/100/vm-100-disk-0.raw
        """,
        Rehearsal.shown(made.change()));
    refused(
        "problem.new-name-extension",
        () -> rename(dir, DIR, volume, new Naming(200, "vm-200-old.qcow2")));
    refused(
        "problem.volume-exists",
        () ->
            means(dir, volume)
                .rename(
                    DIR, volume, new Naming(100, "vm-100-disk-0.raw"), List.of(), List.of(volume)));
  }

  @Test
  void aThinTemplateHasNoSnapshotsAndCannotBeWritten() throws Exception {
    Volume volume = Samples.volume(THIN, "vm-100-disk-0", 1 << 30);
    Provisioning.Allocation made = template(thin, THIN, volume);
    assertEquals("thin0:base-100-disk-0", made.made().toString());
    assertEquals(
        """
        ? 5 /sbin/lvs --noheadings --options lv_name pve/base-100-disk-0
        ? 0 /sbin/lvs --noheadings --options lv_name pve/vm-100-disk-0 --select \
        'lv_device_open!=1' --config 'log/prefix=""'
        /sbin/lvrename pve vm-100-disk-0 base-100-disk-0
          < /sbin/lvrename pve base-100-disk-0 vm-100-disk-0
        /sbin/lvchange -pr -ky pve/base-100-disk-0
          < /sbin/lvchange -prw -kn pve/base-100-disk-0
        /sbin/lvchange -an pve/base-100-disk-0
          < /sbin/lvchange -ay -K pve/base-100-disk-0
        """,
        Rehearsal.shown(made.change()));
    refused(
        "problem.volume-has-these-snapshots",
        () -> means(thin).template(THIN, volume, List.of(BEFORE), List.of()));
    refused(
        "problem.volume-has-these-snapshots",
        () -> means(thin, volume).rename(THIN, volume, FOR_200, List.of(BEFORE), List.of()));
  }

  @Test
  void thinClonesAreMadeOfTemplatesAndOfSnapshots() throws Exception {
    Volume base = Samples.volume(THIN, "base-100-disk-0", 1 << 30);
    Provisioning.Allocation made = means(thin).clone(THIN, base, null, FOR_200, List.of(base));
    assertEquals("thin0:vm-200-disk-0", made.made().toString());
    assertEquals(
        """
        ? 0 /sbin/lvs --noheadings --options lv_name pve/base-100-disk-0
        ? 5 /sbin/lvs --noheadings --options lv_name pve/vm-200-disk-0
        /sbin/lvcreate -n vm-200-disk-0 -prw -kn -s pve/base-100-disk-0
          < /sbin/lvremove -f pve/vm-200-disk-0
        """,
        Rehearsal.shown(made.change()));
    Volume plain = Samples.volume(THIN, "vm-100-disk-0", 1 << 30);
    assertEquals(
        "/sbin/lvcreate -n vm-200-disk-0 -prw -kn -s pve/snap_vm-100-disk-0_before",
        means(thin)
            .clone(THIN, plain, "before", FOR_200, List.of())
            .change()
            .steps()
            .getFirst()
            .command()
            .shown());
    refused(
        "support.needs-template-or-snapshot",
        () -> means(thin).clone(THIN, plain, null, FOR_200, List.of()));
  }

  @Test
  void aThinVolumeIsRenamedInPlace() throws Exception {
    Volume volume = Samples.volume(THIN, "vm-100-disk-0", 1 << 30);
    assertEquals(
        """
        ? 5 /sbin/lvs --noheadings --options lv_name pve/vm-200-disk-0
        ? 0 /sbin/lvs --noheadings --options lv_name pve/vm-100-disk-0 --select \
        'lv_device_open!=1' --config 'log/prefix=""'
        /sbin/lvrename pve vm-100-disk-0 vm-200-disk-0
          < /sbin/lvrename pve vm-200-disk-0 vm-100-disk-0
        """,
        Rehearsal.shown(rename(thin, THIN, volume, FOR_200).change()));
    refused(
        "problem.lvm-name-length",
        () -> ThinMove.of(THIN, "vm-100-disk-0", "base-100-" + "x".repeat(130), List.of()));
  }

  @Test
  void aThinTemplateOrSnapshotIsActiveOnlyWhileItIsRead() throws Exception {
    Access ofTemplate = thin.access(THIN, "base-100-disk-0", null);
    assertEquals(
        """
        /sbin/lvchange -ay -K pve/base-100-disk-0
          < /sbin/lvchange -an pve/base-100-disk-0
        /sbin/lvchange -an pve/base-100-disk-0
        """,
        shown(ofTemplate));
    assertEquals(
        """
        /sbin/lvchange -ay -K pve/snap_vm-100-disk-0_before
          < /sbin/lvchange -an pve/snap_vm-100-disk-0_before
        /sbin/lvchange -an pve/snap_vm-100-disk-0_before
        """,
        shown(thin.access(THIN, "vm-100-disk-0", "before")));
    assertEquals(
        """
        ? 0 /sbin/lvs --noheadings --options lv_name pve/vm-100-disk-0 --select \
        'lv_device_open!=1' --config 'log/prefix=""'
        /sbin/lvchange -ay -K pve/vm-100-disk-0
        """,
        shown(thin.access(THIN, "vm-100-disk-0", null)));
  }

  @Test
  void aTemplateOnZfsHasASnapshotThatClonesStartFrom() throws Exception {
    Provisioning.Allocation made =
        template(zfs, TANK, Samples.volume(TANK, "vm-100-disk-0", 1 << 30));
    assertEquals("tank0:base-100-disk-0", made.made().toString());
    assertEquals(
        """
        ? 1 /sbin/zfs list -H -o name tank/vm/base-100-disk-0
        /sbin/zfs rename tank/vm/vm-100-disk-0 tank/vm/base-100-disk-0
          < /sbin/zfs rename tank/vm/base-100-disk-0 tank/vm/vm-100-disk-0
        /sbin/zfs snapshot tank/vm/base-100-disk-0@__base__
          < /sbin/zfs destroy tank/vm/base-100-disk-0@__base__
        """,
        Rehearsal.shown(made.change()));
    assertEquals(
        "tank0:basevol-100-disk-0",
        template(zfs, TANK, Samples.volume(TANK, "subvol-100-disk-0", 0)).made().toString());
    assertEquals(
        "tank0:base-7-a/base-100-disk-0",
        template(zfs, TANK, Samples.volume(TANK, "base-7-a/vm-100-disk-0", 1 << 30))
            .made()
            .toString());
  }

  @Test
  void clonesOnZfsGetTheirDeviceOrTheTemplatesLimit() throws Exception {
    Provisioning.Allocation disk =
        means(zfs)
            .clone(
                TANK, Samples.volume(TANK, "base-100-disk-0", 1 << 30), null, FOR_200, List.of());
    assertEquals("tank0:base-100-disk-0/vm-200-disk-0", disk.made().toString());
    assertEquals(
        """
        ? 0 /sbin/zfs list -H -o name tank/vm/base-100-disk-0@__base__
        ? 1 /sbin/zfs list -H -o name tank/vm/vm-200-disk-0
        /sbin/zfs clone tank/vm/base-100-disk-0@__base__ tank/vm/vm-200-disk-0
          < /sbin/zfs destroy -r tank/vm/vm-200-disk-0
        /usr/bin/udevadm settle --timeout=30 --exit-if-exists=/dev/zvol/tank/vm/vm-200-disk-0
        /sbin/blockdev --getsize64 /dev/zvol/tank/vm/vm-200-disk-0
        """,
        Rehearsal.shown(disk.change()));
    assertEquals(
        "/sbin/zfs clone -o refquota=1048576k tank/vm/basevol-100-disk-0@__base__"
            + " tank/vm/subvol-200-disk-0",
        subvolumeClone(1 << 30));
    assertEquals(
        "/sbin/zfs clone -o refquota=none tank/vm/basevol-100-disk-0@__base__"
            + " tank/vm/subvol-200-disk-0",
        subvolumeClone(0));
    Volume plain = Samples.volume(TANK, "vm-100-disk-0", 1 << 30);
    refused(
        "support.clone-template-only",
        () -> means(zfs).clone(TANK, plain, null, FOR_200, List.of()));
  }

  @Test
  void aDatasetIsRenamedWithItsSnapshots() throws Exception {
    Volume volume = Samples.volume(TANK, "base-7-a/vm-100-disk-0", 1 << 30);
    Provisioning.Allocation made =
        means(zfs, volume).rename(TANK, volume, FOR_200, List.of(BEFORE), List.of());
    assertEquals("tank0:base-7-a/vm-200-disk-0", made.made().toString());
    assertEquals(
        """
        ? 1 /sbin/zfs list -H -o name tank/vm/vm-200-disk-0
        /sbin/zfs rename tank/vm/vm-100-disk-0 tank/vm/vm-200-disk-0
          < /sbin/zfs rename tank/vm/vm-200-disk-0 tank/vm/vm-100-disk-0
        """,
        Rehearsal.shown(made.change()));
  }

  @Test
  void whatCanBeDoneWithASnapshotIsSaid() throws Exception {
    assertEquals("support.clone-template-only", ofSnapshot(dir, DIR, Feature.LINKED_CLONE));
    assertEquals("yes", ofSnapshot(dir, DIR, Feature.FULL_COPY));
    assertEquals("yes", ofSnapshot(thin, THIN, Feature.LINKED_CLONE));
    assertEquals("yes", ofSnapshot(thin, THIN, Feature.FULL_COPY));
    assertEquals("support.clone-template-only", ofSnapshot(zfs, TANK, Feature.LINKED_CLONE));
    assertEquals("support.not-of-snapshot", ofSnapshot(zfs, TANK, Feature.FULL_COPY));
    assertEquals(
        "support.format-no-copy",
        said(zfs.supports(Feature.FULL_COPY, TANK, zfs.parse("subvol-100-disk-0"))));
    assertEquals(
        "support.needs-template-or-snapshot",
        said(thin.supports(Feature.LINKED_CLONE, THIN, thin.parse("vm-100-disk-0"))));
  }

  private String subvolumeClone(long limit) throws InvalidException {
    Volume base = Samples.volume(TANK, "basevol-100-disk-0", limit);
    List<stowage.exec.Step> steps =
        means(zfs).clone(TANK, base, null, FOR_200, List.of()).change().steps();
    assertEquals(1, steps.size());
    return steps.getFirst().command().shown();
  }

  private static String ofSnapshot(Backend backend, Pool pool, Feature feature)
      throws InvalidException {
    String name = backend instanceof DirBackend ? "100/vm-100-disk-0.qcow2" : "vm-100-disk-0";
    return said(backend.supportsSnapshot(feature, pool, backend.parse(name)));
  }

  private static String said(Support support) {
    return switch (support) {
      case Support.Yes() -> "yes";
      case Support.No(var reason) -> reason.key();
    };
  }

  private static String shown(Access access) {
    List<stowage.exec.Step> steps = new java.util.ArrayList<>(access.before());
    steps.addAll(access.after());
    return Rehearsal.shown(new Change(access.guards(), steps));
  }

  private static Cloning means(Backend backend) {
    return backend.cloning().orElseThrow();
  }

  private static Renaming means(Backend backend, Volume volume) {
    return backend.renaming().orElseThrow(() -> new AssertionError(volume));
  }

  private static Provisioning.Allocation template(Backend backend, Pool pool, Volume volume)
      throws InvalidException {
    return means(backend).template(pool, volume, List.of(), List.of(volume));
  }

  private static Provisioning.Allocation rename(
      Backend backend, Pool pool, Volume volume, Naming wanted) throws InvalidException {
    return means(backend, volume).rename(pool, volume, wanted, List.of(), List.of(volume));
  }

  private static Volume file(String name, @Nullable String parent) {
    String owner = name.replaceFirst(".*?([0-9]+)/[^/]+$", "$1");
    return new Volume(
        new VolumeId(DIR.id(), name),
        ContentType.IMAGES,
        name.substring(name.lastIndexOf('.') + 1),
        owner,
        new Volume.Space(1L << 20, null),
        new Volume.Extra(parent, null, null, null, false));
  }

  private static void refused(String key, Executable attempt) {
    InvalidException refused = assertThrows(InvalidException.class, attempt);
    assertEquals(key, refused.problems().getFirst().said().key());
  }
}
