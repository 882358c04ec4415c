package stowage.host;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.exec.Sudo;

/** What the user who logged in may do as root. */
public sealed interface Privilege {

  record Root() implements Privilege {}

  /**
   * Not root.
   *
   * @param user who logged in
   * @param refused programs that {@code sudo} does not run without a password
   */
  record Through(String user, List<String> refused) implements Privilege {
    public Through {
      refused = List.copyOf(refused);
    }
  }

  /** Neither root, nor is there a {@code sudo}. */
  record NoSudo(String user) implements Privilege {}

  /**
   * Asks the host; runs none of the programs.
   *
   * @param programs absolute paths, at least one
   */
  static Privilege of(Shell shell, List<String> programs) throws HostException {
    List<Exec> questions = new ArrayList<>();
    questions.add(Exec.reads("/usr/bin/id", "-u"));
    questions.add(Exec.reads("/usr/bin/id", "-u", "-n"));
    programs.forEach(program -> questions.add(Exec.reads(Sudo.PROGRAM, "-n", "-l", program)));
    List<Result> answers = Batch.of(questions).ask(shell);
    if (answers.get(0).text().strip().equals("0")) {
      return new Root();
    }
    String user = answers.get(1).text().strip();
    List<Result> allowed = answers.subList(2, answers.size());
    if (allowed.stream().anyMatch(a -> a.status() == Result.NOT_FOUND)) {
      return new NoSudo(user);
    }
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      if (!allowed.get(i).ok()) {
        refused.add(programs.get(i));
      }
    }
    return new Through(user, refused);
  }
}
