package stowage.pbs.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.pbs.server.FakeServer.Reply;
import stowage.volume.Retention;

/** What is asked, and what is made of the answers; these have the form of a 3.2 server's. */
class BackupServerTest {
  private static final Certificates WHO = Certificates.selfSigned();
  private static final GroupId GROUP = new GroupId("vm", "100");
  private static final SnapshotId BACKUP =
      new SnapshotId(GROUP, Instant.parse("2024-06-05T14:41:16Z"));
  private static final String TASK =
      "UPID:pbs1:00000A1B:000C2D3E:00000004:6660790C:verify_snapshot:"
          + "main\\x3a-vm-100-6660790C:root@pam:";
  private static final String S = "backup-type=vm&backup-id=100&backup-time=1717598476";
  private static final Account ACCOUNT = Clients.token();

  @AfterAll
  static void wipe() {
    ACCOUNT.secret().close();
  }

  private interface Question<T> {
    T ask(BackupServer server) throws ServerException;
  }

  private record Heard<T>(T value, String request) {}

  private static <T> Heard<T> ask(Reply reply, Question<T> question) throws Exception {
    try (FakeServer server = FakeServer.start(WHO, _ -> reply);
        BackupServer client = Clients.pinned(server, WHO, ACCOUNT)) {
      T value = question.ask(client);
      FakeServer.Asked asked = server.asked().getLast();
      String uri = asked.uri().replace("/api2/json/", "");
      return new Heard<>(
          value, asked.method() + " " + uri + (asked.body().isEmpty() ? "" : " " + asked.body()));
    }
  }

  private static String change(Question<String> question) throws Exception {
    return ask(Reply.data("null"), question).request();
  }

  @Test
  void usageIsInBytes() throws Exception {
    var heard =
        ask(
            Reply.data("{\"total\":1000,\"used\":400,\"avail\":600,\"counts\":null}"),
            s -> s.usage(Clients.SITE));
    assertEquals(new Usage(1000, 400, 600), heard.value());
    assertEquals("GET admin/datastore/main/status", heard.request());
    assertThrows(
        ServerException.Unreadable.class,
        () -> ask(Reply.data("{\"total\":1000,\"used\":-1}"), s -> s.usage(Clients.MAIN)));
  }

  @Test
  void namespacesBeginWithTheRoot() throws Exception {
    var heard =
        ask(
            Reply.data("[{\"ns\":\"\"},{\"ns\":\"site/a\",\"comment\":\"x\"},{\"ns\":\"..\"},{}]"),
            s -> s.namespaces("main"));
    assertEquals(List.of(Clients.MAIN, Clients.SITE), heard.value());
    assertEquals("GET admin/datastore/main/namespace", heard.request());
  }

  @Test
  void groupsTellTheirNewestBackup() throws Exception {
    var heard =
        ask(
            Reply.data(
                """
                [{"backup-type":"vm","backup-id":"100","last-backup":1717598476,"backup-count":7,
                  "files":["index.json.blob"],"owner":"root@pam","comment":"mail"},
                 {"backup-type":"ct","backup-id":"101"},
                 {"backup-type":"tape","backup-id":"101"},
                 {"backup-type":"vm","backup-id":"../1"}]
                """),
            s -> s.groups(Clients.SITE));
    assertEquals(
        List.of(
            new Group(GROUP, BACKUP.time(), 7, "root@pam", "mail"),
            new Group(new GroupId("ct", "101"), null, 0, "", "")),
        heard.value());
    assertEquals("GET admin/datastore/main/groups?ns=site%2Fa", heard.request());
  }

  private static final String SNAPSHOTS =
      """
      [{"backup-type":"vm","backup-id":"100","backup-time":1717598476,"size":34359738368,
        "files":[{"filename":"drive-scsi0.img.fidx","crypt-mode":"encrypt","size":34359738368},
                 {"filename":"index.json.blob","crypt-mode":"sign-only","size":512},
                 {"filename":"client.log.blob"}],
        "comment":"before update","owner":"root@pam","protected":true,
        "fingerprint":"0e:ab:d4:46","verification":{"state":"ok","upid":"TASK"}},
       {"backup-type":"ct","backup-id":"101","backup-time":1717598477,
        "files":[{"filename":"root.pxar.didx","crypt-mode":"none","size":"x"}],
        "verification":{"state":"failed","upid":"?"},"protected":"yes","size":-1},
       {"backup-type":"vm","backup-id":"100","backup-time":0},
       {"backup-type":"vm","backup-id":"100"}]
      """
          .replace("TASK", TASK.replace("\\", "\\\\"));

