package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.message.Message;

class SudoTest {
  private static final Exec ROOT = Exec.reads("/sbin/lvs", "-a").asRoot();
  private static final Exec LOGIN = Exec.reads("/bin/df");

  private final List<List<String>> sent = new ArrayList<>();

  /** A host that answers every program by this function. */
  private Shell host(Function<Exec, Result> answers) {
    return new Shell() {
      @Override
      public String host() {
        return "h";
      }

      @Override
      public Result run(Command command) {
        return switch (command) {
          case Exec exec -> answer(exec);
          case Batch batch ->
              BatchFormat.framed(batch.programs().stream().map(this::answer).toList());
          case Job job -> {
            job.plan().steps().forEach(s -> sent.add(s.command().argv()));
            sent.add(job.lockTools().mkdir().argv());
            yield Result.exited(0, "", "");
          }
        };
      }

      private Result answer(Exec exec) {
        sent.add(exec.argv());
        return answers.apply(exec);
      }

      @Override
      public Pipe open(Command command) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    };
  }

  private Shell sudo(Result answer) {
    return new Sudo(host(_ -> answer), "anna");
  }

  @Test
  void onlyWhatNeedsRootGoesThroughSudo() throws Exception {
    Shell shell = sudo(Result.exited(0, "fine", ""));
    assertEquals("fine", shell.run(ROOT).text());
    shell.run(LOGIN);
    Batch.of(List.of(LOGIN, ROOT)).ask(shell);
    List<String> lvs = List.of("/usr/bin/sudo", "-n", "--", "/sbin/lvs", "-a");
    List<String> df = List.of("/bin/df");
    assertEquals(List.of(lvs, df, df, lvs), sent);
  }

  @Test
  void theStepsAndLocksOfAJobDoToo() throws Exception {
    Step step = Step.of(Message.of("x"), Exec.changes("/sbin/lvcreate").asRoot());
    Plan plan = new Plan(Message.of("x"), List.of(new Lock.File("/l")), List.of(), List.of(step));
    sudo(Result.exited(0, "", "")).run(new Job("job-00000", plan));
    assertEquals(
        List.of(
            List.of("/usr/bin/sudo", "-n", "--", "/sbin/lvcreate"),
            List.of("/usr/bin/sudo", "-n", "--", "/usr/bin/mkdir")),
        sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sudo: a password is required",
        "sudo: a terminal is required to read the password; either use the -S option",
        "anna is not in the sudoers file.",
        "anna is not in the sudoers file.  This incident will be reported.",
        "Sorry, user anna is not allowed to execute '/sbin/lvs -a' as root on h.",
        "Sorry, user anna may not run sudo on h.",
        "sudo: sorry, you must have a tty to run sudo",
        "sudo: The \"no new privileges\" flag is set, which prevents sudo from running as root.",
        "sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set"
      })
  void aRefusalNamesTheLineToAdd(String error) {
    Shell shell = sudo(Result.exited(1, "", "noise\n" + error + "\n"));
    var missing = assertThrows(HostException.PrivilegeMissing.class, () -> shell.run(ROOT));
    assertEquals(
        Message.of(
            "host.privilege-missing",
            "h",
            "anna",
            "/sbin/lvs",
            "anna ALL=(root) NOPASSWD: /sbin/lvs"),
        missing.said());
    assertThrows(
        HostException.PrivilegeMissing.class, () -> Batch.of(List.of(LOGIN, ROOT)).ask(shell));
  }

  @Test
  void aHostWithoutSudoIsToldApart() {
    for (String error :
        List.of(
            "setsid: failed to execute /usr/bin/sudo: No such file or directory",
            "stowage-exec: 1: exec: /usr/bin/sudo: not found")) {
      Shell shell = sudo(Result.exited(127, "", error));
      var missing = assertThrows(HostException.PrivilegeMissing.class, () -> shell.run(ROOT));
      assertEquals("host.privilege-no-sudo", missing.said().key());
    }
  }

  @Test
  void aMissingProgramIsMissingAsWithoutSudo() throws Exception {
    Shell shell = sudo(Result.exited(1, "", "sudo: /sbin/lvs: command not found\n"));
    assertEquals(Result.NOT_FOUND, shell.run(ROOT).status());
    assertEquals(Result.NOT_FOUND, Batch.of(List.of(ROOT)).ask(shell).getFirst().status());
  }

  @Test
  void aProgramsOwnFailureIsNone() throws Exception {
    for (Result result :
        List.of(
            Result.exited(1, "", "lvs: a password is required"),
            Result.exited(5, "", "sudo: a password is required"),
            Result.exited(0, "", "Sorry, user anna"),
            Result.exited(1, "sudo: a password is required", ""))) {
      assertFalse(Sudo.refused(result));
      assertEquals(result.status(), sudo(result).run(ROOT).status());
    }
    // What runs as the login user may say what it wants.
    assertEquals(1, sudo(Result.exited(1, "", "sudo: a password is required")).run(LOGIN).status());
  }

  @Test
  void namesAreEscapedForSudoers() {
    assertEquals(
        "dom\\\\an\\@x ALL=(root) NOPASSWD: /a\\,b, /c",
        Sudoers.rule("dom\\an@x", List.of("/a,b", "/c")));
  }

  @Test
  void readOnlyLetsOnlyReadingThrough() throws Exception {
    Shell shell = new ReadOnly(host(_ -> Result.exited(0, "", "")));
    assertTrue(shell.run(LOGIN).ok());
    assertTrue(Batch.of(List.of(LOGIN, ROOT)).ask(shell).getFirst().ok());
    Exec change = Exec.changes("/bin/rm", "x");
    Job job = new Job("job-00000", new Plan(Message.of("x"), List.of(), List.of(), List.of()));
    assertThrows(HostException.ReadOnlyMode.class, () -> shell.run(change));
    assertThrows(HostException.ReadOnlyMode.class, () -> shell.open(change));
    assertThrows(
        HostException.ReadOnlyMode.class, () -> Batch.of(List.of(LOGIN, change)).ask(shell));
    assertThrows(HostException.ReadOnlyMode.class, () -> shell.run(job));
    assertTrue(shell.run(job.followed()).ok(), "watching changes nothing");
  }

  @Test
  void flakyBreaksAndIsMended() throws Exception {
    Flaky flaky = new Flaky(host(_ -> Result.exited(0, "", "")), 2);
    Counting counting = new Counting(flaky);
    counting.run(LOGIN);
    counting.run(LOGIN);
    assertThrows(HostException.Unreachable.class, () -> counting.run(LOGIN));
    assertThrows(HostException.Unreachable.class, () -> counting.open(LOGIN));
    flaky.mend(1);
    assertTrue(counting.run(LOGIN).ok());
    assertEquals(5, counting.count());
  }
}
