package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.message.Printable;
import stowage.text.Texts;
import stowage.words.Words;
import tools.jackson.databind.json.JsonMapper;

/** What hosts and servers said, on its way to a terminal. */
class OutputTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Output output =
      new Output(new PrintWriter(out), new PrintWriter(err), new Words(Texts.of(Locale.ENGLISH)));

  private static String ended(String text) {
    return text + System.lineSeparator();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J",
        "\u009b2J",
        "\r",
        "\n",
        "\u0085",
        "\u2028",
        "\u2029",
        "\u202e",
        "\ud800"
      })
  void aLineStaysOneAndDrivesNoTerminal(String sign) {
    output.line("vm-100" + sign + "-disk-0");
    assertEquals(ended(Printable.line("vm-100" + sign + "-disk-0")), out.toString());
    assertTrue(Printable.isLine(out.toString().stripTrailing()));
  }

  @Test
  void textKeepsItsLinesAndNothingElse() {
    output.text("a\n\tb\u009bc");
    output.note("d\ne\u202e");
    assertEquals(ended("a\n\tb\ufffdc"), out.toString());
    assertEquals(ended("d\ne\ufffd"), err.toString());
  }

  /** What reads it gets the very name; what shows it to a person shows no order to a terminal. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\u009b2Jb",
        "a\u202eb",
        "a\u2028b",
        "a\u001b[2J\n",
        "a\ud800b",
        "\udb40\udc41",
        "하나"
      })
  void jsonHoldsTheSameTextInPlainSigns(String name) {
    output.json(Map.of("volid", name));
    String json = out.toString();
    assertTrue(json.lines().allMatch(Printable::isLine), json);
    assertEquals(name, JsonMapper.shared().readTree(json).path("volid").asString());
  }
}
