package stowage.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Result;
import stowage.exec.Shell;

class ProgramsTest {
  private static final String LVS = "/sbin/lvs";

  // Making the example company takes a while, so all tests share one; each uses names of its own.
  @TempDir private static Path directory;
  private static Demo demo;

  @BeforeAll
  static void make() throws Exception {
    demo = Demo.in(directory);
  }

  private Result run(String line) throws HostException {
    return demo.run(line.split(" "));
  }

  private String text(String line) throws HostException {
    return demo.text(line.split(" "));
  }

  private String refused(String line) throws HostException {
    Result result = run(line);
    assertTrue(result.status() != 0, line);
    return result.errorLine();
  }

  @Test
  void theConfigurationNamesAllFourteenTypes() throws Exception {
    String config = text("/usr/bin/cat /etc/pve/storage.cfg");
    for (var type : stowage.config.StorageType.values()) {
      assertTrue(config.contains("\n" + type.word() + ": "), type.word());
    }
  }

  @Test
  void anUnknownProgramOrOptionIsRefusedInPlainWords() throws Exception {
    assertEquals(Result.NOT_FOUND, run("/usr/bin/ruby -v").status());
    assertEquals(2, run("/usr/bin/stat --frobnicate x").status());
    assertTrue(refused("/usr/bin/stat --frobnicate x").contains("unrecognized option"));
    assertEquals(Result.NOT_FOUND, run("/opt/evil/cat /etc/hostname").status());
  }

  @Test
  void aBatchAnswersEachProgramByItself() throws Exception {
    try (Shell shell = demo.shell()) {
      Batch batch =
          Batch.of(
              List.of(
                  Exec.reads("/usr/bin/uname", "-n"),
                  Exec.reads("/usr/bin/sleep", "30").within(java.time.Duration.ofSeconds(1)),
                  Exec.reads("/usr/bin/cat", "/etc/pve/storage.cfg").keeping(10),
                  Exec.reads("/usr/bin/cat", "/nope")));
      List<Result> answers = batch.answers("demo", shell.run(batch));
      assertEquals("pve1\n", answers.get(0).text());
      assertEquals(Result.Ending.TIMED_OUT, answers.get(1).ending());
      assertEquals(Result.Ending.OVERFLOWED, answers.get(2).ending());
      assertEquals("cat: /nope: No such file or directory", answers.get(3).errorLine());
    }
  }

  @Test
  void aThinVolumeLivesThroughSnapshotRollbackAndResize() throws Exception {
    text("/sbin/lvcreate -aly -V 1048576k --name vm-200-disk-0 --thinpool pve/data");
    text("/sbin/lvcreate -n snap_vm-200-disk-0_a -pr -s pve/vm-200-disk-0");
    text("/sbin/lvextend -L 2048M /dev/pve/vm-200-disk-0");
    assertEquals("2147483648", size("pve/vm-200-disk-0"));
    text("/sbin/lvremove -f pve/vm-200-disk-0");
    text("/sbin/lvcreate -kn -n vm-200-disk-0 -s pve/snap_vm-200-disk-0_a");
    assertEquals("1073741824", size("pve/vm-200-disk-0"));
    assertEquals(
        "Logical Volume \"vm-200-disk-0\" already exists in volume group.",
        refused("/sbin/lvcreate -aly -V 4096k --name vm-200-disk-0 --thinpool pve/data"));
    assertTrue(refused("/sbin/lvextend -L 4M /dev/pve/vm-200-disk-0").contains("not larger"));
    assertTrue(
        refused("/sbin/lvcreate -aly --yes --size 999g --name vm-1-disk-0 sanvg")
            .contains("insufficient free space"));
    assertTrue(refused("/sbin/lvremove -f pve/data").contains("used by thin volumes"));
  }

  private String size(String volume) throws HostException {
    return text(LVS
            + " --noheadings --units b --nosuffix --separator : --options lv_size "
            + volume)
        .strip();
  }

  @Test
  void aZvolLivesThroughSnapshotRollbackAndResize() throws Exception {
    text("/sbin/zfs create -s -V 1048576k tank/vm/vm-200-disk-0");
    text("/usr/bin/test -b /dev/zvol/tank/vm/vm-200-disk-0");
    text("/sbin/zfs snapshot tank/vm/vm-200-disk-0@a");
    text("/sbin/zfs set volsize=2097152k tank/vm/vm-200-disk-0");
    text("/sbin/zfs snapshot tank/vm/vm-200-disk-0@b");
    assertTrue(
        run("/sbin/zfs rollback tank/vm/vm-200-disk-0@a").errorText().contains("more recent"));
    text("/sbin/zfs destroy tank/vm/vm-200-disk-0@b");
    text("/sbin/zfs rollback tank/vm/vm-200-disk-0@a");
    assertEquals("1073741824\n", text("/sbin/zfs get -o value -Hp volsize tank/vm/vm-200-disk-0"));
    assertTrue(run("/sbin/zfs destroy tank/vm/vm-200-disk-0").errorText().contains("has children"));
    text("/sbin/zfs destroy -r tank/vm/vm-200-disk-0");
    assertEquals(
        "cannot open 'tank/vm/vm-200-disk-0': dataset does not exist",
        refused("/sbin/zfs get -o value -Hp volsize tank/vm/vm-200-disk-0").replace("zfs: ", ""));
    assertTrue(refused("/sbin/zfs create -V 9000g tank/db/vm-1-disk-0").contains("out of space"));
  }

