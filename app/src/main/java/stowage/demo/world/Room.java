package stowage.demo.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Room on the file systems of the demo host: what files pretend to take counts. */
public final class Room {
  private final Path top;
  private final State state;

  Room(Path top, State state) {
    this.top = top;
    this.state = state;
  }

  /** Bytes in use on the file system with this backing directory. */
  public long used(String backing) throws Fault {
    FileSystem system = state.fileSystems().get(backing);
    long base = system == null ? 0 : system.base();
    Path start = top.resolve(backing);
    if (!Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
      return base;
    }
    try (var walked = Files.walk(start)) {
      long files =
          walked
              .filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
              .mapToLong(this::usedBy)
              .sum();
      return base + files;
    } catch (IOException e) {
      throw VirtualFiles.fault(e);
    }
  }

  public long available(String backing) throws Fault {
    FileSystem system = state.fileSystems().get(backing);
    return system == null ? 0 : Math.max(0, system.total() - system.reserve() - used(backing));
  }

  long left(String backing) throws IOException {
    try {
      return available(backing);
    } catch (Fault e) {
      throw new IOException(e.text(), e);
    }
  }

  private long usedBy(Path file) {
    StringBuilder key = new StringBuilder();
    for (Path part : top.relativize(file)) {
      key.append(key.isEmpty() ? "" : "/").append(FileNames.decoded(part.toString()));
    }
    FileFacts facts = state.files().getOrDefault(key.toString(), FileFacts.NONE);
    long blocks = Math.ceilDiv(file.toFile().length(), VirtualFiles.BLOCK) * VirtualFiles.BLOCK;
    return facts.used() == null ? blocks : Math.max(facts.used(), blocks);
  }
}