  @Test
  void backupsTellAllThatIsKnownOfThem() throws Exception {
    var heard = ask(Reply.data(SNAPSHOTS), s -> s.snapshots(Clients.MAIN));
    assertEquals("GET admin/datastore/main/snapshots", heard.request());
    assertEquals(2, heard.value().size());
    Snapshot first = heard.value().get(0);
    assertEquals(BACKUP, first.id());
    assertEquals(34359738368L, first.size());
    assertEquals("before update", first.comment());
    assertEquals("root@pam", first.owner());
    assertEquals("0e:ab:d4:46", first.keyFingerprint());
    assertTrue(first.isProtected());
    assertTrue(first.isEncrypted());
    assertEquals(new Snapshot.Verified(true, Upid.parse(TASK).orElseThrow()), first.verified());
    assertEquals(
        List.of(
            new BackupFile("drive-scsi0.img.fidx", BackupFile.Mode.ENCRYPT, 34359738368L),
            new BackupFile("index.json.blob", BackupFile.Mode.SIGN_ONLY, 512L),
            new BackupFile("client.log.blob", null, null)),
        first.files());
    Snapshot second = heard.value().get(1);
    assertNull(second.size());
    assertEquals("", second.comment());
    assertFalse(second.isProtected());
    assertFalse(second.isEncrypted());
    assertEquals(new Snapshot.Verified(false, null), second.verified());
  }

  @Test
  void aKeyAloneDoesNotMeanEncrypted() {
    Snapshot signed =
        new Snapshot(
            BACKUP,
            List.of(new BackupFile("qemu-server.conf.blob", BackupFile.Mode.SIGN_ONLY, 1L)),
            1L,
            "",
            null,
            "0e:ab",
            "",
            false);
    assertFalse(signed.isEncrypted());
  }

  @Test
  void theBackupsOfOneGroupAreAskedForByName() throws Exception {
    assertEquals(
        "GET admin/datastore/main/snapshots?ns=site%2Fa&backup-type=vm&backup-id=100",
        ask(Reply.data("[]"), s -> s.snapshots(Clients.SITE, GROUP)).request());
    assertEquals(
        "GET admin/datastore/main/files?" + S,
        ask(Reply.data("[]"), s -> s.files(Clients.MAIN, BACKUP)).request());
  }

  @Test
  void notesAreReadAndWritten() throws Exception {
    var heard = ask(Reply.data("\"one\\ntwo\""), s -> s.notes(Clients.SITE, BACKUP));
    assertEquals("one\ntwo", heard.value());
    assertEquals("GET admin/datastore/main/notes?ns=site%2Fa&" + S, heard.request());
    assertEquals(
        "PUT admin/datastore/main/notes " + S + "&notes=a%26b%0A%C3%A4",
        change(s -> {
          s.notes(Clients.MAIN, BACKUP, "a&b\nä");
          return "";
        }));
    assertThrows(
        ServerException.Unreadable.class,
        () -> ask(Reply.data("null"), s -> s.notes(Clients.MAIN, BACKUP)));
  }

  @Test
  void protectionIsReadAndWritten() throws Exception {
    assertTrue(ask(Reply.data("true"), s -> s.isProtected(Clients.MAIN, BACKUP)).value());
    assertFalse(ask(Reply.data("false"), s -> s.isProtected(Clients.MAIN, BACKUP)).value());
    assertThrows(
        ServerException.Unreadable.class,
        () -> ask(Reply.data("null"), s -> s.isProtected(Clients.MAIN, BACKUP)));
    for (boolean on : new boolean[] {true, false}) {
      assertEquals(
          "PUT admin/datastore/main/protected " + S + "&protected=" + (on ? 1 : 0),
          change(s -> {
            s.protect(Clients.MAIN, BACKUP, on);
            return "";
          }));
    }
  }

  @Test
  void forgettingNamesExactlyOneBackup() throws Exception {
    assertEquals(
        "DELETE admin/datastore/main/snapshots?ns=site%2Fa&" + S,
        change(s -> {
          s.forget(Clients.SITE, BACKUP);
          return "";
        }));
  }

