package stowage.cli;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.schema.Problem;
import stowage.words.Words;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where answers and messages go. Text that came from a host is stripped of control characters, so
 * no answer can drive the terminal.
 */
final class Output {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final PrintWriter out;
  private final PrintWriter err;
  private final Words words;
  private final Set<Message> said = new HashSet<>();

  Output(PrintWriter out, PrintWriter err, Words words) {
    this.out = out;
    this.err = err;
    this.words = words;
  }

  Words words() {
    return words;
  }

  synchronized void line(String text) {
    out.println(clean(text));
    out.flush();
  }

  synchronized void json(Object value) {
    out.println(JSON.writeValueAsString(value));
    out.flush();
  }

  synchronized void note(String text) {
    err.println(clean(text));
    err.flush();
  }

  void note(Message message) {
    note(words.say(message));
  }

  /** What several hosts have in common is said for the first only. */
  synchronized void once(Message message) {
    if (said.add(message)) {
      note(message);
    }
  }

  /** A fault of one host; the name stands in front only where there are several. */
  void error(String host, Message message) {
    note((host.isEmpty() ? "" : host + ": ") + words.say(message));
  }

  void problems(List<Problem> problems) {
    for (Problem problem : problems) {
      note(words.say("cli.problem", problem.field(), words.say(problem.said())));
    }
  }

  void unknown(String what, Reading.Failed<?> failed) {
    note(words.say("cli.unknown", what, words.say(failed.reason())));
  }

  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          boolean control = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
          clean.appendCodePoint(control && c != '\n' && c != '\t' ? 0xFFFD : c);
        });
    return clean.toString();
  }
}
