package stowage.ui.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import stowage.exec.Command;
import stowage.exec.HostException;
import stowage.exec.Pipe;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.message.Message;
import stowage.settings.HostEntry;
import stowage.ssh.Prompts;
import stowage.ssh.Target;
import stowage.ui.Fakes;
import stowage.ui.connect.ConnectFlow;
import stowage.ui.connect.Request;
import stowage.ui.work.Background;

class HostModelTest {
  private final LinkedBlockingQueue<Runnable> screen = new LinkedBlockingQueue<>();
  private final Background background =
      new Background(
          screen::add,
          e -> {
            throw new AssertionError(e);
          });
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile Object answered = "nothing";

  private HostModel host(Connector connector) {
    return new HostModel(Fakes.entry("pve1", ""), connector, background);
  }

  private void until(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Runnable next = screen.poll(10, TimeUnit.SECONDS);
      assertTrue(next != null, "nothing came to the screen");
      next.run();
    }
  }

  private static Target target(int port) {
    return new Target(
        "pve1",
        "pve1.example.org",
        port,
        "root",
        new Target.Files(List.of(), false, null, List.of(), false),
        List.of());
  }

  private Host refuse(HostEntry entry, ConnectFlow flow) throws HostException {
    attempts.incrementAndGet();
    throw new HostException.LoginRefused(entry.name(), "root", List.of("publickey"));
  }

  private Host silent(HostEntry entry, ConnectFlow flow) throws HostException {
    attempts.incrementAndGet();
    throw new HostException.Unreachable(entry.name(), "no route");
  }

  private Host asksForKey(HostEntry entry, ConnectFlow flow) throws HostException {
    Prompts.Trust trust = flow.unknownHostKey(target(2222), "ssh-ed25519", "SHA256:x");
    answered = trust;
    throw new HostException.HostKeyUnknown(entry.name(), "ssh-ed25519", "SHA256:x");
  }

  @Test
  void anUnknownKeyWaitsForAnAnswer() throws Exception {
    HostModel host = host(this::asksForKey);
    host.refresh();
    assertInstanceOf(Connection.Connecting.class, host.connection().get());
    until(() -> host.connection().get() instanceof Connection.Asking);
    assertEquals(
        new Connection.Asking(
            new Request.UnknownKey("[pve1.example.org]:2222", "ssh-ed25519", "SHA256:x")),
        host.connection().get());
    host.answer(new Request.Answer.AcceptOnce());
    assertInstanceOf(Connection.Connecting.class, host.connection().get());
    until(() -> host.connection().get() instanceof Connection.Failed);
    assertEquals(Prompts.Trust.ONCE, answered);
  }

  @Test
  void givingUpWhileAQuestionWaitsEndsTheAttempt() throws Exception {
    HostModel host = host(this::asksForKey);
    host.refresh();
    until(() -> host.connection().get() instanceof Connection.Asking);
    host.disconnect();
    assertInstanceOf(Connection.Off.class, host.connection().get());
    until(() -> Prompts.Trust.REFUSE.equals(answered) && screen.isEmpty());
    assertInstanceOf(Connection.Off.class, host.connection().get());
    assertFalse(host.refreshing().get());
  }

  @Test
  void aSecondPasswordSaysThatTheFirstWasWrong() throws Exception {
    HostModel host =
        host((entry, flow) -> {
          Optional<Secret> secret = flow.password(target(22), 2);
          answered =
              secret
                  .map(s -> new String(s.reveal(), java.nio.charset.StandardCharsets.UTF_8))
                  .orElse("");
          throw new HostException.Cancelled(entry.name());
        });
    host.refresh();
    until(() -> host.connection().get() instanceof Connection.Asking);
    Request.Typed asked = (Request.Typed) ((Connection.Asking) host.connection().get()).question();
    assertTrue(asked.again());
    assertEquals("root@pve1.example.org", asked.about());
    host.answer(new Request.Answer.Entered(List.of(Secret.of("geheim".toCharArray()))));
    until(() -> host.connection().get() instanceof Connection.Failed);
    assertEquals("geheim", answered);
  }

  @Test
  void aRefusedLoginIsNotRepeatedByTheClock() throws Exception {
    HostModel host = host(this::refuse);
    host.refresh();
    until(() -> host.connection().get() instanceof Connection.Failed);
    host.refreshIfOlder(Duration.ZERO, Instant.now().plusSeconds(3600));
    assertEquals(1, attempts.get());
  }

  @Test
  void aSilentHostIsTriedAgainLater() throws Exception {
    HostModel host = host(this::silent);
    host.refresh();
    until(() -> host.connection().get() instanceof Connection.Failed);
    host.refreshIfOlder(Duration.ofSeconds(60), Instant.now().plusSeconds(30));
    assertEquals(1, attempts.get());
    host.refreshIfOlder(Duration.ofSeconds(60), Instant.now().plusSeconds(90));
    until(() -> attempts.get() == 2);
  }

  @Test
  void aFailureKeepsTheLastPicture() throws Exception {
    HostModel host = host(this::silent);
    HostState state = Fakes.state(HostState.Kind.PLAIN);
    host.show(state);
    host.refresh();
    until(() -> host.connection().get() instanceof Connection.Failed);
    assertEquals(Optional.of(state), host.known());
    assertEquals(Optional.empty(), host.host());
  }

  @Test
  void aNewerRefreshDropsTheOlderAnswer() throws Exception {
    HostModel host = host(this::silent);
    host.refresh();
    host.refresh();
    until(() -> host.connection().get() instanceof Connection.Failed);
    until(() -> attempts.get() >= 1 && screen.isEmpty());
    assertInstanceOf(Connection.Failed.class, host.connection().get());
    assertFalse(host.refreshing().get());
  }

  @Test
  void aHostThatIsOffStaysOff() {
    HostModel host = host(this::silent);
    host.refreshIfOlder(Duration.ZERO, Instant.now().plusSeconds(3600));
    assertInstanceOf(Connection.Off.class, host.connection().get());
    assertEquals(0, attempts.get());
  }

  @Test
  void aHostWithoutRightsStaysReachedAndIsAskedAgainWithoutALogin() throws Exception {
    AtomicInteger logins = new AtomicInteger();
    HostModel host =
        host((entry, flow) -> {
          logins.incrementAndGet();
          flow.warn(Message.of("host.config-proxy-command", "config:3"));
          return new Host(entry.name(), new NoRights());
        });
    host.refresh();
    until(() -> host.connection().get() instanceof Connection.Failed);
    assertTrue(host.reached().isPresent());
    assertTrue(host.host().isEmpty());
    assertEquals(
        List.of(Message.of("host.config-proxy-command", "config:3")), host.warnings().get());
    host.refresh();
    until(() -> !host.refreshing().get());
    assertEquals(1, logins.get());
  }

  private record NoRights() implements Shell {
    @Override
    public String host() {
      return "pve1";
    }

    @Override
    public Result run(Command command) throws HostException {
      throw new HostException.PrivilegeMissing("pve1", "op", "/sbin/lvs", "rule");
    }

    @Override
    public Pipe open(Command command) throws HostException {
      throw new HostException.PrivilegeMissing("pve1", "op", "/sbin/lvs", "rule");
    }

    @Override
    public void close() {}
  }
}
