package stowage.settings;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings as a file. What a newer version has written and this one does not know is ignored; a
 * file that is no JSON is put aside, never overwritten.
 */
public final class SettingsFile {
  private final Path path;

  public SettingsFile(Path path) {
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /**
   * @param settings what was read, or the usual ones
   * @param putAside where an unreadable file was moved to, null when all went well
   */
  public record Loaded(Settings settings, @org.jspecify.annotations.Nullable Path putAside) {}

  public Loaded load() throws IOException {
    if (!Files.exists(path)) {
      return new Loaded(Settings.USUAL, null);
    }
    try {
      Settings read = Json.MAPPER.readValue(Files.readAllBytes(path), Settings.class);
      return new Loaded(Objects.requireNonNull(read), null);
    } catch (JacksonException | IllegalArgumentException | NullPointerException _) {
      Path aside = path.resolveSibling("settings.unreadable.json");
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
      return new Loaded(Settings.USUAL, aside);
    }
  }

  /** Whoever reads meanwhile sees the old file or the new one, never a part. */
  public void save(Settings settings) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "settings", ".tmp");
    try {
      Files.write(draft, Json.MAPPER.writeValueAsBytes(settings));
      try {
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException _) {
        Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Apart, so that a start without a file does without the library, too. */
  private static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
  }
}
