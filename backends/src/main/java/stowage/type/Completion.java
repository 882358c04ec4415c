package stowage.type;

import java.util.List;
import java.util.Map;
import stowage.message.Message;

/**
 * What a host knows about a pool that is to be added.
 *
 * @param values text by property key, to be written where nothing was entered
 * @param findings what a person should know before agreeing
 */
public record Completion(Map<String, String> values, List<Message> findings) {
  public static final Completion NONE = new Completion(Map.of(), List.of());

  public Completion {
    values = Map.copyOf(values);
    findings = List.copyOf(findings);
  }
}
