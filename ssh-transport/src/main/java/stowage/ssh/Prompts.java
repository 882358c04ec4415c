package stowage.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import stowage.exec.Secret;

/**
 * What must be asked of a person while connecting. Called on the thread that connects, which is
 * interrupted when the attempt is cancelled. An empty answer gives up that way to log in. Secrets
 * handed over are wiped by the connection when it is closed.
 */
public interface Prompts {

  /** What to do with a host key that is not known. */
  enum Trust {
    REFUSE,
    ONCE,
    REMEMBER
  }

  /**
   * A question of keyboard-interactive authentication. Its text comes from the host: show it as
   * text and say where it comes from.
   *
   * @param echo whether the answer may be seen while it is typed
   */
  record Question(String text, boolean echo) {}

  /**
   * @param host the target or one of the hosts on the way to it
   * @param keyType for example {@code ssh-ed25519}
   * @param fingerprint {@code SHA256:…} as {@code ssh-keygen -l} prints it
   */
  Trust unknownHostKey(Target host, String keyType, String fingerprint);

  /**
   * @param attempt 1 at first, more after a wrong passphrase
   */
  Optional<Secret> passphrase(Path key, int attempt);

  /**
   * @param attempt 1 at first, more after a refused password
   */
  Optional<Secret> password(Target host, int attempt);

  /** One answer for each question, in order. */
  Optional<List<Secret>> answers(
      Target host, String title, String instruction, List<Question> questions);

  /** Nobody to ask: every question is answered by giving up. */
  Prompts NOBODY =
      new Prompts() {
        @Override
        public Trust unknownHostKey(Target host, String keyType, String fingerprint) {
          return Trust.REFUSE;
        }

        @Override
        public Optional<Secret> passphrase(Path key, int attempt) {
          return Optional.empty();
        }

        @Override
        public Optional<Secret> password(Target host, int attempt) {
          return Optional.empty();
        }

        @Override
        public Optional<List<Secret>> answers(
            Target host, String title, String instruction, List<Question> questions) {
          return Optional.empty();
        }
      };
}
