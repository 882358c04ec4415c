package stowage.pbs.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server, and the way there.
 *
 * @param server name or address, as its certificate must say it
 * @param pin accepts exactly this certificate; null to go by trusted authorities and the name
 * @param tunnel port on this computer's 127.0.0.1 that leads to the server; 0 to go straight there
 */
public record Endpoint(String server, int port, @Nullable Pin pin, int tunnel) {
  public static final int USUAL_PORT = 8007;

  public Endpoint {
    if (server.isBlank() || port < 1 || port > 65535 || tunnel < 0 || tunnel > 65535) {
      throw new IllegalArgumentException("not a server: " + server + " " + port);
    }
  }

  public static Endpoint direct(String server, int port, @Nullable Pin pin) {
    return new Endpoint(server, port, pin, 0);
  }

  public Endpoint through(int localPort) {
    return new Endpoint(server, port, pin, localPort);
  }

  /** After a person has confirmed the certificate. */
  public Endpoint pinnedTo(Pin confirmed) {
    return new Endpoint(server, port, confirmed, tunnel);
  }

  /** To look at the certificate itself. */
  Endpoint unpinned() {
    return new Endpoint(server, port, null, tunnel);
  }

  public Optional<Pin> pinned() {
    return Optional.ofNullable(pin);
  }

  /** For URLs and messages: an IPv6 address stands in brackets. */
  static String inUrl(String server) {
    return server.contains(":") && !server.startsWith("[") ? "[" + server + "]" : server;
  }

  String authority() {
    return tunnel == 0 ? inUrl(server) + ":" + port : "127.0.0.1:" + tunnel;
  }

  @Override
  public String toString() {
    return inUrl(server) + ":" + port;
  }
}
