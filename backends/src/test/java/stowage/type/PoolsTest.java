package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.schema.Properties;
import stowage.volume.ContentType;

class PoolsTest {
  private static Pools pools(String file) {
    return Pools.of(StorageConfig.parse(file.getBytes(StandardCharsets.UTF_8)));
  }

  private static Pool pool(String file, String id) {
    return pools(file).pool(new StorageId(id)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nfs: local\n\tserver s\n\texport /e\n\tpath /x\n",
        "dir: local\n\tpath /srv\n\tcontent iso\n",
        "dir: local\n\tcontent iso\n"
      })
  void localIsForced(String file) {
    Pool local = pool(file, "local");
    assertEquals("dir", local.type().word());
    assertEquals(Optional.of("/var/lib/vz"), local.get(Properties.PATH));
    assertEquals(
        Set.of(
            ContentType.BACKUP,
            ContentType.IMAGES,
            ContentType.ISO,
            ContentType.ROOTDIR,
            ContentType.SNIPPETS,
            ContentType.VZTMPL),
        local.contents());
    assertEquals(Optional.of(Map.of("keep-all", 1L)), local.get(Properties.PRUNE_BACKUPS));
  }

  @Test
  void aUsableLocalKeepsAllButItsNodes() {
    Pool local =
        pool("dir: local\n\tpath /var/lib/vz\n\tcontent iso\n\tnodes pve9\n\tdisable\n", "local");
    assertEquals(Set.of(ContentType.ISO), local.contents());
    assertTrue(local.disabled());
    assertTrue(local.usableOn("pve1"));
  }

  @Test
  void contentFallsBackToTheUsual() {
    assertEquals(
        Set.of(ContentType.IMAGES, ContentType.ROOTDIR),
        pool("dir: a1\n\tpath /x\n", "a1").contents());
    assertEquals(
        Set.of(ContentType.BACKUP), pool("pbs: a1\n\tserver s\n\tdatastore d\n", "a1").contents());
  }

  @Test
  void networkPoolsAreSharedAndLocalOnesNeedToSaySo() {
    assertTrue(pool("nfs: a1\n\tserver s\n\texport /e\n\tpath /x\n", "a1").shared());
    assertFalse(pool("dir: a1\n\tpath /x\n", "a1").shared());
    assertTrue(pool("dir: a1\n\tpath /x\n\tshared\n", "a1").shared());
    assertFalse(pool("zfspool: a1\n\tpool t\n", "a1").shared());
    assertFalse(pool("lvmthin: a1\n\tvgname vg\n\tthinpool data\n", "a1").shared());
    assertTrue(pool("lvm: a1\n\tvgname vg\n\tshared 1\n", "a1").shared());
  }

  @Test
  void olderOptionsBecomeTheirSuccessors() {
    assertEquals(
        Optional.of(Map.of("keep-last", 5L)),
        pool("dir: a1\n\tpath /x\n\tmaxfiles 5\n", "a1").get(Properties.PRUNE_BACKUPS));
    assertEquals(
        Optional.of(Map.of("keep-all", 1L)),
        pool("dir: a1\n\tpath /x\n\tmaxfiles 0\n", "a1").get(Properties.PRUNE_BACKUPS));
    assertEquals(
        Optional.of(Map.of("keep-daily", 2L)),
        pool("dir: a1\n\tpath /x\n\tmaxfiles 5\n\tprune-backups keep-daily=2\n", "a1")
            .get(Properties.PRUNE_BACKUPS));
    Pool pool = pool("dir: a1\n\tpath /x\n\tmkdir 0\n\tcreate-subdirs 1\n", "a1");
    assertEquals(Optional.of(false), pool.get(Properties.CREATE_BASE_PATH));
    assertEquals(Optional.of(true), pool.get(Properties.CREATE_SUBDIRS));
  }

  @Test
  void strangersAreKeptAside() {
    Pools pools = pools("esxi: e1\n\tserver s\n\ndir: a1\n\tpath /x\n");
    assertEquals(List.of("e1"), pools.strangers().stream().map(s -> s.id()).toList());
    assertEquals(List.of("a1", "local"), pools.known().stream().map(p -> p.id().text()).toList());
  }

  @Test
  void nodesRestrict() {
    Pool pool = pool("dir: a1\n\tpath /x\n\tnodes pve1 pve2\n", "a1");
    assertTrue(pool.usableOn("pve2"));
    assertFalse(pool.usableOn("pve3"));
  }
}
