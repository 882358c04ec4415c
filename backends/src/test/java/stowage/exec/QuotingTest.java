package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotingTest {
  private static final String NASTY =
      " \t'\"\\$`!*?[]{}()<>|&;#~=%+@:,./-_aZ09\u00e9\ud55c\ud83d\ude00\u001b\u0007";

  /** Words of every kind; the seed makes a failure repeatable. */
  private static List<String> generated(long seed, int count) {
    Random random = new Random(seed);
    int[] points = NASTY.codePoints().toArray();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder word = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        word.appendCodePoint(points[random.nextInt(points.length)]);
      }
      words.add(word.toString());
    }
    words.addAll(List.of("", "-n", "--", "~", "~root", "a=b", "\\", "'", "''", "$(reboot)", "#x"));
    return words;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/usr/bin/bash"})
  void shellsReadBackWhatWasQuoted(String shell) throws Exception {
    for (long seed = 1; seed <= 5; seed++) {
      List<String> words = generated(seed, 300);
      assertEquals(words, echoed(shell, "printf '%s\\n' " + Quoting.words(words)));
    }
  }

  /** As the scripts of the host side do it with a line of the wire. */
  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/usr/bin/bash"})
  void shellsReadBackALineOfTheWire(String shell) throws Exception {
    List<String> words = generated(99, 300);
    String script = "IFS= read -r line; eval \"set -- $line\"; printf '%s\\n' \"$@\"";
    Process process = new ProcessBuilder(shell, "-c", script).start();
    process.getOutputStream().write((Quoting.words(words) + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    assertEquals(words, lines(process));
  }

  @Test
  void splitIsTheReverseOfWords() {
    for (long seed = 1; seed <= 50; seed++) {
      List<String> words = generated(seed, 100);
      assertEquals(words, Quoting.split(Quoting.words(words)));
    }
  }

  @Test
  void plainWordsStayReadable() {
    assertEquals(
        "/sbin/lvs -o lv_name,lv_size vg/lv@snap 50%FREE",
        Quoting.words(List.of("/sbin/lvs", "-o", "lv_name,lv_size", "vg/lv@snap", "50%FREE")));
  }

  @Test
  void splitRefusesHalfALine() {
    assertThrows(IllegalArgumentException.class, () -> Quoting.split("a 'b"));
    assertThrows(IllegalArgumentException.class, () -> Quoting.split("a b\\"));
    assertEquals(List.of(), Quoting.split("  \t "));
  }

  private static List<String> echoed(String shell, String script) throws IOException {
    return lines(new ProcessBuilder(shell, "-c", script).start());
  }

  private static List<String> lines(Process process) throws IOException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    lines.removeLast();
    return lines;
  }
}
