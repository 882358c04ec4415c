package stowage.tool;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lenient reading of what programs print as JSON: a field of the wrong kind is a missing field. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  public static Optional<JsonNode> parse(byte[] text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  public static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isString()
        ? value.stringValue()
        : value.isNumber() ? value.numberValue().toString() : "";
  }

  /** A whole number from 0 to 2^63 - 1, as a number or, as LVM prints it, as text. */
  public static OptionalLong whole(JsonNode object, String field) {
    try {
      long value = Long.parseLong(text(object, field));
      return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /** As {@link #whole}; null when it is unknown. */
  static @Nullable Long wholeOrNull(JsonNode object, String field) {
    OptionalLong value = whole(object, field);
    return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
  }

  public static OptionalDouble decimal(JsonNode object, String field) {
    try {
      double value = Double.parseDouble(text(object, field));
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException _) {
      return OptionalDouble.empty();
    }
  }
}
