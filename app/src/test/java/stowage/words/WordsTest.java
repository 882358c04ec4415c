package stowage.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.message.Message;
import stowage.message.Printable;
import stowage.text.Texts;
import stowage.volume.Size;

class WordsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private final Words english = new Words(Texts.of(Locale.ENGLISH));
  private final Words korean = new Words(Texts.of(Locale.KOREAN));

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 0.977 KiB",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "1048576, 1 MiB",
    "107374182400, 100 GiB",
    "1099511627776, 1 TiB",
    "2000398934016, 1.82 TiB",
    "9223372036854775807, 8 EiB",
  })
  void sizesHaveThreeDigitsAndABinaryUnit(long bytes, String text) {
    assertEquals(text, english.size(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, just now, 방금",
    "4, just now, 방금",
    "5, 5 s ago, 5초 전",
    "59, 59 s ago, 59초 전",
    "60, 1 min ago, 1분 전",
    "3600, 1 h ago, 1시간 전",
    "172800, 2 days ago, 2일 전",
  })
  void agesAreTheLargestUnit(long seconds, String text, String inKorean) {
    assertEquals(text, english.age(NOW.minusSeconds(seconds), NOW));
    assertEquals(inKorean, korean.age(NOW.minusSeconds(seconds), NOW));
  }

  @Test
  void aClockThatRanBackIsNoOldAge() {
    assertEquals("just now", english.age(NOW.plusSeconds(90), NOW));
  }

  /** Whatever a host calls its things. */
  @Test
  void textAmongTheArgumentsCannotDriveATerminalOrTurnASentenceAround() {
    String[] names = {"a\u009b2Jb", "a\u001b[2Jb", "a\u2028b", "a\u202eb", "a\ud800b"};
    for (String name : names) {
      String said = english.say(Message.of("step.volume-create", name, "local"));
      assertEquals(english.say("step.volume-create", Printable.line(name), "local"), said);
      assertTrue(Printable.isLine(said), said);
    }
    assertTrue(english.say("problem.volume-missing", "디스크 é").contains("디스크 é"));
  }

  @Test
  void sizesAndMessagesAmongTheArgumentsArePutIntoWords() {
    assertEquals(
        "1 TiB of just now",
        english.say("ui.capacity-sum", new Size(1L << 40), Message.of("ui.age-now")));
  }
}
