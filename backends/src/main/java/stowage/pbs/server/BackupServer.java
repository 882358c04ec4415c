package stowage.pbs.server;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.net.ssl.X509TrustManager;
import stowage.tool.Json;
import stowage.volume.Retention;
import tools.jackson.databind.JsonNode;

/**
 * A Proxmox Backup Server. Nothing is sent before the first question; safe for use by several
 * threads. The interface is described in the API viewer of the Proxmox Backup documentation.
 */
public final class BackupServer implements AutoCloseable {
  private static final String DATASTORES = "admin/datastore";

  private final Line line;

  public BackupServer(Endpoint server, Account account) {
    this(server, account, () -> false);
  }

  /**
   * @param readOnly whether nothing may be changed, asked before every change
   */
  public BackupServer(Endpoint server, Account account, BooleanSupplier readOnly) {
    this.line = new Line(server, account, Trust.authorities(null), Clock.systemUTC(), readOnly);
  }

  BackupServer(Endpoint server, Account account, X509TrustManager authorities, Clock clock) {
    this.line = new Line(server, account, authorities, clock, () -> false);
  }

  /** What the server shows before anybody logs in, whatever pin is known. */
  public static Certificate certificate(Endpoint server) throws ServerException {
    return certificate(server, Trust.authorities(null));
  }

  static Certificate certificate(Endpoint server, X509TrustManager authorities)
      throws ServerException {
    try (Http http = new Http(server.unpinned(), authorities)) {
      return http.certificate();
    }
  }

  /** For example {@code 3.2-4}; any account may ask, so it shows whether the login works. */
  public String version() throws ServerException {
    JsonNode data = line.ask(Call.get("version", Parameters.of()));
    String version = Json.text(data, "version");
    String release = Json.text(data, "release");
    return release.isEmpty() ? version : version + "-" + release;
  }

  /** Those that the account may see. */
  public List<Datastore> datastores() throws ServerException {
    return list(Call.get(DATASTORES, Parameters.of()), Rows::datastore);
  }

  /** All zero for an account that may not know. */
  public Usage usage(Space space) throws ServerException {
    Call call = Call.get(space.path("status"), Parameters.of());
    return Rows.usage(line.ask(call)).orElseThrow(() -> line.unreadable(call.path()));
  }

  /** All namespaces of the datastore, with the root, whose name is empty. */
  public List<Space> namespaces(String datastore) throws ServerException {
    Space root = new Space(datastore, "");
    return list(
        Call.get(root.path("namespace"), Parameters.of()),
        row ->
            row.path("ns").isString()
                ? Space.of(datastore, Json.text(row, "ns"))
                : Optional.empty());
  }

  public List<Group> groups(Space space) throws ServerException {
    return list(Call.get(space.path("groups"), space.parameters()).large(), Rows::group);
  }

  public List<Snapshot> snapshots(Space space) throws ServerException {
    return list(Call.get(space.path("snapshots"), space.parameters()).large(), Rows::snapshot);
  }

  public List<Snapshot> snapshots(Space space, GroupId group) throws ServerException {
    Call call = Call.get(space.path("snapshots"), group.on(space.parameters()));
    return list(call.large(), Rows::snapshot);
  }

  public List<BackupFile> files(Space space, SnapshotId backup) throws ServerException {
    return list(Call.get(space.path("files"), backup.on(space.parameters())), Rows::file);
  }

  /** All lines; empty for none. */
  public String notes(Space space, SnapshotId backup) throws ServerException {
    Call call = Call.get(space.path("notes"), backup.on(space.parameters()));
    JsonNode notes = line.ask(call);
    if (!notes.isString()) {
      throw line.unreadable(call.path());
    }
    return notes.stringValue();
  }

  public void notes(Space space, SnapshotId backup, String text) throws ServerException {
    line.ask(Call.put(space.path("notes"), backup.on(space.parameters()).and("notes", text)));
  }

  /** Whether neither pruning nor {@link #forget} may remove it. */
  public boolean isProtected(Space space, SnapshotId backup) throws ServerException {
    Call call = Call.get(space.path("protected"), backup.on(space.parameters()));
    JsonNode answer = line.ask(call);
    if (!answer.isBoolean()) {
      throw line.unreadable(call.path());
    }
    return answer.booleanValue();
  }

  public void protect(Space space, SnapshotId backup, boolean on) throws ServerException {
    line.ask(Call.put(space.path("protected"), backup.on(space.parameters()).and("protected", on)));
  }

  /** Removes a backup for good. Refused for one that is protected or in use. */
  public void forget(Space space, SnapshotId backup) throws ServerException {
    line.ask(Call.delete(space.path("snapshots"), backup.on(space.parameters())).slow());
  }

  /** What pruning would do; nothing is removed. */
  public List<PruneMark> previewPrune(Space space, GroupId group, Retention retention)
      throws ServerException {
    return prune(space, group, retention, true);
  }

  /**
   * Removes what the retention does not keep. When this fails on the way, some of it may be gone.
   */
  public List<PruneMark> prune(Space space, GroupId group, Retention retention)
      throws ServerException {
    return prune(space, group, retention, false);
  }

  private List<PruneMark> prune(Space space, GroupId group, Retention retention, boolean dry)
      throws ServerException {
    Parameters parameters = group.on(space.parameters()).and("dry-run", dry);
    if (!retention.keepsAll()) {
      for (String rule : Retention.rules()) {
        long count = retention.keep().getOrDefault(rule, 0L);
        if (count > 0) {
          parameters.and(rule, count);
        }
      }
    }
    Call call = Call.post(space.path("prune"), parameters).slow();
    return list(dry ? call.harmless() : call, Rows::pruned);
  }

  /** Starts to read a backup again, whenever it was verified last. */
  public Upid verify(Space space, SnapshotId backup) throws ServerException {
    return verify(space, backup.on(space.parameters()).and("ignore-verified", false));
  }

  /**
   * Starts to read the backups of a group again.
   *
   * @param again also those that were verified lately
   */
  public Upid verify(Space space, GroupId group, boolean again) throws ServerException {
    return verify(space, group.on(space.parameters()).and("ignore-verified", !again));
  }

  private Upid verify(Space space, Parameters parameters) throws ServerException {
    Call call = Call.post(space.path("verify"), parameters);
    JsonNode answer = line.ask(call);
    return Optional.of(answer)
        .filter(JsonNode::isString)
        .flatMap(text -> Upid.parse(text.stringValue()))
        .orElseThrow(() -> line.unreadable(call.path()));
  }

  public ServerTasks tasks() {
    return new ServerTasks(line);
  }

  /**
   * A file of a backup as it is stored: a blob is neither decrypted nor decompressed.
   *
   * @param most how many bytes it may have
   */
  public byte[] download(Space space, SnapshotId backup, String file, int most)
      throws ServerException {
    Parameters which = backup.on(space.parameters()).and("file-name", file);
    return line.raw(Call.get(space.path("download"), which).atMost(most));
  }

  private <T> List<T> list(Call call, Function<JsonNode, Optional<T>> reader)
      throws ServerException {
    return Rows.of(line.ask(call), reader).orElseThrow(() -> line.unreadable(call.path()));
  }

  /** Breaks off what is still asked. The account's secret is left to whoever made it. */
  @Override
  public void close() {
    line.close();
  }
}
