package stowage.config;

import java.util.Map;

/**
 * One pool's part of the file, as text.
 *
 * @param type the word before the colon, lower case; may be one that this program does not know
 * @param id the name behind it, as written
 * @param values text by key in the order of the file, exactly as written; a flag without value is
 *     {@code 1}
 */
public record Section(String type, String id, Map<String, String> values) {
  public Section {
    values = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(values));
  }
}
