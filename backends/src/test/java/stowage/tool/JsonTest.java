package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A field of the wrong kind is a missing field, and never a wrong number. */
class JsonTest {
  private static JsonNode object(String value) {
    return Json.parse(("{\"f\":" + value + "}").getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          0 | 0
          "0" | 0
          7855306240 | 7855306240
          "7855306240" | 7855306240
          9223372036854775807 | 9223372036854775807
          "007" | 7
          """)
  void wholeNumbersComeAsNumbersOrText(String json, long value) {
    assertEquals(OptionalLong.of(value), Json.whole(object(json), "f"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "\"-1\"",
        "1.0",
        "1.5",
        "1e3",
        "\"1e3\"",
        "9223372036854775808",
        "\"18446744073709551615\"",
        "\"\"",
        "\" 5\"",
        "\"5B\"",
        "null",
        "true",
        "[5]",
        "{\"f\":5}"
      })
  void whatIsNoWholeNumberIsMissing(String json) {
    assertEquals(OptionalLong.empty(), Json.whole(object(json), "f"));
    assertEquals(OptionalLong.empty(), Json.whole(object(json), "other"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          12.5 | 12.5
          "12.50" | 12.5
          "100.00" | 100
          0 | 0
          """)
  void decimalsComeAsNumbersOrText(String json, double value) {
    assertEquals(OptionalDouble.of(value), Json.decimal(object(json), "f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"NaN\"", "\"Infinity\"", "\"1e999\"", "\"\"", "\"5%\"", "null", "[]"})
  void whatIsNoDecimalIsMissing(String json) {
    assertEquals(OptionalDouble.empty(), Json.decimal(object(json), "f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"a\":1", "{} trailing", "{}{}", "nul", "'a'", "\u0000"})
  void whatIsNoJsonIsNothing(String text) {
    assertTrue(Json.parse(text.getBytes(StandardCharsets.UTF_8)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "5", "\"text\"", "[1,2]"})
  void aFieldOfWhatIsNoObjectIsMissing(String text) {
    JsonNode node = Json.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertEquals("", Json.text(node, "f"));
    assertEquals(OptionalLong.empty(), Json.whole(node, "f"));
  }
}
