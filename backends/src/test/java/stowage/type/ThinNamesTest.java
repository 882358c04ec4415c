package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.Size;
import stowage.volume.Volume;

/** Logical volumes that belong to one another by their names alone. */
class ThinNamesTest {
  private static final Pool POOL =
      Samples.of(StorageType.LVMTHIN, "thin0", "vgname", "pve", "thinpool", "data");

  @ParameterizedTest
  @CsvSource({
    "snap_vm-100-disk-0_s1, vm-100-disk-0, s1",
    "snap_base-100-disk-0_s1, base-100-disk-0, s1",
    "snap_vm-1-a_b_c1, vm-1-a_b, c1",
    "snap_vm-1-a_x_c1, vm-1-a, x_c1",
    "snap_vm-100-disk-0_a-b_c, vm-100-disk-0, a-b_c",
    "snap_vm-100-disk-0_vm-100-disk-0_x1, vm-100-disk-0, vm-100-disk-0_x1",
  })
  void aSnapshotBelongsToTheLongestNameThatExists(String name, String volume, String snapshot) {
    assertEquals(
        Optional.of(new ThinNames.Snap(volume, snapshot)),
        ThinNames.snap(
            name, Set.of("vm-100-disk-0", "base-100-disk-0", "vm-1-a", "vm-1-a_b", "data")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "snap_",
        "snap__",
        "vm-100-disk-0",
        "snap_vm-100-disk-0",
        "snap_vm-100-disk-0_",
        "snap_vm-100-disk-0_1",
        "snap_vm-100-disk-0_a",
        "snap_vm-100-disk-00_s1",
        "snap_vm-100-disk-1_s1",
        "snap_data_s1",
        "SNAP_vm-100-disk-0_s1",
        "xsnap_vm-100-disk-0_s1",
        "rollback_vm-100-disk-0"
      })
  void whatOnlyLooksLikeOneIsNone(String name) {
    assertEquals(Optional.empty(), ThinNames.snap(name, Set.of("vm-100-disk-0", "data")));
  }

  @ParameterizedTest
  @CsvSource({
    "rollback_vm-100-disk-0, vm-100-disk-0",
    "rollback_base-100-disk-0, base-100-disk-0",
    "rollback_data,",
    "rollback_,",
    "rollback_rollback_vm-100-disk-0,",
    "vm-100-disk-0,",
  })
  void whatWaitsForARollbackIsKnown(String name, @Nullable String volume) {
    assertEquals(Optional.ofNullable(volume), ThinNames.setAside(name));
  }

  @Test
  void removingAVolumeTakesItsOwnSnapshotsOnly() throws InvalidException {
    List<Volume> existing =
        List.of(
            Samples.volume(POOL, "vm-1-a", 1),
            Samples.volume(POOL, "vm-1-a_b", 1),
            Samples.volume(POOL, "snap_vm-1-a_s1", 1),
            Samples.volume(POOL, "snap_vm-1-a_b_s1", 1),
            Samples.volume(POOL, "snap_vm-1-a_c_s1", 1),
            Samples.volume(POOL, "data", 1));
    List<String> removed =
        new ThinProvisioning()
            .free(POOL, existing.getFirst(), existing).steps().stream()
                .map(s -> s.command().argv().getLast())
                .toList();
    assertEquals(List.of("pve/vm-1-a", "pve/snap_vm-1-a_s1", "pve/snap_vm-1-a_c_s1"), removed);
  }

  @Test
  void namesThatLvmRefusesAreRefusedBefore() {
    Volume volume = Samples.volume(POOL, "vm-100-" + "a".repeat(110), 1);
    InvalidException snapshot =
        assertThrows(
            InvalidException.class, () -> new ThinSnapshots().create(POOL, volume, "before"));
    assertEquals("problem.lvm-name-length", snapshot.problems().getFirst().said().key());
    Volume longer = Samples.volume(POOL, "vm-100-" + "a".repeat(115), 1);
    Snapshot before = new Snapshot("before", null, List.of());
    InvalidException rollback =
        assertThrows(
            InvalidException.class,
            () -> new ThinSnapshots().rollback(POOL, longer, "before", List.of(before)));
    assertEquals("problem.lvm-name-length", rollback.problems().getFirst().said().key());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1024",
    "1023, 1024",
    "1024, 1024",
    "1025, 2048",
    "1073741825, 1073742848",
  })
  void sizesAreRoundedUp(long wanted, long made) throws InvalidException {
    Provisioning.Allocation allocation =
        new ThinProvisioning()
            .allocate(POOL, new Provisioning.Order(100, null, null, new Size(wanted)), List.of());
    String command = allocation.change().steps().getFirst().command().shown();
    assertTrue(command.contains("-V " + made / 1024 + "k "), command);
  }
}
