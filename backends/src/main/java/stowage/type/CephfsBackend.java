package stowage.type;

import static stowage.type.Feature.ALLOCATE;
import static stowage.type.Feature.EXPORT;
import static stowage.type.Feature.FULL_COPY;
import static stowage.type.Feature.LINKED_CLONE;
import static stowage.type.Feature.RENAME;
import static stowage.type.Feature.RESIZE;
import static stowage.type.Feature.ROLLBACK;
import static stowage.type.Feature.SNAPSHOT;
import static stowage.type.Feature.SPARSE;
import static stowage.type.Feature.TEMPLATE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.Mounts;
import stowage.volume.ContentType;
import stowage.volume.VolumeName;

/** A directory of Ceph's file system. */
public final class CephfsBackend implements FileBackend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.CEPHFS));
  private static final String FUSE = "ceph-fuse";

  /** Proxmox VE keeps guests' disks out of Ceph's file system. */
  private static final Set<Feature> OF_DISKS =
      Set.of(
          ALLOCATE,
          RESIZE,
          SNAPSHOT,
          ROLLBACK,
          LINKED_CLONE,
          TEMPLATE,
          FULL_COPY,
          RENAME,
          SPARSE,
          EXPORT);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,=:/@%+\\[\\] -]*");

  /** Where a cluster that the host belongs to has its configuration. */
  private static final List<String> OWN_CONFIGS =
      List.of("/etc/pve/ceph.conf", "/etc/ceph/ceph.conf");

  @Override
  public FileVolumes volumes() {
    return VOLUMES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(new HostTool("/sbin/mount.ceph", "ceph-common"));
  }

  @Override
  public List<SecretFile> secretFiles(Pool pool) {
    return List.of(new SecretFile(Properties.KEYRING, secret(pool), "0400", SecretForm.KEY));
  }

  private static String secret(Pool pool) {
    return "/etc/pve/priv/ceph/" + pool.id() + ".secret";
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    boolean file = feature == EXPORT && (volume == null || volume.content() != ContentType.IMAGES);
    return OF_DISKS.contains(feature) && !file
        ? Support.no("support.no-guest-disks")
        : FileBackend.super.supports(feature, pool, volume);
  }

  /** Monitors come and go, so only the directory behind them tells what is mounted. */
  @Override
  public Footing footing(Pool pool) {
    String below = below(pool);
    return new Footing.OwnMount(
        "cephfs:" + below, FileVolumes.base(pool), m -> isCeph(m, ":" + below));
  }

  private static String below(Pool pool) {
    return pool.get(Properties.SUBDIR).orElse("/");
  }

  private static boolean isCeph(Mounts.Mount mount, String end) {
    return (mount.type().startsWith("ceph") || mount.type().contains("fuse." + FUSE))
        && (mount.source().endsWith(end) || mount.source().equals(FUSE));
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    return activation(pool, Set.of(), List.of(secret(pool)));
  }

  @Override
  public Probe<Change> activation(Pool pool, Map<String, Secret> secrets) {
    // Without one of its own the pool takes a copy of the administrator's.
    return secrets.containsKey(Properties.KEYRING.key())
        ? activation(pool, Set.of(secret(pool)), List.of())
        : activation(pool, Set.of(), SecretForm.ADMIN_KEYRINGS);
  }

  /**
   * @param sure files that will be there
   * @param keys files of which one must be there for the pool to have a key
   */
  private Probe<Change> activation(Pool pool, Set<String> sure, List<String> keys) {
    List<String> asked = Stream.concat(keys.stream(), configs(pool).stream()).toList();
    Exec look = Exec.reads("/usr/bin/stat", "-c", "%n", "--").and(asked).asRoot();
    Probe<Exec> mounting =
        Probe.of(
            look,
            answer -> {
              Set<String> there = new HashSet<>(answer.lines());
              there.addAll(sure);
              boolean key = !sure.isEmpty() || keys.stream().anyMatch(there::contains);
              Optional<String> config = configs(pool).stream().filter(there::contains).findFirst();
              return config.isEmpty() && monitors(pool).isEmpty()
                  ? Reading.failed("problem.ceph-no-monitors", String.join(", ", configs(pool)))
                  : checked(pool, mount(pool, key, config));
            });
    return new DirectoryActivation(pool, footing(pool), mounting, !isFuse(pool)).probe();
  }

  private static boolean isFuse(Pool pool) {
    return pool.get(Properties.FUSE).orElse(false);
  }

  /** mount.fuse.ceph makes shell text of its arguments. */
  private static Reading<Exec> checked(Pool pool, Exec mount) {
    String words = String.join(" ", mount.argv());
    return isFuse(pool) && !PLAIN.matcher(words).matches()
        ? Reading.failed("problem.ceph-fuse-words", pool.id().text())
        : Reading.known(mount);
  }

  /** A foreign cluster's client must not take up the configuration of the own one. */
  private static List<String> configs(Pool pool) {
    return monitors(pool).isEmpty()
        ? OWN_CONFIGS
        : List.of("/etc/pve/priv/ceph/" + pool.id() + ".conf");
  }

  private static String monitors(Pool pool) {
    return pool.get(Properties.MONHOST).orElse(List.of()).stream()
        .map(a -> a.indexOf(':') != a.lastIndexOf(':') && !a.startsWith("[") ? "[" + a + "]" : a)
        .collect(Collectors.joining(","));
  }

  /** Without monitors in the source they are those of the configuration. */
  private static Exec mount(Pool pool, boolean key, Optional<String> config) {
    boolean fuse = isFuse(pool);
    List<String> options = new ArrayList<>();
    String user = pool.get(Properties.CEPH_USERNAME).orElse("admin");
    options.add((fuse ? "ceph.id=" : "name=") + user);
    if (key) {
      options.add((fuse ? "ceph.keyfile=" : "secretfile=") + secret(pool));
    }
    config.ifPresent(c -> options.add((fuse ? "ceph.conf=" : "conf=") + c));
    pool.get(Properties.FS_NAME)
        .ifPresent(name -> options.add((fuse ? "ceph.client_fs=" : "fs=") + name));
    if (fuse) {
      // The program behind it is told nothing about the source.
      pool.get(Properties.SUBDIR).ifPresent(d -> options.add("ceph.client_mountpoint=" + d));
      if (!monitors(pool).isEmpty()) {
        // One tells of the others.
        options.add("ceph.mon_host=" + monitors(pool).split(",")[0]);
      }
    }
    pool.get(Properties.OPTIONS).ifPresent(options::add);
    return Mounts.mount(
        fuse ? "fuse.ceph" : "ceph",
        monitors(pool) + ":" + below(pool),
        FileVolumes.base(pool),
        String.join(",", options));
  }
}
