package stowage.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TextsTest {
  static final List<String> ROOMS = Texts.ROOMS;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[,}]");
  private static final Pattern KEY = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");

  @ParameterizedTest
  @FieldSource("ROOMS")
  void everyLanguageSaysTheSameThings(String room) {
    Map<String, String> english = Texts.read(room + ".properties");
    Map<String, String> korean = Texts.read(room + "_ko.properties");
    List<String> wrong = new ArrayList<>();
    for (String key : english.keySet()) {
      String translated = korean.get(key);
      if (translated == null) {
        wrong.add("add to " + room + "_ko.properties: " + key + " = ");
      } else if (!placeholders(english.get(key)).equals(placeholders(translated))) {
        wrong.add("placeholders differ between the languages: " + key);
      }
    }
    for (String key : korean.keySet()) {
      if (!english.containsKey(key)) {
        wrong.add("add to " + room + ".properties: " + key + " = ");
      }
    }
    if (!wrong.isEmpty()) {
      fail(String.join("\n", wrong));
    }
  }

  @ParameterizedTest
  @FieldSource("ROOMS")
  void everyTextIsAPatternThatWorks(String room) throws IOException {
    for (String file : List.of(room + ".properties", room + "_ko.properties")) {
      for (Map.Entry<String, String> text : Texts.read(file).entrySet()) {
        String place = file + ": " + text.getKey();
        assertTrue(KEY.matcher(text.getKey()).matches(), place + ": not a key");
        assertFalse(text.getValue().isBlank(), place + ": says nothing");
        String said = Texts.say(text.getValue(), Locale.ENGLISH, 10, 11, 12, 13, 14, 15, 16, 17);
        for (String index : placeholders(text.getValue())) {
          assertTrue(said.contains("1" + index), place + ": lone apostrophe? It says: " + said);
        }
        assertEquals(
            0,
            text.getValue().replace("''", "").chars().filter(c -> c == '\'').count() % 2,
            place + ": a literal apostrophe is written twice");
      }
    }
  }

  @Test
  void noKeyStandsTwice() throws IOException {
    Set<String> english = new HashSet<>();
    Set<String> korean = new HashSet<>();
    for (String room : ROOMS) {
      for (String key : keysAsWritten(room + ".properties")) {
        assertTrue(english.add(key), "twice: " + key);
      }
      for (String key : keysAsWritten(room + "_ko.properties")) {
        assertTrue(korean.add(key), "twice in Korean: " + key);
      }
    }
  }

  @Test
  void aMissingKeyIsSeen() {
    assertEquals("!no.such-key!", Texts.of(Locale.ENGLISH).say("no.such-key", 1));
    assertFalse(Texts.of(Locale.KOREAN).has("no.such-key"));
  }

  @Test
  void languagesFallBackToEnglish() {
    assertEquals(Locale.ENGLISH, Texts.of(Locale.FRENCH).locale());
    assertEquals(Locale.UK, Texts.of(Locale.UK).locale());
    assertEquals(Locale.KOREA, Texts.of(Locale.KOREA).locale());
    assertEquals(Texts.of(Locale.ENGLISH).keys(), Texts.of(Locale.KOREAN).keys());
  }

  @Test
  void wholeNumbersAreNamesUnlessThePatternSaysOtherwise() {
    Map<String, String> patterns = new TreeMap<>();
    patterns.put("id", "guest {0}, {1,number} bytes, {2}, it''s {3}");
    assertEquals(
        "guest 123456, 1,234,567 bytes, a {0} b, it's 8007",
        Texts.say(patterns.get("id"), Locale.ENGLISH, 123456, 1234567L, "a {0} b", 8007L));
  }

  private static Set<String> placeholders(String text) {
    Set<String> found = new TreeSet<>();
    PLACEHOLDER.matcher(text).results().forEach(m -> found.add(m.group(1)));
    return found;
  }

  private static List<String> keysAsWritten(String file) throws IOException {
    List<String> keys = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Texts.class.getResourceAsStream(file)),
                StandardCharsets.UTF_8))) {
      boolean continued = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!continued && !line.isBlank() && !line.startsWith("#")) {
          keys.add(line.split("[ =:]", 2)[0]);
        }
        continued = line.endsWith("\\") && !line.startsWith("#");
      }
    }
    return keys;
  }
}
