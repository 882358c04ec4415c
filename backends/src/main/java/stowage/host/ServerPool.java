package stowage.host;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.message.Message;
import stowage.pbs.server.Account;
import stowage.pbs.server.BackupServer;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.Pin;
import stowage.pbs.server.Space;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.type.Pool;

/**
 * The backup server behind a pool, reached through the host and with the pool's own account. Asks
 * and changes the server only, nothing on the host.
 */
public final class ServerPool implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int SECRET_LIMIT = 16 << 10;

  private final BackupServer server;
  private final Space space;
  private final Secret secret;
  private final Forwarding.Port port;

  private ServerPool(BackupServer server, Space space, Secret secret, Forwarding.Port port) {
    this.server = server;
    this.space = space;
    this.secret = secret;
    this.port = port;
  }

  static ServerPool open(ConfiguredPool entry, Shell shell, Forwarding forwarding)
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
    Secret secret = secret(entry.backend().secretFiles(pool).getFirst().path(), shell);
    try {
      Account account = new Account(pool.get(Properties.PBS_USERNAME).orElse("root@pam"), secret);
      Forwarding.Port port = forwarding.open(name, number);
      return new ServerPool(
          new BackupServer(endpoint.through(port.number()), account), space.get(), secret, port);
    } catch (HostException | RuntimeException e) {
      secret.close();
      throw e;
    }
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

  public BackupServer server() {
    return server;
  }

  /** Where the pool's backups are. */
  public Space space() {
    return space;
  }

  @Override
  public void close() {
    server.close();
    secret.close();
    port.close();
  }
}
