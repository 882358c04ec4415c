package stowage.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was done for each key, in a file of its own beside the settings. */
public final class KeyRecords {
  private final JsonFile<Kept> file;
  private @Nullable List<KeyRecord> records;

  private record Kept(List<KeyRecord> keys) {
    private Kept {
      keys = List.copyOf(Objects.requireNonNullElse(keys, List.of()));
    }
  }

  public KeyRecords(Path path) {
    file = new JsonFile<>(path, Kept.class);
  }

  /** Reads a file at the first time. */
  public synchronized List<KeyRecord> all() throws IOException {
    List<KeyRecord> known = records;
    if (known == null) {
      Kept kept = file.read().value();
      known = kept == null ? List.of() : kept.keys();
      records = known;
    }
    return known;
  }

  public Optional<KeyRecord> of(String host, String pool, String key) throws IOException {
    KeyRecord wanted = blank(host, pool, key);
    return all().stream().filter(wanted::about).findFirst();
  }

  /** Keeps it at once: the next thing that happens may be the loss of the key. */
  public synchronized void note(
      String host, String pool, String key, KeyRecord.Deed deed, Instant at) throws IOException {
    KeyRecord wanted = blank(host, pool, key);
    KeyRecord known = of(host, pool, key).orElse(wanted);
    List<KeyRecord> changed = new ArrayList<>(all());
    changed.removeIf(wanted::about);
    changed.add(known.with(deed, at));
    file.write(new Kept(changed));
    records = List.copyOf(changed);
  }

  private static KeyRecord blank(String host, String pool, String key) {
    return new KeyRecord(host, pool, key, null, null, null);
  }
}
