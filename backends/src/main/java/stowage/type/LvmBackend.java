package stowage.type;

import static stowage.type.LvmVolumes.group;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.Lvm;
import stowage.tool.LvmReport;
import stowage.tool.Zeros;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Guest volumes as plain logical volumes of a volume group. */
public final class LvmBackend implements Backend {
  @Override
  public Schema schema() {
    return Schemas.of(StorageType.LVM);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Lvm.VGS, Lvm.LVS, Zeros.CSTREAM);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    boolean chain = volume != null && LvmVolumes.isChain(volume.name());
    boolean chains = pool.get(Properties.SNAPSHOT_CHAIN).orElse(false);
    return switch (feature) {
      case ALLOCATE -> Support.yes();
      case FREE, RESIZE, RENAME, FULL_COPY, EXPORT ->
          chain ? Support.no("support.lvm-chain") : Support.yes();
      case SNAPSHOT, ROLLBACK ->
          Support.no(chain || chains ? "support.lvm-chain" : "support.lvm-no-snapshot");
      case LINKED_CLONE, TEMPLATE -> Support.no("support.lvm-no-clones");
      case SPARSE -> Support.no("support.lvm-no-thin");
      case SHARED -> pool.shared() ? Support.yes() : Support.no("support.local-disks");
      case UPLOAD -> Support.no("support.no-files");
      case REPLICATE -> Support.no("support.replicates-zfs-only");
    };
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    Exec ask = LvmReport.groups();
    return Probe.of(ask, answer -> LvmReport.groups(ask, answer))
        .and(LvmVolumes.ask(pool), (groups, held) -> groups.map(all -> status(pool, all, held)));
  }

  private static PoolStatus status(
      Pool pool, List<LvmReport.VolumeGroup> all, Reading<LvmVolumes> held) {
    List<Message> warnings =
        held.optional().map(LvmVolumes::left).orElse(List.of()).stream()
            .map(name -> Message.of("finding.lvm-left", name))
            .toList();
    return all.stream()
        .filter(g -> g.name().equals(group(pool)))
        .findFirst()
        .map(g ->
            new PoolStatus(
                true,
                null,
                g.size(),
                Math.max(0, g.size() - g.free()),
                g.free(),
                new PoolStatus.Notes(warnings, List.of())))
        .orElseGet(() -> PoolStatus.inactive("problem.volume-group-missing", group(pool)));
  }

  /** No volume is activated: that is up to whoever uses it. */
  @Override
  public Probe<Change> activation(Pool pool) {
    Probe<PoolStatus> status = status(pool);
    return status.then(known -> activation(pool, known.reason()));
  }

  /** A group on a unit of a target may be missing only because nobody has logged in yet. */
  private static Reading<Change> activation(Pool pool, @Nullable Message missing) {
    if (missing == null) {
      return Reading.known(Change.of());
    }
    return LvmBase.of(pool)
        .map(base -> Reading.known(base.search()))
        .orElseGet(() -> new Reading.Failed<>(missing));
  }

  @Override
  public Probe<Change> founding(Pool pool) {
    return LvmBase.of(pool)
        .map(LvmBase::founding)
        .orElseGet(() -> Probe.constant(Reading.known(Change.of())));
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    return Limited.wantsDisks(wanted)
        ? LvmVolumes.ask(pool).map(LvmVolumes::own)
        : Limited.nothing();
  }

  @Override
  public Probe<List<Volume>> taken(Pool pool) {
    return LvmVolumes.ask(pool).map(LvmVolumes::taken);
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.LVM, name);
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    Limited.refuseSnapshot(this, pool, snapshot);
    return "/dev/" + group(pool) + "/" + parse(name).name();
  }

  @Override
  public Access access(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    String path = path(pool, name, snapshot);
    Guard idle = Lvm.unused(Message.of("problem.volume-open", name), group(pool), name);
    Step on =
        Step.of(Message.of("step.volume-activate", name), Lvm.activateHere(group(pool), name));
    return new Access(path, List.of(idle), List.of(on), List.of());
  }

  /** Only the pool's own volumes: a group may hold the host's root and other pools besides. */
  @Override
  public Probe<Change> deactivation(Pool pool) {
    return LvmVolumes.ask(pool)
        .map(held -> {
          List<String> active = held.active();
          return active.isEmpty()
              ? Change.of()
              : Change.of(
                  Step.of(
                          Message.of("step.lvm-deactivate", active.size(), group(pool)),
                          Lvm.deactivateHere(group(pool), active))
                      .undoneBy(Lvm.activateHere(group(pool), active)));
        });
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.of(new LvmProvisioning());
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.empty();
  }

  @Override
  public Optional<Renaming> renaming() {
    return Optional.of(new LvmRenaming());
  }

  @Override
  public Optional<Transfer> transfer() {
    return Optional.of(new LogicalVolumeTransfer(StorageType.LVM, new LvmProvisioning()));
  }
}
