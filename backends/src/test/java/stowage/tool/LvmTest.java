package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.assertLines;

import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.exec.Guard;
import stowage.message.Message;
import stowage.volume.Size;

/** What is typed for LVM, see lvm(8). */
class LvmTest {
  private static final Message OTHERWISE = Message.of("x");
  private static final Size GIB = new Size(1L << 30);

  @Test
  void questionsAreAskedInBytesAndAsRoot() {
    assertLines(
        """
        ?# /sbin/lvs --reportformat json --units b --nosuffix --config 'report/time_format="%s"' \
        --options vg_name,lv_name,lv_size,lv_attr,pool_lv,data_percent,metadata_percent,\
        lv_metadata_size,lv_tags,origin,lv_time pve
        ?# /sbin/vgs --reportformat json --units b --nosuffix --options vg_name,vg_size,vg_free,lv_count
        ?# /sbin/pvs --reportformat json --options pv_name,vg_name /dev/disk/by-id/scsi-1
        """,
        LvmReport.volumes("pve"),
        LvmReport.groups(),
        LvmReport.physicalVolume("/dev/disk/by-id/scsi-1"));
  }

  @Test
  void volumesAreMadeInKibibytes() {
    assertLines(
        """
        !# /sbin/lvcreate -aly -Wy --yes --size 1048576k --name vm-100-disk-0 --addtag pve-vm-100 vg
        !# /sbin/lvcreate -aly -V 1048576k --name vm-100-disk-0 --thinpool vg/data
        !# /sbin/lvextend -L 1048576k vg/vm-100-disk-0
        """,
        Lvm.create("vg", "vm-100-disk-0", GIB, "pve-vm-100"),
        Lvm.createThin("vg", "data", "vm-100-disk-0", GIB),
        Lvm.extend("vg", "vm-100-disk-0", GIB));
  }

  @Test
  void snapshotsCanNotBeWrittenAndCopiesOfThemCan() {
    assertLines(
        """
        !# /sbin/lvcreate -n snap_vm-1_a -pr -s vg/vm-1
        !# /sbin/lvcreate -kn -n vm-1 -s vg/snap_vm-1_a
        !# /sbin/lvcreate -n vm-2 -prw -kn -s vg/base-1
        !# /sbin/lvchange -pr -ky vg/base-1
        !# /sbin/lvchange -prw -kn vg/base-1
        """,
        Lvm.snapshot("vg", "vm-1", "snap_vm-1_a"),
        Lvm.copyOf("vg", "snap_vm-1_a", "vm-1"),
        Lvm.cloneOf("vg", "base-1", "vm-2"),
        Lvm.fix("vg", "base-1"),
        Lvm.loosen("vg", "base-1"));
  }

  @Test
  void volumesAreActivatedHereAndNotOnOtherHosts() {
    assertLines(
        """
        !# /sbin/lvchange -aly vg/a
        !# /sbin/lvchange -aly vg/a vg/b
        !# /sbin/lvchange -aln vg/a vg/b
        !# /sbin/lvchange --refresh vg/a
        !# /sbin/lvchange -ay -K vg/a
        !# /sbin/lvchange -an vg/a
        """,
        Lvm.activateHere("vg", "a"),
        Lvm.activateHere("vg", List.of("a", "b")),
        Lvm.deactivateHere("vg", List.of("a", "b")),
        Lvm.refresh("vg", "a"),
        Lvm.activate("vg", "a"),
        Lvm.deactivate("vg", "a"));
  }

  @Test
  void namesTagsAndGroupsAreChangedOneAtATime() {
    assertLines(
        """
        !# /sbin/lvrename vg vm-1-disk-0 vm-2-disk-0
        !# /sbin/lvchange --addtag pve-vm-2 --deltag pve-vm-1 vg/vm-2-disk-0
        !# /sbin/lvremove -f vg/vm-2-disk-0
        !# /sbin/pvcreate --metadatasize 250k /dev/sdb
        !# /sbin/vgcreate vg /dev/sdb
        !# /sbin/vgremove vg
        !# /sbin/vgscan --ignorelockingfailure --mknodes
        !# /sbin/vgs --noheadings --options vg_name vg
        """,
        Lvm.rename("vg", "vm-1-disk-0", "vm-2-disk-0"),
        Lvm.retag("vg", "vm-2-disk-0", "pve-vm-1", "pve-vm-2"),
        Lvm.remove("vg", "vm-2-disk-0"),
        Lvm.createPhysicalVolume("/dev/sdb"),
        Lvm.createGroup("vg", "/dev/sdb"),
        Lvm.removeGroup("vg"),
        Lvm.scan(),
        Lvm.lookFor("vg"));
  }

  @Test
  void guardsAskForOneVolumeAndExpectItsStatus() {
    Guard absent = Lvm.absent(OTHERWISE, "vg", "a");
    Guard present = Lvm.present(OTHERWISE, "vg", "a");
    Guard unclaimed = Lvm.unclaimed(OTHERWISE, "/dev/sdb");
    assertLines(
        """
        ?# /sbin/lvs --noheadings --options lv_name vg/a
        ?# /sbin/lvs --noheadings --options lv_name vg/a
        ?# /sbin/pvs --reportformat json --options pv_name,vg_name /dev/sdb
        """,
        absent.check(),
        present.check(),
        unclaimed.check());
    assertEquals(5, absent.status());
    assertEquals(0, present.status());
    assertEquals(5, unclaimed.status());
  }

  @Test
  void aVolumeIsUnusedWhenNothingHasItOpen() {
    Guard unused = Lvm.unused(OTHERWISE, "vg", "a");
    assertLines(
        "?# /sbin/lvs --noheadings --options lv_name vg/a --select 'lv_device_open!=1'"
            + " --config 'log/prefix=\"\"'",
        unused.check());
    // An open volume is left out of the answer, and the status is 0 even so.
    assertEquals(0, unused.status());
    assertEquals("a\n", unused.prefix());
  }
}
