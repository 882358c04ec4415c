package stowage.host;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Ceph;
import stowage.type.SecretFile;
import stowage.type.SecretFiles;

/**
 * What is there of a pool's secrets before they are changed. Only names are asked for, never what
 * stands in a file.
 *
 * @param present paths, of those that matter
 * @param foreign of the files that only name others, those in which somebody has written more
 * @param further for the key that was replaced before: the name under which it is kept when another
 *     one takes its place
 */
record SecretLook(Set<String> present, Set<String> foreign, Map<String, String> further) {
  static Probe<SecretLook> of(List<SecretFile> files) {
    if (files.isEmpty()) {
      return Probe.constant(Reading.known(new SecretLook(Set.of(), Set.of(), Map.of())));
    }
    Optional<SecretFile> lasting = files.stream().filter(f -> f.form().isLasting()).findFirst();
    Probe<SecretLook> look =
        SecretFiles.present(files).map(there -> new SecretLook(there, Set.of(), Map.of()));
    for (SecretFile file : files) {
      if (file.reference() != null) {
        look = look.and(foreign(file.reference().path()), SecretLook::holding);
      }
    }
    return lasting.isEmpty() ? look : look.and(KeptKeys.further(lasting.get()), SecretLook::and);
  }

  /** Empty only when it is known that the file says no more than where the secret is. */
  private static Probe<Set<String>> foreign(String path) {
    Exec ask =
        Exec.reads("/usr/bin/grep", "-s", "-q", "-v", "-E", "-e", Ceph.KEYRING_ONLY, "--", path)
            .asRoot();
    return Probe.of(
        ask,
        answer -> {
          boolean noOtherLine = answer.ending() == Result.Ending.EXITED && answer.status() == 1;
          return Reading.known(noOtherLine ? Set.of() : Set.of(path));
        });
  }

  private static Reading<SecretLook> holding(
      Reading<SecretLook> look, Reading<Set<String>> foreign) {
    Set<String> more = foreign.optional().orElse(Set.of());
    return look.map(l -> new SecretLook(l.present(), more, l.further()));
  }

  private static Reading<SecretLook> and(
      Reading<SecretLook> look, Reading<Map<String, String>> further) {
    return further.then(names -> look.map(l -> new SecretLook(l.present(), l.foreign(), names)));
  }

  /** A name that nothing has yet. */
  String furtherName(String old) {
    return Objects.requireNonNull(further.get(old), old);
  }

  /** Whether it says more than where the secret is. */
  boolean isForeign(String path) {
    return foreign.contains(path);
  }

  boolean has(String path) {
    return present.contains(path);
  }
}
