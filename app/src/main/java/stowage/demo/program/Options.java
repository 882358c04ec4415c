package stowage.demo.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stowage.demo.world.Fault;

/**
 * A command line taken apart as {@code getopt_long} does it.
 *
 * @param values last value by option as written in the list of known ones; empty text for flags
 * @param all every option given, in order, with its value
 * @param rest what is no option
 */
record Options(Map<String, String> values, List<Map.Entry<String, String>> all, List<String> rest) {

  /**
   * @param flags options without a value, for example {@code -H} or {@code --json}
   * @param valued options with a value
   */
  static Options of(Call call, Set<String> flags, Set<String> valued) throws Fault {
    return of(call, call.args(), flags, valued);
  }

  static Options of(Call call, List<String> args, Set<String> flags, Set<String> valued)
      throws Fault {
    Options found = new Options(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    boolean ended = false;
    for (int i = 0; i < args.size(); i++) {
      String word = args.get(i);
      if (ended || !word.startsWith("-") || word.equals("-")) {
        found.rest.add(word);
      } else if (word.equals("--")) {
        ended = true;
      } else if (flags.contains(word)) {
        found.add(word, "");
      } else if (valued.contains(word)) {
        if (i + 1 == args.size()) {
          throw call.usage("option '" + word + "' requires an argument");
        }
        found.add(word, args.get(++i));
      } else if (word.startsWith("--")) {
        int equals = word.indexOf('=');
        if (equals < 0 || !valued.contains(word.substring(0, equals))) {
          throw call.usage("unrecognized option '" + word + "'");
        }
        found.add(word.substring(0, equals), word.substring(equals + 1));
      } else {
        found.cluster(call, word, flags, valued);
      }
    }
    return found;
  }

  /** Letters in one word: {@code -Hp}, {@code -L4G}. */
  private void cluster(Call call, String word, Set<String> flags, Set<String> valued) throws Fault {
    for (int i = 1; i < word.length(); i++) {
      String letter = "-" + word.charAt(i);
      if (flags.contains(letter)) {
        add(letter, "");
      } else if (valued.contains(letter) && i + 1 < word.length()) {
        add(letter, word.substring(i + 1));
        return;
      } else {
        throw call.usage("invalid option '" + word + "'");
      }
    }
  }

  private void add(String option, String value) {
    values.put(option, value);
    all.add(Map.entry(option, value));
  }

  boolean has(String option) {
    return values.containsKey(option);
  }

  Optional<String> value(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** Every value given for an option, in order. */
  List<String> every(String option) {
    return all.stream().filter(e -> e.getKey().equals(option)).map(Map.Entry::getValue).toList();
  }

  String required(Call call, String... names) throws Fault {
    return value(names).orElseThrow(() -> call.usage("option '" + names[0] + "' is missing"));
  }

  /** The only word that is no option. */
  String only(Call call, String what) throws Fault {
    if (rest.size() != 1) {
      throw call.usage("exactly one " + what + " is expected");
    }
    return rest.getFirst();
  }
}
