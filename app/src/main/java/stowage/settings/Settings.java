package stowage.settings;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that is kept between two starts. Never a secret.
 *
 * @param choices what the preferences page offers
 * @param layout how the window was left
 * @param hosts the hosts, in the user's order
 * @param direct the backup servers that this computer goes to by itself, as pools name them
 */
public record Settings(Choices choices, Layout layout, List<HostEntry> hosts, List<String> direct) {
  public static final Settings USUAL =
      new Settings(Choices.USUAL, Layout.USUAL, List.of(), List.of());

  public Settings {
    choices = Objects.requireNonNullElse(choices, Choices.USUAL);
    layout = Objects.requireNonNullElse(layout, Layout.USUAL);
    hosts = List.copyOf(Objects.requireNonNullElse(hosts, List.of()));
    direct = List.copyOf(Objects.requireNonNullElse(direct, List.of()));
  }

  public Settings with(Choices given) {
    return new Settings(given, layout, hosts, direct);
  }

  public Settings with(Layout given) {
    return new Settings(choices, given, hosts, direct);
  }

  public Settings with(List<HostEntry> given) {
    return new Settings(choices, layout, given, direct);
  }

  /** A server's name is one whatever its letters' case. */
  public boolean isDirect(String server) {
    return direct.contains(server.toLowerCase(Locale.ROOT));
  }

  public Settings direct(String server, boolean on) {
    Set<String> servers = new TreeSet<>(direct);
    String name = server.toLowerCase(Locale.ROOT);
    if (on) {
      servers.add(name);
    } else {
      servers.remove(name);
    }
    return new Settings(choices, layout, hosts, List.copyOf(servers));
  }
}
