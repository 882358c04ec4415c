package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** State, paths and lists of the directory-like types besides dir and nfs. */
class MountedTypesTest {
  private static final String PATH = "/mnt/pve/p";

  private static Pool pool(StorageType type, String... more) {
    String[] settings = new String[more.length + 1];
    settings[0] = "path=" + PATH;
    System.arraycopy(more, 0, settings, 1, more.length);
    return Rehearsal.pool(type, "some", settings);
  }

  private static Map<String, Result> host(String mount) {
    Map<String, Result> host = new HashMap<>();
    host.put("/usr/bin/cat", Result.exited(0, mount + " rw 0 0\n", ""));
    host.put("/usr/bin/stat -L", Result.exited(0, "41ed\n", ""));
    host.put("/usr/bin/stat -f", Result.exited(0, "100 50 40 4096 btrfs\n", ""));
    return host;
  }

  @ParameterizedTest
  @CsvSource({
    "CIFS, server=nas share=VM, //nas/VM /mnt/pve/p cifs, true",
    "CIFS, server=nas share=VM, //nas/VM/ /mnt/pve/p cifs, true",
    "CIFS, server=nas share=VM subdir=/pve, //nas/VM/pve /mnt/pve/p cifs, true",
    "CIFS, server=nas share=VM subdir=/pve, //nas/VM /mnt/pve/p cifs, false",
    "CIFS, server=fd00::1 share=VM, //[fd00::1]/VM /mnt/pve/p cifs, true",
    "CIFS, server=nas share=VM, //nas/VM /mnt/pve/p nfs4, false",
    "CEPHFS, username=x, '192.0.2.10:6789:/ /mnt/pve/p ceph', true",
    "CEPHFS, username=x, 'ceph-fuse /mnt/pve/p fuse.ceph-fuse', true",
    "CEPHFS, subdir=/pve, '192.0.2.10:6789:/ /mnt/pve/p ceph', false",
    "CEPHFS, subdir=/pve, 'a,b:6789:/pve /mnt/pve/p ceph', true",
    "CEPHFS, username=x, 'ceph-fuse /mnt/pve/q fuse.ceph-fuse', false",
    "GLUSTERFS, volume=v0 server=a, b:v0 /mnt/pve/p fuse.glusterfs, true",
    "GLUSTERFS, volume=v0 server=a, a:v00 /mnt/pve/p fuse.glusterfs, false",
    "GLUSTERFS, volume=v.0 server=a, a:vx0 /mnt/pve/p fuse.glusterfs, false",
    "BTRFS, nocow=1, none /proc proc, true",
    "BTRFS, is_mountpoint=0, none /proc proc, true",
  })
  void activeMeansMountedAsConfigured(
      StorageType type, String settings, String mount, boolean active) {
    Backend backend = Backends.of(type).orElseThrow();
    Pool pool = pool(type, settings.split(" "));
    PoolStatus status =
        assertInstanceOf(Reading.Known.class, Rehearsal.answered(backend.status(pool), host(mount)))
                    .value()
                instanceof PoolStatus s
            ? s
            : PoolStatus.inactive("none");
    assertEquals(active, status.active());
    if (active) {
      assertEquals(100 * 4096, status.total());
      assertEquals(50 * 4096, status.used());
      assertEquals(40 * 4096, status.available());
    } else {
      assertEquals("problem.not-mounted", reason(status));
    }
  }

  private static String reason(PoolStatus status) {
    return status.reason() == null ? "none" : status.reason().key();
  }

  @Test
  void btrfsMustBeBtrfs() {
    Map<String, Result> host = host("none /proc proc");
    host.put("/usr/bin/stat -f", Result.exited(0, "100 50 40 4096 ext2/ext3\n", ""));
    assertEquals(
        Reading.known(PoolStatus.inactive("problem.not-btrfs", PATH, "ext2/ext3")),
        Rehearsal.answered(new BtrfsBackend().status(pool(StorageType.BTRFS)), host));
  }

  @ParameterizedTest
  @CsvSource({
    "BTRFS, 100/vm-100-disk-0.raw, , /mnt/pve/p/images/100/vm-100-disk-0/disk.raw",
    "BTRFS, 100/vm-100-disk-0.raw, s1, /mnt/pve/p/images/100/vm-100-disk-0@s1/disk.raw",
    "BTRFS, 100/subvol-100-disk-0.subvol, , /mnt/pve/p/images/100/subvol-100-disk-0.subvol",
    "BTRFS, 100/subvol-100-disk-0.subvol, s1, /mnt/pve/p/images/100/subvol-100-disk-0.subvol@s1",
    "BTRFS, 100/old.qcow2, , /mnt/pve/p/images/100/old.qcow2",
    "BTRFS, iso/a.iso, , /mnt/pve/p/template/iso/a.iso",
    "GLUSTERFS, 100/vm-100-disk-0.qcow2, , gluster+tcp://a/v0/images/100/vm-100-disk-0.qcow2",
    "GLUSTERFS, iso/a.iso, , /mnt/pve/p/template/iso/a.iso",
    "CIFS, 100/vm-100-disk-0.qcow2, , /mnt/pve/p/images/100/vm-100-disk-0.qcow2",
    "CEPHFS, backup/foo.tar, , /mnt/pve/p/dump/foo.tar",
  })
  void paths(StorageType type, String name, @Nullable String snapshot, String path)
      throws Exception {
    Pool pool = pool(type, "server=a", "volume=v0", "transport=tcp");
    assertEquals(path, Backends.of(type).orElseThrow().path(pool, name, snapshot));
  }

  @Test
  void btrfsListsSubvolumesAsVolumes(@TempDir Path base) throws Exception {
    Path guest = Files.createDirectories(base.resolve("images/100"));
    for (String subvolume : List.of("vm-100-disk-0", "vm-100-disk-0@snap", "base-100-disk-1")) {
      Files.createDirectory(guest.resolve(subvolume));
      Files.write(guest.resolve(subvolume).resolve("disk.raw"), new byte[4096]);
    }
    Files.createDirectory(guest.resolve("subvol-100-disk-2.subvol"));
    Files.createDirectory(guest.resolve("subvol-100-disk-2.subvol@snap"));
    Files.createDirectory(guest.resolve("empty"));
    Files.createDirectory(guest.resolve("more.dots.subvol"));
    Files.write(guest.resolve("old.qcow2"), new byte[100]);
    Files.createDirectories(base.resolve("template/iso"));
    Files.write(base.resolve("template/iso/a.iso"), new byte[7]);
    Pool pool =
        Rehearsal.pool(StorageType.BTRFS, "flash", "path=" + base, "content=images,rootdir,iso");
    List<Volume> found =
        Rehearsal.known(new BtrfsBackend().list(pool, Set.of(ContentType.IMAGES, ContentType.ISO)));
    assertEquals(
        List.of(
            "100/base-100-disk-1.raw raw 4096",
            "100/old.qcow2 invalid 512",
            "100/subvol-100-disk-2.subvol subvol 0",
            "100/vm-100-disk-0.raw raw 4096",
            "iso/a.iso iso 7"),
        found.stream()
            .map(v -> v.id().name() + " " + v.format() + " " + v.space().size())
            .toList());
    assertEquals(
        Arrays.asList(0, null, 1, 1, null),
        found.stream().map(v -> v.extra().snapshots()).toList());
    assertTrue(found.stream().limit(4).allMatch(v -> "100".equals(v.owner())));
  }
}
