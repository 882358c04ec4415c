package stowage.settings;

import java.util.Objects;

/**
 * How to log in.
 *
 * @param method which way is tried
 * @param keyFile path of a private key, empty unless {@code method} is KEY_FILE
 */
public record Login(Method method, String keyFile) {
  public enum Method {
    /** Keys of the SSH agent, then the usual key files. */
    AGENT,
    KEY_FILE,
    PASSWORD
  }

  public static final Login AGENT = new Login(Method.AGENT, "");

  public Login {
    method = Objects.requireNonNullElse(method, Method.AGENT);
    keyFile = Objects.requireNonNullElse(keyFile, "");
  }
}
