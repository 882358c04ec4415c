package stowage.schema;

import java.util.Map;
import java.util.Set;
import stowage.exec.Secret;

/**
 * What a person entered for a pool, not yet checked.
 *
 * @param id the pool's name as entered
 * @param type the pool type's word as entered
 * @param values text by property key; an absent key means "not given"
 * @param secrets values that are never shown
 * @param deletes keys whose setting is to be removed (only when changing a pool)
 */
public record Draft(
    String id,
    String type,
    Map<String, String> values,
    Map<String, Secret> secrets,
    Set<String> deletes) {
  public Draft {
    values = Map.copyOf(values);
    secrets = Map.copyOf(secrets);
    deletes = Set.copyOf(deletes);
  }

  public static Draft of(String id, String type, Map<String, String> values) {
    return new Draft(id, type, values, Map.of(), Set.of());
  }
}
