package stowage.pbs.server;

import java.time.Duration;

/**
 * Something asked of a server.
 *
 * @param method of HTTP
 * @param path below {@code /api2/json/}, already encoded
 * @param most bytes of an answer
 * @param within how long all of it may take; a refused login alone takes the server three seconds
 */
record Call(String method, String path, Parameters parameters, int most, Duration within) {
  private static final int MIB = 1 << 20;
  private static final Duration USUAL = Duration.ofSeconds(30);

  static Call get(String path, Parameters parameters) {
    return new Call("GET", path, parameters, MIB, USUAL);
  }

  static Call delete(String path, Parameters parameters) {
    return new Call("DELETE", path, parameters, MIB, USUAL);
  }

  static Call put(String path, Parameters parameters) {
    return new Call("PUT", path, parameters, MIB, USUAL);
  }

  static Call post(String path, Parameters parameters) {
    return new Call("POST", path, parameters, MIB, USUAL);
  }

  /** For lists of tens of thousands of backups. */
  Call large() {
    return new Call(method, path, parameters, 64 * MIB, Duration.ofMinutes(2));
  }

  /** For what the server does while it is waited for. */
  Call slow() {
    return new Call(method, path, parameters, 64 * MIB, Duration.ofMinutes(10));
  }

  Call atMost(int bytes) {
    return new Call(method, path, parameters, bytes, Duration.ofMinutes(2));
  }

  boolean changes() {
    return !method.equals("GET");
  }

  /** In the request's body: only there long texts have room. */
  boolean inBody() {
    return method.equals("POST") || method.equals("PUT");
  }
}
