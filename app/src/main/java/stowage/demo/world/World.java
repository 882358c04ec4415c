package stowage.demo.world;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything behind the demo host, kept in one directory: {@code root} and its like hold the files,
 * {@code state.json} the rest. Programs change it one at a time, under {@link #lock}.
 */
public final class World {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path directory;
  private final State state;
  private final Room room;
  private final VirtualFiles files;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private byte[] saved = {};

  private World(Path directory, State state, Clock clock) {
    this.directory = directory;
    this.state = state;
    this.room = new Room(directory, state);
    this.files = new VirtualFiles(directory, state, room);
    this.clock = clock;
  }

  /** A world without anything but a root directory. */
  static World empty(Path directory, Clock clock) throws IOException {
    Files.createDirectories(directory.resolve("root"));
    State state = State.empty();
    state.mounts().put("/", new Mount("/", "/dev/sda2", "ext4", "rw,relatime", "root"));
    long gib = 1L << 30;
    state.fileSystems().put("root", new FileSystem(94 * gib, 21 * gib, 5 * gib));
    return new World(directory, state, clock);
  }

  /** The world that was kept in this directory. */
  static World kept(Path directory, Clock clock) throws IOException {
    byte[] text = Files.readAllBytes(directory.resolve("state.json"));
    try {
      return new World(directory, JSON.readValue(text, State.class), clock);
    } catch (JacksonException e) {
      throw new IOException("the demo host's state can't be read: " + directory, e);
    }
  }

  /** Whether there is one; what an older version has kept lacks something and counts as none. */
  static boolean isKept(Path directory) throws IOException {
    Path state = directory.resolve("state.json");
    return Files.isRegularFile(state, LinkOption.NOFOLLOW_LINKS)
        && Files.readString(state).contains("\"appliance\":");
  }

  public State state() {
    return state;
  }

  /** Something to do on the company's storage server, which has a world of its own. */
  @FunctionalInterface
  public interface Visit {
    int run(World there) throws Fault, IOException;
  }

  /** Does it there; what it changes stays. */
  public int visit(Visit visit) throws Fault, IOException {
    World there = new World(directory, state.ofAppliance(), clock);
    try {
      return visit.run(there);
    } finally {
      state.appliance().keySet().retainAll(there.state.datasets().keySet());
      state.appliance().putAll(there.state.datasets());
    }
  }

  public VirtualFiles files() {
    return files;
  }

  public Room room() {
    return room;
  }

  public ReentrantLock lock() {
    return lock;
  }

  /** Seconds since 1970. */
  public long now() {
    return clock.instant().getEpochSecond();
  }

  /** Size of the block device with this path; empty when there is none. */
  public Optional<Long> device(String path) {
    if (path.startsWith("/dev/zvol/")) {
      return Optional.ofNullable(state.datasets().get(path.substring("/dev/zvol/".length())))
          .filter(d -> d.kind() == Dataset.Kind.VOLUME)
          .map(Dataset::size);
    }
    String[] parts = path.split("/");
    if (parts.length != 4 || !path.startsWith("/dev/")) {
      return Optional.empty();
    }
    return Optional.ofNullable(state.groups().get(parts[2]))
        .map(g -> g.volumes().get(parts[3]))
        .filter(v -> v.flags().active() && v.kind() != LogicalVolume.Kind.POOL)
        .map(LogicalVolume::size);
  }

  /** Shows the mounted file systems in {@code /proc/mounts}. */
  public void mountsChanged() throws Fault {
    String text =
        state.mounts().values().stream()
            .map(m ->
                "%s %s %s %s 0 0\n"
                    .formatted(escaped(m.source()), escaped(m.path()), m.type(), m.options()))
            .collect(Collectors.joining());
    files.system("/proc/mounts", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes what has changed to the disk, whole or not at all. */
  public void save() throws IOException {
    lock.lock();
    try {
      byte[] text = JSON.writeValueAsBytes(state);
      if (java.util.Arrays.equals(text, saved)) {
        return;
      }
      Path fresh = directory.resolve("state.json.new");
      Files.write(fresh, text);
      Files.move(
          fresh,
          directory.resolve("state.json"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      saved = text;
    } finally {
      lock.unlock();
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
  }
}
