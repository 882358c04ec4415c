package stowage.app;

import java.util.List;
import java.util.Map;

/** Where the program starts. No class of JavaFX is loaded before the console has been chosen. */
public final class Main {
  private static final List<String> CONSOLE = List.of("gui", "demo", "--screenshots");

  /** Exit status when a console was asked for where there is no display. */
  static final int NO_DISPLAY = 69;

  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0 && !CONSOLE.contains(args[0])) {
      System.exit(Terminal.run(args));
    }
    if (args.length > 0 && args[0].equals("--screenshots")) {
      if (args.length != 2) {
        System.err.println("stowage: --screenshots takes the folder to write to");
        System.exit(2);
      }
      System.setProperty("glass.platform", "Headless");
      System.setProperty("prism.order", "sw");
    } else if (!hasDisplay(
        System.getProperty("os.name"), System.getenv(), System.getProperty("glass.platform", ""))) {
      System.err.println(
          "stowage: the console needs a display (DISPLAY is not set);"
              + " \"stowage --screenshots DIR\" renders its screens to PNG files without one");
      System.exit(NO_DISPLAY);
    }
    Gui.start(args);
  }

  /** Only X11 has to be there: JavaFX reaches Wayland through it, too. */
  static boolean hasDisplay(String system, Map<String, String> environment, String platform) {
    return !system.startsWith("Linux")
        || platform.equals("Headless")
        || !environment.getOrDefault("DISPLAY", "").isEmpty();
  }
}
