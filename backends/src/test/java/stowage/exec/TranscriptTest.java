package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Transcript.Exchange;
import stowage.exec.Transcript.Question;
import stowage.message.Message;

class TranscriptTest {
  private static final Message SAID = Message.of("x");

  private static Exchange readBack(Exchange exchange) {
    String line = Transcript.write(exchange);
    assertEquals(1, line.lines().count());
    return Transcript.read(List.of(line)).getFirst();
  }

  private static Exchange answered(byte[] out, byte[] err) {
    return new Exchange(
        new Question(List.of("/bin/a"), ""), new Result(Result.Ending.EXITED, 7, out, err));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain\n", "\0\u001b[31m", "한글 🙂", "\"quotes\" \\ \t", "\r\n\n"})
  void textIsReadBackAndStaysReadable(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Exchange back = readBack(answered(bytes, bytes));
    assertArrayEquals(bytes, back.answer().out());
    assertArrayEquals(bytes, back.answer().err());
    assertEquals(7, back.answer().status());
    assertFalse(Transcript.write(answered(bytes, bytes)).contains("out64"));
  }

  @Test
  void bytesThatAreNoTextAreReadBack() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    assertArrayEquals(bytes, readBack(answered(bytes, new byte[0])).answer().out());
  }

  @ParameterizedTest
  @EnumSource(Result.Ending.class)
  void everyEndingIsReadBack(Result.Ending ending) {
    Result result = new Result(ending, 0, new byte[0], new byte[0]);
    Exchange exchange = new Exchange(new Question(List.of("/bin/a"), "in\nput"), result);
    Exchange back = readBack(exchange);
    assertEquals(ending, back.answer().ending());
    assertEquals(exchange.question(), back.question());
  }

  @Test
  void whatIsAnsweredAgainRefersToAnEarlierLine() {
    String first = Transcript.write(answered(new byte[] {'1'}, new byte[0]));
    String second = Transcript.write(answered(new byte[] {'2'}, new byte[0]));
    List<Exchange> read =
        Transcript.read(List.of(first, second, Transcript.again(0), Transcript.again(1)));
    assertEquals(List.of("1", "2", "1", "2"), read.stream().map(e -> e.answer().text()).toList());
    assertThrows(
        IndexOutOfBoundsException.class, () -> Transcript.read(List.of(Transcript.again(0))));
  }

  @Test
  void aSecretIsNotWritten() {
    Exec asked =
        Exec.reads("/bin/a")
            .with(new Input.Hidden(Secret.of("hush".getBytes(StandardCharsets.UTF_8))));
    assertEquals("", Question.of(asked).input());
    assertEquals("seen", Question.of(asked.with(new Input.Text("seen"))).input());
  }

  @Test
  void aJobIsTheSameQuestionUnderAnotherId() {
    Plan plan =
        new Plan(
            SAID,
            List.of(),
            List.of(Guard.status(SAID, Exec.reads("/bin/check", "a b"), 0)),
            List.of(Step.of(SAID, Exec.changes("/bin/change"))));
    Job one = new Job("job-0001", plan);
    Job two = new Job("job-0002", plan);
    assertEquals(Question.of(one), Question.of(two));
    assertEquals(List.of("job", "/bin/check 'a b'", "/bin/change"), Question.of(one).words());

    byte[] journal = "stowage-journal 1 job-0001\nbegin 0\n".getBytes(StandardCharsets.UTF_8);
    Result recorded = new Result(Result.Ending.EXITED, 0, journal, new byte[0]);
    Result nameless = Transcript.nameless(recorded, one);
    assertFalse(nameless.text().contains("job-0001"));
    assertEquals("stowage-journal 1 job-0002\nbegin 0\n", Transcript.named(nameless, two).text());
  }

  @Test
  void bytesOfAJournalAreNotTouchedByItsRenaming() {
    byte[] head = "stowage-journal 1 job-0001\n".getBytes(StandardCharsets.UTF_8);
    byte[] journal = java.util.Arrays.copyOf(head, head.length + 256);
    for (int i = 0; i < 256; i++) {
      journal[head.length + i] = (byte) i;
    }
    Job job = new Job("job-0001", new Plan(SAID, List.of(), List.of(), List.of()));
    Result recorded = new Result(Result.Ending.EXITED, 0, journal, new byte[0]);
    assertArrayEquals(journal, Transcript.named(Transcript.nameless(recorded, job), job).out());
    assertTrue(Transcript.nameless(recorded, job).out().length < journal.length);
  }

  @Test
  void aLineThatIsNoneFailsClearly() {
    for (String line : List.of("", "{", "5", "{\"asked\":5}")) {
      assertThrows(RuntimeException.class, () -> Transcript.read(List.of(line)), line);
    }
  }
}
