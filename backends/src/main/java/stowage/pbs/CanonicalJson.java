package stowage.pbs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

/** The one form of a JSON value that a signature is made over. */
final class CanonicalJson {
  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b));

  private CanonicalJson() {}

  /**
   * @param without members of the outermost object that are left out
   * @throws PbsException for what has no such form: null, and numbers that are not whole
   */
  static byte[] of(JsonNode value, Set<String> without) throws PbsException {
    StringBuilder out = new StringBuilder();
    write(value, without, out);
    return bytes(out.toString());
  }

  private static void write(JsonNode value, Set<String> without, StringBuilder out)
      throws PbsException {
    switch (value.getNodeType()) {
      case OBJECT -> {
        List<String> names =
            value.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !without.contains(name))
                .sorted(BY_BYTES)
                .collect(Collectors.toList());
        out.append('{');
        for (int i = 0; i < names.size(); i++) {
          out.append(i == 0 ? "" : ",").append(JsonText.quoted(names.get(i))).append(':');
          write(value.path(names.get(i)), Set.of(), out);
        }
        out.append('}');
      }
      case ARRAY -> {
        out.append('[');
        for (int i = 0; i < value.size(); i++) {
          out.append(i == 0 ? "" : ",");
          write(value.path(i), Set.of(), out);
        }
        out.append(']');
      }
      case STRING -> out.append(JsonText.quoted(value.stringValue()));
      case BOOLEAN -> out.append(value.booleanValue());
      case NUMBER -> {
        if (!value.isIntegralNumber()) {
          throw new PbsException(Reason.NOT_CANONICAL);
        }
        out.append(value.bigIntegerValue());
      }
      case NULL, MISSING, BINARY, POJO -> throw new PbsException(Reason.NOT_CANONICAL);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
