package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.HostException;

/** Keys in files and in an agent, on Debian's OpenSSH server. */
class KeyTest {
  @TempDir Path dir = Path.of("");

  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
  private Sshd sshd;

  @BeforeEach
  void start() throws Exception {
    sshd = Sshd.start(dir);
  }

  @AfterEach
  void close() {
    connector.close();
    sshd.close();
  }

  private Path made(String... arguments) throws Exception {
    Path file = dir.resolve("key");
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "-f";
    all[arguments.length + 1] = file.toString();
    Sshd.keygen(all);
    sshd.authorize(file);
    return file;
  }

  private SshLink connect(Prompts prompts, Path... files) throws HostException {
    List<Auth> ways = Arrays.stream(files).<Auth>map(Auth.KeyFile::new).toList();
    return connector.connect(sshd.target(), ways, prompts);
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, RFC4716, ''",
    "ed25519, RFC4716, secret",
    "rsa,     RFC4716, secret",
    "rsa,     PEM,     ''",
    "rsa,     PEM,     secret",
    "rsa,     PKCS8,   ''",
    "rsa,     PKCS8,   secret",
    "ecdsa,   RFC4716, secret",
    "ecdsa,   PEM,     ''",
    "ecdsa,   PEM,     secret",
    "ecdsa,   PKCS8,   ''",
    "ecdsa,   PKCS8,   secret",
  })
  void everyFormat(String type, String format, String passphrase) throws Exception {
    Path key = made("-t", type, "-m", format, "-N", passphrase);
    for (boolean withPublicHalf : List.of(true, false)) {
      if (!withPublicHalf) {
        Files.delete(Path.of(key + ".pub"));
      }
      Answers answers =
          Answers.saying(passphrase.isEmpty() ? new String[0] : new String[] {"secret"});
      connect(answers, key).close();
      assertEquals(passphrase.isEmpty() ? List.of() : List.of("passphrase key 1"), answers.asked);
    }
  }

  @Test
  void asksAgainAfterAWrongPassphraseAndOnlyThen() throws Exception {
    Path key = made("-t", "ed25519", "-N", "secret");
    Answers answers = Answers.saying("wrong", "secret");
    try (SshLink link = connect(answers, key)) {
      assertEquals(List.of("passphrase key 1", "passphrase key 2"), answers.asked);
      sshd.drop();
      link.connect(answers);
      assertEquals(2, answers.asked.size());
    }
    Answers never = Answers.saying("a", "b", "c", "d");
    assertThrows(HostException.LoginRefused.class, () -> connect(never, key));
    assertEquals(3, never.asked.size());
  }

  @Test
  void aKeyTheHostDoesNotWantIsNotUnlocked() throws Exception {
    Path locked = dir.resolve("locked");
    Sshd.keygen("-t", "ed25519", "-N", "secret", "-f", locked.toString());
    Answers answers = Answers.saying("secret");
    connect(answers, locked, sshd.userKey).close();
    assertEquals(List.of(), answers.asked);
  }

  @Test
  void givingUpOnOneKeyLeavesTheOthers() throws Exception {
    Path locked = made("-t", "ed25519", "-N", "secret");
    Answers nothing = Answers.saying();
    connect(nothing, locked, sshd.userKey).close();
    assertEquals(List.of("passphrase key 1"), nothing.asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no key at all", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"})
  void aFileThatIsNoKeyIsPassedOver(String content) throws Exception {
    Path broken = Files.writeString(dir.resolve("broken"), content);
    connect(Prompts.NOBODY, broken, dir.resolve("missing"), dir, sshd.userKey).close();
    HostException.LoginRefused refused =
        assertThrows(HostException.LoginRefused.class, () -> connect(Prompts.NOBODY, broken));
    assertEquals(
        List.of("testhost", System.getProperty("user.name"), "none"), refused.said().args());
  }

  @Test
  void aStrangersKeyIsRefused() throws Exception {
    Path stranger = dir.resolve("stranger");
    Sshd.keygen("-t", "ed25519", "-N", "", "-f", stranger.toString());
    HostException.LoginRefused refused =
        assertThrows(HostException.LoginRefused.class, () -> connect(Prompts.NOBODY, stranger));
    assertTrue(refused.said().args().contains("publickey"));
  }

  @Test
  void tooManyKeysAreARefusalToo() throws Exception {
    Path[] strangers = new Path[8];
    for (int i = 0; i < strangers.length; i++) {
      strangers[i] = dir.resolve("stranger" + i);
      Sshd.keygen("-t", "ed25519", "-N", "", "-f", strangers[i].toString());
    }
    assertThrows(HostException.LoginRefused.class, () -> connect(Prompts.NOBODY, strangers));
  }

  @Test
  void aUserCertificate() throws Exception {
    Path authority = dir.resolve("authority");
    Sshd.keygen("-t", "ed25519", "-N", "", "-f", authority.toString());
    Path user = dir.resolve("certified");
    Sshd.keygen("-t", "ed25519", "-N", "", "-f", user.toString());
    Sshd.keygen(
        "-s",
        authority.toString(),
        "-I",
        "test",
        "-n",
        System.getProperty("user.name"),
        user + ".pub");
    try (Sshd trusting = Sshd.start(dir, "TrustedUserCAKeys " + authority + ".pub")) {
      connector.connect(trusting.target(), List.of(new Auth.KeyFile(user)), Prompts.NOBODY).close();
    }
  }

  @Test
  void keysOfARealAgent() throws Exception {
    Path socket = dir.resolve("agent");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .start();
    try {
      for (int i = 0; i < 100 && Files.notExists(socket); i++) {
        Thread.sleep(50);
      }
      Path rsa = made("-t", "rsa", "-N", "secret");
      Files.setPosixFilePermissions(rsa, PosixFilePermissions.fromString("rw-------"));
      add(socket, sshd.userKey);
      List<Auth> ways = List.of(new Auth.Agent(socket));
      connector.connect(sshd.target(), ways, Prompts.NOBODY).close();
      // A key that is locked in its file but not in the agent needs no passphrase.
      Sshd.run("ssh-keygen", "-p", "-P", "secret", "-N", "", "-f", rsa.toString());
      add(socket, rsa);
      Sshd.run("ssh-keygen", "-p", "-P", "", "-N", "secret", "-f", rsa.toString());
      Sshd.run("sh", "-c", "SSH_AUTH_SOCK=" + socket + " ssh-add -d " + sshd.userKey);
      Answers answers = Answers.saying();
      connector
          .connect(sshd.target(), List.of(new Auth.KeyFile(rsa), new Auth.Agent(socket)), answers)
          .close();
      assertEquals(List.of(), answers.asked);
      // IdentitiesOnly keeps the agent from offering what the configuration does not name.
      Target strict =
          sshd.target()
              .with(
                  new Target.Files(
                      List.of(sshd.userKey), true, socket, List.of(sshd.knownHosts), false));
      assertThrows(
          HostException.LoginRefused.class, () -> connector.connect(strict, ways, Prompts.NOBODY));
    } finally {
      agent.destroyForcibly();
    }
  }

  private static void add(Path socket, Path key) throws Exception {
    Sshd.run("sh", "-c", "SSH_AUTH_SOCK=" + socket + " ssh-add " + key);
  }

  @Test
  void anAgentThatIsGoneIsPassedOver() throws Exception {
    List<Auth> ways = List.of(new Auth.Agent(dir.resolve("gone")), new Auth.KeyFile(sshd.userKey));
    connector.connect(sshd.target(), ways, Prompts.NOBODY).close();
  }
}
