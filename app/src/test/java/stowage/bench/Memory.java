package stowage.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import stowage.demo.DemoHost;

/** What connected hosts cost in memory. */
final class Memory implements Figure {
  static final List<Integer> HOSTS = List.of(0, 1, 50);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Section measure(Server host) throws Exception {
    Path folder = Files.createDirectories(host.folder().resolve("memory"));
    Path demo = folder.resolve("demo");
    try (DemoHost running = DemoHost.start(demo, Duration.ZERO)) {
      List<Use> console = console(folder);
      Server server =
          new Server(
              "root", running.port(), running.userKey(), demo.resolve("known_hosts"), folder);
      Section.Table table =
          Section.Table.of(
              "connected hosts", "heap after GC", "resident", "as many `ssh`", "of Stowage's");
      for (int i = 0; i < HOSTS.size(); i++) {
        long ssh = masters(server, HOSTS.get(i));
        Use use = console.get(i);
        table =
            table.row(
                "" + HOSTS.get(i),
                mib(use.heap()),
                mib(use.resident()),
                mib(ssh),
                ssh == 0
                    ? "–"
                    : String.format(Locale.ROOT, "%.2f ×", (double) ssh / use.resident()));
      }
      return section(table);
    }
  }

  private static Section section(Section.Table table) {
    return new Section(
        "Memory",
        "The whole console, with its window, in a process of its own, first without hosts, then connected"
            + " to the demo host once and 50 times: 50 connections to one embedded server, which runs in"
            + " another process and shows 14 pools. Every host is refreshed three times, then the heap is"
            + " collected. Resident is what the system counts for the process (`VmRSS`). Beside it as many"
            + " `ssh -M -N`, each holding a connection to the same server, by their `Pss`: what several"
            + " share counts once.",
        table,
        "What it can't tell: lists of volumes, which are there only while a page shows them. `ssh` keeps"
            + " the connection and nothing else; Stowage also keeps the window and a picture of each host."
            + " How much of the heap the system gets back between collections is Java's choice.");
  }

  private record Use(long heap, long resident) {}

  private static List<Use> console(Path folder) throws Exception {
    Process console = Program.java(ManyHosts.class, folder.toString()).start();
    List<Use> uses = new ArrayList<>();
    try (BufferedReader out = console.inputReader(StandardCharsets.UTF_8);
        PrintWriter in = new PrintWriter(console.outputWriter(StandardCharsets.UTF_8), true)) {
      for (int hosts : HOSTS) {
        String said = String.valueOf(out.readLine());
        if (!said.matches("\\d+")) {
          throw new IOException("with " + hosts + " hosts the console said " + said);
        }
        uses.add(new Use(Long.parseLong(said), kib(console.pid(), "status", "VmRSS:")));
        in.println("go on");
      }
    } finally {
      console.destroyForcibly().waitFor();
    }
    return uses;
  }

  /** What so many connections of {@code ssh} take together. */
  private static long masters(Server server, int count) throws Exception {
    List<Line> lines = new ArrayList<>();
    List<OpenSsh> masters = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        lines.add(Line.to(server, Duration.ZERO));
        masters.add(OpenSsh.sharing(lines.getLast()));
      }
      long sum = 0;
      for (OpenSsh master : masters) {
        sum += kib(master.pid(), "smaps_rollup", "Pss:");
      }
      return sum;
    } finally {
      for (OpenSsh master : masters) {
        master.close();
      }
      for (Line line : lines) {
        line.close();
      }
    }
  }

  /** A line of a file below {@code /proc}, in bytes. */
  private static long kib(long pid, String file, String key) throws IOException {
    return Files.readAllLines(Path.of("/proc", "" + pid, file)).stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.0f MiB", bytes / 1048576.0);
  }
}
