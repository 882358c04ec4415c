package stowage.type;

import static stowage.type.Feature.REPLICATE;
import static stowage.type.Feature.UPLOAD;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.Ceph;
import stowage.tool.HostTool;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Guest volumes as block images of a Ceph cluster. */
public final class RbdBackend implements Backend {
  private static final Map<Feature, String> NEVER =
      ReadOnly.never(
          new ReadOnly.Never("support.no-files", Set.of(UPLOAD)),
          new ReadOnly.Never("support.replicates-zfs-only", Set.of(REPLICATE)));
  private static final String OWN_CONFIG = "/etc/pve/ceph.conf";
  private static final Pattern TEMPLATE = Pattern.compile("(base-\\d+-[^@]+)@__base__");

  @Override
  public Schema schema() {
    return Schemas.of(StorageType.RBD);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Ceph.RBD, Ceph.CEPH);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return ReadOnly.supports(feature, pool, NEVER);
  }

  private static String cephPool(Pool pool) {
    return pool.get(Properties.RBD_POOL).orElse("rbd");
  }

  private static String namespace(Pool pool) {
    return pool.get(Properties.NAMESPACE).orElse("");
  }

  private static List<String> monitors(Pool pool) {
    return pool.get(Properties.MONHOST).orElse(List.of()).stream()
        .map(a -> a.indexOf(':') != a.lastIndexOf(':') && !a.startsWith("[") ? "[" + a + "]" : a)
        .toList();
  }

  private static String user(Pool pool) {
    return pool.get(Properties.CEPH_USERNAME).orElse("admin");
  }

  private static String keyring(Pool pool) {
    return "/etc/pve/priv/ceph/" + pool.id() + ".keyring";
  }

  /** A foreign cluster's clients must not take up the configuration or keys of the own one. */
  private static Ceph.Cluster cluster(Pool pool) {
    List<String> monitors = monitors(pool);
    return monitors.isEmpty()
        ? new Ceph.Cluster(
            List.of(OWN_CONFIG, "/etc/ceph/ceph.conf"),
            monitors,
            user(pool),
            List.of(
                keyring(pool),
                "/etc/pve/priv/ceph.client.admin.keyring",
                "/etc/ceph/ceph.client." + user(pool) + ".keyring"))
        : new Ceph.Cluster(
            List.of("/etc/pve/priv/ceph/" + pool.id() + ".conf", "/dev/null"),
            monitors,
            user(pool),
            List.of(keyring(pool)));
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    Exec ask = Ceph.use(cluster(pool));
    return Probe.of(ask, answer -> Ceph.use(ask, answer).map(all -> status(pool, all)));
  }

  private static PoolStatus status(Pool pool, Map<String, Ceph.Use> all) {
    String name = pool.get(Properties.DATA_POOL).orElse(cephPool(pool));
    Ceph.Use use = all.get(name);
    if (use == null) {
      return PoolStatus.inactive("problem.ceph-pool-missing", name);
    }
    long available = Math.min(use.available(), Long.MAX_VALUE - use.stored());
    return PoolStatus.active(use.stored() + available, use.stored(), available);
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    return ReadOnly.activation(status(pool));
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    if (!ReadOnly.wantsDisks(wanted)) {
      return ReadOnly.nothing();
    }
    Exec ask = Ceph.images(cluster(pool), cephPool(pool), namespace(pool));
    return Probe.of(
        ask,
        answer ->
            Ceph.images(ask, answer)
                .map(all -> all.stream().flatMap(i -> volume(pool, i).stream()).toList()));
  }

  private static Optional<Volume> volume(Pool pool, Ceph.Image image) {
    Matcher template = TEMPLATE.matcher(image.parent());
    String prefix = template.matches() ? template.group(1) + "/" : "";
    return VolumeNames.read(StorageType.RBD, image.name())
        .map(name ->
            new Volume(
                new VolumeId(pool.id(), prefix + image.name()),
                ContentType.IMAGES,
                name.format(),
                name.owner(),
                new Volume.Space(image.size(), null),
                new Volume.Extra(
                    image.parent().isEmpty() ? null : image.parent(), null, null, null, false)));
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.RBD, name);
  }

  /** As the hypervisor opens it. With the kernel's client the path needs the cluster's id. */
  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    VolumeName volume = parse(name);
    if (pool.get(Properties.KRBD).orElse(false)) {
      throw new InvalidException("volume", "problem.path-needs-host", pool.type().word());
    }
    List<String> path = new ArrayList<>();
    path.add("rbd");
    String inside = namespace(pool).isEmpty() ? "/" : "/" + namespace(pool) + "/";
    path.add(cephPool(pool) + inside + volume.name() + (snapshot == null ? "" : "@" + snapshot));
    List<String> monitors = monitors(pool);
    if (monitors.isEmpty()) {
      path.add("conf=" + OWN_CONFIG);
    } else {
      path.add(
          "mon_host="
              + monitors.stream().map(m -> m.replace(":", "\\:")).collect(Collectors.joining(";")));
      path.add("auth_supported=cephx");
    }
    path.add("id=" + user(pool));
    path.add("keyring=" + keyring(pool));
    return String.join(":", path);
  }

  @Override
  public List<SecretFile> secretFiles(Pool pool) {
    return List.of(new SecretFile(Properties.KEYRING, keyring(pool), "0400", SecretForm.KEYRING));
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
