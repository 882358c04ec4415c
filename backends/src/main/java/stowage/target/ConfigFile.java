package stowage.target;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Secret;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.tool.Remote;

/**
 * A file that configures a target. It may hold passwords, so it is never shown.
 *
 * @param daemon what restarts the software; empty where nothing has to be
 * @param lines each with its end; characters stand for bytes
 */
record ConfigFile(String path, String daemon, List<String> lines) {
  /** Prints a file behind its name, what restarts its software, and its length. */
  static final String SHOW = "echo \"$f\"; echo \"$d\"; wc -c < \"$f\"; cat \"$f\"";

  /**
   * Replaces file $1 in one instant if it still has the sum $2 and what came has the sum $3, then
   * restarts the software with $4.
   */
  private static final String REPLACE = replacing("");

  /** The same, content if the file has the sum $3 already: what is taken back was never done. */
  private static final String RESTORE =
      replacing(" if [ \"$(sum < \"$f\")\" = \"$3\" ]; then cat >/dev/null; exit 0; fi;");

  private static String replacing(String first) {
    return Remote.sumFunction()
        + "; f=$1; if [ -L \"$f\" ]; then f=$(readlink -f \"$f\"); fi; t=$f.stowage.$$;"
        + first
        + " trap 'rm -f \"$t\"' 0; cp -p \"$f\" \"$t\" && cat > \"$t\""
        + " && [ \"$(sum < \"$t\")\" = \"$3\" ] && [ \"$(sum < \"$f\")\" = \"$2\" ]"
        + " && mv -f \"$t\" \"$f\" || { echo \"$f is not as it was\" >&2; exit 75; };"
        + " [ -z \"$4\" ] || \"$4\" onerestart";
  }

  ConfigFile {
    lines = List.copyOf(lines);
  }

  /** A file, and what was printed behind it. */
  record Shown(ConfigFile file, String rest) {}

  static Optional<Shown> of(byte[] told) {
    String[] parts = new String(told, StandardCharsets.ISO_8859_1).split("\n", 4);
    try {
      int length = Integer.parseInt(parts.length < 4 ? "" : parts[2].strip());
      String text = parts[3].substring(0, length);
      return Optional.of(
          new Shown(
              new ConfigFile(parts[0], parts[1], Arrays.asList(text.split("(?<=\n)"))),
              parts[3].substring(length)));
    } catch (NumberFormatException | StringIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private String text() {
    return String.join("", lines);
  }

  private String sum() {
    return Remote.digest(text());
  }

  /** With these lines behind that one. */
  ConfigFile with(int behind, List<String> more) {
    List<String> then = new ArrayList<>(lines);
    if (!then.get(behind).endsWith("\n")) {
      then.set(behind, then.get(behind) + "\n");
    }
    then.addAll(behind + 1, more.stream().map(line -> line + "\n").toList());
    return new ConfigFile(path, daemon, then);
  }

  /** Without those lines. */
  ConfigFile without(List<Integer> numbers) {
    List<String> then = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!numbers.contains(i)) {
        then.add(lines.get(i));
      }
    }
    return new ConfigFile(path, daemon, then);
  }

  /**
   * The step from this file to the next.
   *
   * @param restarts whether the software has to be restarted for it; to go back it always is
   */
  Step replaced(Remote remote, Message title, ConfigFile next, boolean restarts) {
    return Step.of(title, write(REPLACE, remote, next, restarts))
        .undoneEvenHalfwayBy(next.write(RESTORE, remote, this, true));
  }

  private Exec write(String how, Remote remote, ConfigFile next, boolean restarts) {
    return remote
        .changes(how, path, sum(), next.sum(), restarts ? daemon : "")
        .with(new Input.Hidden(Secret.of(next.text().getBytes(StandardCharsets.ISO_8859_1))));
  }
}
