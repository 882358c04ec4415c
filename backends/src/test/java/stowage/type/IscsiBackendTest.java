package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.type.Samples.failure;
import static stowage.type.Samples.known;
import static stowage.type.Samples.read;
import static stowage.type.Samples.shown;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.schema.InvalidException;
import stowage.tool.Iscsi;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** Units of iSCSI targets, through the kernel and without it. */
class IscsiBackendTest {
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);
  private static final String TARGET = "iqn.2003-01.org.linux-iscsi.lab:storage";
  private static final Pool ISCSI =
      Samples.of(StorageType.ISCSI, "san1", "portal", "127.0.0.1", "target", TARGET);
  private static final Pool DIRECT =
      Samples.of(StorageType.ISCSIDIRECT, "san2", "portal", "127.0.0.1", "target", TARGET);

  private static Result answer(String out) {
    return Result.exited(0, out, "");
  }

  private static List<String> asked(Probe<?> probe) {
    return probe.programs().stream().map(Exec::shown).toList();
  }

  private static List<String> ids(Reading<List<Volume>> reading) {
    return known(reading).stream().map(v -> v.id().toString()).toList();
  }

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

  private static final Result LOGGED_IN =
      answer("/sys/class/iscsi_session/session1/state:LOGGED_IN\n");
  private static final Result LOST = answer("/sys/class/iscsi_session/session1/state:FAILED\n");
  private static final Result NO_RECORDS = Result.exited(21, "", "iscsiadm: No records found\n");
  private static final Result RECORDS =
      answer(
          "127.0.0.1:3260,1 "
              + TARGET
              + "\n10.77.0.1:3260,1 "
              + TARGET
              + "\n127.0.0.1:3260,1 iqn.2003-01.org.linux-iscsi.lab:zfs\n");
  private static final Result REFUSED =
      Result.exited(
          11,
          "",
          "iscsiadm: cannot make connection to 127.0.0.1: Connection refused\n"
              + "iscsiadm: connection login retries (reopen_max) 5 exceeded\n"
              + "iscsiadm: Could not perform SendTargets discovery: iSCSI PDU timed out\n");
  private static final Result SILENT =
      new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]);
  private static final Result LONG_AGO = answer("");
  private static final Result JUST_NOW = answer("/run/pve-iscsi-rescan.lock\n");

  private final IscsiBackend backend = new IscsiBackend();

  @Test
  void aWorkingSessionMakesAPoolActive() {
    assertEquals(
        PoolStatus.active(0, 0, 0), known(read(backend.status(ISCSI), SESSIONS, LOGGED_IN)));
    assertEquals(
        PoolStatus.inactive("problem.iscsi-no-session", TARGET, "127.0.0.1"),
        known(read(backend.status(ISCSI), NO_SESSIONS, answer(""))));
    assertEquals(
        PoolStatus.inactive("problem.iscsi-session-lost", TARGET),
        known(read(backend.status(ISCSI), SESSIONS, LOST)));
    Pool other = Samples.of(StorageType.ISCSI, "o2", "portal", "127.0.0.1", "target", TARGET + "2");
    assertFalse(known(read(backend.status(other), SESSIONS, LOGGED_IN)).active());
    assertEquals("problem.timed-out", failure(read(backend.status(ISCSI), SILENT, SILENT)));
    Result missing = Result.exited(127, "", "");
    assertEquals("problem.program-missing", failure(read(backend.status(ISCSI), missing, SILENT)));
  }

  @Test
  void aNewTargetIsLoggedInToAndForgottenAgainIfThatFails() {
    assertEquals(
        """
        /usr/bin/iscsiadm --mode discovery --type sendtargets --portal 127.0.0.1
          undo /usr/bin/iscsiadm --mode node --targetname %1$s --op delete
        /usr/bin/iscsiadm --mode node --targetname %1$s --op update --name node.session.initial_login_retry_max --value 0
        /usr/bin/iscsiadm --mode node --targetname %1$s --portal 127.0.0.1:3260 --login
          undo /usr/bin/iscsiadm --mode node --targetname %1$s --portal 127.0.0.1:3260 --logout
        /usr/bin/iscsiadm --mode node --targetname %1$s --portal 10.77.0.1:3260 --login
          undo /usr/bin/iscsiadm --mode node --targetname %1$s --portal 10.77.0.1:3260 --logout
        /usr/bin/udevadm settle --timeout=30
        """
            .formatted(TARGET),
        shown(
            known(
                read(
                    backend.activation(ISCSI),
                    NO_SESSIONS,
                    answer(""),
                    NO_RECORDS,
                    RECORDS,
                    LONG_AGO))));
    Change known =
        known(read(backend.activation(ISCSI), NO_SESSIONS, answer(""), RECORDS, RECORDS, LONG_AGO));
    assertTrue(known.steps().getFirst().leniency().optional(), "its records were there before");
  }

  @Test
  void aPortalThatIsDownOrWithoutTheTargetIsSaidSo() {
    assertEquals(
        "problem.iscsi-offline",
        failure(
            read(
                backend.activation(ISCSI),
                NO_SESSIONS,
                answer(""),
                NO_RECORDS,
                REFUSED,
                LONG_AGO)));
    assertEquals(
        "problem.iscsi-offline",
        failure(
            read(backend.activation(ISCSI), NO_SESSIONS, answer(""), RECORDS, SILENT, LONG_AGO)));
    Result others = answer("127.0.0.1:3260,1 iqn.2003-01.org.linux-iscsi.lab:zfs\n");
    assertEquals(
        "problem.iscsi-no-target",
        failure(
            read(
                backend.activation(ISCSI), NO_SESSIONS, answer(""), NO_RECORDS, others, LONG_AGO)));
  }

  @Test
  void anActivePoolLooksForNewUnitsButNotTimeAndAgain() {
    Result record = answer("127.0.0.1:3260,1 " + TARGET + "\n");
    assertEquals(
        """
        /usr/bin/iscsiadm --mode session --sid 1 --rescan
        /usr/bin/touch /run/pve-iscsi-rescan.lock
        /usr/bin/udevadm settle --timeout=30
        """,
        shown(
            known(read(backend.activation(ISCSI), SESSIONS, LOGGED_IN, record, SILENT, LONG_AGO))));
    assertEquals(
        "",
        shown(
            known(read(backend.activation(ISCSI), SESSIONS, LOGGED_IN, record, SILENT, JUST_NOW))));
    Change further =
        known(read(backend.activation(ISCSI), SESSIONS, LOGGED_IN, RECORDS, SILENT, JUST_NOW));
    assertTrue(shown(further).contains("--portal 10.77.0.1:3260 --login"), shown(further));
    assertTrue(further.steps().stream().allMatch(s -> s.leniency().optional()));
    assertEquals(
        "problem.iscsi-session-lost",
        failure(read(backend.activation(ISCSI), SESSIONS, LOST, record, SILENT, LONG_AGO)));
  }

  @Test
  void nobodyIsLoggedOutUnderAVolume() {
    Result free =
        answer(
            "{\"blockdevices\":[{\"name\":\"sda\",\"kname\":\"sda\",\"hctl\":\"0:0:0:0\","
                + "\"type\":\"disk\",\"size\":1,\"mountpoint\":null}]}");
    Result used =
        answer(
            "{\"blockdevices\":[{\"name\":\"sda\",\"kname\":\"sda\",\"hctl\":\"0:0:0:0\","
                + "\"type\":\"disk\",\"size\":1,\"children\":[{\"name\":\"vg-a\",\"kname\":\"dm-1\","
                + "\"type\":\"lvm\",\"size\":1}]}]}");
    String logout = "/usr/bin/iscsiadm --mode node --targetname " + TARGET + " --log";
    assertEquals(
        logout + "out\n  undo " + logout + "in\n",
        shown(known(read(backend.deactivation(ISCSI), SESSIONS, LOGGED_IN, HOSTS, free))));
    assertEquals(
        "problem.iscsi-in-use",
        failure(read(backend.deactivation(ISCSI), SESSIONS, LOGGED_IN, HOSTS, used)));
    assertEquals(
        "", shown(known(read(backend.deactivation(ISCSI), NO_SESSIONS, answer(""), HOSTS, used))));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,        127.0.0.1:3260",
    "127.0.0.1:3261,   127.0.0.1:3261",
    "san.example.net,  san.example.net:3260",
    "fd00::1,          [fd00::1]:3260",
    "[fd00::1],        [fd00::1]:3260",
    "[fd00::1]:3261,   [fd00::1]:3261",
  })
  void portalsHaveAPort(String portal, String full) {
    assertEquals(full, Iscsi.withPort(portal));
  }

  @Test
  void unitsAreReadAndNothingElse() {
    for (Backend each : List.of(backend, new IscsiDirectBackend())) {
      assertTrue(each.provisioning().isEmpty() && each.snapshots().isEmpty());
      assertEquals(Support.yes(), each.supports(Feature.FULL_COPY, ISCSI, null));
      for (Feature feature :
          List.of(Feature.ALLOCATE, Feature.FREE, Feature.RESIZE, Feature.SNAPSHOT)) {
        assertEquals(Support.no("support.luns-on-target"), each.supports(feature, ISCSI, null));
      }
      assertThrows(InvalidException.class, () -> each.parse("../etc/passwd"));
      assertThrows(InvalidException.class, () -> each.path(ISCSI, "lun0", "s1"));
      assertEquals(List.of(), known(read(each.list(ISCSI, Set.of(ContentType.ISO)))));
      for (Probe<?> probe :
          List.of(each.status(ISCSI), each.activation(ISCSI), each.list(ISCSI, IMAGES))) {
        probe.programs().forEach(p -> assertFalse(p.changesHost(), p.shown()));
      }
    }
  }

  @Test
  void unitsOfTheTargetAreListedByTheirStableNames() throws InvalidException {
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
    IscsiDirectBackend direct = new IscsiDirectBackend();
    assertEquals(
        List.of("/usr/bin/iscsi-ls -s iscsi://127.0.0.1"), asked(direct.list(DIRECT, IMAGES)));
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
    List<Volume> listed = known(read(direct.list(DIRECT, IMAGES), recorded));
    assertEquals(
        List.of("san2:lun1", "san2:lun0"), listed.stream().map(v -> v.id().toString()).toList());
    assertEquals(511L << 20, listed.getFirst().space().size());
    Result refused =
        Result.exited(
            10,
            "",
            "discoveryconnect_cb: connection failed : iscsi_service: socket error Connection"
                + " refused(111).\n");
    assertEquals("problem.program-failed", failure(read(direct.list(DIRECT, IMAGES), refused)));
    assertEquals("iscsi://127.0.0.1/" + TARGET + "/0", direct.path(DIRECT, "lun0", null));
    assertTrue(known(read(direct.status(DIRECT))).active());
  }

  @Test
  void scansFillPickers() {
    assertEquals(
        List.of(
            new Scan.Found(TARGET, "127.0.0.1:3260,10.77.0.1:3260"),
            new Scan.Found("iqn.2003-01.org.linux-iscsi.lab:zfs", "127.0.0.1:3260")),
        known(read(new IscsiScan().probe(List.of("127.0.0.1")), RECORDS)));
    assertEquals(
        "problem.iscsi-offline",
        failure(read(new IscsiScan().probe(List.of("127.0.0.1")), REFUSED)));
    assertEquals(
        List.of(new Scan.Found(TARGET + "/1", "511 MiB")),
        known(
            read(
                new IscsiUnitScan().probe(List.of("127.0.0.1")),
                answer(
                    "Target:"
                        + TARGET
                        + " Portal:127.0.0.1:3260,1\nLun:1    Type:DIRECT_ACCESS (Size:511M)\n"))));
  }
}
