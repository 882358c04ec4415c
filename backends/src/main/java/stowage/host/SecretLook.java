package stowage.host;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Answers;
import stowage.type.SecretFile;
import stowage.type.SecretForm;

/**
 * What is there of a pool's secrets before they are changed. Only names are asked for, never what
 * stands in a file.
 *
 * @param present paths, of those that matter
 */
record SecretLook(Set<String> present) {
  /** Everything below it is for root alone. */
  static final String DIRECTORY = Survey.DIRECTORY + "/priv";

  static Probe<SecretLook> of(List<SecretFile> files) {
    if (files.isEmpty()) {
      return Probe.constant(Reading.known(new SecretLook(Set.of())));
    }
    Set<String> paths = new TreeSet<>(Set.of(DIRECTORY));
    for (SecretFile file : files) {
      paths.add(file.path());
      paths.add(file.directory());
      if (file.form().ofCeph()) {
        paths.addAll(SecretForm.ADMIN_KEYRINGS);
      }
    }
    Exec ask = Exec.reads("/usr/bin/stat", "-c", "%n", "--").and(List.copyOf(paths)).asRoot();
    return Probe.of(ask, answer -> read(ask, answer));
  }

  private static Reading<SecretLook> read(Exec asked, Result answer) {
    // What is not there is complained about; any other complaint leaves the matter open.
    boolean told =
        answer.ending() == Result.Ending.EXITED
            && answer.status() <= 1
            && answer.errorText().lines().allMatch(l -> l.endsWith("No such file or directory"));
    return told
        ? Reading.known(new SecretLook(new HashSet<>(answer.lines())))
        : Answers.failed(asked, answer);
  }

  boolean has(String path) {
    return present.contains(path);
  }
}
