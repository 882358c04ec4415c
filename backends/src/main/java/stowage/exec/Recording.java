package stowage.exec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down what a host answers, for {@link ReplayShell}. To be put around {@code Sudo}, so that
 * the same transcript serves every user.
 */
public final class Recording implements Shell {
  private final Shell shell;
  private final Path transcript;
  private final Map<String, Integer> lines = new HashMap<>();
  private int written;

  /**
   * @param transcript written anew
   */
  public Recording(Shell shell, Path transcript) throws IOException {
    this.shell = shell;
    this.transcript = transcript;
    Files.writeString(transcript, "");
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    Result result = shell.run(command);
    switch (command) {
      case Exec exec -> write(Transcript.Question.of(exec), result);
      case Batch batch -> {
        List<Result> answers = batch.answers(host(), result);
        for (int i = 0; i < answers.size(); i++) {
          write(Transcript.Question.of(batch.programs().get(i)), answers.get(i));
        }
      }
      case Job job -> write(Transcript.Question.of(job), Transcript.nameless(result, job));
    }
    return result;
  }

  /** Streams are read to their end first; so this is not for large data. */
  @Override
  public Pipe open(Command command) throws HostException {
    return new Finished(run(command));
  }

  private synchronized void write(Transcript.Question question, Result answer) {
    String exchange = Transcript.write(new Transcript.Exchange(question, answer));
    // Most answers are the same each time; told once, a transcript is a twentieth of the size.
    Integer earlier = lines.putIfAbsent(exchange, written++);
    String line = earlier == null ? exchange : Transcript.again(earlier);
    try {
      Files.writeString(transcript, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    shell.close();
  }
}
