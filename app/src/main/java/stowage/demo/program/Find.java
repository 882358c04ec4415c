package stowage.demo.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.HostPath;
import stowage.demo.world.VirtualFiles;

/** {@code find}: walks directories and prints, or hands over, what its expression accepts. */
final class Find implements Program {
  private final VirtualFiles files;
  private final Programs programs;

  Find(VirtualFiles files, Programs programs) {
    this.files = files;
    this.programs = programs;
  }

  /**
   * What is being looked at.
   *
   * @param shown the path as it is printed
   * @param start the starting point it was found under
   * @param depth 0 for the starting point itself
   */
  record Found(VirtualFiles.Entry entry, String shown, String start, int depth) {
    String name() {
      String plain = shown.endsWith("/") ? shown.substring(0, shown.length() - 1) : shown;
      return HostPath.name(plain);
    }

    /** The path without the starting point. */
    String below() {
      return shown.equals(start)
          ? ""
          : shown.substring(start.length() + (start.endsWith("/") ? 0 : 1));
    }

    String directory() {
      int slash = shown.lastIndexOf('/');
      return slash < 0 ? "." : shown.substring(0, slash);
    }
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    List<String> starts = new ArrayList<>();
    int at = 0;
    while (at < call.args().size() && Set.of("-L", "-H", "-P").contains(call.args().get(at))) {
      at++;
    }
    while (at < call.args().size() && !startsExpression(call.args().get(at))) {
      starts.add(call.args().get(at++));
    }
    if (starts.isEmpty()) {
      starts.add(".");
    }
    FindExpression expression =
        FindExpression.parse(call, call.args().subList(at, call.args().size()));
    int status = 0;
    for (String start : starts) {
      status |= walk(call, expression, start, start, 0);
    }
    for (String doomed : expression.doomed().reversed()) {
      files.remove(call.path(doomed));
    }
    for (FindExpression.Exec exec : expression.gathered()) {
      if (exec.paths().isEmpty()) {
        continue;
      }
      for (List<String> argv : exec.runs()) {
        // Only runs that take all paths count for the end of the program.
        status |= programs.run(call.of(argv), argv.getFirst()) == 0 || exec.each() ? 0 : 1;
      }
    }
    return status;
  }

  private int walk(Call call, FindExpression expression, String start, String shown, int depth)
      throws Fault, IOException {
    VirtualFiles.Entry entry;
    try {
      entry = files.entry(call.path(shown));
    } catch (Fault e) {
      call.complain("find: ‘" + shown + "’: " + e.text());
      return 1;
    }
    boolean descend = true;
    if (depth >= expression.minDepth()) {
      descend = expression.visit(call, new Found(entry, shown, start, depth));
    }
    int status = 0;
    if (entry.directory() && descend && depth < expression.maxDepth()) {
      String prefix = shown.endsWith("/") ? shown : shown + "/";
      for (String name : files.names(call.path(shown))) {
        status |= walk(call, expression, start, prefix + name, depth + 1);
      }
    }
    return status;
  }

  private static boolean startsExpression(String word) {
    return word.startsWith("-") || word.equals("(") || word.equals("!");
  }

  /** Backslash sequences as {@code printf} of find and stat know them. */
  static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
        continue;
      }
      char next = text.charAt(++i);
      plain.append(
          switch (next) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case '0' -> '\0';
            default -> next;
          });
    }
    return plain.toString();
  }
}
