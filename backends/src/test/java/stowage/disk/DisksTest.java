package stowage.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.exec.Reading;
import stowage.exec.Result;

class DisksTest {

  @Test
  void eachDiskTellsWhatIsOnIt() throws Exception {
    assertTrue(
        Recorded.disk("/dev/vda").uses().contains(new Disk.Use.Mounted("/")), "the system's disk");
    Disk lvm = Recorded.disk("/dev/vdb");
    assertEquals(
        List.of(new Disk.Use.Holds("LVM2_member"), new Disk.Use.HeldBy("lvm pve-data")),
        lvm.uses(),
        "a thin pool once, not its parts");
    Disk zfs = Recorded.disk("/dev/vde");
    assertTrue(zfs.uses().contains(new Disk.Use.HeldBy("zpool rpool")), zfs::toString);
    assertEquals(List.of("/dev/vde1", "/dev/vde9"), zfs.parts());
    Disk spare = Recorded.disk("/dev/vdi");
    assertTrue(spare.blank());
    assertEquals("spare2", spare.confirmation());
    assertEquals("/dev/disk/by-id/virtio-spare2", spare.lasting());
    assertEquals(2L << 30, spare.size());
  }

  @Test
  void aVolumeGroupWithoutVolumesDoesNotTieItsDisk() throws Exception {
    Disk idle = Recorded.disk("/dev/vdc");
    assertTrue(!idle.blank() && idle.ties().isEmpty(), idle::toString);
  }

  @Test
  void withoutZfsThereAreNoPoolsAndTheDisksAreReadAllTheSame() throws Exception {
    Reading<List<Disk>> read =
        Recorded.read(Recorded.text("lsblk.json"), "", Result.exited(127, "", "zpool: not found"));
    List<Disk> disks = read.optional().orElseThrow();
    assertEquals(Recorded.disks().size(), disks.size());
    assertEquals("/dev/vdi", disks.getLast().lasting());
  }

  @Test
  void whatIsNoDiskIsLeftOut() {
    String tree =
        """
        {"blockdevices": [
          {"name": "sr0", "path": "/dev/sr0", "type": "rom", "size": 1},
          {"name": "loop0", "path": "/dev/loop0", "type": "loop", "size": 1},
          {"name": "zd0", "path": "/dev/zd0", "type": "disk", "size": 1},
          {"name": "rbd0", "path": "/dev/rbd0", "type": "disk", "size": 1},
          {"name": "nvme0n1", "path": "/dev/nvme0n1", "type": "disk", "size": 5, "rota": false},
          {"name": "sda", "path": "/dev/sda", "type": "disk", "size": 6, "rota": false,
           "tran": "sata", "pttype": "gpt", "serial": " S1 ", "children": [
             {"name": "sda1", "path": "/dev/sda1", "type": "part", "fstype": "vfat",
              "mountpoints": ["/boot/efi", null]}]}
        ]}
        """;
    List<Disk> disks = Recorded.read(tree, "", Result.exited(0, "", "")).optional().orElseThrow();
    assertEquals(List.of("/dev/nvme0n1", "/dev/sda"), disks.stream().map(Disk::path).toList());
    assertEquals(Disk.Kind.NVME, disks.getFirst().kind());
    Disk sda = disks.getLast();
    assertEquals(Disk.Kind.SSD, sda.kind());
    assertEquals("S1", sda.confirmation());
    assertEquals(
        List.of(
            new Disk.Use.Partitioned(),
            new Disk.Use.Holds("vfat"),
            new Disk.Use.Mounted("/boot/efi")),
        sda.uses());
  }

  @Test
  void anAnswerThatIsNoneIsAFailureAndNotAnEmptyHost() {
    Result fine = Result.exited(0, "", "");
    assertInstanceOf(Reading.Failed.class, Recorded.read("{\"blockdev", "", fine));
    Reading<List<Disk>> failed =
        Disks.probe().read(List.of(Result.exited(1, "", "lsblk: no"), fine, fine));
    assertInstanceOf(Reading.Failed.class, failed);
  }
}
