package stowage.settings;

import java.util.List;
import java.util.Objects;

/**
 * All that is kept between two starts. Never a secret.
 *
 * @param choices what the preferences page offers
 * @param layout how the window was left
 * @param hosts the hosts, in the user's order
 */
public record Settings(Choices choices, Layout layout, List<HostEntry> hosts) {
  public static final Settings USUAL = new Settings(Choices.USUAL, Layout.USUAL, List.of());

  public Settings {
    choices = Objects.requireNonNullElse(choices, Choices.USUAL);
    layout = Objects.requireNonNullElse(layout, Layout.USUAL);
    hosts = List.copyOf(Objects.requireNonNullElse(hosts, List.of()));
  }

  public Settings with(Choices given) {
    return new Settings(given, layout, hosts);
  }

  public Settings with(Layout given) {
    return new Settings(choices, given, hosts);
  }

  public Settings with(List<HostEntry> given) {
    return new Settings(choices, layout, given);
  }
}
