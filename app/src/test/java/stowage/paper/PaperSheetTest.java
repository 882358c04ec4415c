package stowage.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Font;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaperSheetTest {
  @Test
  void longLinesAreCutAndNothingIsLost() {
    Font mono = new Font(Font.MONOSPACED, Font.PLAIN, 10);
    String line = "  \"fingerprint\": \"" + "0e:ab:".repeat(20) + "\"";
    List<String> parts = PaperSheet.wrapped(line, mono, 300);
    assertTrue(parts.size() > 2, parts.toString());
    assertEquals(line, String.join("", parts));
    assertEquals(List.of(""), PaperSheet.wrapped("\t\n", mono, 300));
    Font sans = new Font(Font.SANS_SERIF, Font.PLAIN, 9);
    List<String> words = PaperSheet.wrapped("one two three four", sans, 45);
    assertEquals("one two three four", String.join(" ", words));
    assertTrue(words.size() > 1);
  }
}
