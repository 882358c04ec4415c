package stowage.ssh;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.signature.SignatureFactoriesManager;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Public-key authentication with the keys of {@link Identities}. A locked key file is offered by
 * its public half; the passphrase is asked for only once the host would take the key.
 */
final class KeyLogin extends UserAuthPublicKey {

  @Override
  protected Iterator<PublicKeyIdentity> createPublicKeyIterator(
      ClientSession session, SignatureFactoriesManager manager) {
    return new Identities(Login.of(session), session);
  }

  @Override
  protected boolean sendAuthDataRequest(ClientSession session, String service) throws Exception {
    boolean sent = super.sendAuthDataRequest(session, service);
    if (sent) {
      Login.of(session).trying(NAME);
    }
    return sent;
  }

  @Override
  protected boolean processAuthDataRequest(ClientSession session, String service, Buffer buffer)
      throws Exception {
    if (current instanceof KeyFileIdentity file && !file.unlock()) {
      return false;
    }
    try {
      return super.processAuthDataRequest(session, service, buffer);
    } catch (IOException | RuntimeException e) {
      // An agent that will not sign (locked, or its owner said no) leaves the other keys.
      return false;
    }
  }

  @Override
  public void signalAuthMethodFailure(
      ClientSession session,
      String service,
      boolean partial,
      List<String> serverMethods,
      Buffer buffer)
      throws Exception {
    // Nothing to note: the next key is taken by itself.
  }
}
