package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import stowage.exec.Batch;
import stowage.exec.BatchFormat;
import stowage.exec.Command;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Pipe;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.exec.Sudoers;

/** With answers as Debian's sudo 1.9 gives them. */
class PrivilegeTest {
  private static final List<String> PROGRAMS = List.of("/usr/sbin/lvs", "/usr/sbin/zfs");

  private static Privilege privilege(String id, Function<String, Result> sudo)
      throws HostException {
    return Privilege.of(
        new Told(exec ->
            exec.argv().getFirst().equals("/usr/bin/id")
                ? Result.exited(0, (exec.argv().size() == 2 ? id : "anna") + "\n", "")
                : sudo.apply(exec.argv().getLast())),
        PROGRAMS);
  }

  @Test
  void rootNeedsNoSudo() throws Exception {
    assertEquals(
        new Privilege.Root(), privilege("0", _ -> Result.exited(127, "", "sudo: not found")));
  }

  @Test
  void everythingIsAllowed() throws Exception {
    assertEquals(
        new Privilege.Through("anna", List.of()),
        privilege("1000", program -> Result.exited(0, program + "\n", "")));
  }

  @Test
  void whatIsRefusedIsNamed() throws Exception {
    assertEquals(
        new Privilege.Through("anna", List.of("/usr/sbin/zfs")),
        privilege(
            "1000",
            program ->
                program.endsWith("lvs")
                    ? Result.exited(0, program + "\n", "")
                    : Result.exited(1, "", "sudo: a password is required\n")));
  }

  @Test
  void sudoIsMissing() throws Exception {
    assertEquals(
        new Privilege.NoSudo("anna"), privilege("1000", _ -> Result.exited(127, "", "not found")));
  }

  @Test
  void namesWithSpecialCharactersAreEscaped() {
    assertEquals(
        "dom\\\\anna ALL=(root) NOPASSWD: /opt/a\\ b",
        Sudoers.rule("dom\\anna", List.of("/opt/a b")));
  }

  @Test
  void aBrokenLinkIsNoAnswer() {
    assertThrows(
        HostException.Unreachable.class,
        () ->
            Privilege.of(
                new Told(_ -> {
                  throw new IllegalStateException();
                }),
                PROGRAMS));
  }

  /** Answers each program by itself. */
  private record Told(Function<Exec, Result> answer) implements Shell {
    @Override
    public String host() {
      return "h";
    }

    @Override
    public Result run(Command command) throws HostException {
      try {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int index = 0;
        for (Exec program : ((Batch) command).programs()) {
          BatchFormat.answer(out, index++, answer.apply(program));
        }
        return new Result(Result.Ending.EXITED, 0, out.toByteArray(), new byte[0]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (IllegalStateException e) {
        throw new HostException.Unreachable("h", "gone", e);
      }
    }

    @Override
    public Pipe open(Command command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
