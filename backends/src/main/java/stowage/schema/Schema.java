package stowage.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stowage.config.StorageType;
import stowage.message.Message;
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

  /**
   * Why a person can't enter this text for the property: the rule of its kind, and what the pool
   * type allows of it. Empty when it is fine.
   */
  public Optional<Message> problem(Property<?> property, String entered) {
    return Values.problem(property.kind(), entered)
        .or(() -> EntryRules.problem(type, property, entered))
        .or(() -> notAllowed(property, Values.normal(property.kind(), entered)));
  }

  /** The text as the file has it, from what a person entered. */
  public String normal(Property<?> property, String entered) {
    String text = Values.normal(property.kind(), entered);
    boolean directory = type == StorageType.DIR || type == StorageType.BTRFS;
    return directory && property.key().equals(Properties.PATH.key()) ? canonical(text) : text;
  }

  /** What the property is set to when a pool of this name is added without it. */
  public Optional<String> prefilled(String key, String id) {
    boolean mounted =
        switch (type) {
          case NFS, CIFS, CEPHFS, GLUSTERFS -> true;
          case DIR, BTRFS, ZFSPOOL, LVM, LVMTHIN, RBD, ISCSI, ISCSIDIRECT, ZFS, PBS -> false;
        };
    return mounted && key.equals(Properties.PATH.key())
        ? Optional.of("/mnt/pve/" + id)
        : Optional.empty();
  }

  private Optional<Message> notAllowed(Property<?> property, String text) {
    return switch (property.kind()) {
      case Kind.Contents kind -> notAllowed(Values.read(kind, text).orElse(Set.of()));
      case Kind.Directories kind ->
          notAllowed(Values.read(kind, text).map(Map::keySet).orElse(Set.of()));
      case Kind.Choice _
          when property.key().equals(Properties.FORMAT.key())
              && ImageFormat.of(text).filter(formats::contains).isEmpty() ->
          Optional.of(
              Message.of(
                  formats.isEmpty() ? "problem.format-none" : "problem.format-not-allowed",
                  text,
                  type.word(),
                  formats.stream().map(ImageFormat::word).collect(Collectors.joining(", "))));
      case Kind.Choice _, Kind.Text _, Kind.Flag _, Kind.Whole _ -> Optional.empty();
      case Kind.Nodes _, Kind.Keep _, Kind.Bandwidth _, Kind.Portals _ -> Optional.empty();
    };
  }

  private Optional<Message> notAllowed(Set<ContentType> wanted) {
    return wanted.stream()
        .filter(content -> !contents.contains(content))
        .findFirst()
        .map(content ->
            Message.of(
                "problem.content-not-allowed",
                content.word(),
                type.word(),
                contents.stream()
                    .sorted()
                    .map(ContentType::word)
                    .collect(Collectors.joining(", "))));
  }

  /** Without doubled slashes, single dots and a slash at the end; double dots stay. */
  static String canonical(String path) {
    return "/"
        + Arrays.stream(path.split("/"))
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .collect(Collectors.joining("/"));
  }
}
