package stowage.type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.Repository;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.PbsClient;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Backups on a Proxmox Backup Server. */
public final class PbsBackend implements Backend {
  @Override
  public Schema schema() {
    return Schemas.of(StorageType.PBS);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(PbsClient.CLIENT);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return switch (feature) {
      // At the server, with the pool's own account; the host has no part in it.
      case FREE -> Support.yes();
      case SHARED -> pool.shared() ? Support.yes() : Support.no("support.local-disks");
      case ALLOCATE,
          RESIZE,
          SNAPSHOT,
          ROLLBACK,
          LINKED_CLONE,
          TEMPLATE,
          FULL_COPY,
          RENAME,
          SPARSE,
          UPLOAD,
          EXPORT,
          REPLICATE ->
          Support.no("support.backups-only");
    };
  }

  private static String namespace(Pool pool) {
    return pool.get(Properties.NAMESPACE).orElse("");
  }

  private static String repository(Pool pool) {
    return new Repository(
            pool.get(Properties.PBS_USERNAME).orElse("root@pam"),
            pool.get(Properties.SERVER).orElse(""),
            pool.get(Properties.PBS_PORT).orElse((long) Endpoint.USUAL_PORT),
            pool.get(Properties.DATASTORE).orElse(""))
        .toString();
  }

  private static PbsClient.Access access(Pool pool) {
    return new PbsClient.Access(
        repository(pool),
        namespace(pool),
        pool.get(Properties.FINGERPRINT).orElse(""),
        secretFile(pool));
  }

  private static String secretFile(Pool pool) {
    return file(pool, "pw");
  }

  private static String file(Pool pool, String kind) {
    return "/etc/pve/priv/storage/" + pool.id() + "." + kind;
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    Exec ask = PbsClient.status(access(pool));
    return Probe.of(
        ask,
        answer ->
            PbsClient.status(ask, answer)
                .map(use -> PoolStatus.active(use.total(), use.used(), use.available())));
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    return Probe.constant(Reading.known(Change.of()));
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    if (!wanted.contains(ContentType.BACKUP)) {
      return Limited.nothing();
    }
    Exec ask = PbsClient.backups(access(pool));
    return Probe.of(
        ask,
        answer ->
            PbsClient.backups(ask, answer)
                .map(all -> all.stream().flatMap(b -> volume(pool, b).stream()).toList()));
  }

  /** Backups of guests; those of hosts are not a matter of the pool. */
  private static Optional<Volume> volume(Pool pool, PbsClient.Backup backup) {
    boolean guest = backup.type().equals("vm") || backup.type().equals("ct");
    String name = "backup/" + backup.type() + "/" + backup.id() + "/" + backup.time();
    return VolumeNames.read(StorageType.PBS, name)
        .filter(v -> guest && v.owner() != null)
        .map(v ->
            new Volume(
                new VolumeId(pool.id(), name),
                ContentType.BACKUP,
                v.format(),
                v.owner(),
                new Volume.Space(backup.size(), null),
                new Volume.Extra(
                    null,
                    backup.time(),
                    null,
                    backup.notes().isEmpty() ? null : backup.notes(),
                    backup.isProtected(),
                    backup.assurance())));
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.PBS, name);
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    Limited.refuseSnapshot(this, pool, snapshot);
    String in = namespace(pool).isEmpty() ? "" : "?ns=" + namespace(pool).replace("/", "%2f");
    return "pbs://" + repository(pool) + "/" + parse(name).name() + in;
  }

  @Override
  public List<SecretFile> secretFiles(Pool pool) {
    return List.of(
        new SecretFile(Properties.PASSWORD, secretFile(pool), "0600", SecretForm.LINE),
        new SecretFile(
            Properties.ENCRYPTION_KEY, file(pool, "enc"), "0600", SecretForm.ENCRYPTION_KEY),
        new SecretFile(
            Properties.MASTER_PUBKEY, file(pool, "master.pem"), "0600", SecretForm.MASTER_KEY));
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.empty();
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.empty();
  }
}
