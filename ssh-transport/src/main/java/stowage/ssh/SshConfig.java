package stowage.ssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.schema.InvalidException;

/**
 * The user's ssh_config(5) as far as Stowage heeds it: {@code HostName}, {@code User}, {@code
 * Port}, {@code IdentityFile}, {@code IdentitiesOnly}, {@code IdentityAgent}, {@code ProxyJump},
 * {@code UserKnownHostsFile}, {@code GlobalKnownHostsFile}, {@code HashKnownHosts}, in {@code Host}
 * and {@code Match} blocks and included files.
 */
public final class SshConfig {
  private static final int JUMPS = 8;
  // A bare IPv6 address has two colons at least and no port; with a port it stands in brackets.
  private static final Pattern DESTINATION =
      Pattern.compile(
          "(?:ssh://)?(?:(?<user>\\S+)@)?"
              + "(?:(?<six>[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%\\w+)?)"
              + "|(?:\\[(?<bracket>[^\\]\\s]+)\\]|(?<host>[^-@\\s:/\\[\\]][^@\\s:/\\[\\]]*))"
              + "(?::(?<port>\\d+))?)/?");

  /**
   * @param warnings what in the files could not be heeded
   */
  public record Resolved(Target target, List<Message> warnings) {
    public Resolved {
      warnings = List.copyOf(warnings);
    }
  }

  private final ConfigScope.Local local;
  private final List<ConfigLines.Line> lines;
  private final List<Message> unread;

  private SshConfig(ConfigScope.Local local, List<ConfigLines.Line> lines, List<Message> unread) {
    this.local = local;
    this.lines = lines;
    this.unread = unread;
  }

  /** The files that {@code ssh} reads for the user of this program. */
  public static SshConfig ofUser() {
    return read(Path.of(System.getProperty("user.home")), Path.of("/etc/ssh/ssh_config"));
  }

  /**
   * @param home directory that holds {@code .ssh/config}
   * @param system the system-wide file, read after the user's
   */
  public static SshConfig read(Path home, Path system) {
    ConfigLines reader = new ConfigLines(home);
    List<ConfigLines.Line> lines = new ArrayList<>();
    Path own = home.resolve(".ssh");
    lines.add(new ConfigLines.Line.Included(reader.read(own.resolve("config"), own)));
    Path systemDirectory = system.toAbsolutePath().getParent();
    lines.add(
        new ConfigLines.Line.Included(
            reader.read(system, systemDirectory == null ? own : systemDirectory)));
    return new SshConfig(
        new ConfigScope.Local(home, System.getProperty("user.name")), lines, reader.warnings());
  }

  /** Names that a person gave to hosts: those in {@code Host} lines without wildcards. */
  public List<String> aliases() {
    Set<String> names = new LinkedHashSet<>();
    collect(lines, names);
    return List.copyOf(names);
  }

  private static void collect(List<ConfigLines.Line> lines, Set<String> names) {
    for (ConfigLines.Line line : lines) {
      switch (line) {
        case ConfigLines.Line.Scope scope -> {
          if (!scope.match()) {
            scope.criteria().stream().filter(HostPattern::isConcrete).forEach(names::add);
          }
        }
        case ConfigLines.Line.Included(var included) -> collect(included, names);
        case ConfigLines.Line.Setting _ -> {}
      }
    }
  }

  /**
   * @param destination {@code host}, {@code user@host}, {@code user@host:port}, {@code
   *     user@[address]:port}, where host may be an alias
   * @throws InvalidException when it is none of these, or the files hold an impossible value
   */
  public Resolved resolve(String destination) throws InvalidException {
    Set<Message> warnings = new LinkedHashSet<>(unread);
    Target target = resolve(destination, destination, true, 0, warnings);
    return new Resolved(target, List.copyOf(warnings));
  }

  private Target resolve(
      String name, String destination, boolean jumping, int depth, Set<Message> warnings)
      throws InvalidException {
    Matcher parts = DESTINATION.matcher(destination.strip());
    if (!parts.matches()) {
      throw new InvalidException("host", "host.bad-address", destination);
    }
    if (depth > JUMPS) {
      throw new InvalidException("host", "host.jump-loop", destination);
    }
    String host =
        Stream.of("six", "bracket", "host")
            .map(parts::group)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow();
    ConfigScope scope = new ConfigScope(local, host, parts.group("user"), parts.group("port"));
    scope.apply(lines);
    warnings.addAll(scope.warnings());
    List<Target> via = jumping ? jumps(scope.first("proxyjump"), depth, warnings) : List.of();
    return scope.target(name.strip(), via);
  }

  private List<Target> jumps(@Nullable String value, int depth, Set<Message> warnings)
      throws InvalidException {
    List<Target> via = new ArrayList<>();
    if (value != null && !value.equalsIgnoreCase("none")) {
      for (String hop : value.split(",")) {
        // Only the first hop is reached from here, so only its own jumps count.
        Target target = resolve(hop, hop, via.isEmpty(), depth + 1, warnings);
        via.addAll(target.via());
        via.add(
            new Target(
                target.name(),
                target.address(),
                target.port(),
                target.user(),
                target.files(),
                List.of()));
      }
    }
    return via;
  }
}
