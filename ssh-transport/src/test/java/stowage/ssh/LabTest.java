package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stowage.conformance.LabHost;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.exec.WireShell;
import stowage.host.Privilege;

/** The users of a lab host; {@code lab/lab env} sets where it is. */
@Tag("lab")
class LabTest {
  // The host may be emulated, and then a login takes seconds.
  private static final SshSettings PATIENT =
      new SshSettings(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofSeconds(15),
          8,
          Duration.ofSeconds(1),
          8);

  private static final LabHost HOST = LabHost.own();

  private final SshConnector connector = new SshConnector(PATIENT);

  @AfterEach
  void close() {
    connector.close();
  }

  private static Target target(String user) {
    return new Target(
        HOST.name(),
        "127.0.0.1",
        HOST.port(),
        user,
        new Target.Files(List.of(HOST.key()), false, null, List.of(HOST.knownHosts()), false),
        List.of());
  }

  private static List<Auth> key() {
    return List.of(new Auth.KeyFile(HOST.key()));
  }

  private Privilege privilege(String user, List<Auth> ways, Prompts prompts) throws Exception {
    SshLink link = connector.connect(target(user), ways, prompts);
    try (Shell shell = new WireShell(link)) {
      Exec id = Exec.reads("/usr/bin/id", "-un").within(Duration.ofMinutes(1));
      assertEquals(user, shell.run(id).text().strip());
      return Privilege.of(shell, List.of("/usr/sbin/lvs"));
    }
  }

  @Test
  void root() throws Exception {
    assertEquals(new Privilege.Root(), privilege("root", key(), Prompts.NOBODY));
  }

  @Test
  void operatorWithSudo() throws Exception {
    assertEquals(
        new Privilege.Through("operator", List.of()), privilege("operator", key(), Prompts.NOBODY));
  }

  @Test
  void userWithPassword() throws Exception {
    Secret password = Secret.of("lab".getBytes(StandardCharsets.UTF_8));
    Privilege privilege = privilege("pwuser", List.of(new Auth.Password(password)), Prompts.NOBODY);
    assertEquals(new Privilege.Through("pwuser", List.of("/usr/sbin/lvs")), privilege);
  }

  @Test
  void userWithQuestions() throws Exception {
    Answers answers = Answers.saying("lab");
    privilege("pwuser", List.of(new Auth.KeyboardInteractive()), answers);
    assertEquals(1, answers.asked.size());
  }

  @Test
  void aWrongPasswordIsRefusedOnce() {
    Secret wrong = Secret.of("wrong".getBytes(StandardCharsets.UTF_8));
    HostException.LoginRefused refused =
        assertThrows(
            HostException.LoginRefused.class,
            () ->
                connector.connect(
                    target("pwuser"), List.of(new Auth.Password(wrong)), Prompts.NOBODY));
    assertEquals("password", refused.said().args().getLast());
  }
}
