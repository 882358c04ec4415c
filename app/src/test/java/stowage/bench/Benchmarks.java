package stowage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Takes figures and puts them on the page. Started by {@code ./dev bench}. */
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

  private Benchmarks() {}

  /** The page's file, then names of figures; with names, only those are measured anew. */
  public static void main(String[] args) throws Exception {
    Path page = Path.of(args[0]);
    List<String> names = Arrays.asList(args).subList(1, args.length);
    List<Figure> wanted =
        FIGURES.stream().filter(f -> names.isEmpty() || names.contains(f.name())).toList();
    if (wanted.size() < names.size()) {
      throw new IllegalArgumentException(
          "figures are " + FIGURES.stream().map(Figure::name).collect(Collectors.joining(", ")));
    }
    Path folder = Files.createTempDirectory("stowage-bench");
    try {
      measure(Server.lab(folder), wanted, page);
    } finally {
      delete(folder);
    }
    // Threads of a library may be left, but nothing that matters.
    System.exit(0);
  }

  /** The page is written after each figure: what is measured is not lost by what fails later. */
  private static void measure(Server lab, List<Figure> wanted, Path page) throws Exception {
    List<String> circumstances = Machine.told(lab);
    try (Scenery _ = Scenery.set(lab)) {
      for (Figure figure : wanted) {
        System.err.println("bench: " + figure.name());
        Report report = Report.of(page);
        report.put(figure.measure(lab), circumstances);
        Files.writeString(page, report.markdown());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var found = Files.walk(folder)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
