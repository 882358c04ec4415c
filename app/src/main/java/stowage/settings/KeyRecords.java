package stowage.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was done for each key, in a file of its own beside the settings. The console and the command
 * line write it side by side.
 */
public final class KeyRecords {
  private final JsonFile<Kept> file;
  private List<KeyRecord> records = List.of();
  private @Nullable State read;
  private volatile @Nullable Set<String> cared;

  private record Kept(List<KeyRecord> keys) {
    private Kept {
      keys = List.copyOf(Objects.requireNonNullElse(keys, List.of()));
    }
  }

  /** By what a file that somebody else has replaced is told from the one that was read. */
  private record State(@Nullable Object file, long size, Instant modified) {}

  public KeyRecords(Path path) {
    file = new JsonFile<>(path, Kept.class);
  }

  /** Those that go with these settings. */
  public static KeyRecords beside(SettingsFile settings) {
    return new KeyRecords(settings.path().resolveSibling("keys.json"));
  }

  /** Reads the file again only when somebody has changed it. */
  public synchronized List<KeyRecord> all() throws IOException {
    @Nullable State present = state();
    if (!Objects.equals(present, read)) {
      Kept kept = file.read().value();
      records = kept == null ? List.of() : kept.keys();
      read = present;
    }
    cared = names();
    return records;
  }

  private Set<String> names() {
    return records.stream().map(KeyRecord::key).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a copy of the key was made or checked here, or somebody decided to go without. As long
   * as the file has not been read, nothing is said against any key. Never blocks.
   */
  public boolean isCaredFor(String key) {
    Set<String> names = cared;
    return names == null || names.contains(key);
  }

  private @Nullable State state() throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file.path(), BasicFileAttributes.class);
      return new State(found.fileKey(), found.size(), found.lastModifiedTime().toInstant());
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  /**
   * What is known of a key. A copy of it is a copy of it, whichever host or pool it was taken from:
   * the nodes of a cluster share their keys.
   */
  public Optional<KeyRecord> of(String host, String pool, String key) throws IOException {
    KeyRecord wanted = KeyRecord.blank(host, pool, key);
    return all().stream()
        .filter(r -> r.about(wanted) || r.isSameKey(wanted))
        .reduce(KeyRecord::newest)
        .map(r -> wanted.newest(r));
  }

  /** The same for every key that anything was done for, by the key's name. */
  public Map<String, KeyRecord> of(String host, String pool) throws IOException {
    Map<String, KeyRecord> known = new HashMap<>();
    for (KeyRecord record : all()) {
      of(host, pool, record.key()).ifPresent(found -> known.put(found.key(), found));
    }
    return known;
  }

  /** Keeps it at once: the next thing that happens may be the loss of the key. */
  public synchronized void note(
      String host, String pool, String key, KeyRecord.Deed deed, Instant at) throws IOException {
    KeyRecord wanted = KeyRecord.blank(host, pool, key);
    Path beside = file.path().toAbsolutePath().resolveSibling("keys.lock");
    Files.createDirectories(beside.getParent());
    // Whoever else notes something at this moment would write over it.
    try (FileChannel lock =
        FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      List<KeyRecord> changed = new ArrayList<>(all());
      KeyRecord known = changed.stream().filter(wanted::about).findFirst().orElse(wanted);
      changed.removeIf(wanted::about);
      changed.add(known.with(deed, at));
      file.write(new Kept(changed));
      records = List.copyOf(changed);
      cared = names();
      read = state();
    }
  }
}
