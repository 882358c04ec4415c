package stowage.exec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record of what a host was asked and answered: one JSON object a line. Text stays readable,
 * other bytes are base64. Secrets are not in it.
 */
final class Transcript {
  private static final JsonMapper JSON = new JsonMapper();
  // Stands for the id of a job, which is another one each time.
  private static final String SOME_ID = "@";
  private static final String AGAIN = "{\"again\":";

  private Transcript() {}

  /**
   * What was asked.
   *
   * @param words a program and its arguments, or the programs of a job, each as one word
   * @param input its visible input
   */
  record Question(List<String> words, String input) {
    Question {
      words = List.copyOf(words);
    }

    static Question of(Exec exec) {
      return new Question(exec.argv(), exec.input() instanceof Input.Text(var text) ? text : "");
    }

    static Question of(Job job) {
      List<String> words = new ArrayList<>(List.of("job"));
      job.plan().guards().forEach(g -> words.add(g.check().shown()));
      job.plan().steps().forEach(s -> words.add(s.command().shown()));
      return new Question(words, "");
    }

    @Override
    public String toString() {
      return Quoting.words(words) + (input.isEmpty() ? "" : " <<< " + Quoting.word(input));
    }
  }

  record Exchange(Question question, Result answer) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Line(
      List<String> asked,
      @Nullable String input,
      @Nullable String ending,
      int status,
      @Nullable String out,
      @Nullable String out64,
      @Nullable String err) {}

  static String write(Exchange exchange) {
    Result answer = exchange.answer();
    String text = text(answer.out());
    boolean exited = answer.ending() == Result.Ending.EXITED;
    return JSON.writeValueAsString(
        new Line(
            exchange.question().words(),
            orNull(exchange.question().input()),
            exited ? null : answer.ending().name(),
            answer.status(),
            text == null ? null : orNull(text),
            text == null ? Base64.getEncoder().encodeToString(answer.out()) : null,
            orNull(answer.errorText())));
  }

  /** Stands for the same exchange as on an earlier line, counted from 0. */
  static String again(int line) {
    return AGAIN + line + "}";
  }

  static List<Exchange> read(List<String> lines) {
    List<Exchange> exchanges = new ArrayList<>();
    for (String line : lines) {
      exchanges.add(
          line.startsWith(AGAIN)
              ? exchanges.get(Integer.parseInt(line.substring(AGAIN.length(), line.length() - 1)))
              : read(line));
    }
    return exchanges;
  }

  private static Exchange read(String json) {
    Line line = JSON.readValue(json, Line.class);
    byte[] out =
        line.out64() == null ? bytes(line.out()) : Base64.getDecoder().decode(line.out64());
    Result.Ending ending =
        line.ending() == null ? Result.Ending.EXITED : Result.Ending.valueOf(line.ending());
    return new Exchange(
        new Question(line.asked(), line.input() == null ? "" : line.input()),
        new Result(ending, line.status(), out, bytes(line.err())));
  }

  private static byte[] bytes(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /** A journal without the id of its job. */
  static Result nameless(Result journal, Job job) {
    return renamed(journal, job.id(), SOME_ID);
  }

  /** A journal as if it were this job's. */
  static Result named(Result journal, Job job) {
    return renamed(journal, SOME_ID, job.id());
  }

  private static Result renamed(Result journal, String from, String to) {
    // One byte per character, so that no other byte is touched.
    String text = new String(journal.out(), StandardCharsets.ISO_8859_1);
    for (String word : List.of("stowage-journal 1 ", "stowage-missing ")) {
      text = text.replace(word + from + "\n", word + to + "\n");
    }
    return new Result(
        journal.ending(),
        journal.status(),
        text.getBytes(StandardCharsets.ISO_8859_1),
        journal.err());
  }
}
