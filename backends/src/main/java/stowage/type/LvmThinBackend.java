package stowage.type;

import static stowage.type.ThinVolumes.group;
import static stowage.type.ThinVolumes.thinPool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.Lvm;
import stowage.tool.LvmReport;
import stowage.tool.LvmReport.LogicalVolume;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Guest volumes in a thin pool of LVM. */
public final class LvmThinBackend implements Backend {
  // A full metadata volume stops the whole pool, so there must be time to grow it.
  private static final double METADATA_ALARM = 80;
  private static final String INACTIVE = "problem.thin-pool-inactive";

  @Override
  public Schema schema() {
    return Schemas.of(StorageType.LVMTHIN);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Lvm.LVS, Lvm.THIN_CHECK);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    boolean source = volume == null || volume.template();
    return feature == Feature.LINKED_CLONE && !source
        ? Support.no("support.needs-template-or-snapshot")
        : GuestVolumes.supports(feature, volume, false);
  }

  @Override
  public Support supportsSnapshot(Feature feature, Pool pool, VolumeName volume) {
    return Support.yes();
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    Exec ask = LvmReport.volumes(group(pool));
    return Probe.of(ask, answer -> status(pool, ask, answer));
  }

  private static Reading<PoolStatus> status(Pool pool, Exec asked, Result answer) {
    return LvmReport.lacksGroup(answer, group(pool))
        ? Reading.known(PoolStatus.inactive("problem.volume-group-missing", group(pool)))
        : LvmReport.volumes(asked, answer).map(all -> status(pool, all));
  }

  private static PoolStatus status(Pool pool, List<LogicalVolume> all) {
    String name = thinPool(pool);
    Optional<LogicalVolume> found = all.stream().filter(v -> v.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      return PoolStatus.inactive("problem.thin-pool-missing", name, group(pool));
    }
    LogicalVolume thin = found.get();
    if (thin.type() != 't') {
      return PoolStatus.inactive("problem.thin-pool-other", name, group(pool));
    }
    Long size = thin.size();
    if (!thin.isActive() || (size != null && size == 0)) {
      return PoolStatus.inactive(INACTIVE, name, group(pool));
    }
    Long used = thin.used().map(u -> Math.clamp(u, 0L, Objects.requireNonNull(size))).orElse(null);
    return new PoolStatus(
        true,
        null,
        size == null ? 0 : size,
        used,
        size == null || used == null ? null : size - used,
        notes(thin, all));
  }

  private static PoolStatus.Notes notes(LogicalVolume thin, List<LogicalVolume> all) {
    List<Message> warnings = new ArrayList<>();
    List<Message> facts = new ArrayList<>();
    LvmReport.Metadata metadata = thin.metadata();
    if (metadata != null) {
      String percent = percent(metadata.percent());
      if (metadata.percent() >= METADATA_ALARM) {
        warnings.add(Message.of("finding.thin-metadata-full", percent));
      } else {
        facts.add(Message.of("finding.thin-metadata", percent));
      }
    }
    double promised = 0;
    for (LogicalVolume volume : all) {
      if (volume.type() == 'V' && volume.pool().equals(thin.name())) {
        promised += volume.size() == null ? 0 : volume.size();
        ThinNames.setAside(volume.name())
            .ifPresent(n -> warnings.add(Message.of("finding.thin-aside", volume.name(), n)));
      }
    }
    Long size = thin.size();
    if (size != null && promised > size) {
      warnings.add(Message.of("finding.thin-overcommitted", percent(100 * promised / size)));
    }
    health(thin).ifPresent(warnings::add);
    if (thin.used().isEmpty()) {
      warnings.add(Message.of("finding.thin-use-unknown", thin.name()));
    }
    return new PoolStatus.Notes(warnings, facts);
  }

  private static Optional<Message> health(LogicalVolume thin) {
    return switch (thin.health()) {
      case 'D' -> Optional.of(Message.of("finding.thin-out-of-data"));
      case 'M' -> Optional.of(Message.of("finding.thin-metadata-read-only"));
      case 'F' -> Optional.of(Message.of("finding.thin-failed"));
      default -> Optional.empty();
    };
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    Exec ask = LvmReport.volumes(group(pool));
    return Probe.of(
        ask, answer -> status(pool, ask, answer).then(status -> activation(pool, status.reason())));
  }

  private static Reading<Change> activation(Pool pool, @Nullable Message inactive) {
    if (inactive == null) {
      return Reading.known(Change.of());
    }
    return inactive.key().equals(INACTIVE)
        ? Reading.known(
            Change.of(
                Step.of(
                    Message.of("step.thin-activate", thinPool(pool), group(pool)),
                    Lvm.activate(group(pool), thinPool(pool)))))
        : new Reading.Failed<>(inactive);
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    return wanted.contains(ContentType.IMAGES) || wanted.contains(ContentType.ROOTDIR)
        ? ThinVolumes.ask(pool).map(ThinVolumes::own)
        : Probe.constant(Reading.known(List.of()));
  }

  @Override
  public Probe<List<Volume>> taken(Pool pool) {
    return ThinVolumes.ask(pool).map(ThinVolumes::taken);
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.LVMTHIN, name);
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    String volume = parse(name).name();
    return "/dev/"
        + group(pool)
        + "/"
        + (snapshot == null ? volume : ThinNames.snapshot(volume, snapshot));
  }

  /** Templates and snapshots are skipped when the volume group is activated. */
  @Override
  public Access access(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    VolumeName volume = parse(name);
    String path = path(pool, name, snapshot);
    String logical = snapshot == null ? volume.name() : ThinNames.snapshot(volume.name(), snapshot);
    Exec off = Lvm.deactivate(group(pool), logical);
    Step on =
        Step.of(Message.of("step.volume-activate", logical), Lvm.activate(group(pool), logical));
    if (snapshot == null && !volume.template()) {
      Guard idle = Lvm.unused(Message.of("problem.volume-open", logical), group(pool), logical);
      return new Access(path, List.of(idle), List.of(on), List.of());
    }
    Step leave =
        Step.of(Message.of("step.volume-deactivate", logical), off)
            .forgiving(Step.Leniency.OPTIONAL);
    return new Access(path, List.of(), List.of(on.undoneBy(off)), List.of(leave));
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.of(new ThinProvisioning());
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.of(new ThinSnapshots());
  }

  @Override
  public Optional<Transfer> transfer() {
    return Optional.of(
        new TemplateTransfer(
            this,
            new LogicalVolumeTransfer(StorageType.LVMTHIN, new ThinProvisioning()),
            (pool, name, otherwise) -> Lvm.absent(otherwise, group(pool), name)));
  }

  @Override
  public Optional<Cloning> cloning() {
    return Optional.of(new ThinCloning());
  }

  @Override
  public Optional<Renaming> renaming() {
    return Optional.of(new ThinRenaming());
  }
}
