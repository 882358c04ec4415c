package stowage.pbs.server;

import java.time.Duration;

/**
 * Something asked of a server.
 *
 * @param method of HTTP
 * @param path below {@code /api2/json/}, already encoded
 * @param most bytes of an answer
 * @param within how long all of it may take; a refused login alone takes the server three seconds
 * @param changes whether anything on the server may be another afterwards
 */
record Call(
    String method, String path, Parameters parameters, int most, Duration within, boolean changes) {
  private static final int MIB = 1 << 20;
  private static final Duration USUAL = Duration.ofSeconds(30);

  static Call get(String path, Parameters parameters) {
    return new Call("GET", path, parameters, MIB, USUAL, false);
  }

  static Call delete(String path, Parameters parameters) {
    return new Call("DELETE", path, parameters, MIB, USUAL, true);
  }

  static Call put(String path, Parameters parameters) {
    return new Call("PUT", path, parameters, MIB, USUAL, true);
  }

  static Call post(String path, Parameters parameters) {
    return new Call("POST", path, parameters, MIB, USUAL, true);
  }

  /** For lists of tens of thousands of backups. */
  Call large() {
    return new Call(method, path, parameters, 64 * MIB, Duration.ofMinutes(2), changes);
  }

  /** For what the server does while it is waited for. */
  Call slow() {
    return new Call(method, path, parameters, 64 * MIB, Duration.ofMinutes(10), changes);
  }

  Call atMost(int bytes) {
    return new Call(method, path, parameters, bytes, Duration.ofMinutes(2), changes);
  }

  /** Though its method is one for changes. */
  Call harmless() {
    return new Call(method, path, parameters, most, within, false);
  }

  /** Browsers are not to be lured into sending these. */
  boolean needsToken() {
    return !method.equals("GET");
  }

  /** In the request's body: only there long texts have room. */
  boolean inBody() {
    return method.equals("POST") || method.equals("PUT");
  }
}
