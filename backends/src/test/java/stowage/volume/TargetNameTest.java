package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.schema.InvalidException;

class TargetNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DIR     | 100/vm-100-disk-0.qcow2                                   | NFS     | 100 | 100/vm-100-disk-0.raw
          DIR     | 100/vm-100-disk-0.qcow2                                   | LVMTHIN | 200 | vm-200-disk-0
          ZFSPOOL | base-100-disk-1                                           | DIR     |     | 100/vm-100-disk-1.raw
          ZFSPOOL | basevol-100-disk-1                                        | ZFSPOOL | 7   | subvol-7-disk-1
          ISCSI   | 0.0.1.scsi-360014053717f3764b374ba1b3c8ba8f8              | DIR     | 200 | 200/vm-200-disk-0.raw
          ISCSI   | 0.0.1.scsi-360014053717f3764b374ba1b3c8ba8f8              | LVMTHIN | 200 | vm-200-disk-0
          DIR     | iso/a b.iso                                               | NFS     |     | iso/a b.iso
          CIFS    | import/base-100-disk-0.qcow2                              | BTRFS   |     | import/base-100-disk-0.qcow2
          """)
  void isOfTheGuestThatTheCopyIsFor(
      StorageType from, String source, StorageType to, Integer owner, String expected)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(from, source);
    assertEquals(expected, TargetName.of(name, from, to, "raw", owner));
  }
}
