package stowage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Takes all figures in one run and makes the page of them. Started by {@code ./dev bench}. */
final class Benchmarks {
  static final List<Figure> FIGURES =
      List.of(
          new RoundTrips(),
          new RefreshTime(),
          new ImageList(),
          new VolumeLists(),
          new StartUp(),
          new Memory(),
          new KeyExchange());

  private static final String HEAD =
      """
      # Benchmarks

      Made by `./dev bench` in one run, and by nothing else: no figure here was typed. Beside each stands what OpenSSH's \
      `ssh` needs for the same on the same host; a ratio above 1 means that `ssh` needs more. Nothing is judged by these \
      figures in CI.

      """;

  private Benchmarks() {}

  /** The page's file, then names of figures; with names, only those, and on standard output. */
  public static void main(String[] args) throws Exception {
    List<String> names = Arrays.asList(args).subList(1, args.length);
    List<Figure> wanted =
        FIGURES.stream().filter(f -> names.isEmpty() || names.contains(f.name())).toList();
    if (wanted.size() < names.size()) {
      throw new IllegalArgumentException(
          "figures are " + FIGURES.stream().map(Figure::name).collect(Collectors.joining(", ")));
    }
    Path folder = Files.createTempDirectory("stowage-bench");
    try {
      String page = page(Server.lab(folder), wanted);
      if (names.isEmpty()) {
        Files.writeString(Path.of(args[0]), page);
      } else {
        System.out.print(page);
      }
    } finally {
      delete(folder);
    }
    // Threads of a library may be left, but nothing that matters.
    System.exit(0);
  }

  private static String page(Server lab, List<Figure> wanted) throws Exception {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("Taken on:\n\n");
    Machine.told(lab).forEach(fact -> page.append("- ").append(fact).append('\n'));
    List<String> sections = new ArrayList<>();
    try (Scenery _ = Scenery.set(lab)) {
      for (Figure figure : wanted) {
        System.err.println("bench: " + figure.name());
        sections.add(figure.measure(lab).markdown());
      }
    }
    sections.forEach(section -> page.append('\n').append(section));
    return page.toString();
  }

  private static void delete(Path folder) throws IOException {
    try (var found = Files.walk(folder)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
