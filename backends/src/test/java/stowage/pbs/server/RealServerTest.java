package stowage.pbs.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stowage.exec.Secret;
import stowage.pbs.Manifest;
import stowage.volume.Retention;

/**
 * The client against a server that is given in the environment, by {@code ./dev backup-server}.
 * Changes nothing there.
 */
@Tag("backup-server")
class RealServerTest {
  private final List<AutoCloseable> opened = new ArrayList<>();
  private BackupServer server;
  private Space space;

  private static String given(String name) {
    String value = System.getenv(name);
    assertFalse(value == null || value.isBlank(), name + " is not set");
    return value;
  }

  @BeforeEach
  void connect() throws Exception {
    String address = given("BACKUP_SERVER");
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon > 0 && address.substring(colon + 1).matches("[0-9]{1,5}");
    String pin = System.getenv().getOrDefault("PBS_FINGERPRINT", "");
    Endpoint endpoint =
        Endpoint.direct(
            hasPort ? address.substring(0, colon) : address,
            hasPort ? Integer.parseInt(address.substring(colon + 1)) : Endpoint.USUAL_PORT,
            pin.isEmpty() ? null : Pin.parse(pin).orElseThrow());
    Account account = new Account(given("PBS_USER"), Secret.of(given("PBS_SECRET").toCharArray()));
    opened.add(account.secret());
    server = new BackupServer(endpoint, account);
    opened.add(server);
    space = new Space(given("PBS_DATASTORE"), System.getenv().getOrDefault("PBS_NAMESPACE", ""));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void theServerIsUnderstood() throws Exception {
    assertTrue(server.version().matches("[0-9].*"), server.version());
    assertTrue(
        server.datastores().stream().anyMatch(d -> d.name().equals(space.datastore())),
        server.datastores().toString());
    assertTrue(server.namespaces(space.datastore()).contains(space));
    assertTrue(server.usage(space).total() >= server.usage(space).used());
  }

  @Test
  void groupsAndBackupsBelongTogether() throws Exception {
    List<Snapshot> all = server.snapshots(space);
    assertFalse(all.isEmpty(), "there are no backups in " + space);
    long counted = server.groups(space).stream().mapToLong(Group::count).sum();
    assertTrue(counted <= all.size(), counted + " of " + all.size());
    GroupId group = all.getFirst().id().group();
    List<Snapshot> some = server.snapshots(space, group);
    assertEquals(all.stream().filter(b -> b.id().group().equals(group)).count(), some.size());
    List<PruneMark> marks =
        server.previewPrune(space, group, new Retention(Map.of("keep-last", 1L)));
    assertEquals(some.size(), marks.size());
    assertEquals(all.size(), server.snapshots(space).size());
  }

  @Test
  void theManifestIsUnderstood() throws Exception {
    List<Snapshot> all = server.snapshots(space);
    assertFalse(all.isEmpty(), "there are no backups in " + space);
    SnapshotId id = all.getFirst().id();
    Manifest manifest = Manifest.ofBlob(server.download(space, id, Manifest.FILE, 16 << 20));
    assertEquals(id.toString(), manifest.snapshot().toString());
    List<String> names = server.files(space, id).stream().map(BackupFile::name).toList();
    for (Manifest.Entry file : manifest.files()) {
      assertTrue(names.contains(file.name()), file.name() + " in " + names);
      if (file.name().endsWith(".blob") && file.size() < 1 << 20) {
        byte[] stored = server.download(space, id, file.name(), 1 << 20);
        assertEquals(file.size(), stored.length);
      }
    }
    assertEquals(server.notes(space, id).lines().findFirst().orElse(""), all.getFirst().comment());
    assertEquals(all.getFirst().isProtected(), server.isProtected(space, id));
  }
}
