package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.PbsClient.Access;
import stowage.tool.PbsClient.Backup;
import stowage.tool.PbsClient.Use;
import stowage.volume.Assurance;

class PbsClientTest {
  private static final Access ROOT = new Access("root@pam@pbs:8007:main", "", "", "/s/p1.pw");
  private static final Access BELOW =
      new Access("a@pbs!t@[2001:db8::1]:8007:main", "site/a", "00:11", "/s/p1.pw");
  private static final Exec STATUS = PbsClient.status(ROOT);
  private static final Exec LIST = PbsClient.backups(ROOT);

  private static Reading<List<Backup>> row(String fields) {
    return PbsClient.backups(
        LIST, ok("[{\"backup-type\":\"vm\",\"backup-id\":\"100\"" + fields + "}]"));
  }

  @Test
  void theClientReadsThePasswordByItself() {
    assertLines(
        """
        ?# /usr/bin/env PBS_PASSWORD_FILE=/s/p1.pw /usr/bin/proxmox-backup-client status \
        --repository root@pam@pbs:8007:main --output-format json
        ?# /usr/bin/env PBS_PASSWORD_FILE=/s/p1.pw PBS_FINGERPRINT=00:11 \
        /usr/bin/proxmox-backup-client snapshot list \
        --repository 'a@pbs!t@[2001:db8::1]:8007:main' --output-format json --ns site/a
        """,
        STATUS,
        PbsClient.backups(BELOW));
  }

  @Test
  void theDatastoreHasNoNamespaceOfItsOwn() {
    assertEquals(-1, PbsClient.status(BELOW).shown().indexOf("--ns"));
  }

  @Test
  void readsTheUse() {
    assertEquals(new Use(1000, 400, 600), known(PbsClient.status(STATUS, ok(Answered.STATUS))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"total\":1000,\"used\":400}",
        "{\"total\":1000,\"used\":400,\"avail\":null}",
        "{\"total\":1000,\"used\":-1,\"avail\":5}",
        "{\"total\":\"much\",\"used\":1,\"avail\":5}",
        "[]"
      })
  void halfAStatusIsNone(String out) {
    assertEquals("answer-unreadable", reason(PbsClient.status(STATUS, ok(out))));
  }

  @Test
  void readsBackups() {
    assertEquals(
        List.of(
            new Backup(
                "vm",
                "100",
                Instant.ofEpochSecond(1795315296),
                4096L,
                "nightly",
                true,
                new Assurance(
                    Assurance.Verification.OK, "UPID:b:1", Assurance.Encryption.WHOLE, "0e:ab"))),
        known(PbsClient.backups(LIST, ok(Answered.BACKUPS))));
    assertEquals(List.of(), known(PbsClient.backups(LIST, ok("[]"))));
  }

  @Test
  void whatIsNotSaidOfABackupIsUnknown() {
    Backup bare = known(row(",\"backup-time\":5")).getFirst();
    assertNull(bare.size());
    assertEquals("", bare.notes());
    assertEquals(false, bare.isProtected());
    assertEquals(
        new Assurance(Assurance.Verification.UNKNOWN, Assurance.Encryption.UNKNOWN),
        bare.assurance());
  }

  @ParameterizedTest
  @CsvSource({
    "ok, OK",
    "failed, FAILED",
    "queued, UNKNOWN",
  })
  void readsHowTheLastVerificationEnded(String state, Assurance.Verification expected) {
    String told = ",\"backup-time\":5,\"verification\":{\"state\":\"%s\"}".formatted(state);
    assertEquals(expected, known(row(told)).getFirst().assurance().verification());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"backup-time\":null",
        ",\"backup-time\":-5",
        ",\"backup-time\":\"soon\"",
        ",\"backup-time\":253402300800",
        ",\"backup-time\":9223372036854775807"
      })
  void aBackupWithoutItsTimeSpoilsTheAnswer(String fields) {
    assertEquals("answer-unreadable", reason(row(fields)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "[]",
        "{\"backup-id\":\"100\",\"backup-time\":5}",
        "{\"backup-type\":\"vm\",\"backup-time\":5}",
        "{\"backup-type\":\"vm\",\"backup-id\":\"\",\"backup-time\":5}"
      })
  void soDoesOneThatDoesNotSayWhichItIs(String row) {
    String rows = "[{\"backup-type\":\"ct\",\"backup-id\":\"1\",\"backup-time\":5}," + row + "]";
    assertEquals("answer-unreadable", reason(PbsClient.backups(LIST, ok(rows))));
  }

  @Test
  void theLastSecondOfTheCalendarIsATime() {
    assertEquals(
        Instant.parse("9999-12-31T23:59:59Z"),
        known(row(",\"backup-time\":253402300799")).getFirst().time());
  }

  @ParameterizedTest
  @CsvSource({
    "127, env: no such file, program-missing, /usr/bin/proxmox-backup-client",
    "255, Error: permission check failed, program-failed, Error: permission check failed"
  })
  void whatIsMissingIsTheClientAndNotEnv(int status, String said, String key, String last) {
    Reading<Use> reading = PbsClient.status(STATUS, Result.exited(status, "", said + "\n"));
    assertEquals(key, reason(reading));
    assertEquals(last, ((Reading.Failed<Use>) reading).reason().args().getLast());
  }
}
