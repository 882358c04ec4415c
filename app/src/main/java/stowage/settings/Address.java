package stowage.settings;

import java.util.Objects;

/**
 * Where a host is found.
 *
 * @param host name, IP address, or a {@code Host} of the user's ssh configuration
 * @param port 0 for what the ssh configuration says, otherwise 22
 * @param user empty for what the ssh configuration says, otherwise root
 * @param jump host to go through, as {@code ssh -J} takes it; empty for none
 */
public record Address(String host, int port, String user, String jump) {
  public Address {
    host = Objects.requireNonNullElse(host, "");
    user = Objects.requireNonNullElse(user, "");
    jump = Objects.requireNonNullElse(jump, "");
  }

  /** For ssh_config and the connection: with brackets around an IPv6 address. */
  public String destination() {
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return (user.isEmpty() ? "" : user + "@") + bracketed + (port == 0 ? "" : ":" + port);
  }

  /** As one would type it behind {@code ssh}. */
  public String shown() {
    return (user.isEmpty() ? "" : user + "@") + host + (port == 0 ? "" : ":" + port);
  }
}
