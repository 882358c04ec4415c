package stowage.type;

import java.util.HashMap;
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
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.target.Device;
import stowage.target.Site;
import stowage.target.Software;
import stowage.target.Units;
import stowage.tool.HostTool;
import stowage.tool.Remote;
import stowage.tool.ZfsReport;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * ZFS volumes of another host, reached as units of an iSCSI target and managed over SSH from this
 * one.
 */
public final class ZfsOverIscsiBackend implements Backend {
  private static final String ZVOLS = "/dev/zvol";

  private final @Nullable Units units;

  public ZfsOverIscsiBackend() {
    this(null);
  }

  /**
   * @param units of the target; null as long as it has not been asked
   */
  private ZfsOverIscsiBackend(@Nullable Units units) {
    this.units = units;
  }

  @Override
  public Schema schema() {
    return Schemas.of(StorageType.ZFS);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Remote.SSH);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return switch (feature) {
      case SHARED -> pool.shared() ? Support.yes() : Support.no("support.local-disks");
      case RENAME, SPARSE, EXPORT -> Support.no("support.zfs-iscsi-never");
      case UPLOAD -> Support.no("support.no-files");
      case REPLICATE -> Support.no("support.replicates-zfs-only");
      case ALLOCATE, FREE, RESIZE, SNAPSHOT, ROLLBACK, LINKED_CLONE, TEMPLATE, FULL_COPY -> {
        if (!isComplete(pool)) {
          yield Support.no("support.lio-without-tpg");
        }
        boolean disk = volume == null || !volume.format().equals("subvol");
        yield disk || feature == Feature.FREE
            ? GuestVolumes.supports(feature, volume, false)
            : Support.no("support.zfs-iscsi-never");
      }
    };
  }

  /** Its snapshots have no devices of their own. */
  @Override
  public Support supportsSnapshot(Feature feature, Pool pool, VolumeName volume) {
    return feature == Feature.LINKED_CLONE
        ? Support.no("support.clone-template-only")
        : Support.no("support.not-of-snapshot", volume.name());
  }

  private static Software software(Pool pool) {
    return pool.get(Properties.ISCSIPROVIDER).flatMap(Software::of).orElse(Software.LIO);
  }

  /** With LIO nobody can tell which of the target's portal groups is meant. */
  private static boolean isComplete(Pool pool) {
    return software(pool) != Software.LIO || pool.get(Properties.LIO_TPG).isPresent();
  }

  static Remote remote(Pool pool) {
    return new Remote(Luns.portal(pool));
  }

  private static String dataset(Pool pool) {
    return ZfsPoolBackend.dataset(pool);
  }

  static Device device(Pool pool, String name) {
    String base = pool.get(Properties.ZFS_BASE_PATH).orElse(software(pool).base());
    return new Device(base, dataset(pool) + "/" + name);
  }

  private static Probe<Units> units(Pool pool) {
    Map<String, String> settings = new HashMap<>();
    for (var property : List.of(Properties.LIO_TPG, Properties.COMSTAR_HG, Properties.COMSTAR_TG)) {
      pool.get(property).ifPresent(value -> settings.put(property.key(), value));
    }
    if (pool.get(Properties.NOWRITECACHE).orElse(false)) {
      settings.put(Properties.NOWRITECACHE.key(), "1");
    }
    return new Site(remote(pool), software(pool), Luns.target(pool), settings).units();
  }

  @Override
  public Probe<Backend> briefed(Pool pool) {
    return isComplete(pool)
        ? units(pool).map(ZfsOverIscsiBackend::new)
        : Probe.constant(Reading.known(this));
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    Exec ask = ZfsReport.properties(dataset(pool), List.of("available", "used"));
    return remote(pool)
        .over(
            Probe.of(
                ask,
                answer ->
                    ZfsReport.properties(ask, answer)
                        .then(told -> ZfsReport.use(ask, told).map(ZfsOverIscsiBackend::status))));
  }

  private static PoolStatus status(ZfsReport.Use use) {
    return PoolStatus.active(use.used() + use.available(), use.used(), use.available());
  }

  /** Nothing to do here: pool and target are the other host's. Both must be there. */
  @Override
  public Probe<Change> activation(Pool pool) {
    Probe<Change> status = Limited.activation(status(pool));
    return isComplete(pool)
        ? status.and(units(pool), (change, units) -> change.then(made -> units.map(_ -> made)))
        : status;
  }

  /** Where devices are is written into the configuration with the pool. */
  @Override
  public Probe<Completion> complete(Pool pool) {
    String key = Properties.ZFS_BASE_PATH.key();
    Software software = software(pool);
    if (!software.isOpenBase()) {
      return Probe.constant(Reading.known(new Completion(Map.of(key, software.base()), List.of())));
    }
    Exec look = remote(pool).on(Exec.reads("/bin/ls", ZVOLS));
    return Probe.of(
        look,
        answer ->
            Reading.known(
                new Completion(Map.of(key, base(software, answer)), unsure(pool, answer))));
  }

  private static final int ABSENT = 2;

  private static String base(Software software, Result answer) {
    return answer.status() == ABSENT ? software.base() : ZVOLS;
  }

  private static List<Message> unsure(Pool pool, Result answer) {
    return pool.values().containsKey(Properties.ZFS_BASE_PATH.key())
            || answer.ok()
            || answer.status() == ABSENT
        ? List.of()
        : List.of(Message.of("finding.zfs-base-path", ZVOLS, Luns.portal(pool)));
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    if (!wanted.contains(ContentType.IMAGES)) {
      return Limited.nothing();
    }
    Exec ask = ZfsReport.children(dataset(pool));
    return remote(pool)
        .over(
            Probe.of(
                ask,
                answer ->
                    ZfsReport.children(ask, answer)
                        .map(all -> ZfsVolumes.of(pool.id(), dataset(pool), all))));
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.ZFS, name);
  }

  /** The unit's number is known to the other host only. */
  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    parse(name);
    throw new InvalidException("volume", "problem.path-needs-host", pool.type().word());
  }

  @Override
  public Probe<String> located(Pool pool, String name, @Nullable String snapshot)
      throws InvalidException {
    VolumeName volume = parse(name);
    if (snapshot != null) {
      throw new InvalidException("snapshot", "support.not-of-snapshot", volume.name());
    }
    if (!isComplete(pool)) {
      throw new InvalidException("storage", "support.lio-without-tpg");
    }
    Probe<Units> ask = units(pool);
    return ask.then(all ->
        all.find(device(pool, volume.name()))
            .map(spot -> Reading.known(address(pool, spot)))
            .orElseGet(() -> Reading.failed("problem.no-unit", volume.name(), Luns.target(pool))));
  }

  private static String address(Pool pool, Units.Spot spot) {
    return "iscsi://" + Luns.portal(pool) + "/" + Luns.target(pool) + "/" + spot.number();
  }

  @Override
  public Probe<Access> reached(Pool pool, String name, @Nullable String snapshot)
      throws InvalidException {
    return located(pool, name, snapshot).map(Access::at);
  }

  /** A new volume gets the first free number. */
  @Override
  public Probe<Access> filled(Pool pool, String name) throws InvalidException {
    String address = address(pool, known().free());
    return Probe.constant(Reading.known(Access.at(address)));
  }

  private Units known() {
    if (units == null) {
      throw new IllegalStateException("the target has not been asked");
    }
    return units;
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.of(new UnitProvisioning(this::known));
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.of(new UnitSnapshots(this::known));
  }

  @Override
  public Optional<Cloning> cloning() {
    return Optional.of(new UnitCloning(this::known));
  }
}
