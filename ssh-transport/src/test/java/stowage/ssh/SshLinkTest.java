package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/** Commands over one link, on Debian's OpenSSH server. */
class SshLinkTest {
  @TempDir static Path dir = Path.of("");

  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
  private Sshd sshd;
  private SshLink link;
  private Shell shell;

  @BeforeEach
  void connect() throws Exception {
    sshd = Sshd.start(dir);
    link = connector.connect(sshd.target(), sshd.key(), Prompts.NOBODY);
    shell = new WireShell(link);
  }

  @AfterEach
  void close() throws Exception {
    shell.close();
    connector.close();
    sshd.close();
  }

  @Test
  void runsProgramsWithInputAndStatus() throws Exception {
    Result cat = shell.run(Exec.reads("/bin/cat").with(new Input.Text("grüße\n")));
    assertEquals("grüße\n", cat.text());
    Secret secret = Secret.of("hush".getBytes(StandardCharsets.UTF_8));
    assertEquals("hush", shell.run(Exec.reads("/bin/cat").with(new Input.Hidden(secret))).text());
    Result sh = shell.run(Exec.reads("/bin/sh", "-c", "echo out; echo err >&2; exit 3"));
    assertEquals(3, sh.status());
    assertEquals("out\n", sh.text());
    assertEquals("err", sh.errorLine());
    assertEquals(Result.NOT_FOUND, shell.run(Exec.reads("/no/such/program")).status());
    assertEquals(128 + 15, shell.run(Exec.reads("/bin/sh", "-c", "kill -TERM $$")).status());
  }

  @Test
  void runsBatches() throws Exception {
    Batch batch =
        Batch.of(List.of(Exec.reads("/bin/echo", "one"), Exec.reads("/bin/echo", "two words")));
    for (int i = 0; i < 3; i++) {
      List<Result> answers = batch.ask(shell);
      assertEquals("one\n", answers.get(0).text());
      assertEquals("two words\n", answers.get(1).text());
    }
    assertTrue(sshd.connections() == 1);
  }
}
