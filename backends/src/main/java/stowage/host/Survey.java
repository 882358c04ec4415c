package stowage.host;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Lock;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.tool.HostTool;
import stowage.tool.Mounts;
import stowage.type.Backend;
import stowage.type.Backends;
import stowage.type.Pool;
import stowage.type.Pools;
import stowage.volume.VolumeId;

/**
 * What every question to a host begins with: its configuration and what decides how to deal with
 * it.
 *
 * @param at when the answer came
 * @param node the host's name in a cluster: its host name without the domain
 * @param ground what {@code /etc/pve} is
 * @param config empty when there is no file
 * @param mounts mounted file systems
 * @param guests the guests it knows, those of its cluster included
 * @param tools whether each program that some pool type needs is there
 */
record Survey(
    Instant at,
    String node,
    Ground ground,
    StorageConfig config,
    Mounts mounts,
    Guests guests,
    Map<HostTool, Boolean> tools) {

  /** Made by the demo host and by nothing else. */
  static final String DEMO_MARK = "/etc/stowage-demo";

  static final String DIRECTORY = "/etc/pve";

  /** The cluster file system takes no larger file either. */
  private static final int CONFIG_LIMIT = 1 << 20;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /**
   * @param kind what kind of host it is
   * @param directory whether {@code /etc/pve} is there
   * @param file whether {@code storage.cfg} is there
   */
  record Ground(HostState.Kind kind, boolean directory, boolean file) {}

  /** The programs whose answers {@link #read} understands, in its order. */
  static List<Exec> programs() {
    Exec present = Exec.reads("/usr/bin/stat", "-L", "-c", "%n", DIRECTORY, DEMO_MARK);
    return List.of(
        Exec.reads("/usr/bin/cat", StorageConfig.PATH).asRoot().within(LIMIT).keeping(CONFIG_LIMIT),
        Exec.reads("/usr/bin/uname", "-n"),
        Mounts.read(),
        GuestConfigs.names(),
        present.and(wanted().map(HostTool::program).distinct().sorted().toList()),
        GuestConfigs.contents());
  }

  static Survey read(String host, List<Result> answers) throws HostException {
    Result config = answers.get(0);
    boolean file = config.ok();
    if (!file && !config.errorText().contains("No such file or directory")) {
      throw unreadable(host, config);
    }
    Mounts mounts = Inquiry.required(Mounts.of(answers.get(2)));
    Set<String> present = new HashSet<>(answers.get(4).lines());
    return new Survey(
        Instant.now(),
        node(host, answers.get(1)),
        new Ground(kind(mounts, present), present.contains(DIRECTORY), file),
        StorageConfig.parse(file ? config.out() : new byte[0]),
        mounts,
        GuestConfigs.guests(answers.get(3), answers.get(5)),
        found(present));
  }

  /** Whether questions made for the other picture are right for this one too. */
  boolean sameGround(Survey other) {
    return node.equals(other.node)
        && ground.equals(other.ground)
        && config.digest().equals(other.config.digest());
  }

  Pools pools() {
    return Pools.of(config);
  }

  /** Which volumes the guests name. */
  Uses uses() {
    return Uses.of(guests, pools(), ground.kind() != HostState.Kind.PLAIN);
  }

  /** The pool as configured, whether or not it can be used here. */
  ConfiguredPool require(StorageId id) throws InvalidException {
    return placed(
        ConfiguredPool.of(
            pools()
                .pool(id)
                .orElseThrow(
                    () -> new InvalidException("storage", "problem.storage-missing", id.text()))));
  }

  /** The pool together with the one that it stands on, if that is a usable iSCSI pool. */
  ConfiguredPool placed(ConfiguredPool pool) throws InvalidException {
    Optional<Pool> below =
        pool.pool()
            .get(Properties.BASE)
            .flatMap(VolumeId::parse)
            .flatMap(base -> pools().pool(base.storage()))
            .filter(p -> p.type() == StorageType.ISCSI && obstacle(p).isEmpty());
    return below.isPresent() ? pool.on(ConfiguredPool.of(below.get())) : pool;
  }

  /** The pool, enabled and for this node. */
  ConfiguredPool requireUsable(StorageId id) throws InvalidException {
    ConfiguredPool found = require(id);
    Optional<Message> obstacle = obstacle(found.pool());
    if (obstacle.isPresent()) {
      throw new InvalidException(List.of(new Problem("storage", obstacle.get())));
    }
    return found;
  }

  /** Why the pool is not even asked for its state; empty when it is. */
  Optional<Message> obstacle(Pool pool) {
    String id = pool.id().text();
    return switch (availability(pool)) {
      case DISABLED -> Optional.of(Message.of("problem.pool-disabled", id));
      case ELSEWHERE -> Optional.of(Message.of("problem.pool-elsewhere", id, node));
      case USABLE -> Optional.empty();
    };
  }

  HostState.Availability availability(Pool pool) {
    if (pool.disabled()) {
      return HostState.Availability.DISABLED;
    }
    return pool.usableOn(node) ? HostState.Availability.USABLE : HostState.Availability.ELSEWHERE;
  }

  /** Keeps others from making and removing volumes on the pool, on all nodes if it is shared. */
  Lock storageLock(Pool pool) {
    String id = pool.id().text();
    return ground.kind() == HostState.Kind.CLUSTER && pool.shared()
        ? new Lock.Cluster("storage-" + id)
        : new Lock.File("/var/lock/pve-manager/pve-storage-" + id);
  }

  /** Where the file system is mounted that holds this path, whether or not the path is there. */
  String mountPointAbove(String path) {
    return mounts.all().stream()
        .map(Mounts.Mount::target)
        .filter(target -> path.equals(target) || path.startsWith(target + "/"))
        .reduce("/", (a, b) -> b.length() > a.length() ? b : a);
  }

  private static Stream<HostTool> wanted() {
    return Backends.all().stream().map(Backend::tools).flatMap(List::stream);
  }

  private static Map<HostTool, Boolean> found(Set<String> present) {
    Map<HostTool, Boolean> answers = new HashMap<>();
    for (HostTool tool : wanted().collect(Collectors.toSet())) {
      answers.put(tool, present.contains(tool.program()));
    }
    return answers;
  }

  private static HostState.Kind kind(Mounts mounts, Set<String> present) {
    if (present.contains(DEMO_MARK)) {
      return HostState.Kind.DEMO;
    }
    return isClusterFileSystem(mounts) ? HostState.Kind.CLUSTER : HostState.Kind.PLAIN;
  }

  private static boolean isClusterFileSystem(Mounts mounts) {
    return mounts
        .first(m -> m.target().equals(DIRECTORY) && m.type().startsWith("fuse"))
        .isPresent();
  }

  private static String node(String host, Result answer) throws HostException {
    String name = answer.text().strip();
    if (!answer.ok() || name.isEmpty() || name.length() > 255) {
      throw new HostException.Unreadable(host, "uname -n", answer.errorLine());
    }
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static HostException unreadable(String host, Result config) {
    String command = "cat " + StorageConfig.PATH;
    return switch (config.ending()) {
      case TIMED_OUT -> new HostException.TimedOut(host, command, LIMIT.toSeconds());
      case OVERFLOWED -> new HostException.Unreadable(host, StorageConfig.PATH, "> 1 MiB");
      case EXITED ->
          new HostException.CommandFailed(host, command, config.status(), config.errorLine());
    };
  }
}
