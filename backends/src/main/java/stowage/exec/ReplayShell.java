package stowage.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A host as it was recorded. Asked the same several times, it gives the answers in their order, and
 * the last one from then on.
 */
public final class ReplayShell implements Shell {
  private final String transcript;
  private final Map<Transcript.Question, Deque<Result>> answers = new HashMap<>();

  public ReplayShell(Path transcript) throws IOException {
    this.transcript = transcript.getFileName().toString();
    List<String> lines = Files.readAllLines(transcript).stream().filter(l -> !l.isBlank()).toList();
    for (Transcript.Exchange exchange : Transcript.read(lines)) {
      answers.computeIfAbsent(exchange.question(), _ -> new ArrayDeque<>()).add(exchange.answer());
    }
  }

  @Override
  public String host() {
    return transcript;
  }

  /**
   * @throws IllegalStateException when this was never asked while recording
   */
  @Override
  public Result run(Command command) {
    return switch (command) {
      case Exec exec -> answer(Transcript.Question.of(exec));
      case Batch batch ->
          BatchFormat.framed(
              batch.programs().stream().map(p -> answer(Transcript.Question.of(p))).toList());
      case Job job -> Transcript.named(answer(Transcript.Question.of(job)), job);
    };
  }

  private synchronized Result answer(Transcript.Question question) {
    Deque<Result> recorded = answers.get(question);
    if (recorded == null) {
      throw new IllegalStateException("not in " + transcript + " (record it again?): " + question);
    }
    return recorded.size() > 1 ? recorded.removeFirst() : recorded.getFirst();
  }

  @Override
  public Pipe open(Command command) {
    return new Finished(run(command));
  }

  @Override
  public void close() {}
}
