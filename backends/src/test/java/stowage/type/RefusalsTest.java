package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static stowage.schema.Refused.refusal;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** What a type can't do is refused for the reason that its table of abilities gives. */
class RefusalsTest {

  @ParameterizedTest
  @CsvSource({
    "lvm, vm-100-disk-0, support.lvm-no-clones, support.lvm-no-snapshot",
    "iscsi, 0.0.1.scsi-3600, support.luns-on-target, support.luns-on-target",
    "iscsidirect, lun1, support.luns-on-target, support.luns-on-target",
    "pbs, backup/vm/100/2020-01-01T00:00:00Z, support.backups-only, support.backups-only",
    "cephfs, iso/a.iso, support.no-guest-disks, support.no-guest-disks",
    "dir, iso/a.iso, support.no-guest-volume, support.no-guest-volume",
    "btrfs, iso/a.iso, support.no-guest-volume, support.no-guest-volume",
  })
  void snapshotsAreRefusedInTheSameWordsEverywhere(
      String type, String name, String clones, String copies) throws InvalidException {
    Backend backend = backend(type);
    Pool pool = pool(type);
    VolumeName volume = backend.parse(name);
    assertEquals(clones, reason(backend.supportsSnapshot(Feature.LINKED_CLONE, pool, volume)));
    assertEquals(copies, reason(backend.supportsSnapshot(Feature.FULL_COPY, pool, volume)));
    assertEquals(copies, reason(backend.supports(Feature.SNAPSHOT, pool, volume)));
  }

  @ParameterizedTest
  @CsvSource({
    "lvm, vm-100-disk-0, support.lvm-no-snapshot",
    "iscsi, 0.0.1.scsi-3600, support.luns-on-target",
    "iscsidirect, lun1, support.luns-on-target",
    "pbs, backup/vm/100/2020-01-01T00:00:00Z, support.backups-only",
    "dir, iso/a.iso, support.no-guest-volume",
  })
  void aSnapshotHasNoPathWhereThereIsNone(String type, String name, String reason) {
    assertEquals(reason, refusal(() -> backend(type).path(pool(type), name, "s1")));
  }

  @ParameterizedTest
  @CsvSource({
    "lvm, vm-100-disk-0",
    "lvmthin, vm-100-disk-0",
    "rbd, vm-100-disk-0",
    "iscsi, 0.0.1.scsi-3600",
    "dir, 100/vm-100-disk-0.raw",
  })
  void rawDataHoldNoSnapshots(String type, String name) {
    Transfer transfer = backend(type).transfer().orElseThrow();
    Volume volume = Samples.volume(pool(type), name, 1 << 30);
    assertEquals(
        "problem.stream-present",
        refusal(() ->
            transfer.export(
                pool(type),
                volume,
                StreamFormat.RAW_SIZE,
                new Transfer.Extent(null, "s1", false))));
  }

  @Test
  void backupsAndTemplatesOfContainersAreNoStreams() {
    assertEquals(
        "support.no-guest-volume",
        refusal(() ->
            backend("dir")
                .transfer()
                .orElseThrow()
                .export(
                    pool("dir"),
                    Samples.volume(pool("dir"), "backup/foo.tar", 1),
                    StreamFormat.RAW_SIZE,
                    Transfer.Extent.PRESENT)));
    assertEquals(
        "problem.stream-template",
        refusal(() ->
            backend("dir")
                .transfer()
                .orElseThrow()
                .receive(
                    pool("dir"),
                    "100/base-100-disk-0.subvol",
                    StreamFormat.TAR_SIZE,
                    Size.mib(1),
                    Transfer.Extent.PRESENT,
                    List.of())));
  }

  private static Backend backend(String type) {
    return Backends.of(StorageType.of(type).orElseThrow()).orElseThrow();
  }

  private static Pool pool(String type) {
    return Samples.of(StorageType.of(type).orElseThrow(), "pool", "path", "/srv/pool");
  }

  private static String reason(Support support) {
    return assertInstanceOf(Support.No.class, support).reason().key();
  }
}
