package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
import stowage.tool.Ceph;
import stowage.tool.HostTool;
import stowage.tool.Rbd;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Guest volumes as block images of a Ceph cluster. */
public final class RbdBackend implements Backend {
  private final Set<String> full;

  public RbdBackend() {
    this(Set.of());
  }

  /**
   * @param full pools of the cluster that take no more data; none as long as it was not asked
   */
  private RbdBackend(Set<String> full) {
    this.full = full;
  }

  @Override
  public Schema schema() {
    return Schemas.of(StorageType.RBD);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Rbd.RBD, Ceph.CEPH);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    boolean plain = volume != null && !volume.template();
    if (feature == Feature.LINKED_CLONE && plain) {
      return Support.no("support.needs-template-or-snapshot");
    }
    return feature == Feature.SHARED
        ? Support.yes()
        : GuestVolumes.supports(feature, volume, false);
  }

  @Override
  public Support supportsSnapshot(Feature feature, Pool pool, VolumeName volume) {
    return Support.yes();
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    Exec ask = Ceph.use(RbdVolumes.cluster(pool));
    return Probe.of(ask, answer -> Ceph.use(ask, answer).map(all -> status(pool, all)));
  }

  private static PoolStatus status(Pool pool, Map<String, Ceph.Use> all) {
    String name = pool.get(Properties.DATA_POOL).orElse(RbdVolumes.cephPool(pool));
    Ceph.Use use = all.get(name);
    if (use == null) {
      return PoolStatus.inactive("problem.ceph-pool-missing", name);
    }
    long available = Math.min(use.available(), Long.MAX_VALUE - use.stored());
    return PoolStatus.active(use.stored() + available, use.stored(), available);
  }

  /** Each program logs in by itself. */
  @Override
  public Probe<Change> activation(Pool pool) {
    return Probe.constant(Reading.known(Change.of()));
  }

  /** Devices of the pool's images that nothing has open; the kernel refuses the others. */
  @Override
  public Probe<Change> deactivation(Pool pool) {
    Rbd rbd = RbdVolumes.rbd(pool);
    Exec ask = Rbd.devices();
    return Probe.of(
        ask,
        answer ->
            rbd.devices(ask, answer)
                .map(mapped ->
                    Change.of(
                        mapped.stream()
                            .map(image ->
                                Step.of(Message.of("step.rbd-unmap", image), rbd.unmap(image))
                                    .forgiving(Step.Leniency.OPTIONAL))
                            .toArray(Step[]::new))));
  }

  /** The key is on the host only once the plan runs, so it is tried there. */
  @Override
  public Probe<Change> founding(Pool pool) {
    return Probe.constant(
        Reading.known(
            Change.of(
                Step.of(
                    Message.of("step.rbd-reach", RbdVolumes.cephPool(pool)),
                    RbdVolumes.rbd(pool).reach()))));
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    return Limited.wantsDisks(wanted)
        ? RbdVolumes.ask(pool).map(RbdVolumes::own)
        : Limited.nothing();
  }

  @Override
  public Probe<List<Volume>> taken(Pool pool) {
    return RbdVolumes.ask(pool).map(RbdVolumes::taken);
  }

  /** A cluster that does not tell which pools are full is no reason to refuse. */
  @Override
  public Probe<Backend> briefed(Pool pool) {
    Exec ask = Ceph.states(RbdVolumes.cluster(pool));
    return Probe.of(
        ask,
        answer ->
            Reading.known(new RbdBackend(Ceph.full(ask, answer).optional().orElse(Set.of()))));
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.RBD, name);
  }

  /** As programs that know Ceph open it where nobody is asked; {@link #located} asks. */
  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    return address(pool, image(name, snapshot), Set.of(RbdVolumes.keyring(pool)));
  }

  /** What has no key is opened without one, and a cluster elsewhere with its own configuration. */
  private Probe<String> address(Pool pool, String image) {
    return SecretFiles.present(secretFiles(pool)).map(there -> address(pool, image, there));
  }

  private static String address(Pool pool, String image, Set<String> there) {
    List<String> path = new ArrayList<>();
    path.add("rbd");
    path.add(RbdVolumes.place(pool) + image);
    boolean keyed = there.contains(RbdVolumes.keyring(pool));
    List<String> monitors = RbdVolumes.monitors(pool);
    if (monitors.isEmpty()) {
      path.add("conf=" + RbdVolumes.OWN_CONFIG);
    } else {
      String config = RbdVolumes.reference(pool).path();
      if (there.contains(config)) {
        path.add("conf=" + config);
      }
      path.add(
          "mon_host="
              + monitors.stream().map(m -> m.replace(":", "\\:")).collect(Collectors.joining(";")));
      path.add("auth_supported=" + (keyed ? "cephx" : "none"));
    }
    if (keyed) {
      path.add("id=" + RbdVolumes.user(pool));
      path.add("keyring=" + RbdVolumes.keyring(pool));
    }
    return String.join(":", path);
  }

  private String image(String name, @Nullable String snapshot) throws InvalidException {
    return parse(name).name() + (snapshot == null ? "" : "@" + snapshot);
  }

  /** With the kernel's client an image is a device. */
  @Override
  public Probe<String> located(Pool pool, String name, @Nullable String snapshot)
      throws InvalidException {
    return isMapped(pool)
        ? new RbdDevice(pool, parse(name).name(), snapshot).path()
        : address(pool, image(name, snapshot));
  }

  @Override
  public List<SecretFile> secretFiles(Pool pool) {
    return List.of(
        new SecretFile(
            Properties.KEYRING,
            RbdVolumes.keyring(pool),
            "0400",
            SecretForm.KEYRING,
            RbdVolumes.monitors(pool).isEmpty() ? null : RbdVolumes.reference(pool)));
  }

  /** Programs that know Ceph read it as the hypervisor does. */
  @Override
  public Access access(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    VolumeName volume = parse(name);
    String path = path(pool, name, snapshot);
    if (snapshot != null || volume.template()) {
      return Access.at(path);
    }
    Guard idle = RbdVolumes.idle(pool, volume.name());
    return new Access(path, List.of(idle), List.of(), List.of());
  }

  @Override
  public Probe<Access> reached(Pool pool, String name, @Nullable String snapshot)
      throws InvalidException {
    Access access = access(pool, name, snapshot);
    return isMapped(pool)
        ? new RbdDevice(pool, parse(name).name(), snapshot).mapped(access.guards())
        : address(pool, image(name, snapshot))
            .map(path -> new Access(path, access.guards(), access.before(), access.after()));
  }

  @Override
  public Probe<Access> filled(Pool pool, String name) throws InvalidException {
    return isMapped(pool)
        ? new RbdDevice(pool, parse(name).name(), null).mapped(List.of())
        : address(pool, image(name, null)).map(Access::at);
  }

  private static boolean isMapped(Pool pool) {
    return pool.get(Properties.KRBD).orElse(false);
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.of(new RbdProvisioning(full));
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.of(new RbdSnapshots(full));
  }

  @Override
  public Optional<Cloning> cloning() {
    return Optional.of(new RbdCloning(full));
  }

  @Override
  public Optional<Renaming> renaming() {
    return Optional.of(new RbdRenaming());
  }

  @Override
  public Optional<Transfer> transfer() {
    return Optional.of(
        new TemplateTransfer(
            this,
            new RbdTransfer(full),
            (pool, name, otherwise) -> RbdVolumes.rbd(pool).absent(otherwise, name)));
  }
}
