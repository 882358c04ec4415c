package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.Zfs;
import stowage.tool.ZfsReport;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Guest volumes as ZFS volumes and file systems below a dataset of this host. */
public final class ZfsPoolBackend implements Backend {
  private static final List<String> PROPERTIES =
      List.of("type", "available", "used", "mounted", "mountpoint", "canmount");

  private static final String NOT_IMPORTED = "problem.zpool-not-imported";

  @Override
  public Schema schema() {
    return Schemas.of(StorageType.ZFSPOOL);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Zfs.ZFS, Zfs.ZPOOL);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return GuestVolumes.supports(feature, volume, true);
  }

  /** Its snapshots have no devices of their own. */
  @Override
  public Support supportsSnapshot(Feature feature, Pool pool, VolumeName volume) {
    return feature == Feature.LINKED_CLONE
        ? Support.no("support.clone-template-only")
        : Support.no("support.not-of-snapshot", volume.name());
  }

  static String dataset(Pool pool) {
    return pool.get(Properties.POOL).orElse("");
  }

  private static String zpool(Pool pool) {
    return dataset(pool).split("/", 2)[0];
  }

  /**
   * @param healths health of every imported pool, by name
   * @param properties of the pool's dataset; null when it does not exist
   */
  private record Look(Map<String, String> healths, @Nullable Map<String, String> properties) {

    Optional<Message> trouble(Pool pool) {
      if (!healths.containsKey(zpool(pool))) {
        return Optional.of(Message.of(NOT_IMPORTED, zpool(pool)));
      }
      if (properties == null) {
        return Optional.of(Message.of("problem.dataset-missing", dataset(pool)));
      }
      return "filesystem".equals(properties.get("type"))
          ? Optional.empty()
          : Optional.of(Message.of("problem.dataset-no-filesystem", dataset(pool)));
    }

    /** Whether the file system could be mounted by itself and is not. */
    boolean isUnmounted() {
      return properties != null
          && "no".equals(properties.get("mounted"))
          && "on".equals(properties.get("canmount"))
          && properties.getOrDefault("mountpoint", "").startsWith("/");
    }

    Map<String, String> told() {
      return properties == null ? Map.of() : properties;
    }
  }

  private static Probe<Look> look(Pool pool) {
    Exec pools = ZfsReport.pools();
    Exec properties = ZfsReport.properties(dataset(pool), PROPERTIES);
    return Probe.of(
        List.of(pools, properties),
        answers -> look(pools, answers.get(0), properties, answers.get(1)));
  }

  private static Reading<Look> look(Exec pools, Result listed, Exec properties, Result told) {
    return ZfsReport.pools(pools, listed)
        .then(healths ->
            told.errorText().contains(Zfs.MISSING)
                ? Reading.known(new Look(healths, null))
                : ZfsReport.properties(properties, told).map(p -> new Look(healths, p)));
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    Exec properties = ZfsReport.properties(dataset(pool), PROPERTIES);
    Probe<Look> look = look(pool);
    return look.then(seen ->
        seen.trouble(pool)
            .map(why -> Reading.known(PoolStatus.inactive(why)))
            .orElseGet(
                () -> ZfsReport.use(properties, seen.told()).map(use -> status(pool, seen, use))));
  }

  private static PoolStatus status(Pool pool, Look look, ZfsReport.Use use) {
    List<Message> notes = new ArrayList<>();
    String health = look.healths().getOrDefault(zpool(pool), "");
    if (!health.equals("ONLINE")) {
      notes.add(Message.of("finding.zpool-health", zpool(pool), health));
    }
    if (look.isUnmounted()) {
      notes.add(Message.of("finding.zfs-not-mounted", dataset(pool)));
    }
    return new PoolStatus(
        true,
        null,
        use.used() + use.available(),
        use.used(),
        use.available(),
        new PoolStatus.Notes(notes, List.of()));
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    Probe<Look> look = look(pool);
    return look.then(seen -> activation(pool, seen));
  }

  private static Reading<Change> activation(Pool pool, Look look) {
    Step mount = Step.of(Message.of("step.zfs-mount"), Zfs.mountAll());
    Optional<Message> trouble = look.trouble(pool);
    if (trouble.isEmpty()) {
      return Reading.known(look.isUnmounted() ? Change.of(mount) : Change.of());
    }
    return trouble.get().key().equals(NOT_IMPORTED)
        ? Reading.known(
            Change.of(
                Step.of(Message.of("step.zpool-import", zpool(pool)), Zfs.importPool(zpool(pool))),
                mount))
        : new Reading.Failed<>(trouble.get());
  }

  /** The mount point that the dataset has is written into the configuration with the pool. */
  @Override
  public Probe<Completion> complete(Pool pool) {
    Exec ask = ZfsReport.properties(dataset(pool), List.of("mountpoint"));
    return Probe.of(ask, answer -> Reading.known(completion(pool, ask, answer)));
  }

  private static Completion completion(Pool pool, Exec asked, Result answer) {
    String actual =
        ZfsReport.properties(asked, answer)
            .optional()
            .orElse(Map.of())
            .getOrDefault("mountpoint", "");
    if (!actual.startsWith("/")) {
      return Completion.NONE;
    }
    String key = Properties.MOUNTPOINT.key();
    String entered = pool.values().getOrDefault(key, actual);
    return entered.equals(actual)
        ? new Completion(Map.of(key, actual), List.of())
        : new Completion(
            Map.of(),
            List.of(Message.of("finding.zfs-mountpoint", dataset(pool), actual, entered)));
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    if (!wanted.contains(ContentType.IMAGES) && !wanted.contains(ContentType.ROOTDIR)) {
      return Probe.constant(Reading.known(List.of()));
    }
    Exec ask = ZfsReport.children(dataset(pool));
    return Probe.of(
        ask,
        answer ->
            ZfsReport.children(ask, answer)
                .map(all -> ZfsVolumes.of(pool.id(), dataset(pool), all)));
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.ZFSPOOL, name);
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    VolumeName volume = parse(name);
    String path =
        volume.format().equals("subvol")
            ? pool.get(Properties.MOUNTPOINT).orElse("/" + dataset(pool)) + "/" + volume.name()
            : ZfsProvisioning.device(pool, volume.name());
    return snapshot == null ? path : path + "@" + snapshot;
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.of(new ZfsProvisioning());
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.of(new ZfsSnapshots());
  }

  @Override
  public Optional<Transfer> transfer() {
    return Optional.of(new ZfsTransfer());
  }

  @Override
  public Optional<Cloning> cloning() {
    return Optional.of(new ZfsCloning());
  }

  @Override
  public Optional<Renaming> renaming() {
    return Optional.of(new ZfsRenaming());
  }
}
