package stowage.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import stowage.schema.Properties;
import stowage.schema.Property;
import stowage.schema.Property.Trait;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.schema.Values;

/**
 * Prints a section as Proxmox VE does: required properties first, each group by name. Of the
 * section that stood there it keeps comments, lines that no reader understands, and keys that this
 * program does not know.
 */
final class SectionWriter {
  private final Section section;
  private final Optional<Schema> schema;

  /** Raw lines that stood in front of a key. */
  private final Map<String, List<String>> before = new LinkedHashMap<>();

  /** Values as they stood there, one character per byte. */
  private final Map<String, String> old = new LinkedHashMap<>();

  private final List<String> after = new ArrayList<>();
  private final List<String> printed = new ArrayList<>();

  private SectionWriter(Section section) {
    this.section = section;
    this.schema = StorageType.of(section.type()).map(Schemas::of);
  }

  static List<String> print(Section section) {
    return new SectionWriter(section).print();
  }

  static List<String> printInPlaceOf(Block block, Section section) {
    SectionWriter writer = new SectionWriter(section);
    writer.remember(block);
    return writer.print();
  }

  private void remember(Block block) {
    boolean sameType = block.header() != null && block.header().type().equals(section.type());
    List<String> waiting = new ArrayList<>();
    for (String line : block.lines().subList(1, block.lines().size())) {
      Block.PropertyLine property = Block.property(line);
      if (Block.isComment(line) || (property == null && !line.isBlank() && !Block.isBlank(line))) {
        waiting.add(line.endsWith("\n") ? line : line + "\n");
      } else if (property != null && sameType && !old.containsKey(property.key())) {
        old.put(property.key(), property.value());
        before.put(property.key(), List.copyOf(waiting));
        waiting.clear();
      }
    }
    after.addAll(waiting);
  }

  private List<String> print() {
    printed.add(Block.encoded(section.type()) + ": " + Block.encoded(section.id()) + "\n");
    if (schema.isPresent()) {
      printKnown(schema.get());
    } else {
      section.values().forEach(this::property);
    }
    // What stood in front of a property that is gone now comes before the end.
    before.values().forEach(printed::addAll);
    printed.addAll(after);
    printed.add("\n");
    return printed;
  }

  private void printKnown(Schema known) {
    String disable = Properties.DISABLE.key();
    if (section.values().containsKey(disable)) {
      property(disable, section.values().get(disable));
    }
    TreeSet<String> required = new TreeSet<>();
    TreeSet<String> optional = new TreeSet<>();
    for (Property<?> property : known.properties()) {
      (property.is(Trait.REQUIRED) ? required : optional).add(property.key());
    }
    optional.remove(disable);
    // Passwords and keyrings live in files of their own; these two leave a mark in this one.
    optional.remove(Properties.PASSWORD.key());
    optional.remove(Properties.KEYRING.key());
    Stream.concat(old.keySet().stream(), section.values().keySet().stream())
        .filter(key -> known.property(key).isEmpty())
        .forEach(optional::add);
    for (String key : required) {
      property(key, section.values().getOrDefault(key, ""));
    }
    for (String key : optional) {
      String given = section.values().get(key);
      if (given != null) {
        property(key, given);
      } else if (known.property(key).isEmpty()) {
        line(key, old.getOrDefault(key, ""));
      }
    }
  }

  private void property(String key, String value) {
    if (key.equals(Properties.DISABLE.key())) {
      if (value.equals("1")) {
        line(key, "");
      }
      return;
    }
    if (value.isEmpty()) {
      return;
    }
    String was = old.get(key);
    String text =
        schema.flatMap(s -> s.property(key)).map(p -> Values.normal(p.kind(), value)).orElse(value);
    // Unchanged bytes stay, even when they are no text.
    boolean same = was != null && Block.decoded(was).equals(text);
    line(key, same && was != null ? was : Block.encoded(text));
  }

  private void line(String key, String value) {
    List<String> lines = before.remove(key);
    if (lines != null) {
      printed.addAll(lines);
    }
    printed.add("\t" + Block.encoded(key) + (value.isEmpty() ? "" : " " + value) + "\n");
  }
}
