package stowage.pbs.server;

import java.net.IDN;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a certificate is for a server, by RFC 9525: only what stands among its alternative names
 * counts, and an asterisk stands for exactly one whole first label.
 */
final class HostNames {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private HostNames() {}

  static boolean names(X509Certificate certificate, String server) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null && names.stream().anyMatch(name -> matches(name, server));
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  private static boolean matches(List<?> name, String server) {
    return name.get(0) instanceof Integer kind
        && name.get(1) instanceof String value
        && switch (kind) {
          case DNS -> !isAddress(server) && matchesName(value, server);
          case ADDRESS -> address(server).isPresent() && address(value).equals(address(server));
          default -> false;
        };
  }

  static boolean isAddress(String server) {
    return server.contains(":") || server.matches("[0-9]+(?:\\.[0-9]+){3}");
  }

  /** Nothing is looked up: a name is no address. */
  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text.replace("[", "").replace("]", "")));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean matchesName(String pattern, String server) {
    String wanted = plain(server);
    String given = plain(pattern);
    if (!given.startsWith("*.")) {
      return given.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    String rest = given.substring(2);
    return dot > 0 && rest.contains(".") && wanted.substring(dot + 1).equals(rest);
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String bare = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    try {
      return bare.startsWith("*.") ? bare : IDN.toASCII(bare);
    } catch (IllegalArgumentException _) {
      return bare;
    }
  }
}
