package stowage.access;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the program keeps its files on this computer.
 *
 * @param config choices and hosts
 * @param data what may be thrown away without losing a choice: the demo, running changes
 */
public record Folders(Path config, Path data) {

  /**
   * As the platform wants it: the XDG base directory specification on Linux, {@code
   * ~/Library/Application Support} on a Mac, {@code APPDATA} and {@code LOCALAPPDATA} on Windows.
   */
  public static Folders ofUser(Map<String, String> environment, String system, Path home) {
    if (system.startsWith("Windows")) {
      return new Folders(
          named(environment, "APPDATA", home.resolve("AppData/Roaming")),
          named(environment, "LOCALAPPDATA", home.resolve("AppData/Local")));
    }
    if (system.startsWith("Mac")) {
      Path support = home.resolve("Library/Application Support").resolve("stowage");
      return new Folders(support, support);
    }
    return new Folders(
        named(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
        named(environment, "XDG_DATA_HOME", home.resolve(".local/share")));
  }

  public static Folders ofUser() {
    return ofUser(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /** A relative path in the environment is ignored, as the XDG specification demands. */
  private static Path named(Map<String, String> environment, String name, Path otherwise) {
    return Optional.ofNullable(environment.get(name))
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(otherwise)
        .resolve("stowage");
  }

  public Path settings() {
    return config.resolve("settings.json");
  }

  /** Changes that were still running when the program ended. */
  public Path jobs() {
    return data.resolve("jobs");
  }

  public Path demo() {
    return data.resolve("demo");
  }
}
