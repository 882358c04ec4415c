package stowage.exec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Batches and their answers as they travel; {@code runner.sh} describes the format and is the other
 * side of it on a real host.
 */
public final class BatchFormat {
  /** Bytes of standard error that are kept. */
  public static final int ERROR_LIMIT = 64 << 10;

  // Also bounds standard error, and whatever file a reading program may write.
  private static final int SMALLEST_FILE_LIMIT = 1 << 20;
  private static final int LONGEST_LINE = 1 << 20;
  private static final int MOST_PROGRAMS = 100_000;

  private BatchFormat() {}

  /**
   * A batch as the host side sees it.
   *
   * @param nonce comes back with the answer
   */
  public record Request(String nonce, Batch batch) {}

  /** One program's answer. */
  record Answer(int index, Result result) {}

  /**
   * @param nonce one word
   */
  public static byte[] request(String nonce, Batch batch) {
    StringBuilder text = new StringBuilder();
    text.append("batch ").append(nonce).append(' ').append(batch.programs().size()).append('\n');
    for (Exec program : batch.programs()) {
      text.append(seconds(program.limit())).append(' ');
      text.append(program.outputLimit()).append(' ').append(blocks(program)).append(' ');
      text.append(Quoting.words(program.argv())).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static long seconds(Duration limit) {
    return limit.plusNanos(999_999_999).toSeconds();
  }

  /** What a program that changes things may write is not ours to limit. */
  private static String blocks(Exec program) {
    return program.changesHost()
        ? "-"
        : String.valueOf(Math.max(program.outputLimit(), SMALLEST_FILE_LIMIT) / 512 + 2);
  }

  /**
   * Reads the next request; empty at the end of input. Who the programs run for was settled by the
   * sender: they come back as programs of the login user.
   */
  public static Optional<Request> readRequest(InputStream in) throws IOException {
    Optional<String> head = line(in, LONGEST_LINE);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    String[] words = head.get().split(" ", -1);
    if (words.length != 3 || !words[0].equals("batch")) {
      throw new MalformedAnswer("not a batch: " + words[0]);
    }
    List<Exec> programs = new ArrayList<>();
    for (int left = number(words[2], MOST_PROGRAMS); left > 0; left--) {
      String line = line(in, LONGEST_LINE).orElseThrow(EOFException::new);
      String[] parts = line.split(" ", 4);
      if (parts.length != 4) {
        throw new MalformedAnswer("not a program: " + line);
      }
      List<String> argv = Quoting.split(parts[3]);
      Exec exec = Exec.reads(argv.toArray(String[]::new));
      if (parts[2].equals("-")) {
        exec = Exec.changes(argv.toArray(String[]::new));
      }
      programs.add(
          exec.within(Duration.ofSeconds(number(parts[0], Integer.MAX_VALUE)))
              .keeping(number(parts[1], Integer.MAX_VALUE)));
    }
    return Optional.of(new Request(words[1], Batch.of(programs)));
  }

  public static void begin(OutputStream to, String nonce) throws IOException {
    to.write(("batch " + nonce + "\n").getBytes(StandardCharsets.UTF_8));
  }

  public static void end(OutputStream to, String nonce) throws IOException {
    to.write(("end " + nonce + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
  }

  /** Writes one program's answer; answers may come in any order. */
  public static void answer(OutputStream to, int index, Result result) throws IOException {
    to.write(headLine(index, result));
    to.write(result.out());
    to.write(result.err());
    to.flush();
  }

  /** All answers to a batch as one result, whose array is the only copy that is made. */
  static Result framed(List<Result> results) {
    List<byte[]> heads = new ArrayList<>();
    long size = 0;
    for (int i = 0; i < results.size(); i++) {
      Result each = results.get(i);
      byte[] head = headLine(i, each);
      heads.add(head);
      size += (long) head.length + each.out().length + each.err().length;
    }
    ByteBuffer frame = ByteBuffer.allocate(Math.toIntExact(size));
    for (int i = 0; i < results.size(); i++) {
      frame.put(heads.get(i)).put(results.get(i).out()).put(results.get(i).err());
    }
    return new Result(Result.Ending.EXITED, 0, frame.array(), new byte[0]);
  }

  private static byte[] headLine(int index, Result result) {
    return (index + " " + head(result) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static String head(Result result) {
    String ending =
        switch (result.ending()) {
          case EXITED -> "exited";
          case TIMED_OUT -> "timed-out";
          case OVERFLOWED -> "overflowed";
        };
    return String.format(
        Locale.ROOT,
        "%s %d %d %d",
        ending,
        result.status(),
        result.out().length,
        result.err().length);
  }

  /**
   * Reads the answers to a batch, in its order.
   *
   * @throws IOException when they are incomplete or make no sense
   */
  static List<Result> answers(InputStream in, Batch batch) throws IOException {
    List<Exec> programs = batch.programs();
    Result[] results = new Result[programs.size()];
    for (int left = results.length; left > 0; left--) {
      String line = line(in, 200).orElseThrow(EOFException::new);
      String[] words = line.split(" ", -1);
      if (words.length != 5) {
        throw new MalformedAnswer("not an answer: " + line);
      }
      int index = number(words[0], results.length - 1);
      if (results[index] != null) {
        throw new MalformedAnswer("answered twice: " + line);
      }
      results[index] = result(in, words, 1, programs.get(index).outputLimit());
    }
    return List.of(results);
  }

  /** The reverse of {@link #head}: words from this index on, then the bytes that follow. */
  static Result result(InputStream in, String[] words, int at, int outputLimit) throws IOException {
    Result.Ending ending =
        switch (words[at]) {
          case "exited" -> Result.Ending.EXITED;
          case "timed-out" -> Result.Ending.TIMED_OUT;
          case "overflowed" -> Result.Ending.OVERFLOWED;
          default -> throw new MalformedAnswer("not an ending: " + words[at]);
        };
    int status = number(words[at + 1], 255);
    int out = number(words[at + 2], outputLimit);
    int err = number(words[at + 3], ERROR_LIMIT);
    return new Result(ending, status, exactly(in, out), exactly(in, err));
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new EOFException();
    }
    return bytes;
  }

  static int number(String text, int most) throws MalformedAnswer {
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new MalformedAnswer("not a number: " + text);
    }
    long number = Long.parseLong(text);
    if (number > most) {
      throw new MalformedAnswer(number + " is more than " + most);
    }
    return (int) number;
  }

  /** The next line without its end; empty at the end of input, where an unfinished one is lost. */
  static Optional<String> line(InputStream in, int longest) throws IOException {
    byte[] bytes = new byte[128];
    int length = 0;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return Optional.empty();
      }
      if (length == longest) {
        throw new MalformedAnswer("a line of more than " + longest + " bytes");
      }
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, length * 2);
      }
      bytes[length++] = (byte) c;
    }
    return Optional.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
  }
}
