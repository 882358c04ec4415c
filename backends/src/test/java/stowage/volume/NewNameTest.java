package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.schema.InvalidException;

class NewNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DIR | RAW | | vm-100-disk-0.raw
          DIR | SUBVOL | | subvol-100-disk-0.subvol
          DIR | QCOW2 | 100/vm-100-disk-0.raw | vm-100-disk-1.qcow2
          DIR | RAW | 100/vm-100-disk-0.raw 100/vm-100-disk-2.qcow2 | vm-100-disk-1.raw
          DIR | RAW | 100/subvol-100-disk-0.subvol 100/basevol-100-disk-1.subvol | vm-100-disk-2.raw
          DIR | RAW | 200/vm-200-disk-0.raw 100/foo.raw | vm-100-disk-0.raw
          BTRFS | RAW | 100/base-100-disk-0.raw | vm-100-disk-1.raw
          NFS | QCOW2 | 100/vm-100-disk-0.raw | vm-100-disk-0.qcow2
          NFS | QCOW2 | 100/vm-100-disk-0.raw 100/vm-100-disk-0.qcow2 | vm-100-disk-1.qcow2
          CIFS | RAW | 100/base-100-disk-0.raw/100/vm-100-disk-1.qcow2 | vm-100-disk-1.raw
          DIR | RAW | 100/base-100-disk-3.raw/100/vm-100-disk-1.qcow2 100/vm-100-disk-0.raw | vm-100-disk-2.raw
          DIR | RAW | 100/base-100-disk-0.raw/100/vm-100-disk-1.qcow2 | vm-100-disk-2.raw
          ZFSPOOL | RAW | vm-100-disk-0 subvol-100-disk-1 basevol-100-disk-2 | vm-100-disk-3
          ZFSPOOL | SUBVOL | vm-100-disk-0 | subvol-100-disk-1
          ZFS | RAW | subvol-100-disk-0 | vm-100-disk-0
          ZFS | RAW | base-100-disk-0/vm-100-disk-1 | vm-100-disk-2
          LVM | RAW | del-vm-100-disk-0 root | vm-100-disk-1
          LVMTHIN | RAW | snap_vm-100-disk-0_x base-100-disk-1 | vm-100-disk-2
          RBD | RAW | vm-100-disk-0 vm-1000-disk-1 | vm-100-disk-1
          LVMTHIN | RAW | vm-100-disk-99999999999 vm-100-disk-2000 | vm-100-disk-0
          """)
  void takesTheLowestFreeNumber(
      StorageType type, ImageFormat format, String taken, String expected) {
    List<String> names = taken == null ? List.of() : List.of(taken.split(" "));
    assertEquals(Optional.of(expected), NewName.free(type, 100, format, names));
  }

  @Test
  void numbersEndAt1023() {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < 1023; i++) {
      taken.add("vm-100-disk-" + i);
    }
    assertEquals(
        Optional.of("vm-100-disk-1023"),
        NewName.free(StorageType.LVMTHIN, 100, ImageFormat.RAW, taken));
    taken.add("base-100-disk-1023");
    assertEquals(Optional.empty(), NewName.free(StorageType.LVMTHIN, 100, ImageFormat.RAW, taken));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DIR | vm-100-disk-9.qcow2 | QCOW2 |
          DIR | vm-100-data.raw | RAW |
          DIR | vm-100-data.raw | QCOW2 | new-name-extension
          DIR | vm-100-data | RAW | new-name-extension
          DIR | vm-200-disk-0.raw | RAW | new-name-owner
          DIR | vm-1000-disk-0.raw | RAW | new-name-owner
          DIR | foo.raw | RAW | new-name-owner
          DIR | base-100-disk-0.raw | RAW | new-name-owner
          DIR | ../vm-100-disk-0.raw | RAW | new-name-characters
          DIR | a b.raw | RAW | new-name-characters
          DIR | -x.raw | RAW | new-name-characters
          DIR | subvol-100-disk-0.subvol | SUBVOL |
          DIR | vm-100-disk-0.subvol | SUBVOL | new-name-owner
          ZFSPOOL | vm-100-disk-7 | RAW |
          ZFSPOOL | vm-100-cloudinit | RAW |
          ZFSPOOL | vm-100- | RAW | new-name-owner
          ZFSPOOL | subvol-100-disk-7 | RAW | new-name-owner
          ZFSPOOL | subvol-100-disk-7 | SUBVOL |
          ZFSPOOL | vm-101-disk-7 | RAW | new-name-owner
          LVMTHIN | vm-100-disk-1 | RAW |
          LVMTHIN | vm-100-disk_ | RAW | new-name-characters
          LVMTHIN | vm-100-a+b | RAW | new-name-characters
          RBD | vm-100-disk-1 | RAW |
          """)
  void checksAGivenName(StorageType type, String name, ImageFormat format, String problem) {
    assertEquals(problem == null ? "" : problem, check(type, 100, name, format));
  }

  @Test
  void namesAndGuestsHaveLimits() {
    String long1 = "vm-100-" + "x".repeat(121);
    assertEquals("too-long", check(StorageType.LVMTHIN, 100, long1, ImageFormat.RAW));
    assertEquals("", check(StorageType.DIR, 100, long1 + ".raw", ImageFormat.RAW));
    assertEquals("guest-id", check(StorageType.DIR, 99, "vm-99-x.raw", ImageFormat.RAW));
    assertEquals("guest-id", check(StorageType.DIR, 1_000_000_000, "x", ImageFormat.RAW));
    assertEquals("", check(StorageType.RBD, 999_999_999, "vm-999999999-x", ImageFormat.RAW));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1B, 0x85, 0x9B, 0x200B, 0x2028, 0x2029, 0x202E, 0x2066, 0xD800})
  void nothingNewIsCalledBySignsThatFoolAReader(int sign) {
    String name = "vm-100-" + Character.toString(sign) + "x";
    assertEquals(
        "new-name-characters", check(StorageType.DIR, 100, name + ".raw", ImageFormat.RAW));
    assertEquals("new-name-characters", check(StorageType.LVMTHIN, 100, name, ImageFormat.RAW));
    assertEquals("new-name-characters", check(StorageType.RBD, 100, name, ImageFormat.RAW));
  }

  private static String check(StorageType type, int owner, String name, ImageFormat format) {
    try {
      NewName.check(type, owner, name, format);
      return "";
    } catch (InvalidException e) {
      return e.problems().getFirst().said().key().replace("problem.", "");
    }
  }

  @Test
  void theNameOrTheOptionDecidesTheFormat() throws Exception {
    assertEquals(ImageFormat.QCOW2, NewName.format(null, "vm-100-x.qcow2", ImageFormat.RAW));
    assertEquals(ImageFormat.QCOW2, NewName.format(ImageFormat.QCOW2, null, ImageFormat.RAW));
    assertEquals(ImageFormat.RAW, NewName.format(null, "vm-100-disk-0", ImageFormat.RAW));
    assertEquals(ImageFormat.RAW, NewName.format(null, "", ImageFormat.RAW));
    assertEquals(
        ImageFormat.SUBVOL, NewName.format(ImageFormat.SUBVOL, "s.subvol", ImageFormat.RAW));
    InvalidException e =
        assertThrows(
            InvalidException.class,
            () -> NewName.format(ImageFormat.RAW, "vm-100-x.qcow2", ImageFormat.RAW));
    assertEquals("problem.format-contradiction", e.problems().getFirst().said().key());
  }
}
