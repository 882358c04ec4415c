package stowage.demo.backup;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What goes back, with the label that the server puts on it. */
record Answer(int status, String label, byte[] body) {
  private static final String JSON = "application/json;charset=UTF-8";

  static Answer data(@Nullable Object data) {
    return data(data, Map.of());
  }

  /**
   * @param beside what stands beside {@code data}
   */
  static Answer data(@Nullable Object data, Map<String, Object> beside) {
    Map<String, Object> whole = new HashMap<>(beside);
    whole.put("data", data);
    return new Answer(200, JSON, JsonMapper.shared().writeValueAsBytes(new LinkedHashMap<>(whole)));
  }

  static Answer stored(byte[] file) {
    return new Answer(200, "application/octet-stream", file);
  }

  /** A bare text, although its label claims otherwise. */
  static Answer refused(Refusal refusal) {
    return new Answer(refusal.status(), JSON, refusal.text().getBytes(StandardCharsets.UTF_8));
  }
}
