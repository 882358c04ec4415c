package stowage.ssh;

import java.time.Duration;

/**
 * How patient and how busy connections are.
 *
 * @param connectTimeout for one address to accept a TCP connection, and for a name to be resolved
 * @param loginTimeout for the host's next word during login; waiting for a person does not count
 * @param keepAlive how often a silent host is asked whether it is still there
 * @param missedKeepAlives unanswered questions after which the link counts as broken
 * @param retryDelay before the first repeated attempt to connect; doubles with every failure
 * @param channels commands that run at once over one connection; more wait. OpenSSH's server allows
 *     10 ({@code MaxSessions}), one of which is kept for stopping commands.
 */
public record SshSettings(
    Duration connectTimeout,
    Duration loginTimeout,
    Duration keepAlive,
    int missedKeepAlives,
    Duration retryDelay,
    int channels) {
  public static final SshSettings DEFAULT =
      new SshSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          3,
          Duration.ofSeconds(1),
          8);
}
