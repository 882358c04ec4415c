package stowage.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.client.auth.pubkey.KeyPairIdentity;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.SessionContext;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;

/** A private key in a file, unlocked when it is needed. */
final class KeyFileIdentity implements PublicKeyIdentity {
  private static final int QUESTIONS = 3;

  private final Path file;
  private final Login login;
  private final ClientSession session;
  private final @Nullable PublicKey shown;
  private @Nullable KeyPair key;

  /**
   * @param shown what to show to the host, a certificate or a public key; null to take it from the
   *     private key
   */
  KeyFileIdentity(Path file, @Nullable PublicKey shown, Login login, ClientSession session) {
    this.file = file;
    this.shown = shown;
    this.login = login;
    this.session = session;
    this.key = login.credentials().unlocked(file);
  }

  /** Reads the private key, asking for its passphrase if it has one; false when that fails. */
  boolean unlock() throws IOException {
    for (int attempt = 0; key == null && attempt <= QUESTIONS; attempt++) {
      Once passphrase = new Once(attempt);
      try {
        key = Keys.read(file, passphrase);
        login.credentials().keepUnlocked(file, key);
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        // The library tells a wrong passphrase by whatever its parser trips over.
        if (!passphrase.wanted || (attempt > 0 && !passphrase.given)) {
          return false;
        }
      }
    }
    return key != null;
  }

  @Override
  public KeyPair getKeyIdentity() {
    if (shown != null) {
      return new KeyPair(shown, key == null ? null : key.getPrivate());
    }
    if (key == null) {
      throw new IllegalStateException("not unlocked: " + file);
    }
    return key;
  }

  @Override
  public Map.Entry<String, byte[]> sign(SessionContext context, String algorithm, byte[] data)
      throws Exception {
    return new KeyPairIdentity(session, session, getKeyIdentity()).sign(context, algorithm, data);
  }

  /** What a person says, but nothing at the first attempt: the key may need no passphrase. */
  private final class Once implements Passphrase {
    private final int attempt;
    private boolean wanted;
    private boolean given;

    Once(int attempt) {
      this.attempt = attempt;
    }

    @Override
    public Optional<Secret> tell() throws IOException {
      wanted = true;
      if (attempt == 0) {
        return Optional.empty();
      }
      Optional<Secret> told = login.relay().ask(() -> login.prompts().passphrase(file, attempt));
      given = told.isPresent();
      return told;
    }
  }
}
