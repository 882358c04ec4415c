package stowage.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.sshd.client.auth.pubkey.KeyAgentIdentity;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one login, agent first. A file whose public half is known is not opened unless the
 * host wants it; a key that the agent has offered is not offered again from its file.
 */
final class Identities implements Iterator<PublicKeyIdentity>, Closeable {
  private static final Duration AGENT_PATIENCE = Duration.ofSeconds(5);

  private final Login login;
  private final ClientSession session;
  private final List<AgentClient> agents = new ArrayList<>();
  private final Set<String> offered = new HashSet<>();
  private final Iterator<Auth> ways;
  private final Deque<PublicKeyIdentity> ready = new ArrayDeque<>();

  Identities(Login login, ClientSession session) {
    this.login = login;
    this.session = session;
    List<Auth> ordered = new ArrayList<>(login.ways(Auth.Agent.class));
    ordered.addAll(login.ways(Auth.KeyFile.class));
    ways = ordered.iterator();
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && ways.hasNext()) {
      switch (ways.next()) {
        case Auth.Agent(Path socket) -> addAgent(socket);
        case Auth.KeyFile(Path file) -> addFile(file);
        case Auth.Password _, Auth.AskPassword _, Auth.KeyboardInteractive _ -> {}
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public PublicKeyIdentity next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void addAgent(Path socket) {
    Set<String> only = allowed();
    try {
      AgentClient agent = new AgentClient(socket, AGENT_PATIENCE);
      agents.add(agent);
      for (Map.Entry<PublicKey, String> held : agent.getIdentities()) {
        String text = PublicKeyEntry.toString(held.getKey());
        if ((!login.target().files().identitiesOnly() || only.contains(text))
            && offered.add(text)) {
          ready.add(new KeyAgentIdentity(agent, held.getKey(), held.getValue()));
        }
      }
    } catch (IOException | RuntimeException e) {
      // An agent that is not there or talks nonsense has no keys to offer; the files remain.
    }
  }

  /** Public keys that {@code IdentitiesOnly} lets the agent offer. */
  private Set<String> allowed() {
    Set<String> allowed = new HashSet<>();
    for (Path file : login.target().files().identities()) {
      for (String suffix : List.of(".pub", "-cert.pub", "")) {
        PublicKey key = publicKey(Path.of(file + suffix));
        if (key != null) {
          allowed.add(PublicKeyEntry.toString(key));
        }
      }
    }
    return allowed;
  }

  private void addFile(Path file) {
    PublicKey certificate = publicKey(Path.of(file + "-cert.pub"));
    if (certificate != null) {
      add(new KeyFileIdentity(file, certificate, login, session), certificate);
    }
    add(file, publicKey(Path.of(file + ".pub")));
  }

  private void add(Path file, @Nullable PublicKey known) {
    KeyFileIdentity identity = new KeyFileIdentity(file, known, login, session);
    try {
      if (known != null || identity.unlock()) {
        add(identity, identity.getKeyIdentity().getPublic());
      }
    } catch (IOException e) {
      // Nobody answers any more: the attempt has been given up.
    }
  }

  private void add(KeyFileIdentity identity, PublicKey shown) {
    if (offered.add(PublicKeyEntry.toString(shown))) {
      ready.add(identity);
    }
  }

  /** The key or certificate in a one-line public file, null if there is none. */
  private static @Nullable PublicKey publicKey(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > 64 << 10) {
        return null;
      }
      List<AuthorizedKeyEntry> entries = AuthorizedKeyEntry.readAuthorizedKeys(file);
      return entries.isEmpty() ? null : entries.getFirst().resolvePublicKey(null, null, null);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    for (AgentClient agent : agents) {
      agent.close();
    }
  }
}
