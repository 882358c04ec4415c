package stowage.type;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Answers;

/**
 * Which of the files around a pool's secrets are there. Only names are asked for, never what stands
 * in a file.
 */
public final class SecretFiles {
  /** Everything below it is for root alone. */
  public static final String DIRECTORY = "/etc/pve/priv";

  private SecretFiles() {}

  /** Paths of those that are there, of all that matter when these secrets are used or changed. */
  public static Probe<Set<String>> present(List<SecretFile> files) {
    Set<String> paths = new TreeSet<>(Set.of(DIRECTORY));
    for (SecretFile file : files) {
      paths.add(file.path());
      paths.add(file.directory());
      if (file.reference() != null) {
        paths.add(file.reference().path());
      }
      if (file.form().ofCeph()) {
        paths.addAll(SecretForm.ADMIN_KEYRINGS);
      }
    }
    files.stream().filter(f -> f.form().isLasting()).findFirst().ifPresent(f -> paths.add(f.old()));
    Exec ask = Exec.reads("/usr/bin/stat", "-c", "%n", "--").and(List.copyOf(paths)).asRoot();
    return Probe.of(ask, answer -> read(ask, answer));
  }

  private static Reading<Set<String>> read(Exec asked, Result answer) {
    // What is not there is complained about; any other complaint leaves the matter open.
    boolean told =
        answer.ending() == Result.Ending.EXITED
            && answer.status() <= 1
            && answer.errorText().lines().allMatch(l -> l.endsWith("No such file or directory"));
    return told ? Reading.known(new HashSet<>(answer.lines())) : Answers.failed(asked, answer);
  }
}
