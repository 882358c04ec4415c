package stowage.demo.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.demo.world.Fault;

/** The expression of a {@code find}: tests and actions, joined by and, or, not. */
final class FindExpression {
  private static final Pattern SIZE = Pattern.compile("([+-]?)(\\d{1,15})([ckMG])");

  private final Call call;
  private final List<String> words;
  private int at;
  private int minDepth;
  private int maxDepth = 64;
  private boolean acts;
  private boolean pruned;
  private final List<Exec> gathered = new ArrayList<>();
  private final List<String> doomed = new ArrayList<>();

  /** Whether a file passes; printing is a test that always does. */
  @FunctionalInterface
  private interface Test {
    boolean accepts(Find.Found found) throws IOException;
  }

  /**
   * An action that is run at the end, with all the paths that came to it.
   *
   * @param after words behind the path; only where each path has a run of its own
   */
  record Exec(List<String> argv, List<String> after, boolean each, List<String> paths) {
    List<List<String>> runs() {
      List<List<String>> runs = new ArrayList<>();
      for (List<String> at : each ? paths.stream().map(List::of).toList() : List.of(paths)) {
        List<String> run = new ArrayList<>(argv);
        run.addAll(at);
        run.addAll(after);
        runs.add(run);
      }
      return runs;
    }
  }

  private Test whole = _ -> true;

  private FindExpression(Call call, List<String> words) {
    this.call = call;
    this.words = words;
  }

  static FindExpression parse(Call call, List<String> words) throws Fault {
    FindExpression expression = new FindExpression(call, words);
    if (!words.isEmpty()) {
      expression.whole = expression.either();
    }
    if (expression.at < words.size()) {
      throw call.usage("unexpected '" + words.get(expression.at) + "'");
    }
    return expression;
  }

  int minDepth() {
    return minDepth;
  }

  int maxDepth() {
    return maxDepth;
  }

  /** What is to be deleted, directories before what is in them. */
  List<String> doomed() {
    return doomed;
  }

  List<Exec> gathered() {
    return gathered;
  }

  /**
   * @return whether to go into it, if it is a directory
   */
  boolean visit(Call visiting, Find.Found found) throws IOException {
    pruned = false;
    if (whole.accepts(found) && !acts) {
      visiting.print(found.shown() + "\n");
    }
    return !pruned;
  }

  private boolean next(String word) {
    if (at < words.size() && words.get(at).equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  private Test either() throws Fault {
    Test left = both();
    while (next("-o")) {
      Test first = left;
      Test second = both();
      left = found -> first.accepts(found) || second.accepts(found);
    }
    return left;
  }

  private Test both() throws Fault {
    Test left = single();
    while (at < words.size() && !words.get(at).equals("-o") && !words.get(at).equals(")")) {
      next("-a");
      Test first = left;
      Test second = single();
      left = found -> first.accepts(found) && second.accepts(found);
    }
    return left;
  }

  private Test single() throws Fault {
    if (next("!") || next("-not")) {
      Test inner = single();
      return found -> !inner.accepts(found);
    }
    if (next("(")) {
      Test inner = either();
      if (!next(")")) {
        throw call.usage("missing ')'");
      }
      return inner;
    }
    String word = argument();
    return switch (word) {
      case "-mindepth" -> {
        minDepth = Integer.parseInt(argument());
        yield _ -> true;
      }
      case "-maxdepth" -> {
        maxDepth = Integer.parseInt(argument());
        yield _ -> true;
      }
      case "-xdev", "-mount", "-true" -> _ -> true;
      case "-type", "-xtype" -> type(argument());
      case "-name" -> {
        Pattern name = glob(argument());
        yield found -> name.matcher(found.name()).matches();
      }
      case "-path", "-wholename" -> {
        Pattern path = glob(argument());
        yield found -> path.matcher(found.shown()).matches();
      }
      case "-regextype" -> {
        if (!argument().equals("posix-extended")) {
          throw call.usage("only posix-extended expressions are known");
        }
        yield _ -> true;
      }
      case "-regex" -> {
        Pattern path = extended(argument());
        yield found -> path.matcher(found.shown()).matches();
      }
      case "-size" -> size(argument());
      case "-inum" -> {
        if (!argument().equals("256")) {
          throw call.usage("only the inode of subvolumes is known");
        }
        yield found -> found.entry().directory() && Btrfs.isSubvolume(found.entry().path());
      }
      case "-empty" -> found -> found.entry().size() == 0;
      case "-prune" ->
          _ -> {
            pruned = true;
            return true;
          };
      case "-quit" -> throw call.usage("-quit is not known");
      case "-print" -> printing("%p\\n");
      case "-print0" -> printing("%p\\0");
      case "-printf" -> printing(argument());
      case "-delete" -> {
        acts = true;
        yield found -> doomed.add(found.shown());
      }
      case "-exec" -> exec();
      default -> throw call.usage("unknown predicate '" + word + "'");
    };
  }

  private static Test type(String letters) {
    boolean files = letters.contains("f");
    boolean directories = letters.contains("d");
    return found -> found.entry().directory() ? directories : files;
  }

  /** {@code +1023c}: sizes count in whole units, rounded up. */
  private Test size(String text) throws Fault {
    Matcher m = SIZE.matcher(text);
    if (!m.matches()) {
      throw call.usage("unknown size '" + text + "'");
    }
    long unit =
        switch (m.group(3)) {
          case "c" -> 1;
          case "k" -> 1024;
          case "M" -> 1 << 20;
          default -> 1 << 30;
        };
    long wanted = Long.parseLong(m.group(2));
    return found -> {
      long size = Math.ceilDiv(found.entry().size(), unit);
      return switch (m.group(1)) {
        case "+" -> size > wanted;
        case "-" -> size < wanted;
        default -> size == wanted;
      };
    };
  }

  private Test printing(String format) {
    acts = true;
    return found -> {
      call.out().write(FindFormat.of(format, found).getBytes(StandardCharsets.UTF_8));
      return true;
    };
  }

  private Test exec() throws Fault {
    acts = true;
    List<String> argv = new ArrayList<>();
    while (!next("{}")) {
      argv.add(argument());
    }
    List<String> after = new ArrayList<>();
    boolean all = next("+");
    while (!all && !next(";")) {
      after.add(argument());
    }
    Exec exec = new Exec(argv, after, !all, new ArrayList<>());
    gathered.add(exec);
    return found -> exec.paths().add(found.shown());
  }

  private String argument() throws Fault {
    if (at == words.size()) {
      throw call.usage("missing argument");
    }
    return words.get(at++);
  }

  /** POSIX names its classes in brackets of their own. */
  private static Pattern extended(String text) {
    return Pattern.compile(text.replace("[:space:]", "\\s").replace("[:digit:]", "\\d"));
  }

  /** A pattern of fnmatch(3): {@code *}, {@code ?} and sets in brackets. */
  private static Pattern glob(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int close = c == '[' ? text.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        String set = text.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
        regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = close;
      } else if (c == '\\' && i + 1 < text.length()) {
        regex.append(Pattern.quote(text.substring(++i, i + 1)));
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
