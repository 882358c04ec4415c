package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import org.junit.jupiter.params.provider.MethodSource;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Result;
import stowage.schema.InvalidException;
import stowage.volume.Assurance;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** What volume groups, backup servers and the like answer, as recorded. */
class ReadOnlyBackendsTest {
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

  static Stream<Arguments> all() {
    return Stream.of(arguments(new PbsBackend(), VAULT, "backup/vm/100/2020-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void nothingIsChangedAndEveryRefusalHasAReason(Backend backend, Pool pool, String name)
      throws InvalidException {
    assertTrue(backend.provisioning().isEmpty());
    assertTrue(backend.snapshots().isEmpty());
    assertEquals(pool.type(), backend.schema().type());
    for (Feature feature : Feature.values()) {
      boolean atTheServer = feature == Feature.FREE;
      assertEquals(atTheServer, backend.supports(feature, pool, null).possible(), feature.name());
      assertEquals(atTheServer, backend.supports(feature, pool, backend.parse(name)).possible());
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
        assertEquals(
            "problem.answer-unreadable",
            failure(probe.read(java.util.Collections.nCopies(n, garbage))));
      }
    }
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
    {"vg_name":"vgthick", "lv_name":"%s", "lv_size":"4194304", "lv_attr":"%s", "pool_lv":"", "origin":"", "lv_tags":"%s", "lv_time":"1795316691"}\
    """
        .formatted(name, attr, tags);
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
             {"backup-type":"vm","backup-id":"1/2","backup-time":1577836800}]
            """);
    List<Volume> listed = known(read(backend.list(VAULT, Set.of(ContentType.BACKUP)), answer));
    assertEquals(
        List.of(
            "vault:backup/vm/100/2020-01-01T00:00:00Z", "vault:backup/ct/101/2020-01-01T00:00:01Z"),
        listed.stream().map(v -> v.id().toString()).toList());
    assertEquals(
        new Volume.Extra(
            null,
            Instant.ofEpochSecond(1577836800),
            null,
            "before",
            true,
            new Assurance(Assurance.Verification.UNKNOWN, Assurance.Encryption.UNKNOWN)),
        listed.getFirst().extra());
    assertEquals("pbs-ct", listed.get(1).format());
    assertNull(listed.get(1).space().size(), "the server does not know it");
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
        List.of(
            new Scan.Found("rpool", "3.62 GiB", new Scan.Room(3892314112L, 3891490816L)),
            new Scan.Found("rpool/data", "3.62 GiB", new Scan.Room(3891589120L, 3891490816L)),
            new Scan.Found("rpool/subvol-1x", "1 B", null)),
        known(
            read(
                new ZfsScan().probe(List.of()),
                answer(
                    "rpool\t3891490816\t823296\nrpool/data\t3891490816\t98304\n"
                        + "rpool/data/subvol-100-disk-0\t1\t1\n"
                        + "rpool/data/basevol-100-disk-0\t1\t1\nrpool/subvol-1x\t1\t-\n"))));
  }
}