  @Test
  void pruningIsShownBeforeItIsDone() throws Exception {
    Reply marks =
        Reply.data(
            """
            [{"backup-type":"vm","backup-id":"100","backup-time":1717598476,"keep":false,
              "protected":false},
             {"backup-type":"vm","backup-id":"100","backup-time":1717598477,"keep":true,
              "protected":true,"ns":"site/a"},
             {"backup-type":"vm","backup-id":"100","backup-time":1717598478}]
            """);
    Retention retention =
        new Retention(Map.of("keep-last", 2L, "keep-daily", 7L, "keep-hourly", 0L));
    var dry = ask(marks, s -> s.previewPrune(Clients.SITE, GROUP, retention));
    assertEquals(
        List.of(
            new PruneMark(BACKUP, false, false),
            new PruneMark(new SnapshotId(GROUP, BACKUP.time().plusSeconds(1)), true, true)),
        dry.value());
    assertEquals(
        "POST admin/datastore/main/prune ns=site%2Fa&backup-type=vm&backup-id=100"
            + "&dry-run=1&keep-last=2&keep-daily=7",
        dry.request());
    assertEquals(
        "POST admin/datastore/main/prune backup-type=vm&backup-id=100&dry-run=0&keep-last=2"
            + "&keep-daily=7",
        ask(marks, s -> s.prune(Clients.MAIN, GROUP, retention)).request());
  }

  @Test
  void keepingAllIsSaidByNoRule() throws Exception {
    Retention all = new Retention(Map.of("keep-all", 1L, "keep-last", 1L));
    assertEquals(
        "POST admin/datastore/main/prune backup-type=vm&backup-id=100&dry-run=0",
        ask(Reply.data("[]"), s -> s.prune(Clients.MAIN, GROUP, all)).request());
  }

  @Test
  void verifyingIsATask() throws Exception {
    Reply task = Reply.data("\"" + TASK.replace("\\", "\\\\") + "\"");
    var one = ask(task, s -> s.verify(Clients.MAIN, BACKUP));
    assertEquals(TASK, one.value().text());
    assertEquals("POST admin/datastore/main/verify " + S + "&ignore-verified=0", one.request());
    assertEquals(
        "POST admin/datastore/main/verify backup-type=vm&backup-id=100&ignore-verified=1",
        ask(task, s -> s.verify(Clients.MAIN, GROUP, false)).request());
    assertThrows(
        ServerException.Unreadable.class,
        () -> ask(Reply.data("\"UPID:x\""), s -> s.verify(Clients.MAIN, BACKUP)));
  }

  @Test
  void tasksHaveAStateAndALog() throws Exception {
    String upid = TASK.replace("\\", "\\\\");
    var listed =
        ask(
            Reply.data(
                """
                [{"upid":"TASK","endtime":1717598480,"status":"OK"},
                 {"upid":"TASK","endtime":1717598480,"status":"WARNINGS: 2"},
                 {"upid":"TASK","endtime":1717598480,"status":"verification failed"},
                 {"upid":"TASK","endtime":1717598480,"status":"unknown"},
                 {"upid":"TASK"},
                 {"upid":"?"}]
                """
                    .replace("TASK", upid)),
            s -> s.tasks().list("main", ServerTasks.Which.ALL, 20));
    assertEquals("GET nodes/localhost/tasks?store=main&limit=20", listed.request());
    assertEquals(
        List.of(
            Task.Kind.OK,
            Task.Kind.WARNINGS,
            Task.Kind.FAILED,
            Task.Kind.UNKNOWN,
            Task.Kind.RUNNING),
        listed.value().stream().map(t -> t.state().kind()).toList());
    assertEquals(
        "GET nodes/localhost/tasks?store=main&limit=1&running=1",
        ask(Reply.data("[]"), s -> s.tasks().list("main", ServerTasks.Which.RUNNING, 1)).request());
    assertEquals(
        "GET nodes/localhost/tasks?store=main&limit=1&errors=1",
        ask(Reply.data("[]"), s -> s.tasks().list("main", ServerTasks.Which.FAILED, 1)).request());
    assertEquals(Instant.ofEpochSecond(1717598480), listed.value().getFirst().ended());
    assertNull(listed.value().getLast().ended());

    Upid task = Upid.parse(TASK).orElseThrow();
    String path = "nodes/localhost/tasks/" + Parameters.encode(TASK);
    var running = ask(Reply.data("{\"status\":\"running\"}"), s -> s.tasks().state(task));
    assertEquals("GET " + path + "/status", running.request());
    assertFalse(running.value().over());
    assertEquals(
        new Task.State(Task.Kind.FAILED, "job errors"),
        ask(
                Reply.data("{\"status\":\"stopped\",\"exitstatus\":\"job errors\"}"),
                s -> s.tasks().state(task))
            .value());
    assertEquals(
        Task.Kind.UNKNOWN,
        ask(Reply.data("{\"status\":\"stopped\"}"), s -> s.tasks().state(task)).value().kind());
    assertThrows(
        ServerException.Unreadable.class, () -> ask(Reply.data("{}"), s -> s.tasks().state(task)));

    var log =
        ask(
            new Reply(
                200, "{\"data\":[{\"n\":3,\"t\":\"verify\"},{\"n\":4}],\"total\":9,\"success\":1}"),
            s -> s.tasks().log(task, 2, 50));
    assertEquals("GET " + path + "/log?start=3&limit=50", log.request());
    assertEquals(new TaskLog(List.of("verify", ""), 9), log.value());
  }

