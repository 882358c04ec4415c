package stowage.demo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.demo.backup.Person.Right;
import stowage.exec.Secret;
import stowage.pbs.DataBlob;
import stowage.pbs.Manifest;
import stowage.pbs.server.Account;
import stowage.pbs.server.BackupFile;
import stowage.pbs.server.BackupServer;
import stowage.pbs.server.Datastore;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.Group;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.PruneMark;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.ServerTasks;
import stowage.pbs.server.Snapshot;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;
import stowage.pbs.server.Task;
import stowage.pbs.server.Upid;
import stowage.volume.Retention;

/** The client against the stand-in: each holds the other to the interface. */
class StandInTest {
  private static final Space ROOT = new Space("main", "");
  private static final Space SITE = new Space("main", "site/a");
  private static final GroupId VM = new GroupId("vm", "100");
  private static final GroupId CT = new GroupId("ct", "109");
  private static final Instant FIRST = Instant.parse("2026-01-01T01:00:00Z");
  private static final long GIB = 1L << 30;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private StandIn standIn;

  @BeforeEach
  void start() throws Exception {
    Holdings holdings = new Holdings(1000 * GIB);
    holdings.make(ROOT);
    for (int day = 0; day < 5; day++) {
      holdings.put(SITE, vm(day), "root@pam", "mail\nday " + day, 10 * GIB);
    }
    holdings.put(SITE, new SnapshotId(CT, FIRST), "backup@pbs!pve1", "dns1", GIB);
    standIn =
        StandIn.start(
            holdings,
            List.of(
                Person.administrator("root@pam", "pass&word"),
                person("backup@pbs!pve1", Right.Backup),
                person("backup@pbs", Right.Backup, Right.Prune),
                person("audit@pbs!a", Right.Audit),
                person("nobody@pbs!n")),
            Clock.systemUTC());
    opened.add(standIn);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private static Person person(String name, Right... rights) {
    return new Person(name, "s3/cret %", Set.of(rights));
  }

  private static SnapshotId vm(int day) {
    return new SnapshotId(VM, FIRST.plus(Duration.ofDays(day)));
  }

  private BackupServer as(String user, String secret) {
    Account account = new Account(user, Secret.of(secret.toCharArray()));
    BackupServer server =
        new BackupServer(
            Endpoint.direct("backup.example", 8007, standIn.pin()).through(standIn.port()),
            account);
    opened.add(account.secret());
    opened.add(server);
    return server;
  }

  private BackupServer as(String user) {
    return as(user, "s3/cret %");
  }

  private BackupServer root() {
    return as("root@pam", "pass&word");
  }

  private static List<SnapshotId> ids(List<Snapshot> backups) {
    return backups.stream().map(Snapshot::id).toList();
  }

  @Test
  void whatIsThereIsListed() throws Exception {
    BackupServer server = root();
    assertEquals("3.2-4", server.version());
    assertEquals(List.of(new Datastore("main", "A stand-in", "")), server.datastores());
    assertEquals(List.of(ROOT, new Space("main", "site"), SITE), server.namespaces("main"));
    assertEquals(1000 * GIB, server.usage(ROOT).total());
    assertEquals(
        server.usage(ROOT).total(), server.usage(ROOT).used() + server.usage(ROOT).available());
    assertEquals(List.of(), server.snapshots(ROOT));
    assertEquals(
        List.of(
            new Group(CT, FIRST, 1, "backup@pbs!pve1", ""),
            new Group(VM, vm(4).time(), 5, "root@pam", "")),
        server.groups(SITE));
    assertEquals(List.of(vm(0), vm(1), vm(2), vm(3), vm(4)), ids(server.snapshots(SITE, VM)));
    Snapshot first = server.snapshots(SITE, VM).getFirst();
    assertEquals("mail", first.comment());
    assertEquals("root@pam", first.owner());
    assertFalse(first.isProtected());
    assertFalse(first.isEncrypted());
    assertEquals(6, server.snapshots(SITE).size());
  }

  @Test
  void theManifestFitsTheFiles() throws Exception {
    BackupServer server = root();
    List<BackupFile> files = server.files(SITE, vm(0));
    assertEquals(
        List.of(
            "qemu-server.conf.blob", "drive-scsi0.img.fidx", "index.json.blob", "client.log.blob"),
        files.stream().map(BackupFile::name).toList());
    byte[] stored = server.download(SITE, vm(0), "index.json.blob", 1 << 20);
    Manifest manifest = Manifest.ofBlob(stored);
    assertEquals(vm(0).toString(), manifest.snapshot().toString());
    assertEquals(2, manifest.files().size());
    for (int i = 0; i < 2; i++) {
      assertEquals(files.get(i).name(), manifest.files().get(i).name());
      assertEquals(Objects.requireNonNull(files.get(i).size()), manifest.files().get(i).size());
    }
    assertTrue(
        new String(DataBlob.read(stored).content(null), StandardCharsets.UTF_8)
            .contains("\"notes\":\"mail\\nday 0\""));
    byte[] config = server.download(SITE, vm(0), "qemu-server.conf.blob", 1 << 20);
    assertEquals(
        "boot: order=scsi0\nname: mail\n",
        new String(
            manifest.content("qemu-server.conf.blob", config, null), StandardCharsets.UTF_8));
    assertThrows(
        ServerException.Refused.class, () -> server.download(SITE, vm(0), "none.blob", 100));
    assertThrows(
        ServerException.TooLong.class, () -> server.download(SITE, vm(0), "index.json.blob", 100));
  }

  @Test
  void notesKeepAllTheirLines() throws Exception {
    BackupServer server = root();
    assertEquals("mail\nday 0", server.notes(SITE, vm(0)));
    String text = "Grüße & mehr = 100 %\nzweite Zeile\n한국어";
    server.notes(SITE, vm(0), text);
    assertEquals(text, server.notes(SITE, vm(0)));
    assertEquals("Grüße & mehr = 100 %", server.snapshots(SITE, VM).getFirst().comment());
    server.notes(SITE, vm(0), "");
    assertEquals("", server.notes(SITE, vm(0)));
    assertEquals("mail\nday 1", server.notes(SITE, vm(1)));
  }

  @Test
  void aProtectedBackupStays() throws Exception {
    BackupServer server = root();
    server.protect(SITE, vm(1), true);
    assertTrue(server.isProtected(SITE, vm(1)));
    var refused = assertThrows(ServerException.Refused.class, () -> server.forget(SITE, vm(1)));
    assertEquals("cannot remove protected snapshot " + vm(1), refused.said().args().getLast());
    server.protect(SITE, vm(1), false);
    server.forget(SITE, vm(1));
    assertEquals(List.of(vm(0), vm(2), vm(3), vm(4)), ids(server.snapshots(SITE, VM)));
    assertThrows(ServerException.Refused.class, () -> server.forget(SITE, vm(1)));
  }

  @Test
  void pruningDoesWhatItsPreviewSays() throws Exception {
    BackupServer server = root();
    server.protect(SITE, vm(0), true);
    Retention retention = new Retention(Map.of("keep-last", 2L));
    List<PruneMark> expected =
        List.of(
            new PruneMark(vm(0), true, true),
            new PruneMark(vm(1), false, false),
            new PruneMark(vm(2), false, false),
            new PruneMark(vm(3), true, false),
            new PruneMark(vm(4), true, false));
    assertEquals(expected, server.previewPrune(SITE, VM, retention));
    assertEquals(5, server.snapshots(SITE, VM).size());
    assertEquals(expected, server.prune(SITE, VM, retention));
    assertEquals(List.of(vm(0), vm(3), vm(4)), ids(server.snapshots(SITE, VM)));
    assertEquals(1, server.snapshots(SITE, CT).size());
    assertTrue(server.prune(SITE, VM, new Retention(Map.of())).stream().allMatch(PruneMark::keep));
  }

  @Test
  void verifyingIsATaskWithALog() throws Exception {
    BackupServer server = root();
    standIn.holdings().damage(SITE, vm(2));
    Upid good = server.verify(SITE, vm(0));
    assertEquals("verify_snapshot", good.type());
    assertEquals("main:vm/100/" + "%08X".formatted(FIRST.getEpochSecond()), good.about());
    assertEquals(new Task.State(Task.Kind.OK, "OK"), ended(server, good));
    assertEquals(
        List.of(
            "verify " + vm(0),
            "  check qemu-server.conf.blob",
            "  check drive-scsi0.img.fidx",
            "TASK OK"),
        server.tasks().log(good, 0, 100).lines());
    assertEquals(List.of("TASK OK"), server.tasks().log(good, 3, 100).lines());
    assertEquals(List.of("  check qemu-server.conf.blob"), server.tasks().log(good, 1, 1).lines());
    assertEquals(4, server.tasks().log(good, 1, 1).total());

    Upid group = server.verify(SITE, VM, false);
    assertEquals(Task.Kind.FAILED, ended(server, group).kind());
    assertEquals(
        "SKIPPED: verify " + vm(0) + " (recently verified)",
        server.tasks().log(group, 0, 1).lines().getFirst());
    List<Snapshot> backups = server.snapshots(SITE, VM);
    assertEquals(
        new Snapshot.Verified(true, good), Objects.requireNonNull(backups.get(0).verified()));
    assertEquals(
        new Snapshot.Verified(false, group), Objects.requireNonNull(backups.get(2).verified()));
    ServerTasks tasks = server.tasks();
    List<Upid> all = tasks.list("main", ServerTasks.Which.ALL, 100).stream().map(Task::id).toList();
    assertEquals(List.of(group, good), all.subList(0, 2));
    assertTrue(all.stream().skip(2).allMatch(t -> t.type().equals("backup")), all.toString());
    assertEquals(List.of(), tasks.list("other", ServerTasks.Which.ALL, 10));
    assertEquals(
        List.of(group),
        tasks.list("main", ServerTasks.Which.FAILED, 10).stream().map(Task::id).toList());
    assertEquals(List.of(), tasks.list("main", ServerTasks.Which.RUNNING, 10));
    assertEquals(
        List.of(group),
        tasks.list("main", ServerTasks.Which.ALL, 1).stream().map(Task::id).toList());
    List<String> told = new ArrayList<>();
    assertEquals(Task.Kind.FAILED, tasks.told(group, told::add).kind());
    assertTrue(told.getLast().startsWith("TASK ERROR: verification failed"), told.toString());
  }

  private static Task.State ended(BackupServer server, Upid task) throws Exception {
    Task.State state = server.tasks().state(task);
    while (!state.over()) {
      Thread.onSpinWait();
      state = server.tasks().state(task);
    }
    return state;
  }

  @Test
  void wrongSecretsAreRefused() {
    for (BackupServer server :
        List.of(
            as("root@pam", "password"),
            as("who@pbs", "x"),
            as("backup@pbs!pve1", "x"),
            as("backup@pbs!other", "s3/cret %"))) {
      assertThrows(ServerException.LoginRefused.class, server::version);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "backup@pbs!pve1, ct, true,  true,  false",
    "backup@pbs!pve1, vm, false, false, false",
    "backup@pbs,      ct, true,  true,  true",
    "backup@pbs,      vm, false, false, false",
    "audit@pbs!a,     vm, true,  false, false",
    "nobody@pbs!n,    vm, false, false, false"
  })
  void everybodyMayDoWhatTheRightsSay(
      String user, String type, boolean reads, boolean writes, boolean removes) throws Exception {
    BackupServer server = as(user);
    SnapshotId id = type.equals("vm") ? vm(0) : new SnapshotId(CT, FIRST);
    assertEquals(reads, may(() -> server.notes(SITE, id)));
    assertEquals(writes, may(() -> server.notes(SITE, id, "x")));
    assertEquals(removes, may(() -> server.forget(SITE, id)));
    assertEquals(removes ? 5 : 6, root().snapshots(SITE).size());
  }

  private interface Asked {
    void ask() throws ServerException;
  }

  private static boolean may(Asked asked) throws ServerException {
    try {
      asked.ask();
      return true;
    } catch (ServerException.Forbidden e) {
      assertTrue(
          String.valueOf(e.said().args().getLast())
              .startsWith("permission check failed - missing Datastore."));
      return false;
    }
  }

  @Test
  void onesOwnBackupsAreSeenWithoutAudit() throws Exception {
    assertEquals(List.of(new SnapshotId(CT, FIRST)), ids(as("backup@pbs").snapshots(SITE)));
    assertEquals(6, as("audit@pbs!a").snapshots(SITE).size());
    assertEquals(List.of(), as("nobody@pbs!n").datastores());
  }

  @Test
  void whatIsNotThereIsSaid() {
    BackupServer server = root();
    assertThrows(ServerException.Refused.class, () -> server.snapshots(new Space("main", "none")));
    assertThrows(ServerException.Forbidden.class, () -> server.snapshots(new Space("none", "")));
    SnapshotId gone = new SnapshotId(VM, FIRST.plusSeconds(1));
    var said = assertThrows(ServerException.Refused.class, () -> server.notes(SITE, gone));
    assertEquals("snapshot " + gone + " does not exist", said.said().args().getLast());
  }

  @Test
  void ticketsEnd() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Clock clock = Clock.fixed(start, ZoneOffset.UTC);
    Tickets tickets = new Tickets(clock);
    String ticket = tickets.issue("root@pam");
    assertEquals("root@pam", tickets.user(ticket).orElseThrow());
    assertTrue(tickets.user(ticket.replace("root", "toor")).isEmpty());
    assertTrue(tickets.user(tickets.vouching("root@pam")).isEmpty());
    assertTrue(tickets.at(Clock.offset(clock, Duration.ofMinutes(119))).user(ticket).isPresent());
    assertTrue(tickets.at(Clock.offset(clock, Duration.ofMinutes(121))).user(ticket).isEmpty());
    assertTrue(new Tickets(clock).user(ticket).isEmpty());
  }

  @Test
  void eachStartHasACertificateOfItsOwn() throws Exception {
    try (StandIn other = StandIn.start(new Holdings(1), List.of(), Clock.systemUTC());
        Secret secret = Secret.of(new byte[1])) {
      Account account = new Account("a@pbs!t", secret);
      assertFalse(other.pin().equals(standIn.pin()));
      Endpoint known = Endpoint.direct("backup.example", 8007, standIn.pin());
      try (BackupServer client = new BackupServer(known.through(other.port()), account)) {
        assertThrows(ServerException.CertificateChanged.class, client::version);
      }
      Endpoint straight = Endpoint.direct("127.0.0.1", other.port(), null);
      try (BackupServer client = new BackupServer(straight, account)) {
        var asked = assertThrows(ServerException.CertificateUnknown.class, client::version);
        assertEquals(other.pin(), asked.shown());
      }
    }
  }
}
