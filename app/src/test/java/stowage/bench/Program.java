package stowage.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Programs on this machine. */
final class Program {
  private Program() {}

  /**
   * Its standard output.
   *
   * @throws IOException with what it said when it failed
   */
  static String output(List<String> argv, String input) throws IOException {
    return output(new ProcessBuilder(argv), input);
  }

  static String output(ProcessBuilder builder, String input) throws IOException {
    // A connection that stays in the background keeps standard error open: no pipe for that.
    File errors = File.createTempFile("stowage-bench", ".err");
    try {
      Process process = builder.redirectError(errors).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.onExit().join().exitValue();
      if (status != 0) {
        throw new IOException(
            builder.command() + " ended with " + status + ": " + Files.readString(errors.toPath()));
      }
      return out;
    } finally {
      Files.deleteIfExists(errors.toPath());
    }
  }

  /** This build's own classes in a new Java, started as {@code ./stowage} does. */
  static ProcessBuilder java(Class<?> main, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(javaPath(), "-XX:+UseSerialGC", "-Xshare:auto"));
    argv.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    // The console without a display, as for the screenshots.
    argv.addAll(List.of("-Dglass.platform=Headless", "-Dprism.order=sw"));
    argv.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
    argv.addAll(List.of(arguments));
    return new ProcessBuilder(argv);
  }

  static String javaPath() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Program.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
