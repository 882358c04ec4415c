package stowage.settings;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings as a file. What a newer version has written and this one does not know is ignored; a
 * file that is no JSON is put aside, never overwritten.
 */
public final class SettingsFile {
  private final JsonFile<Settings> file;

  public SettingsFile(Path path) {
    file = new JsonFile<>(path, Settings.class);
  }

  public Path path() {
    return file.path();
  }

  /**
   * @param settings what was read, or the usual ones
   * @param putAside where an unreadable file was moved to, null when all went well
   */
  public record Loaded(Settings settings, @Nullable Path putAside) {}

  public Loaded load() throws IOException {
    JsonFile.Read<Settings> read = file.read();
    Settings settings = read.value();
    return new Loaded(settings == null ? Settings.USUAL : settings, read.putAside());
  }

  /** Whoever reads meanwhile sees the old file or the new one, never a part. */
  public void save(Settings settings) throws IOException {
    file.write(settings);
  }
}
