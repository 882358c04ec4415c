package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static stowage.exec.Result.Ending.TIMED_OUT;
import static stowage.type.Samples.failure;
import static stowage.type.Samples.known;
import static stowage.type.Samples.read;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** The types that this version reads and does not change. */
class ReadOnlyBackendsTest {
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);
  private static final String TARGET = "iqn.2003-01.org.linux-iscsi.lab:storage";

  private static final Pool RBD = Samples.of(StorageType.RBD, "ceph", "pool", "rbd");
  private static final Pool FOREIGN =
      Samples.of(
          StorageType.RBD,
          "ext",
          "monhost",
          "192.0.2.61 fd00::1",
          "username",
          "pve",
          "namespace",
          "tenant",
          "pool",
          "vms",
          "data-pool",
          "ec");
  private static final Pool ISCSI =
      Samples.of(StorageType.ISCSI, "san1", "portal", "127.0.0.1", "target", TARGET);
  private static final Pool DIRECT =
      Samples.of(StorageType.ISCSIDIRECT, "san2", "portal", "127.0.0.1", "target", TARGET);
  private static final Pool APPLIANCE =
      Samples.of(StorageType.ZFS, "appl", "pool", "tank/l uns", "portal", "192.0.2.70");
  private static final Pool VAULT =
      Samples.of(
          StorageType.PBS,
          "vault",
          "server",
          "fd00::30",
          "port",
          "8443",
          "datastore",
          "main",
          "username",
          "backup@pbs!node1",
          "namespace",
          "site/a",
          "fingerprint",
          "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff");

  private static Result answer(String out) {
    return Result.exited(0, out, "");
  }

  private static List<String> shown(Probe<?> probe) {
    return probe.programs().stream().map(Exec::shown).toList();
  }

  private static List<String> ids(Reading<List<Volume>> reading) {
    return known(reading).stream().map(v -> v.id().toString()).toList();
  }

  static Stream<Arguments> all() {
    return Stream.of(
        arguments(new RbdBackend(), RBD, "vm-100-disk-0"),
        arguments(new IscsiBackend(), ISCSI, "0.0.1.scsi-1234"),
        arguments(new IscsiDirectBackend(), DIRECT, "lun0"),
        arguments(new ZfsOverIscsiBackend(), APPLIANCE, "vm-100-disk-0"),
        arguments(new PbsBackend(), VAULT, "backup/vm/100/2020-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void nothingIsChangedAndEveryRefusalHasAReason(Backend backend, Pool pool, String name)
      throws InvalidException {
    assertTrue(backend.provisioning().isEmpty());
    assertTrue(backend.snapshots().isEmpty());
    assertEquals(pool.type(), backend.schema().type());
    for (Feature feature : Feature.values()) {
      assertFalse(backend.supports(feature, pool, null).possible(), feature.name());
      assertFalse(backend.supports(feature, pool, backend.parse(name)).possible());
    }
    assertThrows(InvalidException.class, () -> backend.parse("../etc/passwd"));
    assertThrows(InvalidException.class, () -> backend.parse(""));
  }

  @ParameterizedTest
  @MethodSource("all")
  void onlyReadingProgramsAreAsked(Backend backend, Pool pool, String name)
      throws InvalidException {
    Set<ContentType> every = Set.of(ContentType.values());
    for (Probe<?> probe :
        List.of(backend.status(pool), backend.list(pool, every), backend.activation(pool))) {
      probe.programs().forEach(p -> assertFalse(p.changesHost(), p.shown()));
    }
    assertEquals(List.of(), known(read(backend.list(pool, Set.of(ContentType.ISO)))));
    assertEquals(name.isEmpty(), backend.parse(name).name().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("all")
  void silenceIsUnknown(Backend backend, Pool pool, String name) {
    List<Probe<?>> probes =
        List.of(backend.status(pool), backend.list(pool, Set.of(ContentType.values())));
    Result hung = new Result(TIMED_OUT, 0, new byte[0], new byte[0]);
    Result garbage = answer("{\"a\":[}");
    for (Probe<?> probe : probes) {
      int n = probe.programs().size();
      if (n > 0) {
        assertEquals(
            "problem.timed-out", failure(probe.read(java.util.Collections.nCopies(n, hung))));
        assertEquals(
            "problem.program-missing",
            failure(probe.read(java.util.Collections.nCopies(n, Result.exited(127, "", "")))),
            name);
        if (!(backend instanceof IscsiDirectBackend) && !(backend instanceof IscsiBackend)) {
          assertEquals(
              "problem.answer-unreadable",
              failure(probe.read(java.util.Collections.nCopies(n, garbage))));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RBD, SNAPSHOT, support.only-read",
    "RBD, UPLOAD, support.no-files",
    "ISCSI, ALLOCATE, support.luns-on-target",
    "ISCSIDIRECT, RESIZE, support.luns-on-target",
    "ZFS, RENAME, support.zfs-iscsi-never",
    "ZFS, SNAPSHOT, support.only-read",
    "PBS, ALLOCATE, support.backups-only",
    "PBS, FREE, support.only-read",
  })
  void whatATypeCantDoComesBeforeWhatThisVersionDoesNot(
      StorageType type, Feature feature, String reason) {
    Backend backend =
        all()
            .map(a -> (Backend) a.get()[0])
            .filter(b -> b.schema().type() == type)
            .findFirst()
            .orElseThrow();
    Pool pool = Samples.of(type, "pool");
    Support support = backend.supports(feature, pool, null);
    assertTrue(
        support instanceof Support.No(Message(String key, _)) && key.equals(reason),
        support.toString());
  }

  // Volume groups

  // Recorded; LVM 2.03.16.
  private static final String GROUPS =
      """
        {
            "report": [
                {
                    "vg": [
                        {"vg_name":"pve", "vg_size":"8585740288", "vg_free":"2126512128", "lv_count":"1", "vg_extent_size":"4194304"},
                        {"vg_name":"vgthick", "vg_size":"4290772992", "vg_free":"4290772990", "lv_count":"0", "vg_extent_size":"4194304"}
                    ]
                }
            ]
        }
      """;

  private static Result volumes(String... rows) {
    return answer("{\"report\":[{\"lv\":[" + String.join(",", rows) + "]}]}");
  }

  private static String row(String name, String attr, String tags) {
    return """
    {"vg_name":"vgthick", "lv_name":"%s", "lv_size":"4194304", "lv_attr":"%s", "lv_tags":"%s", "lv_time":"1795316691"}\
    """
        .formatted(name, attr, tags);
  }

  // Ceph

  // Recorded; Ceph 16.2.
  private static final String IMAGES_JSON =
      """
      [{"image":"base-9300-disk-0","id":"3736626fcb5f","size":33554432,"format":2},\
      {"image":"base-9300-disk-0","id":"3736626fcb5f","snapshot":"__base__","snapshot_id":4,"size":33554432,"format":2,"protected":"true"},\
      {"image":"vm-9300-disk-0","id":"3734d89d0eb7","size":67108864,"format":2},\
      {"image":"vm-9300-disk-0","id":"3734d89d0eb7","snapshot":"s1","snapshot_id":5,"size":67108864,"format":2,"protected":"false"},\
      {"image":"vm-9301-disk-0","id":"373cc2a321f9","size":33554432,"parent":{"pool":"rbd","pool_namespace":"","image":"base-9300-disk-0","snapshot":"__base__"},"format":2},\
      {"image":"other","size":1},{"image":"vm-1-x","size":-1},{"image":7},"x"]
      """;
  private static final String USE_JSON =
      """

      {"stats":{"total_bytes":8589934592},"pools":[\
      {"name":"rbd","id":1,"stats":{"stored":251,"objects":14,"kb_used":36,"bytes_used":36864,"percent_used":4.6928812480473425e-06,"max_avail":7855265280}},\
      {"name":"ec","id":2,"stats":{"objects":0,"bytes_used":10,"max_avail":9223372036854775807}},{"name":"broken"}]}
      """;

  @Test
  void cephIsReached() {
    RbdBackend backend = new RbdBackend();
    assertEquals(
        List.of(
            "/usr/bin/rbd -p rbd -c /etc/pve/ceph.conf,/etc/ceph/ceph.conf -n client.admin"
                + " --keyring /etc/pve/priv/ceph/ceph.keyring,"
                + "/etc/pve/priv/ceph.client.admin.keyring,/etc/ceph/ceph.client.admin.keyring"
                + " ls -l --format json"),
        shown(backend.list(RBD, IMAGES)));
    assertEquals(
        List.of(
            "/usr/bin/rbd -p vms --namespace tenant -c /etc/pve/priv/ceph/ext.conf,/dev/null -m"
                + " '192.0.2.61,[fd00::1]' -n client.pve --keyring"
                + " /etc/pve/priv/ceph/ext.keyring ls -l --format json"),
        shown(backend.list(FOREIGN, IMAGES)));
  }

  @Test
  void cephImagesAreListed() {
    RbdBackend backend = new RbdBackend();
    Reading<List<Volume>> reading = read(backend.list(RBD, IMAGES), answer(IMAGES_JSON));
    assertEquals(
        List.of(
            "ceph:base-9300-disk-0", "ceph:vm-9300-disk-0", "ceph:base-9300-disk-0/vm-9301-disk-0"),
        ids(reading));
    assertEquals("base-9300-disk-0@__base__", known(reading).getLast().extra().parent());
    assertEquals(67108864, known(reading).get(1).space().size());
    assertEquals(List.of(), ids(read(backend.list(RBD, IMAGES), answer("\n"))));
    Result refused =
        Result.exited(
            2,
            "",
            "rbd: error opening pool 'nosuch': (2) No such file or directory\n"
                + "rbd: listing images failed: (2) No such file or directory\n");
    assertEquals("problem.program-failed", failure(read(backend.list(RBD, IMAGES), refused)));
  }

  @Test
  void cephTellsItsUse() {
    RbdBackend backend = new RbdBackend();
    assertEquals(
        PoolStatus.active(251 + 7855265280L, 251, 7855265280L),
        known(read(backend.status(RBD), answer(USE_JSON))));
    PoolStatus huge = known(read(backend.status(FOREIGN), answer(USE_JSON)));
    assertEquals(Long.MAX_VALUE, huge.total());
    assertEquals(10, huge.used());
    Pool gone = Samples.of(StorageType.RBD, "gone", "pool", "nosuch");
    assertFalse(known(read(backend.status(gone), answer(USE_JSON))).active());
  }

  @Test
  void cephPathsAreThoseOfTheHypervisor() throws InvalidException {
    RbdBackend backend = new RbdBackend();
    assertEquals(
        "rbd:rbd/vm-9301-disk-0:conf=/etc/pve/ceph.conf:id=admin"
            + ":keyring=/etc/pve/priv/ceph/ceph.keyring",
        backend.path(RBD, "base-9300-disk-0/vm-9301-disk-0", null));
    assertEquals(
        "rbd:vms/tenant/vm-1-a0@s1:mon_host=192.0.2.61;[fd00\\:\\:1]:auth_supported=cephx"
            + ":id=pve:keyring=/etc/pve/priv/ceph/ext.keyring",
        backend.path(FOREIGN, "vm-1-a0", "s1"));
    Pool mapped = Samples.of(StorageType.RBD, "krbd", "krbd", "1");
    assertThrows(InvalidException.class, () -> backend.path(mapped, "vm-1-a0", null));
  }

  // iSCSI

  // Recorded; open-iscsi 2.1.8, util-linux 2.38.
  private static final Result SESSIONS =
      answer("tcp: [1] 127.0.0.1:3260,1 " + TARGET + " (non-flash)\n");
  private static final Result NO_SESSIONS =
      Result.exited(21, "", "iscsiadm: No active sessions.\n");
  private static final Result HOSTS =
      answer(
          "iscsi_session/ \nsession1 ../../devices/platform/host0/session1/iscsi_session/session1\n");
  private static final Result DISKS =
      answer(
          """
          {
             "blockdevices": [
                {
                   "name": "sda",
                   "kname": "sda",
                   "hctl": "0:0:0:0",
                   "type": "disk",
                   "size": 536870912
                },{
                   "name": "sdb",
                   "kname": "sdb",
                   "hctl": "0:0:0:1",
                   "type": "disk",
                   "size": 536870912,
                   "children": [
                      {"name": "sdb1", "kname": "sdb1", "hctl": null, "type": "part", "size": 1},
                      {"name": "mpatha", "kname": "dm-7", "hctl": null, "type": "mpath", "size": 1}
                   ]
                },{
                   "name": "sdc",
                   "kname": "sdc",
                   "hctl": "1:0:0:0",
                   "type": "disk",
                   "size": 1
                },{
                   "name": "sr0",
                   "kname": "sr0",
                   "hctl": "0:0:0:9",
                   "type": "rom",
                   "size": 1
                },{
                   "name": "vda",
                   "kname": "vda",
                   "hctl": null,
                   "type": "disk",
                   "size": 8589934592
                }
             ]
          }
          """);
  private static final Result NAMES =
      answer(
          """
          lvm-pv-uuid-ScCHba-a6xQ-9oON-Lwga-P2P4-p2Kn-ssBO6g ../../vdc
          scsi-3600140526e1531d38fc40c69f9aea44a ../../sda
          scsi-SLIO-ORG_disk0 ../../sda
          wwn-0x600140526e1531d38fc40c69f9aea44a ../../sda
          scsi-36001405a5b7877ff91643d8991d43fd5 ../../sdb
          dm-uuid-mpath-36001405a5b7877ff91643d8991d43fd5 ../../dm-7
          scsi-3600 ../../sdc
          virtio-root ../../vda
          """);

  @Test
  void aSessionMakesAnIscsiPoolActive() {
    IscsiBackend backend = new IscsiBackend();
    assertEquals(PoolStatus.active(0, 0, 0), known(read(backend.status(ISCSI), SESSIONS)));
    PoolStatus off = known(read(backend.status(ISCSI), NO_SESSIONS));
    assertEquals(PoolStatus.inactive("problem.iscsi-no-session", TARGET, "127.0.0.1"), off);
    Pool other = Samples.of(StorageType.ISCSI, "o2", "portal", "127.0.0.1", "target", TARGET + "2");
    assertFalse(known(read(backend.status(other), SESSIONS)).active());
    assertEquals("problem.iscsi-no-session", failure(read(backend.activation(ISCSI), NO_SESSIONS)));
  }

  @Test
  void unitsOfTheTargetAreListedByTheirStableNames() throws InvalidException {
    IscsiBackend backend = new IscsiBackend();
    assertEquals(
        List.of(
            "san1:0.0.0.scsi-SLIO-ORG_disk0",
            "san1:0.0.1.dm-uuid-mpath-36001405a5b7877ff91643d8991d43fd5"),
        ids(read(backend.list(ISCSI, IMAGES), SESSIONS, HOSTS, DISKS, NAMES)));
    assertEquals(
        List.of(), ids(read(backend.list(ISCSI, IMAGES), NO_SESSIONS, HOSTS, DISKS, NAMES)));
    Result noFolder =
        Result.exited(1, "", "/usr/bin/find: '/dev/disk/by-id/': No such file or directory\n");
    assertEquals(
        List.of(), ids(read(backend.list(ISCSI, IMAGES), SESSIONS, noFolder, DISKS, noFolder)));
    assertEquals("/dev/disk/by-id/scsi-1234", backend.path(ISCSI, "0.0.1.scsi-1234", null));
  }

  @Test
  void directUnitsAreListed() throws InvalidException {
    IscsiDirectBackend backend = new IscsiDirectBackend();
    assertEquals(
        List.of("/usr/bin/iscsi-ls -s iscsi://127.0.0.1"), shown(backend.list(DIRECT, IMAGES)));
    Result recorded =
        answer(
            """
            Target:iqn.2003-01.org.linux-iscsi.lab:storage Portal:127.0.0.1:3260,1
            Lun:1    Type:DIRECT_ACCESS (Size:511M)
            Lun:0    Type:DIRECT_ACCESS (Size:511G)
            Target:iqn.2003-01.org.linux-iscsi.lab:zfs Portal:127.0.0.1:3260,1
            Lun:0    Type:UNKNOWN
            Lun:2    Type:DIRECT_ACCESS (Size:99999999999T)
            """);
    List<Volume> listed = known(read(backend.list(DIRECT, IMAGES), recorded));
    assertEquals(
        List.of("san2:lun1", "san2:lun0"), listed.stream().map(v -> v.id().toString()).toList());
    assertEquals(511L << 20, listed.getFirst().space().size());
    Result refused =
        Result.exited(
            10,
            "",
            "discoveryconnect_cb: connection failed : iscsi_service: socket error Connection"
                + " refused(111).\n");
    assertEquals("problem.program-failed", failure(read(backend.list(DIRECT, IMAGES), refused)));
    assertEquals("iscsi://127.0.0.1/" + TARGET + "/0", backend.path(DIRECT, "lun0", null));
    assertTrue(known(read(backend.status(DIRECT))).active());
  }

  // ZFS over iSCSI

  @Test
  void theOtherHostIsAskedOverSsh() {
    ZfsOverIscsiBackend backend = new ZfsOverIscsiBackend();
    Exec asked = backend.list(APPLIANCE, IMAGES).programs().getFirst();
    assertEquals(
        List.of(
            "/usr/bin/ssh",
            "-o",
            "BatchMode=yes",
            "-o",
            "ConnectTimeout=5",
            "-i",
            "/etc/pve/priv/zfs/192.0.2.70_id_rsa",
            "root@192.0.2.70",
            "zfs list -o name,volsize,origin,type,refquota,used -t volume,filesystem -d1 -Hp"
                + " 'tank/l uns'"),
        asked.argv());
    assertEquals(
        List.of("appl:base-1-a0/vm-2-b0"),
        ids(
            read(
                backend.list(APPLIANCE, IMAGES),
                answer("tank/l uns/vm-2-b0\t1\ttank/l uns/base-1-a0@__base__\tvolume\t-\t1\n"))));
    assertEquals(
        PoolStatus.active(30, 10, 20),
        known(read(backend.status(APPLIANCE), answer("available\t20\nused\t10\n"))));
    Result refused = Result.exited(255, "", "Host key verification failed.\n");
    assertEquals("problem.program-failed", failure(read(backend.status(APPLIANCE), refused)));
    assertThrows(InvalidException.class, () -> backend.path(APPLIANCE, "vm-100-disk-0", null));
  }

  // Backup server

  @Test
  void thePasswordIsReadByTheClientItself() {
    PbsBackend backend = new PbsBackend();
    String fingerprint =
        "00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff";
    assertEquals(
        List.of(
            "/usr/bin/env",
            "PBS_PASSWORD_FILE=/etc/pve/priv/storage/vault.pw",
            "PBS_FINGERPRINT=" + fingerprint,
            "/usr/bin/proxmox-backup-client",
            "snapshot",
            "list",
            "--repository",
            "backup@pbs!node1@[fd00::30]:8443:main",
            "--output-format",
            "json",
            "--ns",
            "site/a"),
        backend.list(VAULT, Set.of(ContentType.BACKUP)).programs().getFirst().argv());
    assertFalse(shown(backend.status(VAULT)).getFirst().contains("--ns"));
    assertEquals(
        PoolStatus.active(30, 10, 20),
        known(read(backend.status(VAULT), answer("{\"avail\":20,\"total\":30,\"used\":10}"))));
  }

  @Test
  void backupsOfGuestsAreListed() throws InvalidException {
    PbsBackend backend = new PbsBackend();
    Result answer =
        answer(
            """
            [{"backup-type":"vm","backup-id":"100","backup-time":1577836800,"size":5,"comment":"before","protected":true},
             {"backup-type":"ct","backup-id":"101","backup-time":1577836801},
             {"backup-type":"host","backup-id":"100","backup-time":1577836800},
             {"backup-type":"vm","backup-id":"web","backup-time":1577836800},
             {"backup-type":"vm","backup-id":"1/2","backup-time":1577836800},
             {"backup-type":"vm","backup-id":"102","backup-time":99999999999999},
             {"backup-type":"vm","backup-id":"103","backup-time":"x"}, 7]
            """);
    List<Volume> listed = known(read(backend.list(VAULT, Set.of(ContentType.BACKUP)), answer));
    assertEquals(
        List.of(
            "vault:backup/vm/100/2020-01-01T00:00:00Z", "vault:backup/ct/101/2020-01-01T00:00:01Z"),
        listed.stream().map(v -> v.id().toString()).toList());
    assertEquals(
        new Volume.Extra(null, Instant.ofEpochSecond(1577836800), null, "before", true),
        listed.getFirst().extra());
    assertEquals("pbs-ct", listed.get(1).format());
    assertEquals(1, listed.get(1).space().size());
    assertEquals(
        "pbs://backup@pbs!node1@[fd00::30]:8443:main/vm/100/2020-01-01T00:00:00Z?ns=site%2fa",
        backend.path(VAULT, "backup/vm/100/2020-01-01T00:00:00Z", null));
  }

  // Scans

  @Test
  void scansFillPickers() {
    assertEquals(
        List.of(
            new Scan.Found("pve", "1.98 GiB / 8 GiB"), new Scan.Found("vgthick", "4 GiB / 4 GiB")),
        known(read(new LvmScan().probe(List.of()), answer(GROUPS))));
    Result pools = volumes(row("data", "twi-aotz--", ""), row("root", "-wi-ao----", ""));
    assertEquals(
        List.of(new Scan.Found("data", "4 MiB")),
        known(read(new LvmThinScan().probe(List.of("vgthick")), pools)));
    assertEquals(
        "problem.volume-group-missing",
        failure(
            read(
                new LvmThinScan().probe(List.of("nosuch")),
                Result.exited(5, "", "  Volume group \"nosuch\" not found\n"))));
    assertEquals(
        List.of("rpool", "rpool/data", "rpool/subvol-1x"),
        known(
                read(
                    new ZfsScan().probe(List.of()),
                    answer(
                        "rpool\t3891490816\t823296\nrpool/data\t3891490816\t98304\n"
                            + "rpool/data/subvol-100-disk-0\t1\t1\n"
                            + "rpool/data/basevol-100-disk-0\t1\t1\nrpool/subvol-1x\t1\t1\n")))
            .stream()
            .map(Scan.Found::name)
            .toList());
  }
}