  @ParameterizedTest
  @CsvSource({"'[{\"n\":1,\"t\":\"x\"}]', 200", "'[]', 0"})
  void aLogThatPromisesMoreThanItHasComesToAnEnd(String lines, int told) throws Exception {
    Reply log = new Reply(200, "{\"data\":" + lines + ",\"total\":99999999,\"success\":1}");
    Reply state = Reply.data("{\"status\":\"stopped\",\"exitstatus\":\"OK\"}");
    try (FakeServer server =
            FakeServer.start(WHO, asked -> asked.uri().endsWith("/status") ? state : log);
        BackupServer client = Clients.pinned(server, WHO, ACCOUNT)) {
      List<String> heard = new ArrayList<>();
      Upid task = Upid.parse(TASK).orElseThrow();
      assertEquals(Task.Kind.OK, client.tasks().told(task, heard::add).kind());
      assertEquals(told, heard.size());
    }
  }

  @Test
  void aFileComesAsItIsStored() throws Exception {
    var heard =
        ask(
            new Reply(200, "\0raw{"),
            s -> s.download(Clients.SITE, BACKUP, "index.json.blob", 1000));
    assertArrayEquals("\0raw{".getBytes(StandardCharsets.UTF_8), heard.value());
    assertEquals(
        "GET admin/datastore/main/download?ns=site%2Fa&" + S + "&file-name=index.json.blob",
        heard.request());
  }

  @Test
  void nothingThatChangesIsSentInReadOnlyMode() throws Exception {
    AtomicBoolean readOnly = new AtomicBoolean(true);
    Retention all = new Retention(Map.of("keep-all", 1L));
    try (FakeServer server = FakeServer.start(WHO, _ -> Reply.data("[]"));
        BackupServer client =
            new BackupServer(
                Clients.at(server.port()).pinnedTo(WHO.pin()), ACCOUNT, readOnly::get)) {
      Question<?> forget =
          s -> {
            s.forget(Clients.MAIN, BACKUP);
            return "";
          };
      List<Question<?>> changes =
          List.of(
              forget,
              s -> s.prune(Clients.MAIN, GROUP, all),
              s -> s.verify(Clients.MAIN, BACKUP),
              s -> {
                s.notes(Clients.MAIN, BACKUP, "text");
                return "";
              },
              s -> {
                s.protect(Clients.MAIN, BACKUP, true);
                return "";
              });
      for (Question<?> change : changes) {
        var refused = assertThrows(ServerException.ReadOnlyMode.class, () -> change.ask(client));
        assertEquals("host.read-only", refused.said().key());
      }
      assertEquals(List.of(), server.asked());
      assertEquals(List.of(), client.previewPrune(Clients.MAIN, GROUP, all));
      assertEquals(List.of(), client.snapshots(Clients.MAIN));
      readOnly.set(false);
      client.forget(Clients.MAIN, BACKUP);
      assertEquals("DELETE", server.asked().getLast().method());
    }
  }
}
