package stowage.ssh;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.auth.AbstractUserAuth;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;

/**
 * Password authentication (RFC 4252 §8). The library's own keeps passwords as strings, which can't
 * be wiped.
 */
final class PasswordLogin extends AbstractUserAuth {
  static final String NAME = "password";
  private static final int QUESTIONS = 3;

  private int asked;
  private boolean knownTried;
  private @Nullable Secret sent;

  PasswordLogin() {
    super(NAME);
  }

  @Override
  protected boolean sendAuthDataRequest(ClientSession session, String service) throws Exception {
    Login login = Login.of(session);
    Optional<Secret> password = next(login);
    if (password.isEmpty()) {
      return false;
    }
    login.trying(NAME);
    login.sending();
    sent = password.get();
    byte[] bytes = sent.reveal();
    try {
      Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, 256);
      buffer.putString(session.getUsername());
      buffer.putString(service);
      buffer.putString(NAME);
      buffer.putBoolean(false);
      // Encrypted in place before it is sent, so the buffer needs no wiping.
      buffer.putBytes(bytes);
      session.writePacket(buffer);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    return true;
  }

  private Optional<Secret> next(Login login) throws Exception {
    if (!knownTried) {
      knownTried = true;
      Optional<Secret> known = login.credentials().password(login.target());
      if (known.isPresent()) {
        return known;
      }
    }
    boolean allowed =
        !login.ways(Auth.AskPassword.class).isEmpty() || !login.ways(Auth.Password.class).isEmpty();
    if (!allowed || asked == QUESTIONS) {
      return Optional.empty();
    }
    asked++;
    int attempt = asked;
    return login
        .relay()
        .ask(
            () -> login.prompts().password(login.target(), attempt).map(login.credentials()::told));
  }

  /**
   * The host wants the password changed, which is for the person to do with other means: to ask for
   * the old one again would lead here again.
   */
  @Override
  protected boolean processAuthDataRequest(ClientSession session, String service, Buffer buffer) {
    Login login = Login.of(session);
    login.answered();
    login.credentials().forgetPassword(login.target());
    asked = QUESTIONS;
    return false;
  }

  @Override
  public void signalAuthMethodSuccess(ClientSession session, String service, Buffer buffer) {
    Login login = Login.of(session);
    login.answered();
    if (sent != null) {
      login.credentials().keepPassword(login.target(), sent);
    }
  }

  @Override
  public void signalAuthMethodFailure(
      ClientSession session,
      String service,
      boolean partial,
      List<String> serverMethods,
      Buffer buffer) {
    Login login = Login.of(session);
    login.answered();
    if (partial) {
      signalAuthMethodSuccess(session, service, buffer);
    } else {
      login.credentials().forgetPassword(login.target());
      if (sent != null) {
        sent.close();
      }
    }
    sent = null;
  }
}
