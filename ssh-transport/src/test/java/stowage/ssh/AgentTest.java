package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.HostException;

/** Agents: OpenSSH's own, and some that lie, fall silent or refuse. */
@Timeout(120)
class AgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FAILURE = 5;
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

  private static byte[] blob(Path key) throws IOException {
    return Base64.getDecoder()
        .decode(Files.readString(Path.of(key + ".pub")).split(" ")[1].strip());
  }

  private static List<String> held(AgentClient agent) throws IOException {
    List<String> comments = new ArrayList<>();
    for (Map.Entry<PublicKey, String> key : agent.getIdentities()) {
      comments.add(key.getValue());
    }
    return comments;
  }

  /** With the agent first and the user's key file after it. */
  private SshLink connect(Path socket) throws HostException {
    List<Auth> ways = List.of(new Auth.Agent(socket), new Auth.KeyFile(sshd.userKey));
    return connector.connect(sshd.target(), ways, Prompts.NOBODY);
  }

  static final List<byte[]> NONSENSE =
      List.of(
          FakeAgent.number(0),
          FakeAgent.number(-1),
          FakeAgent.number(Integer.MAX_VALUE),
          FakeAgent.message(FAILURE),
          FakeAgent.message(12),
          FakeAgent.message(12, FakeAgent.number(-1)),
          FakeAgent.message(12, FakeAgent.number(1 << 30)),
          FakeAgent.message(12, FakeAgent.number(1), FakeAgent.number(1 << 30)),
          FakeAgent.message(12, FakeAgent.number(1), FakeAgent.string(new byte[] {0, 0, 0, 99, 1})),
          FakeAgent.message(12, FakeAgent.number(2), FakeAgent.string(new byte[0])),
          FakeAgent.message(200, "HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.UTF_8)));

  @ParameterizedTest
  @FieldSource("NONSENSE")
  void nonsenseIsAnErrorAndNothingWorse(byte[] answer) throws Exception {
    try (FakeAgent fake = new FakeAgent(dir.resolve("agent"), _ -> answer);
        AgentClient agent = new AgentClient(fake.socket(), PATIENCE)) {
      Exception thrown = assertThrows(Exception.class, () -> held(agent));
      assertTrue(thrown instanceof IOException || thrown instanceof RuntimeException, "" + thrown);
      assertEquals(List.of(FakeAgent.LIST), fake.asked);
      // And the key files are still there to log in with.
      connect(fake.socket()).close();
    }
  }

  @Test
  void keysOfKindsThatNobodyKnowsYetAreLeftOut() throws Exception {
    byte[] unknown = FakeAgent.string("ssh-from-the-future".getBytes(StandardCharsets.UTF_8));
    byte[] listed = FakeAgent.keys(List.of(unknown, blob(sshd.userKey)));
    try (FakeAgent fake = new FakeAgent(dir.resolve("agent"), _ -> listed);
        AgentClient agent = new AgentClient(fake.socket(), PATIENCE)) {
      assertEquals(List.of("comment"), held(agent));
    }
  }

  /** Locked, or its owner said no: ssh goes on with the next key, so the program has to. */
  @Test
  void anAgentThatWillNotSignLeavesTheOtherKeys() throws Exception {
    byte[] listed = FakeAgent.keys(List.of(blob(otherKey())));
    try (FakeAgent fake =
        new FakeAgent(
            dir.resolve("agent"),
            kind -> kind == FakeAgent.LIST ? listed : FakeAgent.message(FAILURE))) {
      connect(fake.socket()).close();
      assertEquals(List.of(FakeAgent.LIST, 13), fake.asked);
      HostException refused =
          assertThrows(
              HostException.LoginRefused.class,
              () ->
                  connector.connect(
                      sshd.target(), List.of(new Auth.Agent(fake.socket())), Prompts.NOBODY));
      assertEquals("publickey", refused.said().args().getLast());
      SshLinkTest.waitUntil(fake::leftAlone);
    }
  }

  @Test
  void aSignatureThatIsNoneIsRefusedByTheHostAndNotRepeated() throws Exception {
    byte[] listed = FakeAgent.keys(List.of(blob(otherKey())));
    byte[] signed =
        FakeAgent.message(
            14,
            FakeAgent.number(4 + 11 + 4 + 64),
            FakeAgent.string("ssh-ed25519".getBytes(StandardCharsets.UTF_8)),
            FakeAgent.string(new byte[64]));
    try (FakeAgent fake =
        new FakeAgent(dir.resolve("agent"), kind -> kind == FakeAgent.LIST ? listed : signed)) {
      connect(fake.socket()).close();
      assertEquals(List.of(FakeAgent.LIST, 13), fake.asked);
    }
  }

  private Path otherKey() throws Exception {
    Path key = dir.resolve("other");
    Sshd.keygen("-t", "ed25519", "-N", "", "-f", key.toString());
    sshd.authorize(key);
    return key;
  }

  @Test
  void anAgentThatSaysNothingIsGivenUp() throws Exception {
    try (FakeAgent fake = new FakeAgent(dir.resolve("agent"), _ -> FakeAgent.SILENCE);
        AgentClient agent = new AgentClient(fake.socket(), Duration.ofMillis(200))) {
      assertThrows(IOException.class, () -> held(agent));
      assertFalse(agent.isOpen());
      SshLinkTest.waitUntil(fake::leftAlone);
      connect(fake.socket()).close();
    }
  }

  @Test
  void anAgentOnlyHasToBeQuickWithItsList() throws Exception {
    byte[] none = FakeAgent.keys(List.of());
    try (FakeAgent fake = new FakeAgent(dir.resolve("agent"), _ -> none);
        AgentClient agent = new AgentClient(fake.socket(), Duration.ofMillis(300))) {
      assertEquals(List.of(), held(agent));
      Thread.sleep(600);
      assertTrue(agent.isOpen());
      assertEquals(List.of(), held(agent));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void theRealAgentSignsWithEveryKindOfKey(String type) throws Exception {
    Path socket = dir.resolve("agent");
    Process agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .start();
    try {
      SshLinkTest.waitUntil(() -> Files.exists(socket));
      Path key = dir.resolve("kind");
      Sshd.keygen("-t", type, "-N", "", "-C", "열쇠", "-f", key.toString());
      sshd.authorize(key);
      withAgent(socket, "ssh-add -q " + key);
      Files.delete(key);
      try (AgentClient client = new AgentClient(socket, PATIENCE)) {
        assertEquals(List.of("열쇠"), held(client));
      }
      List<Auth> ways = List.of(new Auth.Agent(socket));
      connector.connect(sshd.target(), ways, Prompts.NOBODY).close();
      withAgent(socket, "ssh-add -q -D");
      assertThrows(
          HostException.LoginRefused.class,
          () -> connector.connect(sshd.target(), ways, Prompts.NOBODY));
    } finally {
      agent.destroyForcibly();
    }
  }

  private static void withAgent(Path socket, String command) throws Exception {
    Sshd.run("sh", "-c", "export SSH_AUTH_SOCK=" + socket + "; " + command);
  }
}
