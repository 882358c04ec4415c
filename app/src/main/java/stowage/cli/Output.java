package stowage.cli;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.message.Printable;
import stowage.schema.Problem;
import stowage.words.Words;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where answers and messages go. Text that came from a host is made printable, so no answer can
 * drive the terminal or pass for a line of its own.
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

  /** One line, whatever is in it. */
  void line(String text) {
    print(Printable.line(text));
  }

  /** As many lines as it has. */
  void text(String text) {
    print(Printable.text(text));
  }

  void json(@Nullable Object value) {
    print(escaped(JSON.writeValueAsString(value)));
  }

  private synchronized void print(String text) {
    out.println(text);
    out.flush();
  }

  synchronized void note(String text) {
    err.println(Printable.text(text));
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

  /** JSON may hold signs as they are that a terminal obeys; escaped they are the same signs. */
  private static String escaped(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    json.codePoints()
        .forEach(c -> {
          if (c == '\n' || Printable.isShown(c)) {
            escaped.appendCodePoint(c);
          } else {
            for (char unit : Character.toChars(c)) {
              escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
            }
          }
        });
    return escaped.toString();
  }
}
