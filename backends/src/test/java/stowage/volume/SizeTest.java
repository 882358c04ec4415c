package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.schema.InvalidException;

class SizeTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1024",
    "4M, 4194304",
    "32G, 34359738368",
    "0512, 524288",
    "8388607G, 9007198180999168"
  })
  void readsTheOption(String text, long bytes) throws Exception {
    assertEquals(bytes, Size.option(text).bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, size-negative",
    "-1G, size-negative",
    "0, size-nothing",
    "0G, size-nothing",
    "4T, size-unit",
    "4K, size-unit",
    "4g, size-unit",
    "4GiB, size-unit",
    "1.5G, size-form",
    "4 G, size-form",
    "G, size-form",
    "'', size-form",
    "99999999999999999999, size-overflow",
    "9223372036854775807, size-overflow",
    "8589934592G, size-overflow"
  })
  void eachMistakeHasItsOwnWords(String text, String problem) {
    InvalidException e = assertThrows(InvalidException.class, () -> Size.option(text));
    assertEquals("size", e.problems().getFirst().field());
    assertEquals("problem." + problem, e.problems().getFirst().said().key());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "540672, 528 KiB",
    "4194304, 4 MiB",
    "34359738368, 32 GiB",
    "1649267441664, 1.5 TiB",
    "1073741823, 1 GiB",
    "1000000000, 953.67 MiB",
    "9223372036854775807, 8 EiB"
  })
  void saysItShort(long bytes, String text) {
    assertEquals(text, new Size(bytes).text());
  }

  @Test
  void neverNegativeNeverTooLarge() {
    assertThrows(IllegalArgumentException.class, () -> new Size(-1));
    assertThrows(ArithmeticException.class, () -> Size.mib(Long.MAX_VALUE));
    assertEquals(Optional.empty(), Size.parse("-1"));
    assertEquals(Optional.of(Size.kib(1L << 30)), Size.parse("1T"));
  }

  @Test
  void roundsUp() {
    assertEquals(new Size(4096), new Size(1).roundedUp(4096));
    assertEquals(new Size(4096), new Size(4096).roundedUp(4096));
    assertEquals(2, new Size(1025).inKib());
  }
}
