package stowage.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.schema.InvalidException;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.settings.Settings;

/** Which hosts {@code -H} means. */
final class HostChoice {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:([^@\\s:]+)@)?(\\[[0-9a-fA-F:.]+]|[^@\\s:\\[\\]]+)(?::(\\d{1,5}))?");

  private HostChoice() {}

  /**
   * @param named as given: names of known hosts, {@code all}, {@code demo}, or addresses as {@code
   *     ssh} takes them; none for the only host there is
   */
  static List<HostEntry> of(List<String> named, Settings settings) throws InvalidException {
    if (named.isEmpty()) {
      return switch (settings.hosts().size()) {
        case 0 -> throw new InvalidException("host", "cli.no-host");
        case 1 -> settings.hosts();
        default -> throw new InvalidException("host", "cli.which-host", settings.hosts().size());
      };
    }
    List<HostEntry> chosen = new ArrayList<>();
    for (String name : named) {
      if (name.equals("all")) {
        if (settings.hosts().isEmpty()) {
          throw new InvalidException("host", "cli.no-host");
        }
        chosen.addAll(settings.hosts());
      } else {
        chosen.add(one(name, settings));
      }
    }
    return chosen.stream().distinct().toList();
  }

  private static HostEntry one(String name, Settings settings) throws InvalidException {
    Optional<HostEntry> known =
        settings.hosts().stream().filter(h -> h.name().equals(name)).findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    return name.equals("demo") ? HostEntry.DEMO : parse(name, name);
  }

  /** A host that stands in no list, by its address. */
  static HostEntry parse(String name, String address) throws InvalidException {
    Matcher m = ADDRESS.matcher(address);
    int port = m.matches() && m.group(3) != null ? Integer.parseInt(m.group(3)) : 0;
    if (!m.matches() || address.startsWith("-") || port > 65535) {
      throw new InvalidException("host", "cli.host-address", address);
    }
    String host = m.group(2).replaceAll("[\\[\\]]", "");
    String user = Optional.ofNullable(m.group(1)).orElse("");
    return new HostEntry(
        name, "", HostEntry.Origin.SSH, new Address(host, port, user, ""), Login.AGENT, false);
  }
}
