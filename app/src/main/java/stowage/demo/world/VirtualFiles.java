package stowage.demo.world;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of the demo host: absolute paths of a Linux host, kept as real files below one private
 * directory. No path leads out of it: {@code ..} stops at the top, every name is encoded, and a
 * symbolic link that somebody puts there is not followed.
 *
 * <p>A file is known by its key, the directory that backs its mount and its path there; so a file
 * on a share is the same wherever the share is mounted.
 */
public final class VirtualFiles {
  static final long BLOCK = 4096;

  private final Path top;
  private final State state;
  private final Room room;

  /** What a file operation can tell about a path. */
  public record Entry(
      String path, boolean directory, long size, long used, String mode, Instant modified) {}

  VirtualFiles(Path top, State state, Room room) {
    this.top = top;
    this.state = state;
    this.room = room;
  }

  /** The mount that a path lies on. */
  public synchronized Mount mountOf(String path) throws Fault {
    String normal = HostPath.normal(path);
    return state.mounts().values().stream()
        .filter(m -> HostPath.under(m.path(), normal))
        .max(Comparator.comparingInt(m -> m.path().length()))
        .orElseThrow(() -> new Fault("Input/output error"));
  }

  public synchronized Optional<Entry> find(String path) throws Fault {
    String normal = HostPath.normal(path);
    String key = key(normal);
    Path real = real(key);
    try {
      BasicFileAttributes found =
          Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isDirectory() && !found.isRegularFile()) {
        return Optional.empty();
      }
      FileFacts facts = facts(key);
      long size = facts.size() == null ? found.size() : Math.max(facts.size(), found.size());
      long blocks = Math.ceilDiv(found.size(), BLOCK) * BLOCK;
      long used = facts.used() == null ? blocks : Math.max(facts.used(), blocks);
      String usual = found.isDirectory() ? "755" : "644";
      return Optional.of(
          new Entry(
              normal,
              found.isDirectory(),
              found.isDirectory() ? BLOCK : size,
              found.isDirectory() ? BLOCK : used,
              facts.mode() == null ? usual : facts.mode(),
              found.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw fault(e);
    }
  }

  public Entry entry(String path) throws Fault {
    return find(path).orElseThrow(() -> new Fault("No such file or directory"));
  }

  /** Names in a directory, sorted. */
  public synchronized List<String> names(String path) throws Fault {
    if (!entry(path).directory()) {
      throw new Fault("Not a directory");
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(real(key(HostPath.normal(path))))) {
      for (Path child : found) {
        if (!Files.isSymbolicLink(child)) {
          names.add(FileNames.decoded(String.valueOf(child.getFileName())));
        }
      }
    } catch (IOException e) {
      throw fault(e);
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /** The content; a pretended length is filled up with zeros. */
  public synchronized InputStream read(String path) throws Fault {
    Entry entry = entry(path);
    if (entry.directory()) {
      throw new Fault("Is a directory");
    }
    try {
      Path real = real(key(entry.path()));
      return new PaddedStream(Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS), entry.size());
    } catch (IOException e) {
      throw fault(e);
    }
  }

  public byte[] bytes(String path, int limit) throws Fault {
    try (InputStream in = read(path)) {
      return in.readNBytes(limit);
    } catch (IOException e) {
      throw fault(e);
    }
  }

  /** Opens a file for writing; the stream fails when the file system is full. */
  public synchronized OutputStream write(String path, StandardOpenOption... how) throws Fault {
    String key = writable(path);
    Optional<Entry> old = find(path);
    if (old.isPresent() && old.get().directory()) {
      throw new Fault("Is a directory");
    }
    try {
      OutputStream out = Files.newOutputStream(real(key), how);
      String mode = facts(key).mode();
      forget(key);
      if (mode != null) {
        state.files().put(key, facts(key).mode(mode));
      }
      String backing = mountOf(path).backing();
      return new BoundedStream(out, () -> room.left(backing));
    } catch (IOException e) {
      throw fault(e);
    }
  }

  public void put(String path, byte[] content) throws Fault {
    try (OutputStream out =
        write(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      new ByteArrayInputStream(content).transferTo(out);
    } catch (IOException e) {
      throw fault(e);
    }
  }

  /** Writes a file of {@code /proc} or {@code /sys}, which programs only read. */
  synchronized void system(String path, byte[] content) throws Fault {
    try {
      Path real = real(key(HostPath.normal(path)));
      Files.createDirectories(real.getParent());
      Files.write(real, content);
    } catch (IOException e) {
      throw fault(e);
    }
  }

  /** Makes the directory that backs a mount. */
  public synchronized void backing(String backing) throws Fault {
    try {
      Files.createDirectories(real(backing));
    } catch (IOException e) {
      throw fault(e);
    }
  }

  /** Lets a file pretend a length and a use of space. */
  public synchronized void pretend(String path, long size, long used) throws Fault {
    String key = writable(path);
    state.files().put(key, facts(key).sized(size, used));
  }

  public synchronized void mkdir(String path) throws Fault {
    try {
      if (find(path).isPresent()) {
        throw new Fault("File exists");
      }
      Files.createDirectory(real(writable(path)));
    } catch (IOException e) {
      throw fault(e);
    }
  }

  public synchronized void mkdirs(String path) throws Fault {
    String normal = HostPath.normal(path);
    Optional<Entry> there = find(normal);
    if (there.isEmpty()) {
      mkdirs(HostPath.parent(normal));
      mkdir(normal);
    } else if (!there.get().directory()) {
      throw new Fault("Not a directory");
    }
  }

  /** Removes a file or an empty directory. */
  public synchronized void remove(String path) throws Fault {
    entry(path);
    String key = writable(path);
    if (state.mounts().containsKey(HostPath.normal(path))) {
      throw new Fault("Device or resource busy");
    }
    if (facts(key).immutable()) {
      throw new Fault("Operation not permitted");
    }
    try {
      Files.delete(real(key));
      state.files().remove(key);
    } catch (IOException e) {
      throw fault(e);
    }
  }

  public synchronized void move(String from, String to) throws Fault {
    entry(from);
    String source = writable(from);
    String target = writable(to);
    if (facts(source).immutable() || facts(target).immutable()) {
      throw new Fault("Operation not permitted");
    }
    if (!mountOf(from).backing().equals(mountOf(to).backing())) {
      throw new Fault("Invalid cross-device link");
    }
    try {
      Files.move(
          real(source),
          real(target),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw fault(e);
    }
    forget(target);
    NavigableMap<String, FileFacts> moved = new TreeMap<>();
    state
        .files()
        .forEach((key, facts) -> {
          if (HostPath.under(source, key)) {
            moved.put(key, facts);
          }
        });
    moved.forEach((key, facts) -> {
      state.files().remove(key);
      state.files().put(target + key.substring(source.length()), facts);
    });
  }

  public synchronized void chmod(String path, String mode) throws Fault {
    entry(path);
    String key = writable(path);
    state.files().put(key, facts(key).mode(mode));
  }

  public synchronized void immutable(String path, boolean immutable) throws Fault {
    entry(path);
    String key = key(HostPath.normal(path));
    state.files().put(key, facts(key).immutable(immutable));
  }

  public synchronized void modified(String path, Instant at) throws Fault {
    entry(path);
    try {
      Files.setLastModifiedTime(real(key(HostPath.normal(path))), FileTime.from(at));
    } catch (IOException e) {
      throw fault(e);
    }
  }

  private FileFacts facts(String key) {
    return state.files().getOrDefault(key, FileFacts.NONE);
  }

  private void forget(String key) {
    state.files().remove(key);
  }

  private String writable(String path) throws Fault {
    String normal = HostPath.normal(path);
    if (HostPath.under("/proc", normal) || HostPath.under("/sys", normal)) {
      throw new Fault("Permission denied");
    }
    if (facts(key(normal)).immutable()) {
      throw new Fault("Operation not permitted");
    }
    return key(normal);
  }

  private String key(String path) throws Fault {
    // As on every Debian since 2019, /bin and /sbin are only other names.
    boolean merged = HostPath.under("/bin", path) || HostPath.under("/sbin", path);
    String normal = merged ? "/usr" + path : path;
    Mount mount = mountOf(normal);
    String rest = mount.path().equals("/") ? normal : normal.substring(mount.path().length());
    return rest.equals("/") ? mount.backing() : mount.backing() + rest;
  }

  private Path real(String key) throws Fault {
    Path at = top;
    for (String part : key.split("/")) {
      at = at.resolve(FileNames.encoded(part));
      if (Files.isSymbolicLink(at)) {
        throw new Fault("Permission denied");
      }
    }
    return at;
  }

  static Fault fault(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> new Fault("No such file or directory");
      case FileAlreadyExistsException _ -> new Fault("File exists");
      case DirectoryNotEmptyException _ -> new Fault("Directory not empty");
      case NotDirectoryException _ -> new Fault("Not a directory");
      case AccessDeniedException _ -> new Fault("Permission denied");
      case BoundedStream.FullException _ -> new Fault("No space left on device");
      default -> new Fault("Input/output error");
    };
  }
}
