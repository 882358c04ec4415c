package stowage.host;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.message.Message;
import stowage.pbs.ClosedKey;
import stowage.pbs.PbsException;
import stowage.pbs.server.Account;
import stowage.pbs.server.BackupServer;
import stowage.pbs.server.Codes;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.Pin;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.Snapshot;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;
import stowage.pbs.server.Tickets;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.type.Pool;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * The backup server behind a pool, reached through the host and with the pool's own account. Asks
 * and changes the server only, nothing on the host.
 */
public final class ServerPool implements AutoCloseable {
  private static final String BACKUPS = "backup/";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int SECRET_LIMIT = 16 << 10;

  private final Pool pool;
  private final BackupServer server;
  private final Space space;
  private final Secret secret;
  private final Forwarding.Port port;

  private ServerPool(
      Pool pool, BackupServer server, Space space, Secret secret, Forwarding.Port port) {
    this.pool = pool;
    this.server = server;
    this.space = space;
    this.secret = secret;
    this.port = port;
  }

  /**
   * How the server is come to, who is asked for a second factor there, and where a login is kept.
   */
  record Approach(Forwarding way, Codes codes, Tickets tickets) {}

  /**
   * @param given what the account logs in with; null to take what the host has
   */
  static ServerPool open(
      ConfiguredPool entry, @Nullable Secret given, Shell shell, Approach approach)
      throws HostException, InvalidException {
    Pool pool = entry.pool();
    StorageId id = pool.id();
    if (pool.type() != StorageType.PBS) {
      throw new InvalidException("storage", "problem.no-backup-server", id.text());
    }
    Optional<Space> space =
        Space.of(
            pool.get(Properties.DATASTORE).orElse(""), pool.get(Properties.NAMESPACE).orElse(""));
    String name = pool.get(Properties.SERVER).orElse("");
    if (space.isEmpty() || name.isBlank()) {
      throw new InvalidException("storage", "problem.backup-server-incomplete", id.text());
    }
    int number = Math.toIntExact(pool.get(Properties.PBS_PORT).orElse((long) Endpoint.USUAL_PORT));
    Endpoint endpoint =
        Endpoint.direct(
            name, number, pool.get(Properties.FINGERPRINT).flatMap(Pin::parse).orElse(null));
    Secret secret = given == null ? secret(passwordFile(entry), shell) : Secret.of(given.reveal());
    try {
      Account account =
          new Account(
              pool.get(Properties.PBS_USERNAME).orElse("root@pam"),
              secret,
              approach.codes(),
              approach.tickets());
      Forwarding.Port port = approach.way().open(name, number);
      return new ServerPool(
          pool,
          new BackupServer(endpoint.through(port.number()), account, shell::isReadOnly),
          space.get(),
          secret,
          port);
    } catch (HostException | RuntimeException e) {
      secret.close();
      throw e;
    }
  }

  private static String passwordFile(ConfiguredPool entry) {
    return entry.backend().secretFiles(entry.pool()).stream()
        .filter(file -> file.property().key().equals(Properties.PASSWORD.key()))
        .findFirst()
        .orElseThrow()
        .path();
  }

  /** The first line of the file; it goes from the host's answer nowhere but here. */
  private static Secret secret(String file, Shell shell) throws HostException {
    Exec read = Exec.reads("/usr/bin/cat", file).asRoot().within(LIMIT).keeping(SECRET_LIMIT);
    Result answer = Batch.of(List.of(read)).ask(shell).getFirst();
    byte[] out = answer.out();
    try {
      if (!answer.ok()) {
        throw new HostException.NoAnswer(
            Message.of("host.secret-unreadable", file, answer.errorLine()));
      }
      int end = 0;
      while (end < out.length && out[end] != '\n' && out[end] != '\r') {
        end++;
      }
      return Secret.of(Arrays.copyOf(out, end));
    } finally {
      Arrays.fill(out, (byte) 0);
    }
  }

  Pool pool() {
    return pool;
  }

  public BackupServer server() {
    return server;
  }

  /** The volume that a backup is, as the host's own list has it. */
  public static VolumeId id(StorageId pool, SnapshotId backup) {
    return new VolumeId(pool, BACKUPS + backup);
  }

  /** What the server calls a volume; empty for what is no backup on a server. */
  public static Optional<SnapshotId> named(VolumeId volume) {
    return volume.name().startsWith(BACKUPS)
        ? SnapshotId.parse(volume.name().substring(BACKUPS.length()))
        : Optional.empty();
  }

  Volume volume(Snapshot told) {
    SnapshotId backup = told.id();
    return new Volume(
        id(pool.id(), backup),
        ContentType.BACKUP,
        "pbs-" + backup.group().type(),
        backup.group().id(),
        new Volume.Space(told.size(), null),
        new Volume.Extra(
            null,
            backup.time(),
            null,
            told.comment().isEmpty() ? null : told.comment(),
            told.isProtected(),
            told.assurance()));
  }

  /**
   * Protects a backup, or lets it go again.
   *
   * @throws InvalidException when the pool allows no further protected backup of the guest; the
   *     server itself knows nothing of that limit
   */
  public void protect(SnapshotId backup, boolean on) throws ServerException, InvalidException {
    if (on) {
      checkLimit(backup);
    }
    server.protect(space, backup, on);
  }

  /** What is protected already needs no room; a backup of nobody is not limited. */
  private void checkLimit(SnapshotId backup) throws ServerException, InvalidException {
    long limit = pool.get(Properties.MAX_PROTECTED_BACKUPS).orElse(-1L);
    if (limit < 0 || !backup.group().isGuest()) {
      return;
    }
    List<SnapshotId> all =
        server.snapshots(space, backup.group()).stream()
            .filter(Snapshot::isProtected)
            .map(Snapshot::id)
            .toList();
    if (!all.contains(backup) && all.size() >= limit) {
      throw new InvalidException("protected", "problem.protected-limit", limit, pool.id().text());
    }
  }

  /**
   * The copy of its key that a backup carries for whoever has the master key.
   *
   * @throws InvalidException when there is no such backup
   * @throws PbsException when it carries none, or a damaged one
   */
  public ClosedKey closedKey(SnapshotId backup)
      throws ServerException, InvalidException, PbsException {
    if (server.snapshots(space, backup.group()).stream().noneMatch(b -> b.id().equals(backup))) {
      throw new InvalidException("snapshot", "problem.no-such-backup", backup.toString());
    }
    return ClosedKey.of(
        backup.toString(), (name, most) -> server.download(space, backup, name, most));
  }

  /** Where the pool's backups are. */
  public Space space() {
    return space;
  }

  /**
   * Why the pool would not work; empty when the account sees its datastore and its namespace.
   *
   * @throws ServerException also when the login is refused
   */
  public Optional<Message> obstacle() throws ServerException {
    String datastore = space.datastore();
    if (server.datastores().stream().noneMatch(store -> store.name().equals(datastore))) {
      return Optional.of(Message.of("server.no-datastore", datastore));
    }
    boolean there = space.namespace().isEmpty() || server.namespaces(datastore).contains(space);
    return there
        ? Optional.empty()
        : Optional.of(Message.of("server.no-namespace", space.namespace(), datastore));
  }

  @Override
  public void close() {
    server.close();
    secret.close();
    port.close();
  }
}
