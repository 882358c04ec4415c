package stowage.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the figures were taken on, without saying where. */
final class Machine {
  private Machine() {}

  /**
   * @param server the host that was measured
   */
  static List<String> told(Server server) throws Exception {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return List.of(
        "%d processors (%s), %d GiB of memory, %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                find("/proc/cpuinfo", "model name\\s*: (.*)"),
                Math.round(
                    Long.parseLong(find("/proc/meminfo", "MemTotal:\\s*(\\d+)")) / 1048576.0),
                find("/etc/os-release", "PRETTY_NAME=\"(.*)\"")),
        "Java %s (%s), serial collector, no other settings"
            .formatted(Runtime.version(), System.getProperty("java.vendor")),
        "the peer: " + peer(),
        "the measured host: " + host(server),
        String.format(Locale.ROOT, "load average when the run began: %.1f", load));
  }

  /** Which tells its version on standard error, whatever is asked. */
  private static String peer() throws IOException {
    return Program.output(List.of("sh", "-c", "ssh -V 2>&1"), "").strip();
  }

  private static String host(Server server) throws Exception {
    try (Line line = Line.to(server, java.time.Duration.ZERO)) {
      String said =
          OpenSsh.anew(line)
              .run(
                  ". /etc/os-release; echo \"$PRETTY_NAME, $(nproc) processors\"; systemd-detect-virt || true");
      List<String> lines = said.lines().toList();
      return switch (lines.getLast()) {
        case "qemu" -> lines.getFirst() + ", emulated by QEMU on the same machine";
        case "kvm" -> lines.getFirst() + ", a KVM machine on the same machine";
        case "none" -> lines.getFirst();
        default -> lines.getFirst() + ", virtual (" + lines.getLast() + ")";
      };
    }
  }

  private static String find(String file, String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    return found.find() ? found.group(1) : "unknown";
  }
}
