package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

class MountsTest {
  /** From a Debian 12 host, shortened; the last two lines were added. */
  private static final String RECORDED =
      """
      none /dev devtmpfs rw,relatime,size=1000688k,nr_inodes=250172,mode=755,inode64 0 0
      /dev/vda / ext4 rw,noatime 0 0
      systemd-1 /proc/sys/fs/binfmt_misc autofs rw,relatime,fd=30,pgrp=1,timeout=0,minproto=5 0 0
      /dev/vdd /mnt/btrfs btrfs rw,relatime,space_cache=v2,subvolid=5,subvol=/ 0 0
      rpool/data /rpool/data zfs rw,noatime,xattr,noacl 0 0
      127.0.0.1:/srv/nfs/a /mnt/pve/rec nfs4 rw,relatime,vers=4.2,rsize=262144,hard 0 0
      //nas/VM\\040Data /mnt/my\\040share\\134x cifs rw 0 0
      nas:/\\355\\225\\234 /mnt/\\011tab nfs rw 0 0
      """;

  private static Mounts mounts() {
    return Mounts.parse(RECORDED.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsSourceTargetAndType() {
    assertEquals(8, mounts().all().size());
    assertEquals(
        new Mounts.Mount("127.0.0.1:/srv/nfs/a", "/mnt/pve/rec", "nfs4"), mounts().all().get(5));
    assertTrue(mounts().isMountPoint("/rpool/data"));
    assertFalse(mounts().isMountPoint("/rpool/dat"));
    assertFalse(mounts().isMountPoint("/mnt"));
  }

  @Test
  void decodesWhatTheKernelEscapes() {
    assertEquals("//nas/VM Data", mounts().all().get(6).source());
    assertEquals("/mnt/my share\\x", mounts().all().get(6).target());
    assertEquals("nas:/한", mounts().all().get(7).source());
    assertEquals("/mnt/\ttab", mounts().all().get(7).target());
  }

  @Test
  void keepsBackslashesThatAreNoEscape() {
    Mounts odd = Mounts.parse("a\\04 /x\\9zz t o 0 0\n".getBytes(StandardCharsets.UTF_8));
    assertEquals(new Mounts.Mount("a\\04", "/x\\9zz", "t"), odd.all().getFirst());
  }

  @Test
  void ignoresLinesThatAreNoMounts() {
    assertTrue(Mounts.parse("\n\nnonsense\n".getBytes(StandardCharsets.UTF_8)).all().isEmpty());
  }

  @Test
  void saysWhyTheTableCouldNotBeRead() {
    Reading<Mounts> reading = Mounts.of(Result.exited(1, "", "cat: /proc/mounts: Input/output"));
    var failed = assertInstanceOf(Reading.Failed.class, reading);
    assertEquals("problem.program-failed", failed.reason().key());
    assertEquals("cat: /proc/mounts: Input/output", failed.reason().args().getLast());
  }

  @Test
  void mountsWithOptionsOrWithout() {
    assertEquals(
        "/bin/mount -t nfs nas:/e /mnt/pve/n -o vers=4.2,soft",
        Mounts.mount("nfs", "nas:/e", "/mnt/pve/n", "vers=4.2,soft").shown());
    assertEquals(
        "/bin/mount -t nfs nas:/e /mnt/pve/n",
        Mounts.mount("nfs", "nas:/e", "/mnt/pve/n", "").shown());
    assertEquals("/bin/umount /mnt/pve/n", Mounts.unmount("/mnt/pve/n").shown());
    assertEquals(Exec.Identity.ROOT, Mounts.unmount("/mnt/pve/n").identity());
  }

  @Test
  void asksTheRealTableWithoutTouchingAFileSystem() throws Exception {
    assertEquals(0, ThisMachine.run(Mounts.isMounted("/proc")).status());
    assertEquals(1, ThisMachine.run(Mounts.isMounted("/pro")).status());
    assertEquals(1, ThisMachine.run(Mounts.isMounted("/no where\\at")).status());
    Mounts here =
        assertInstanceOf(Reading.Known.class, Mounts.of(ThisMachine.run(Mounts.read()))).value()
                instanceof Mounts m
            ? m
            : new Mounts(java.util.List.of());
    assertTrue(here.isMountPoint("/proc"));
  }
}
