package stowage.ui.form;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.schema.Problem;
import stowage.schema.Property;
import stowage.schema.Property.Trait;
import stowage.schema.Schema;

/** What is entered for a pool: one text per property, and what is wrong with it. */
public final class FormModel {
  private final Schema schema;
  private final Map<String, String> current;
  private final boolean editing;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * One property's value while it is entered.
   *
   * @param text as entered; empty for "not set"
   * @param problem what is wrong with it, null for nothing
   */
  public record Entry(
      Property<?> property, StringProperty text, ObjectProperty<@Nullable Message> problem) {}

  private FormModel(Schema schema, Map<String, String> current, boolean editing) {
    this.schema = schema;
    this.current = Map.copyOf(current);
    this.editing = editing;
    for (Property<?> property : schema.properties()) {
      String text = property.is(Trait.SECRET) ? "" : current.getOrDefault(property.key(), "");
      entries.put(
          property.key(),
          new Entry(property, new SimpleStringProperty(text), new SimpleObjectProperty<>(null)));
    }
  }

  /** For a new pool of this type. */
  public static FormModel adding(Schema schema) {
    return new FormModel(schema, Map.of(), false);
  }

  /**
   * The same with what is known of it already; it can still be changed.
   *
   * @param given text by property key
   */
  public static FormModel adding(Schema schema, Map<String, String> given) {
    FormModel model = adding(schema);
    given.forEach((key, text) -> model.entry(key).ifPresent(entry -> entry.text().set(text)));
    return model;
  }

  /**
   * For a pool that is there.
   *
   * @param current its section of the file
   */
  public static FormModel editing(Schema schema, Map<String, String> current) {
    return new FormModel(schema, current, true);
  }

  public Schema schema() {
    return schema;
  }

  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  public Optional<Entry> entry(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  public boolean isEditing() {
    return editing;
  }

  /** Whether it can no longer be changed. */
  public boolean isFixed(Property<?> property) {
    return editing && property.is(Trait.FIXED);
  }

  /**
   * What was entered, to be checked by the engine. The draft's secrets are the caller's to close.
   *
   * @param id the pool's name
   */
  public Draft draft(String id) {
    Map<String, String> values = new HashMap<>();
    Map<String, Secret> secrets = new HashMap<>();
    Set<String> deletes = new HashSet<>();
    for (Entry entry : entries.values()) {
      String key = entry.property().key();
      String text = entry.text().get();
      if (entry.property().is(Trait.SECRET)) {
        if (!text.isEmpty()) {
          secrets.put(key, Secret.of(text.toCharArray()));
        }
      } else if (text.isBlank() && current.containsKey(key) && !isFixed(entry.property())) {
        deletes.add(key);
      } else if (!text.isBlank() && !text.equals(current.get(key))) {
        values.put(key, text);
      }
    }
    return new Draft(id, schema.type().word(), values, secrets, deletes);
  }

  /** Whether anything differs from how it was. */
  public boolean isChanged() {
    Draft draft = draft("");
    draft.secrets().values().forEach(Secret::close);
    return !draft.values().isEmpty() || !draft.secrets().isEmpty() || !draft.deletes().isEmpty();
  }

  /** Puts each problem at its field; returns those that belong to no field of this form. */
  public List<Problem> show(List<Problem> problems) {
    entries.values().forEach(e -> e.problem().set(null));
    List<Problem> others = new ArrayList<>();
    for (Problem problem : problems) {
      Entry entry = entries.get(problem.field());
      if (entry == null) {
        others.add(problem);
      } else if (entry.problem().get() == null) {
        entry.problem().set(problem.said());
      }
    }
    return others;
  }

  /** Checks one value by itself, for showing what is wrong as soon as its field is left. */
  public void check(Entry entry) {
    String text = entry.text().get();
    boolean unchecked = text.isBlank() || entry.property().is(Trait.SECRET);
    entry.problem().set(unchecked ? null : schema.problem(entry.property(), text).orElse(null));
  }
}
