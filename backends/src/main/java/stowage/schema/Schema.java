package stowage.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stowage.config.StorageType;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;

/**
 * All that a pool type's section may hold.
 *
 * @param type the pool type
 * @param properties in the order a form shows them; what is required first
 * @param contents content types it allows
 * @param usualContents those it has when {@code content} is not set
 * @param formats image formats, the default one first; empty for types without guest images
 */
public record Schema(
    StorageType type,
    List<Property<?>> properties,
    Set<ContentType> contents,
    Set<ContentType> usualContents,
    List<ImageFormat> formats) {
  public Schema {
    properties = List.copyOf(properties);
    contents = Set.copyOf(contents);
    usualContents = Set.copyOf(usualContents);
    formats = List.copyOf(formats);
  }

  public Optional<Property<?>> property(String key) {
    for (Property<?> property : properties) {
      if (property.key().equals(key)) {
        return Optional.of(property);
      }
    }
    return Optional.empty();
  }
}
