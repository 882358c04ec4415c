package stowage.ui.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import stowage.schema.Kind;
import stowage.schema.Property;
import stowage.schema.Property.Trait;
import stowage.words.Words;

/**
 * A form made from a schema: one field per property, what is needed first, what is advanced folded
 * away. Adding and editing use the same form.
 */
public final class FormView extends VBox {
  private final FormModel model;
  private final Words words;
  private final Map<String, Function<FormModel.Entry, Node>> own;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final TitledPane advanced;

  public FormView(FormModel model, Words words) {
    this(model, words, Map.of());
  }

  /**
   * @param own makes the control of a property by key where a better one is at hand, for example a
   *     picker of what was found on the host; it is to be bound to the entry's text
   */
  public FormView(FormModel model, Words words, Map<String, Function<FormModel.Entry, Node>> own) {
    this(model, words, own, model.entries(), FormView::isNeeded, true);
  }

  /**
   * Some of the fields in this order, none of them folded away.
   *
   * @param keys of those that the model has
   */
  public static FormView some(
      FormModel model,
      Words words,
      Map<String, Function<FormModel.Entry, Node>> own,
      List<String> keys) {
    List<FormModel.Entry> entries =
        keys.stream().flatMap(key -> model.entry(key).stream()).toList();
    return new FormView(model, words, own, entries, FormView::isNeeded, false);
  }

  /**
   * The same with fields that must all be filled in, even where the file may go without.
   *
   * @param keys of those that the model has
   */
  public static FormView needed(FormModel model, Words words, List<String> keys) {
    List<FormModel.Entry> entries =
        keys.stream().flatMap(key -> model.entry(key).stream()).toList();
    return new FormView(model, words, Map.of(), entries, _ -> true, false);
  }

  private static boolean isNeeded(Property<?> property) {
    return property.is(Trait.REQUIRED);
  }

  /** All fields but those that are asked elsewhere. */
  public static FormView without(
      FormModel model,
      Words words,
      Map<String, Function<FormModel.Entry, Node>> own,
      Set<String> keys) {
    List<FormModel.Entry> entries =
        model.entries().stream().filter(e -> !keys.contains(e.property().key())).toList();
    return new FormView(model, words, own, entries, FormView::isNeeded, true);
  }

  private FormView(
      FormModel model,
      Words words,
      Map<String, Function<FormModel.Entry, Node>> own,
      List<FormModel.Entry> entries,
      Predicate<Property<?>> needed,
      boolean folds) {
    super(16);
    this.model = model;
    this.words = words;
    this.own = own;
    VBox folded = new VBox(16);
    for (FormModel.Entry entry : entries) {
      Field field = field(entry, needed.test(entry.property()));
      fields.put(entry.property().key(), field);
      (folds && entry.property().is(Trait.ADVANCED) ? folded : this).getChildren().add(field);
    }
    advanced = new TitledPane(words.say("ui.form-advanced"), folded);
    advanced.setExpanded(false);
    if (!folded.getChildren().isEmpty()) {
      getChildren().add(advanced);
    }
  }

  private Field field(FormModel.Entry entry, boolean needed) {
    String key = entry.property().key();
    String name = words.sayOr("property." + key, key);
    if (needed && !model.isEditing()) {
      name = words.say("ui.form-required", name);
    }
    String help = words.sayOr("property." + key + ".help", "");
    // Where a property means something of its own for this type, the others' meanings mislead.
    help = words.sayOr("type." + model.schema().type().word() + "." + key + ".help", help);
    if (entry.property().is(Trait.SECRET) && model.isEditing()) {
      help = words.say("ui.form-secret-kept");
    }
    Field field = new Field(isBox(entry) ? "" : name, control(entry), help);
    entry
        .problem()
        .subscribe(problem -> {
          field.show(problem == null ? "" : words.say(problem));
          if (problem != null && entry.property().is(Trait.ADVANCED)) {
            advanced().ifPresent(pane -> pane.setExpanded(true));
          }
        });
    return field;
  }

  /** Null-safe while the fields are made: problems come later. */
  private Optional<TitledPane> advanced() {
    return fields.isEmpty() ? Optional.empty() : Optional.of(advanced);
  }

  private boolean isBox(FormModel.Entry entry) {
    return entry.property().kind() instanceof Kind.Flag
        && !model.isFixed(entry.property())
        && !own.containsKey(entry.property().key());
  }

  private Node control(FormModel.Entry entry) {
    if (model.isFixed(entry.property())) {
      TextField text = new TextField(entry.text().get().isEmpty() ? "–" : entry.text().get());
      text.setEditable(false);
      text.getStyleClass().add("plain");
      return text;
    }
    Node control =
        Optional.ofNullable(own.get(entry.property().key()))
            .map(make -> make.apply(entry))
            .orElseGet(() -> new Controls(words, model.schema()).of(entry));
    control
        .focusedProperty()
        .addListener((_, _, focused) -> {
          if (!focused) {
            model.check(entry);
          }
        });
    return control;
  }

  public void focusFirst() {
    fields.values().stream().findFirst().ifPresent(Field::requestFocus);
  }

  /** The first field with a problem gets the keyboard. */
  public void focusProblem() {
    fields.values().stream().filter(Field::wrong).findFirst().ifPresent(Field::requestFocus);
  }
}
