package stowage.type;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.schema.InvalidException;

class SnapshotNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"before", "a1", "B-c_d", "abcdefghijabcdefghijabcdefghijabcdefghij", "vzdump1"})
  void takesNames(String name) {
    assertDoesNotThrow(() -> SnapshotNames.checkNew(name));
  }

  @ParameterizedTest
  @CsvSource({
    "a, snapshot-form",
    "1a, snapshot-form",
    "_a, snapshot-form",
    "a b, snapshot-form",
    "a.b, snapshot-form",
    "a@b, snapshot-form",
    "a/b, snapshot-form",
    "'', snapshot-form",
    "abcdefghijabcdefghijabcdefghijabcdefghijk, snapshot-form",
    "current, snapshot-of-system",
    "vzdump, snapshot-of-system",
    "__base__, snapshot-of-system",
    "__migration__, snapshot-of-system",
    "__replicate_100-0_1700000000__, snapshot-of-system"
  })
  void refusesOthers(String name, String problem) {
    InvalidException e = assertThrows(InvalidException.class, () -> SnapshotNames.checkNew(name));
    assertEquals("problem." + problem, e.problems().getFirst().said().key());
  }
}
