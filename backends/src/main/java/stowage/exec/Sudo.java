package stowage.exec;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import stowage.exec.Exec.Identity;

/**
 * Runs what needs root through {@code sudo}, one program at a time and never with a password. For
 * users who are not root.
 *
 * <p>That {@code sudo} refused is an exception here, not a program's failure. Not so in a job,
 * which tells of it as of any other failing program; ask {@link #refused} there.
 */
public final class Sudo implements Shell {
  public static final String PROGRAM = "/usr/bin/sudo";

  private final Shell shell;
  private final String user;

  /**
   * @param user who logged in, for the message
   */
  public Sudo(Shell shell, String user) {
    this.shell = shell;
    this.user = user;
  }

  private static Exec through(Exec exec) {
    return exec.identity() == Identity.ROOT ? exec.through(PROGRAM, "-n", "--") : exec;
  }

  /** Whether {@code sudo} itself is why this failed. */
  public static boolean refused(Result result) {
    return result.ending() == Result.Ending.EXITED && (denied(result) || missing(result));
  }

  private static boolean denied(Result result) {
    return result.status() == 1
        && result
            .errorText()
            .lines()
            .anyMatch(line ->
                line.startsWith("sudo: a password is required")
                    || line.startsWith("sudo: a terminal is required")
                    || line.startsWith("sudo: sorry, you must have a tty")
                    || line.startsWith("sudo: The \"no new privileges\" flag is set")
                    || line.contains("is not in the sudoers file")
                    || line.startsWith("Sorry, user ")
                    || (line.startsWith("sudo: ") && line.contains("must be owned by uid 0")));
  }

  private static boolean missing(Result result) {
    return result.status() == Result.NOT_FOUND && result.errorText().contains(PROGRAM);
  }

  /** The result as it would be without {@code sudo} in between. */
  private Result checked(Exec exec, Result result) throws HostException.PrivilegeMissing {
    if (exec.identity() != Identity.ROOT) {
      return result;
    }
    String program = exec.argv().getFirst();
    if (refused(result)) {
      String rule = Sudoers.rule(user, List.of(program));
      throw missing(result)
          ? HostException.PrivilegeMissing.withoutSudo(host(), user, rule)
          : new HostException.PrivilegeMissing(host(), user, program, rule);
    }
    boolean notFound =
        result.status() == 1
            && result.errorText().contains("sudo: " + program + ": command not found");
    return notFound
        ? new Result(result.ending(), Result.NOT_FOUND, result.out(), result.err())
        : result;
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    Result result = shell.run(command.map(Sudo::through));
    return switch (command) {
      case Exec exec -> checked(exec, result);
      case Batch batch -> {
        List<Result> answers = batch.answers(host(), result);
        result.wipe();
        try {
          List<Result> checked = new ArrayList<>();
          for (int i = 0; i < answers.size(); i++) {
            checked.add(checked(batch.programs().get(i), answers.get(i)));
          }
          yield BatchFormat.framed(checked);
        } finally {
          answers.forEach(Result::wipe);
        }
      }
      case Job _ -> result;
    };
  }

  @Override
  public Pipe open(Command command) throws HostException {
    Pipe pipe = shell.open(command.map(Sudo::through));
    return command instanceof Exec exec ? new Checked(exec, pipe) : pipe;
  }

  @Override
  public void close() {
    shell.close();
  }

  private final class Checked implements Pipe {
    private final Exec exec;
    private final Pipe pipe;

    Checked(Exec exec, Pipe pipe) {
      this.exec = exec;
      this.pipe = pipe;
    }

    @Override
    public InputStream out() {
      return pipe.out();
    }

    @Override
    public OutputStream in() {
      return pipe.in();
    }

    @Override
    public Result await() throws HostException {
      return checked(exec, pipe.await());
    }

    @Override
    public void close() {
      pipe.close();
    }
  }
}
