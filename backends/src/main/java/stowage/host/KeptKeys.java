package stowage.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Answers;
import stowage.type.SecretFile;

/**
 * Keys that lie on a host. What they say of themselves is cut out of the files by the host, so that
 * looking at them does not make them travel.
 */
final class KeptKeys {
  private static final int OTHERS = 100;

  // Members that are no secret; "data" is none of them. A key may be written in one line or many.
  private static final String MEMBERS =
      "\"(fingerprint|created|hint)\"[[:space:]]*:[[:space:]]*\"[^\"]*\""
          + "|\"kdf\"[[:space:]]*:[[:space:]]*(null|[{][[:space:]]*\"[A-Za-z0-9]*\")";
  private static final Pattern MEMBER =
      Pattern.compile("\"(\\w+)\"\\s*:\\s*(?:null|\\{?\\s*\"([^\"]*)\")", Pattern.DOTALL);
  private static final int BRIEF = 16;

  /** Some hundred bytes are usual. */
  private static final int LONGEST = 64 << 10;

  private KeptKeys() {}

  static Exec read(String path) {
    return Exec.reads("/usr/bin/cat", path).asRoot().keeping(LONGEST);
  }

  /** Names of files in the directory of secrets that begin like this, the rest being open. */
  static Exec names(String directory, String beginning) {
    return Exec.reads(
            "/usr/bin/find",
            directory,
            "-maxdepth",
            "1",
            "-name",
            beginning + "*",
            "-printf",
            "%p\\0")
        .asRoot();
  }

  /** A directory that is not there holds none. */
  static Reading<List<String>> names(Exec asked, Result answer) {
    boolean absent = answer.errorText().strip().endsWith("No such file or directory");
    if (!answer.ok() && !absent) {
      return Answers.failed(asked, answer);
    }
    return Reading.known(parts(answer));
  }

  static Exec members(List<String> files) {
    return Exec.reads("/usr/bin/grep", "-a", "-z", "-Z", "-H", "-o", "-E", "-e", MEMBERS, "--")
        .and(files)
        .asRoot();
  }

  /** By file; a file that says nothing is not among them. */
  static Reading<Map<String, Map<String, String>>> members(Exec asked, Result answer) {
    boolean absent =
        answer.errorText().lines().allMatch(l -> l.endsWith("No such file or directory"));
    if (answer.ending() != Result.Ending.EXITED || answer.status() > 2 || !absent) {
      return Answers.failed(asked, answer);
    }
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    List<String> parts = parts(answer);
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      Matcher member = MEMBER.matcher(parts.get(i + 1));
      if (member.find()) {
        @Nullable String value = member.group(2);
        found
            .computeIfAbsent(parts.get(i), _ -> new LinkedHashMap<>())
            .putIfAbsent(member.group(1), value == null ? "" : value);
      }
    }
    return Reading.known(found);
  }

  /** Where the key that was replaced before goes, should another one take its place. */
  static Probe<Map<String, String>> further(SecretFile file) {
    String name = file.old().substring(file.directory().length() + 1);
    Exec list = names(file.directory(), name);
    Exec look = members(List.of(file.old()));
    return Probe.of(
        List.of(list, look),
        answers -> {
          Reading<Map<String, Map<String, String>>> said = members(look, answers.getLast());
          return names(list, answers.getFirst())
              .map(taken -> {
                String fingerprint =
                    Optional.ofNullable(said.optional().orElse(Map.of()).get(file.old()))
                        .map(m -> m.getOrDefault("fingerprint", ""))
                        .orElse("");
                return Map.of(file.old(), free(file.old(), fingerprint, new HashSet<>(taken)));
              });
        });
  }

  /** A name that nothing has yet, which says whose key it is. */
  static String free(String old, String fingerprint, Set<String> taken) {
    String digits = fingerprint.replaceAll("[^0-9a-fA-F]", "");
    String name = old + "." + (digits.length() < BRIEF ? "unnamed" : digits.substring(0, BRIEF));
    String free = name;
    for (int i = 2; taken.contains(free) && i < OTHERS; i++) {
      free = name + "-" + i;
    }
    return free;
  }

  private static List<String> parts(Result answer) {
    List<String> parts = new ArrayList<>();
    for (String part : new String(answer.out(), StandardCharsets.UTF_8).split("\0", -1)) {
      parts.add(part);
    }
    parts.removeLast();
    return parts;
  }
}
