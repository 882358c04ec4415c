package stowage.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.session.ServerSession;

/**
 * A server whose users have passwords, which a server started by an ordinary user can't have: the
 * library's own. The password is {@code right}; questions are answered with {@code red}, {@code
 * 42}.
 */
final class PasswordServer implements AutoCloseable {
  static final String USER = "anna";

  final List<String> attempts = new CopyOnWriteArrayList<>();
  final SshServer server = SshServer.setUpDefaultServer();
  private final Path knownHosts;

  PasswordServer(Path dir, String... methods) throws IOException {
    var key = Keys.madeIfMissing(dir.resolve("password-server-key"));
    knownHosts = dir.resolve("password-server-known");
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(key));
    List<String> wanted = List.of(methods);
    server.setUserAuthFactories(
        Map.of(
                "password", UserAuthPasswordFactory.INSTANCE,
                "keyboard-interactive", UserAuthKeyboardInteractiveFactory.INSTANCE)
            .entrySet()
            .stream()
            .filter(e -> wanted.contains(e.getKey()))
            .map(Map.Entry::getValue)
            .map(f -> (UserAuthFactory) f)
            .toList());
    server.setPasswordAuthenticator((user, password, _) -> {
      attempts.add("password " + password);
      return user.equals(USER) && password.equals("right");
    });
    server.setKeyboardInteractiveAuthenticator(new Questions());
    server.setCommandFactory((_, command) -> new LoopbackCommand(command, (_, _, _, _) -> 0));
    server.start();
    KnownHosts.remember(knownHosts, "127.0.0.1", server.getPort(), key.getPublic(), false);
  }

  PasswordServer requiring(String methods) {
    CoreModuleProperties.AUTH_METHODS.set(server, methods);
    return this;
  }

  Target target() {
    return new Target(
        "passwords",
        "127.0.0.1",
        server.getPort(),
        USER,
        new Target.Files(List.of(), false, null, List.of(knownHosts), false),
        List.of());
  }

  /** Ends every session, but listens on. */
  void drop() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  private final class Questions implements KeyboardInteractiveAuthenticator {
    @Override
    public InteractiveChallenge generateChallenge(
        ServerSession session, String username, String lang, String subMethods) {
      InteractiveChallenge challenge = new InteractiveChallenge();
      challenge.setInteractionName("Title");
      challenge.setInteractionInstruction("Instruction");
      challenge.addPrompt("Colour?", true);
      challenge.addPrompt("Number?", false);
      return challenge;
    }

    @Override
    public boolean authenticate(ServerSession session, String username, List<String> responses) {
      attempts.add("answers " + responses);
      return responses.equals(List.of("red", "42"));
    }
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