  @Test
  void anImageIsARealFileWithARealHeader() throws Exception {
    String file = "/srv/scratch/images/200/vm-200-disk-0.qcow2";
    text("/usr/bin/mkdir -p /srv/scratch/images/200");
    text("/usr/bin/qemu-img create -o preallocation=metadata -f qcow2 " + file + " 1048576K");
    text("/usr/bin/qemu-img snapshot -c first " + file);
    text("/usr/bin/qemu-img resize -f qcow2 " + file + " 2147483648");
    String info = text("/usr/bin/qemu-img info -f qcow2 --output=json " + file);
    assertTrue(info.contains("\"virtual-size\":2147483648"), info);
    assertTrue(info.contains("\"name\":\"first\""), info);
    text("/usr/bin/qemu-img snapshot -a first " + file);
    info = text("/usr/bin/qemu-img info -f qcow2 --output=json " + file);
    assertTrue(info.contains("\"virtual-size\":1073741824"), info);
    assertTrue(
        java.nio.file.Files.isRegularFile(
            directory.resolve("disk/scratch/images/200/vm-200-disk-0.qcow2")));
  }

  @Test
  void imagesLieOnOthersAndLeaveThem() throws Exception {
    String place = "/srv/layers/";
    text("/usr/bin/mkdir -p /srv/layers");
    String below = "snap-a-vm-100-layers.qcow2";
    String path = place + "vm-100-layers.qcow2";
    text("/usr/bin/qemu-img create -f qcow2 " + place + "oldest.qcow2 1048576K");
    text("/usr/bin/qemu-img create -F qcow2 -b oldest.qcow2 -f qcow2 " + place + below);
    text(
        "/usr/bin/qemu-img create -F qcow2 -b %s -f qcow2 %s -o extended_l2=on,preallocation=off"
            .formatted(below, path));
    String chain = "/usr/bin/qemu-img info -U -f qcow2 --backing-chain --output=json " + path;
    assertTrue(text(chain).contains("oldest.qcow2\"},{"), text(chain));
    text("/usr/bin/qemu-img resize -f qcow2 " + path + " 2147483648");
    text("/usr/bin/qemu-img commit -d -f qcow2 " + path);
    assertTrue(
        text("/usr/bin/qemu-img info --output=json " + place + below).contains("2147483648"));
    text("/usr/bin/qemu-img rebase -b oldest.qcow2 -F qcow2 -f qcow2 " + path);
    assertTrue(!text(chain).contains(below));
    assertTrue(
        refused("/usr/bin/qemu-img rebase -b gone.qcow2 -F qcow2 -f qcow2 " + path)
            .contains("No such file"));
    assertTrue(
        refused("/usr/bin/qemu-img commit -f qcow2 " + place + "oldest.qcow2")
            .contains("does not have a backing file"));
  }

  @Test
  void anExportIsMountedOnceAndShowsWhatTheServerHolds() throws Exception {
    text("/usr/bin/mkdir -p /mnt/pve/new");
    assertTrue(
        refused("/bin/mount -t nfs nowhere.example.net:/x /mnt/pve/new")
            .contains("Failed to resolve"));
    assertTrue(
        refused("/bin/mount -t nfs nas.example.net:/nope /mnt/pve/new").contains("access denied"));
    text("/bin/mount -t nfs nas.example.net:/exports/iso /mnt/pve/new -o vers=4.2");
    assertTrue(
        text("/usr/bin/cat /proc/mounts")
            .contains("nas.example.net:/exports/iso /mnt/pve/new nfs4"));
    assertEquals(
        text("/usr/bin/find /mnt/pve/nas-iso -type f -printf %P:%s\\n"),
        text("/usr/bin/find /mnt/pve/new -type f -printf %P:%s\\n"));
    assertEquals("nfs\n", text("/usr/bin/stat -f -c %T -- /mnt/pve/new"));
    text("/bin/umount /mnt/pve/new");
    assertEquals("", text("/usr/bin/find /mnt/pve/new -type f"));
    assertTrue(
        refused("/sbin/showmount --no-headers --exports backup2.example.net").contains("RPC"));
  }

  @Test
  void aFullFileSystemTakesNoMore() throws Exception {
    text("/usr/bin/mkdir -p /mnt/pve/nas-backup/images/200");
    String create = "/usr/bin/qemu-img create -o preallocation=full -f raw ";
    assertTrue(
        refused(create + "/mnt/pve/nas-backup/images/200/vm-200-disk-0.raw 2000G")
            .contains("No space left on device"));
  }

  @Test
  void stateSurvivesARestart() throws Exception {
    text("/sbin/lvcreate -aly -V 1g --name vm-201-disk-0 --thinpool pve/data");
    text("/usr/bin/mkdir -p /mnt/pve/again");
    Demo again = Demo.in(directory);
    assertTrue(again.run("/usr/bin/test", "-b", "/dev/pve/vm-201-disk-0").ok());
    assertTrue(again.run("/usr/bin/test", "-d", "/mnt/pve/again").ok());
  }

  @Test
  void anImageThatNoHostCouldHoldIsRefused() throws Exception {
    text("/usr/bin/mkdir -p /srv/scratch/images/300");
    String image = "/srv/scratch/images/300/vm-300-disk-0";
    assertTrue(
        refused("/usr/bin/qemu-img create -f qcow2 " + image + ".qcow2 9007199254740992K")
            .contains("too large"));
    assertTrue(
        refused("/usr/bin/qemu-img create -f raw " + image + ".raw 20T").contains("too large"));
    assertEquals("", text("/usr/bin/find /srv/scratch/images/300 -type f"));
  }

  @Test
  void aVolumeInUseIsNotRemoved() throws Exception {
    assertTrue(refused("/sbin/lvremove -f pve/vm-103-disk-0").contains("in use"));
    assertEquals(
        "",
        text(LVS + " --noheadings --options lv_name pve/vm-103-disk-0 --select lv_device_open!=1"));
    assertTrue(refused("/sbin/zfs destroy -r tank/vm/subvol-111-disk-0").contains("is busy"));
  }
}
