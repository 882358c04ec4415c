package stowage.settings;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A value as a file. What a newer version has written and this one does not know is ignored; a file
 * that is no JSON is put aside, never overwritten.
 */
final class JsonFile<T> {
  private final Path path;
  private final Class<T> type;

  JsonFile(Path path, Class<T> type) {
    this.path = path;
    this.type = type;
  }

  Path path() {
    return path;
  }

  /**
   * @param value null when there is none
   * @param putAside where an unreadable file was moved to, null when all went well
   */
  record Read<T>(@Nullable T value, @Nullable Path putAside) {}

  Read<T> read() throws IOException {
    if (!Files.exists(path)) {
      return new Read<>(null, null);
    }
    try {
      T read = Json.MAPPER.readValue(Files.readAllBytes(path), type);
      return new Read<>(Objects.requireNonNull(read), null);
    } catch (JacksonException | IllegalArgumentException | NullPointerException _) {
      String name = path.getFileName().toString().replaceFirst("\\.json$", "");
      Path aside = path.resolveSibling(name + ".unreadable.json");
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
      return new Read<>(null, aside);
    }
  }

  /** Whoever reads meanwhile sees the old file or the new one, never a part. */
  void write(T value) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "stowage", ".tmp");
    try {
      Files.write(draft, Json.MAPPER.writeValueAsBytes(value));
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
