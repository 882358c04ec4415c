package stowage.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 8, 0x0B, 0x0C, 0x0D, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9D, 0x9F, 0xAD, 0x061C, 0x200B,
        0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xFEFF, 0xE0041, 0xD800,
        0xDBFF, 0xDC00, 0xDFFF
      })
  void whatDrivesATerminalOrFoolsAReaderIsReplaced(int sign) {
    String text = "a" + Character.toString(sign) + "b";
    assertEquals("a\ufffdb", Printable.line(text));
    assertEquals("a\ufffdb", Printable.text(text));
    assertFalse(Printable.isLine(text));
  }

  @Test
  void whatPeopleWriteStays() {
    String text = "vm-100-disk-0 ~ \u00a0 Größe 하나 שלום 한\u200a\ud83d\ude80 \ufffd";
    assertSame(text, Printable.line(text));
    assertSame(text, Printable.text(text));
    assertTrue(Printable.isLine(text));
    assertTrue(Printable.isLine(""));
  }

  @Test
  void onlyTextOfSeveralLinesHasLines() {
    assertEquals("a\ufffdb\ufffdc", Printable.line("a\nb\tc"));
    assertEquals("a\nb\tc", Printable.text("a\nb\tc"));
    assertEquals("a\ufffd\nb", Printable.text("a\r\nb"));
    assertFalse(Printable.isLine("a\n"));
  }

  @Test
  void halfASignBesideAWholeOneIsSeen() {
    assertEquals("\ufffd\ud83d\ude80\ufffd", Printable.line("\ude80\ud83d\ude80\ud83d"));
  }
}
