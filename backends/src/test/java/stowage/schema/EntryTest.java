package stowage.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.config.StorageType;

/** Each property's rule, with values on both sides of its border, as a person enters them. */
class EntryTest {
  private static final String BYTES = "00:".repeat(31) + "Ff";

  /** Key of what is said, without the prefix all have; empty when the value is taken. */
  private static String said(String type, String key, String text) {
    Schema schema = Schemas.of(StorageType.of(type).orElseThrow());
    Property<?> property = schema.property(key).orElseThrow();
    Optional<String> said =
        schema.problem(property, text).map(m -> m.key().replace("problem.", ""));
    if (said.isEmpty()) {
      String normal = schema.normal(property, text);
      assertTrue(Values.read(property.kind(), normal).isPresent(), "the file refuses " + normal);
    }
    return said.orElse("");
  }

  /** Types and keys, what is taken, what is refused, and the rule that it is refused by. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dir.path btrfs.path | /a ~ /srv/pve ~ /a-b/c_d.e@f ~ /a/../b ~ /a// | / ~ a ~ ./a ~ ~/a ~ /;a ~ /(a | rule.path
          dir.path btrfs.path | /a | /a b ~ /a:b ~ /ä ~ /a;b ~ /a"b ~ /$a | rule.dir-path
          nfs.path cifs.path cephfs.path glusterfs.path | /mnt/x ~ /mnt/x y ~ /a;b ~ /ä | / ~ mnt ~ /;x ~ /)x | rule.path
          nfs.export zfspool.mountpoint zfs.zfs-base-path | /srv ~ /srv/my data | srv ~ / | rule.path
          cifs.subdir cephfs.subdir | /a ~ /a/b c | a ~ a/b ~ / | rule.path
          nfs.server cifs.server pbs.server glusterfs.server2 | nas ~ a-b.c9 ~ 10.0.0.5 ~ ::1 ~ fe80::1 | na_s ~ nas. ~ -nas ~ [::1] ~ nas:1 ~ a b ~ // | rule.server
          iscsi.portal iscsidirect.portal zfs.portal | nas ~ nas:3260 ~ 10.0.0.5:1 ~ [::1]:3260 ~ ::1 | nas: ~ :3260 ~ [nas]:1 ~ a b ~ na_s | rule.portal
          rbd.monhost cephfs.monhost | 10.0.0.1 ~ 10.0.0.1,10.0.0.2:6789;[::1] ~ a b c | 10.0.0.1,na_s ~ [a] ~ a/b | rule.portal
          lvm.vgname lvmthin.vgname lvmthin.thinpool | ab ~ a.b-c_d9 ~ 9a ~ VG | a ~ -ab ~ ab- ~ a b ~ a/b ~ .a | rule.lvm-name
          lvm.base | san1:0.0.1.scsi-36 ~ sa.n_1-x:a b | san1 ~ san1: ~ :x ~ s:x ~ 1san:x | rule.volume-id
          cephfs.fs-name | ab ~ a_-9 | a ~ 1a ~ a.b ~ a b | rule.config-id
          nfs.options cifs.options cephfs.options | vers=4.2,soft ~ x | a b ~ vers=4 soft | rule.word
          iscsi.target zfs.target zfs.lio_tpg zfs.comstar_hg zfs.comstar_tg | iqn.2003-01.org.x:sn.1 ~ tpg1 | a b | rule.word
          pbs.datastore | main ~ _a ~ a.b-c_d ~ 9 | -a ~ .a ~ a/b ~ a b ~ ä | rule.datastore
          pbs.namespace | a ~ a/b ~ a/b/c/d/e/f/g ~ _x.y-z | /a ~ a/ ~ a//b ~ a b ~ a/b/c/d/e/f/g/h ~ . ~ ../a | rule.pbs-namespace
          pbs.username | root@pam ~ a.b@pbs ~ a@pbs!token ~ a@pbs!t-1 | root ~ @pam ~ a@ ~ a@pbs! ~ a b@pam ~ a@b@c ~ a:b@pam | rule.pbs-user
          cifs.username cifs.domain | anna ~ DOM\\anna ~ a b | a,b ~ , | rule.no-comma
          cifs.share | data ~ My Share ~ print$ ~ 자료 | /data ~ a/b ~ a\\b | rule.share
          glusterfs.volume | vol0 ~ a-b_c ~ 9 | a/b ~ a.b ~ a b ~ ä | rule.gluster-volume
          rbd.pool rbd.data-pool rbd.namespace | rbd ~ .mgr ~ a-b.c ~ 한글 | a b ~ a/b ~ a@b | rule.ceph-name
          zfspool.pool zfs.pool | tank ~ rpool/data ~ t/a.b:c_d-e | /tank ~ tank/ ~ tank//a ~ 9tank ~ tank@s ~ a b ~ ta#k | rule.dataset
          zfspool.blocksize zfs.blocksize | 512 ~ 1k ~ 8k ~ 8K ~ 8192 ~ 1m ~ 16M ~ 16777216 | 256 ~ 511 ~ 12k ~ 32M ~ 0 ~ 8kb ~ k ~ -8k ~ 8.0k ~ 8 k ~ 33554432 | rule.blocksize
          lvm.saferemove_throughput | -10485760 ~ 1 ~ 10m ~ -5k ~ 1g | 0 ~ -0 ~ 01 ~ 10M ~ m ~ 1.5m ~ 10 m ~ -- | rule.throughput
          dir.is_mountpoint btrfs.is_mountpoint | yes ~ no ~ 1 ~ 0 ~ On ~ off ~ TRUE ~ false ~ /mnt ~ /a b | mnt ~ 2 ~ maybe ~ / ~ yes please | rule.mountpoint
          dir.disable nfs.mkdir rbd.krbd lvm.saferemove cephfs.fuse btrfs.nocow zfs.sparse | 1 ~ 0 ~ yes ~ No ~ TRUE ~ off | 2 ~ 01 ~ ja ~ -1 ~ y | flag
          pbs.port | 1 ~ 8007 ~ 65535 ~ +1 ~ 0008007 | 0 ~ 65536 ~ -1 | range
          pbs.port dir.maxfiles dir.max-protected-backups | 7 | 1.5 ~ 0x10 ~ a ~ 1e3 ~ 9999999999999999999 | whole
          dir.maxfiles | 0 ~ 999999999999999999 | -1 | too-small
          dir.max-protected-backups pbs.max-protected-backups | -1 ~ 0 ~ 5 | -2 | too-small
          dir.preallocation nfs.preallocation | off ~ metadata ~ falloc ~ full | OFF ~ none ~ on ~ yes | choice
          cifs.smbversion | default ~ 2.0 ~ 2.1 ~ 3 ~ 3.0 ~ 3.11 | 1.0 ~ 2 ~ 3.1 ~ 3.02 ~ 3.1.1 ~ NT1 | choice
          glusterfs.transport | tcp ~ rdma ~ unix | udp ~ TCP ~ tcp,rdma | choice
          zfs.iscsiprovider | comstar ~ iet ~ istgt ~ LIO | lio ~ COMSTAR ~ scst | choice
          lvm.saferemove-stepsize | 1 ~ 2 ~ 4 ~ 8 ~ 16 ~ 32 | 0 ~ 3 ~ 64 ~ 01 ~ 32M | choice
          dir.format nfs.format btrfs.format | raw | vhd ~ RAW ~ qcow ~ raw,qcow2 | choice
          nfs.nodes pbs.nodes zfspool.nodes | pve1 ~ pve1,pve2 ~ a-b;c 9 | pve_1 ~ -a ~ a- ~ a.b ~ pve1,ä | rule.node
          dir.content pbs.content | backup | music ~ Backup ~ backup,isos | content-unknown
          dir.content btrfs.content | none ~ iso,images ; backup | none,iso ~ none images | content-none-mixed
          dir.prune-backups pbs.prune-backups | keep-last=3 ~ keep-all=1 ~ keep-all=yes ~ keep-all=0,keep-last=1 ~ keep-all=1,keep-last=0 | keep-all=1,keep-last=1 ~ keep-yearly=1,keep-all=1 | keep-all-mixed
          dir.prune-backups | keep-last=0 ~ keep-last=1,keep-hourly=2,keep-daily=3,keep-weekly=4,keep-monthly=5,keep-yearly=6 | keep=1 ~ last=3 ~ keep-minutely=1 | key-unknown
          dir.bwlimit nfs.bwlimit lvm.bwlimit rbd.bwlimit | 0 ~ 1000 ~ default=1 ~ restore=0.5,migration=1,clone=2,move=3 | restore=-1 ~ clone=x ~ default=1e3 ~ move=1k | bandwidth
          dir.bwlimit | 1 | copy=1 ~ Default=1 | key-unknown
          dir.bwlimit | 1 | move=1,move=2 ~ 1,default=2 | key-twice
          dir.content-dirs nfs.content-dirs | iso=a ~ iso=a/b,backup=c.d ~ iso=/a | iso=.. ~ iso=a..b ~ iso=a/.. ~ iso=a. ~ iso=. | directory-dots
          dir.content-dirs | iso=a | iso ~ =a ~ iso= | directory-form
          dir.content-dirs | iso=a | none=a ~ music=a ~ ISO=a | directory-content
          """)
  void aRuleHasTwoSides(String keys, String taken, String refused, String rule) {
    for (String typeAndKey : keys.split(" ")) {
      String type = typeAndKey.substring(0, typeAndKey.indexOf('.'));
      String key = typeAndKey.substring(typeAndKey.indexOf('.') + 1);
      for (String text : taken.split(" ~ ")) {
        assertEquals("", said(type, key, text), () -> typeAndKey + " " + text);
      }
      for (String text : refused.split(" ~ ")) {
        assertEquals(rule, said(type, key, text), () -> typeAndKey + " " + text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // type, what it can't hold
    "nfs, none",
    "cifs, none",
    "glusterfs, rootdir",
    "glusterfs, none",
    "cephfs, images",
    "cephfs, rootdir",
    "cephfs, none",
    "lvm, iso",
    "lvm, none",
    "lvmthin, backup",
    "rbd, snippets",
    "zfspool, vztmpl",
    "zfs, rootdir",
    "zfs, none",
    "iscsi, rootdir",
    "iscsidirect, iso",
    "pbs, images"
  })
  void aTypeHoldsOnlyItsContents(String type, String content) {
    assertEquals("content-not-allowed", said(type, "content", content));
  }

  @ParameterizedTest
  @CsvSource({
    "dir, raw qcow2 subvol vmdk, ''",
    "btrfs, raw subvol, qcow2 vmdk",
    "nfs, raw qcow2 vmdk, subvol",
    "cifs, raw qcow2 vmdk, subvol",
    "glusterfs, raw qcow2 vmdk, subvol"
  })
  void aTypeHasItsFormats(String type, String taken, String refused) {
    for (String format : taken.split(" ")) {
      assertEquals("", said(type, "format", format));
    }
    for (String format : refused.isEmpty() ? new String[0] : refused.split(" ")) {
      assertEquals("format-not-allowed", said(type, "format", format));
    }
    assertEquals("format-none", said("cephfs", "format", "raw"), "it holds no images");
  }

  static Stream<List<String>> lengths() {
    String name = "a".repeat(254);
    return Stream.of(
        List.of("cifs", "domain", "d".repeat(256), ""),
        List.of("cifs", "domain", "d".repeat(257), "too-long"),
        List.of("nfs", "server", "a".repeat(256), ""),
        List.of("nfs", "server", "a".repeat(257), "too-long"),
        List.of("iscsi", "portal", "a".repeat(257), "too-long"),
        List.of("iscsi", "target", "a".repeat(4096), ""),
        List.of("iscsi", "target", "a".repeat(4097), "too-long"),
        List.of("dir", "path", "/" + "a".repeat(4095), ""),
        List.of("dir", "path", "/" + "a".repeat(4096), "too-long"),
        List.of("dir", "content-dirs", "iso=" + name, ""),
        List.of("dir", "content-dirs", "iso=" + name + "a", "directory-long"),
        List.of("dir", "content-dirs", "iso=" + (name + "/").repeat(4) + "bb", ""),
        List.of("dir", "content-dirs", "iso=" + (name + "/").repeat(4) + "bbb", "directory-long"),
        List.of("pbs", "fingerprint", BYTES, ""),
        List.of("pbs", "fingerprint", BYTES.substring(3), "rule.fingerprint"),
        List.of("pbs", "fingerprint", BYTES + ":00", "rule.fingerprint"),
        List.of("pbs", "fingerprint", BYTES.replace(':', '-'), "rule.fingerprint"),
        List.of("pbs", "fingerprint", BYTES.replace("Ff", "Fg"), "rule.fingerprint"),
        List.of("zfs", "blocksize", "9".repeat(10), "rule.blocksize"));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void lengthsHaveTheirBorder(List<String> row) {
    assertEquals(row.get(3), said(row.get(0), row.get(1), row.get(2)));
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void noPropertyTakesNothingOrAnotherLineOfTheFile(StorageType type) {
    for (Property<?> property : Schemas.of(type).properties()) {
      String key = property.key();
      for (String text : List.of("", "  ", "\t")) {
        assertEquals("empty", said(type.word(), key, text), key);
      }
      for (String text : List.of("a\nshared 1", "a\rb", "/a\n\ndir: b", "a\0b", "/x\u001b[31m")) {
        // In lists, white space stands between the items; the file has commas there.
        String written = Schemas.of(type).normal(property, text);
        assertTrue(
            !said(type.word(), key, text).isEmpty()
                || written.chars().noneMatch(Character::isISOControl),
            () -> key + " took a control character");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void longTextIsRefusedByEveryProperty(StorageType type) {
    for (Property<?> property : Schemas.of(type).properties()) {
      String text = "/" + "a".repeat(10_000);
      assertTrue(!said(type.word(), property.key(), text).isEmpty(), property.key());
    }
  }

  @Test
  void blanksAroundAValueAreNotPartOfIt() {
    Schema nfs = Schemas.of(StorageType.NFS);
    Property<?> server = nfs.property("server").orElseThrow();
    assertEquals(Optional.empty(), nfs.problem(server, "  nas\t"));
    assertEquals("nas", nfs.normal(server, "  nas\t"));
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a",
    "//a///b/, /a/b",
    "/./a/./b/., /a/b",
    "/a/../b, /a/../b",
    "/a/..., /a/...",
    "/a//../, /a/.."
  })
  void pathsOfDirectoriesAreWrittenInOneWay(String entered, String written) {
    for (StorageType type : List.of(StorageType.DIR, StorageType.BTRFS)) {
      Schema schema = Schemas.of(type);
      assertEquals(written, schema.normal(schema.property("path").orElseThrow(), entered));
    }
    Schema nfs = Schemas.of(StorageType.NFS);
    assertEquals(entered, nfs.normal(nfs.property("path").orElseThrow(), entered));
  }
}
