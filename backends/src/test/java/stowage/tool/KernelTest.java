package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {

  @ParameterizedTest
  @CsvSource({
    "6.8.12-4-pve, 6, 8",
    "6.1.0-44-amd64, 6, 1",
    "5.3, 5, 3",
    "4.19.0, 4, 19",
    "6.12-rc1, 6, 12",
    "10.0.1+, 10, 0"
  })
  void readsTheRelease(String release, int major, int minor) {
    assertEquals(new Kernel(major, minor), known(Kernel.of(Kernel.ask(), ok(release + "\n"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "6", "6.", ".8", "v6.8.1", "99999.1.1", "6.99999", "-6.8"})
  void anOddReleaseIsUnknown(String release) {
    assertEquals("answer-unreadable", reason(Kernel.of(Kernel.ask(), ok(release + "\n"))));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 3, 5, 3, true",
    "5, 4, 5, 3, true",
    "5, 2, 5, 3, false",
    "6, 0, 5, 3, true",
    "4, 19, 5, 0, false",
    "5, 10, 5, 9, true"
  })
  void versionsAreComparedAsNumbers(int major, int minor, int than, int and, boolean expected) {
    assertEquals(expected, new Kernel(major, minor).atLeast(new Kernel(than, and)));
  }

  @Test
  void theRealProgramAnswersLikeThat() throws Exception {
    assertEquals("known", reason(Kernel.of(Kernel.ask(), ThisMachine.run(Kernel.ask()))));
  }
}
