package stowage.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.schema.Kind;
import stowage.schema.Properties;
import stowage.schema.Property;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.schema.Values;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;

/** Reads one section as Proxmox VE does: what it keeps, and what it says about the rest. */
final class SectionReader {
  private static final Pattern DIRECTORY = Pattern.compile("/[-/a-zA-Z0-9_.@]+");

  private final Block block;
  private final Block.Header header;
  private final Optional<Schema> schema;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Message> warnings = new ArrayList<>();

  private SectionReader(Block block, Block.Header header) {
    this.block = block;
    this.header = header;
    this.schema = StorageType.of(header.type()).map(Schemas::of);
  }

  /**
   * @param section null when the reader skips the section or can't use it
   */
  record Read(@Nullable Section section, List<Message> warnings) {}

  static Read read(Block block, Block.Header header) {
    return new SectionReader(block, header).read();
  }

  private Read read() {
    if (!StorageId.isValid(header.id())) {
      warn(0, "problem.config-id", header.id());
      return new Read(null, warnings);
    }
    if (schema.isEmpty()) {
      warn(0, "problem.config-type-unknown", header.id(), header.type());
    }
    for (int i = 1; i < block.lines().size(); i++) {
      String line = block.lines().get(i);
      if (Block.isComment(line) || Block.isBlank(line)) {
        continue;
      }
      Block.PropertyLine property = Block.property(line);
      if (property != null) {
        take(i, property.key(), Block.decoded(property.value()));
      } else if (Block.header(line) != null) {
        warn(i, "problem.config-swallowed", Block.decoded(line).strip(), header.id());
      } else if (!line.isBlank()) {
        warn(i, "problem.config-line-ignored", Block.decoded(line).strip());
      }
    }
    Optional<Message> broken = schema.flatMap(this::broken);
    broken.ifPresent(warnings::add);
    return new Read(
        broken.isPresent() ? null : new Section(header.type(), header.id(), values), warnings);
  }

  private void take(int line, String key, String text) {
    if (values.containsKey(key)) {
      warn(line, "problem.config-duplicate-key", key, text);
      return;
    }
    if (schema.isEmpty()) {
      values.put(key, text.isEmpty() ? "1" : text);
      return;
    }
    Optional<Property<?>> property = schema.get().property(key);
    if (property.isEmpty()) {
      warn(line, "problem.config-key-unknown", key, header.type(), header.id());
      return;
    }
    String given = text.isEmpty() && property.get().kind() instanceof Kind.Flag ? "1" : text;
    kept(line, schema.get(), property.get(), given).ifPresent(kept -> values.put(key, kept));
  }

  /** The value, or what is left of it, unless the reader drops it. */
  private Optional<String> kept(int line, Schema known, Property<?> property, String text) {
    boolean readable = Values.read(property.kind(), text).isPresent();
    boolean format = property.key().equals(Properties.FORMAT.key());
    if (!readable || (format && ImageFormat.of(text).filter(known.formats()::contains).isEmpty())) {
      warn(line, "problem.config-value-dropped", property.key(), text, header.id());
      return Optional.empty();
    }
    return switch (property.kind()) {
      case Kind.Contents kind ->
          Optional.of(keptContents(line, known, text, Values.read(kind, text).orElse(Set.of())));
      case Kind.Directories kind ->
          keptDirectories(line, known, text, Values.read(kind, text).orElse(Map.of()));
      case Kind.Text _, Kind.Flag _, Kind.Whole _, Kind.Choice _ -> Optional.of(text);
      case Kind.Nodes _, Kind.Keep _, Kind.Bandwidth _, Kind.Portals _ -> Optional.of(text);
    };
  }

  private String keptContents(int line, Schema known, String text, Set<ContentType> read) {
    Set<String> words = new LinkedHashSet<>(List.of(text.split("[,;\\s\\x00]+")));
    words.remove("");
    Set<String> kept = new LinkedHashSet<>();
    for (ContentType content : read) {
      if (known.contents().contains(content)) {
        kept.add(content.word());
      }
    }
    if (kept.containsAll(words) && !kept.isEmpty()) {
      return text;
    }
    words.removeAll(kept);
    if (kept.isEmpty() && known.contents().contains(ContentType.NONE)) {
      kept.add(ContentType.NONE.word());
    }
    if (!words.isEmpty()) {
      warn(
          line,
          "problem.config-content-dropped",
          String.join(", ", words),
          header.type(),
          header.id());
    }
    return String.join(",", kept);
  }

  private Optional<String> keptDirectories(
      int line, Schema known, String text, Map<ContentType, String> read) {
    String dropped =
        read.keySet().stream()
            .filter(content -> !known.contents().contains(content))
            .map(ContentType::word)
            .collect(Collectors.joining(", "));
    if (dropped.isEmpty()) {
      return Optional.of(text);
    }
    warn(line, "problem.config-content-dropped", dropped, header.type(), header.id());
    String kept =
        read.entrySet().stream()
            .filter(e -> known.contents().contains(e.getKey()))
            .map(e -> e.getKey().word() + "=" + e.getValue())
            .collect(Collectors.joining(","));
    return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
  }

  /** Why Proxmox VE keeps the section without its type, and then can't write the file any more. */
  private Optional<Message> broken(Schema known) {
    for (Property<?> property : known.properties()) {
      if (property.is(Property.Trait.REQUIRED) && !values.containsKey(property.key())) {
        return Optional.of(message("problem.config-incomplete", header.id(), property.key()));
      }
    }
    String content = values.get(Properties.CONTENT.key());
    if (content != null) {
      Set<ContentType> contents = Values.read(Properties.CONTENT.kind(), content).orElse(Set.of());
      if (contents.contains(ContentType.NONE) && contents.size() > 1) {
        return Optional.of(message("problem.config-none-mixed", header.id()));
      }
      if (contents.isEmpty() && !known.contents().contains(ContentType.NONE)) {
        return Optional.of(message("problem.config-content-empty", header.id()));
      }
    }
    String path = values.getOrDefault(Properties.PATH.key(), "");
    boolean directory = known.type() == StorageType.DIR || known.type() == StorageType.BTRFS;
    if (directory && !DIRECTORY.matcher(path).matches()) {
      return Optional.of(message("problem.config-path", header.id(), path));
    }
    return Optional.empty();
  }

  private Message message(String key, String... args) {
    List<Object> all = new ArrayList<>(List.of(block.firstLine()));
    all.addAll(List.of(args));
    return new Message(key, all);
  }

  private void warn(int line, String key, String... args) {
    List<Object> all = new ArrayList<>(List.of(block.firstLine() + line));
    all.addAll(List.of(args));
    warnings.add(new Message(key, all));
  }
}
