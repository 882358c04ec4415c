package stowage.type;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.Mounts;
import stowage.tool.Nfs;
import stowage.tool.QemuImg;

/** A directory that an NFS server exports. */
public final class NfsBackend implements FileBackend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.NFS));

  /** A refresh waits for the slowest of its programs. */
  private static final Duration GLANCE = Duration.ofSeconds(3);

  @Override
  public FileVolumes volumes() {
    return VOLUMES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Nfs.MOUNT_TOOL, Nfs.SHOWMOUNT_TOOL, QemuImg.TOOL);
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    return FileBackend.super
        .status(pool)
        .and(
            offline(pool, GLANCE),
            (status, offline) ->
                status instanceof Reading.Known<PoolStatus>(PoolStatus known) && !known.active()
                    ? Reading.known(
                        offline.optional().flatMap(o -> o).map(PoolStatus::inactive).orElse(known))
                    : status);
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    Exec mount =
        Mounts.mount(
            "nfs", source(pool), FileVolumes.base(pool), pool.get(Properties.OPTIONS).orElse(""));
    Probe<Exec> mounting =
        offline(pool, Nfs.LIMIT)
            .and(
                Probe.constant(Reading.known(mount)),
                (offline, known) ->
                    offline
                        .optional()
                        .flatMap(o -> o)
                        .<Reading<Exec>>map(Reading.Failed::new)
                        .orElse(known));
    return new DirectoryActivation(pool, footing(pool), mounting, true).probe();
  }

  @Override
  public Footing footing(Pool pool) {
    return Footing.OwnMount.of("nfs", source(pool), FileVolumes.base(pool));
  }

  static String source(Pool pool) {
    String server = server(pool);
    String export = pool.get(Properties.EXPORT).orElse("");
    return (server.contains(":") ? "[" + server + "]" : server) + ":" + export;
  }

  private static String server(Pool pool) {
    return pool.get(Properties.SERVER).orElse("");
  }

  /**
   * Asks why the server can't be used. One that is mounted with version 4 only need not answer such
   * questions; for that, the mount itself tells.
   */
  private static Probe<Optional<Message>> offline(Pool pool, Duration limit) {
    String options = pool.get(Properties.OPTIONS).orElse("");
    boolean version4 =
        Arrays.stream(options.split(","))
            .anyMatch(o -> o.startsWith("vers=4") || o.startsWith("nfsvers=4"));
    if (version4) {
      return Probe.constant(Reading.known(Optional.empty()));
    }
    String server = server(pool);
    Exec ask = Nfs.exports(server).within(limit);
    return Probe.of(
        ask,
        answer -> {
          // Without the program nothing is known about the server.
          if (answer.ok() || answer.status() == Result.NOT_FOUND) {
            return Reading.known(Optional.empty());
          }
          String said = answer.errorLine();
          return Reading.known(
              Optional.of(
                  said.isEmpty()
                      ? Message.of("problem.nfs-silent", server, limit.toSeconds())
                      : Message.of("problem.nfs-offline", server, said)));
        });
  }
}
