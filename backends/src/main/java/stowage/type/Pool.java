package stowage.type;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.schema.Property;
import stowage.schema.Values;
import stowage.volume.ContentType;

/**
 * A pool of a known type as it takes effect: its section of {@code storage.cfg} with the defaults
 * that the reader of that file applies ({@code local} is forced, {@code shared} is implied, {@code
 * content} falls back).
 *
 * @param id its name
 * @param type its type
 * @param values text by key, as in the file, defaults of the reader filled in; no secrets
 * @param contents what it may hold
 * @param shared whether every node sees the same content
 * @param nodes where it may be used; empty for everywhere
 */
public record Pool(
    StorageId id,
    StorageType type,
    Map<String, String> values,
    Set<ContentType> contents,
    boolean shared,
    Set<String> nodes) {
  public Pool {
    values = Map.copyOf(values);
    contents = Set.copyOf(contents);
    nodes = Set.copyOf(nodes);
  }

  /**
   * The value that applies: what is set, or the property's fallback; empty when there is neither.
   */
  public <T> Optional<T> get(Property<T> property) {
    String text = values.getOrDefault(property.key(), property.fallback());
    return text.isEmpty() ? Optional.empty() : Values.read(property.kind(), text);
  }

  public boolean disabled() {
    return "1".equals(values.get("disable"));
  }

  public boolean usableOn(String node) {
    return nodes.isEmpty() || nodes.contains(node);
  }
}
