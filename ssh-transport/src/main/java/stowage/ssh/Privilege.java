package stowage.ssh;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.exec.Sudoers;
import stowage.message.Message;

/** What the user who logged in may do as root. */
public sealed interface Privilege {
  String SUDO = "/usr/bin/sudo";

  /** Is root. */
  record Root() implements Privilege {}

  /** May run every program that was asked about through {@code sudo} without a password. */
  record Sudo() implements Privilege {}

  /**
   * {@code sudo} is there, but not for all of the programs.
   *
   * @param refused these
   * @param said with the line that sudoers lacks
   */
  record Lacking(List<String> refused, Message said) implements Privilege {
    public Lacking {
      refused = List.copyOf(refused);
    }
  }

  /**
   * Neither root, nor is there a {@code sudo}.
   *
   * @param said what to install and to add
   */
  record NoSudo(Message said) implements Privilege {}

  /**
   * Asks the host; runs none of the programs.
   *
   * @param user who logged in
   * @param programs absolute paths, at least one
   */
  static Privilege of(Shell shell, String user, List<String> programs) throws HostException {
    List<Exec> questions = new ArrayList<>();
    questions.add(Exec.reads("/usr/bin/id", "-u"));
    programs.forEach(program -> questions.add(Exec.reads(SUDO, "-n", "-l", program)));
    List<Result> answers = Batch.of(questions).ask(shell);
    if (answers.getFirst().text().strip().equals("0")) {
      return new Root();
    }
    List<Result> allowed = answers.subList(1, answers.size());
    if (allowed.stream().anyMatch(a -> a.status() == Result.NOT_FOUND)) {
      return new NoSudo(
          Message.of("host.privilege-no-sudo", shell.host(), user, Sudoers.rule(user, programs)));
    }
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      if (!allowed.get(i).ok()) {
        refused.add(programs.get(i));
      }
    }
    return refused.isEmpty()
        ? new Sudo()
        : new Lacking(
            refused,
            Message.of(
                "host.privilege-missing",
                shell.host(),
                user,
                String.join(", ", refused),
                Sudoers.rule(user, refused)));
  }
}
