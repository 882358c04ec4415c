package stowage.ui.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import stowage.schema.Kind;
import stowage.schema.Properties;
import stowage.schema.Property;
import stowage.schema.Property.Trait;
import stowage.schema.Schema;
import stowage.ui.look.Names;
import stowage.volume.ContentType;
import stowage.words.Words;

/** The control for each kind of value, bound to the value's text. */
final class Controls {
  private static final double NARROW = 160;

  private final Words words;
  private final Schema schema;

  Controls(Words words, Schema schema) {
    this.words = words;
    this.schema = schema;
  }

  Node of(FormModel.Entry entry) {
    Property<?> property = entry.property();
    StringProperty text = entry.text();
    if (property.is(Trait.SECRET)) {
      // A keyring has several lines, which no field for passwords keeps.
      return property.key().equals(Properties.KEYRING.key())
          ? lines(text)
          : bound(new PasswordField(), text, "");
    }
    return switch (property.kind()) {
      case Kind.Text _ -> bound(new TextField(), text, property.fallback());
      case Kind.Flag _ -> flag(property, text);
      case Kind.Whole(long min, long max) -> number(text, property.fallback(), min, max);
      case Kind.Choice(var choices) -> choice(choices, property.fallback(), text);
      case Kind.Contents _ -> contents(text);
      case Kind.Nodes _ -> bound(new TextField(), text, words.say("ui-host.nodes-all"));
      case Kind.Keep _ -> new KeepEditor(words, 3, text);
      case Kind.Bandwidth _ -> parts(bandwidth(), text);
      case Kind.Directories _ -> parts(directories(), text);
      case Kind.Portals _ -> bound(new TextField(), text, "10.0.0.1, 10.0.0.2");
    };
  }

  private static TextArea lines(StringProperty text) {
    TextArea area = new TextArea();
    area.setPrefRowCount(4);
    area.textProperty().bindBidirectional(text);
    return area;
  }

  private static TextField bound(TextField field, StringProperty text, String prompt) {
    field.setPromptText(prompt);
    field.textProperty().bindBidirectional(text);
    return field;
  }

  private static TextField number(StringProperty text, String fallback, long min, long max) {
    String range = max == Long.MAX_VALUE ? "≥ " + min : min + "–" + max;
    TextField field = bound(new TextField(), text, fallback.isEmpty() ? range : fallback);
    field.setMaxWidth(NARROW);
    return field;
  }

  /** Not set and set to what applies anyway look the same; only a difference is written. */
  private CheckBox flag(Property<?> property, StringProperty text) {
    CheckBox box = new CheckBox(words.sayOr("property." + property.key(), property.key()));
    boolean usual = property.fallback().equals("1");
    boolean wasSet = !text.get().isEmpty();
    box.setSelected(isOn(text.get(), usual));
    text.subscribe((_, now) -> box.setSelected(isOn(now, usual)));
    box.setOnAction(
        _ -> text.set(box.isSelected() == usual && !wasSet ? "" : box.isSelected() ? "1" : "0"));
    return box;
  }

  private static boolean isOn(String text, boolean usual) {
    return text.isEmpty() ? usual : text.equals("1");
  }

  private ComboBox<String> choice(List<String> choices, String fallback, StringProperty text) {
    List<String> all = new ArrayList<>(choices);
    all.addFirst("");
    if (!all.contains(text.get())) {
      // What another version has written stays selectable.
      all.add(text.get());
    }
    ComboBox<String> box = new ComboBox<>(FXCollections.observableArrayList(all));
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable String word) {
            if (word == null || word.isEmpty()) {
              return fallback.isEmpty()
                  ? words.say("ui.form-unset")
                  : words.say("ui.form-default", fallback);
            }
            return word;
          }

          @Override
          public String fromString(String shown) {
            throw new UnsupportedOperationException("the box is not editable: " + shown);
          }
        });
    box.setMinWidth(NARROW);
    box.valueProperty().bindBidirectional(text);
    return box;
  }

  private Node contents(StringProperty text) {
    FlowPane pane = new FlowPane(16, 8);
    for (ContentType content : new TreeSet<>(schema.contents())) {
      if (content == ContentType.NONE) {
        continue;
      }
      CheckBox box = new CheckBox(Names.of(words, content));
      box.setOnAction(_ -> toggle(text, content.word(), box.isSelected()));
      text.subscribe(now -> box.setSelected(effective(now).contains(content.word())));
      pane.getChildren().add(box);
    }
    return pane;
  }

  private Set<String> effective(String text) {
    return text.isBlank()
        ? schema.usualContents().stream().map(ContentType::word).collect(Collectors.toSet())
        : Arrays.stream(text.split("[,;\\s]+")).collect(Collectors.toSet());
  }

  private void toggle(StringProperty text, String word, boolean on) {
    Set<String> chosen = new TreeSet<>(effective(text.get()));
    chosen.remove(ContentType.NONE.word());
    if (on) {
      chosen.add(word);
    } else {
      chosen.remove(word);
    }
    text.set(chosen.isEmpty() ? ContentType.NONE.word() : String.join(",", chosen));
  }

  private static Node parts(List<Parts.Part> parts, StringProperty text) {
    return new Parts(parts, 3, text, "", "");
  }

  private List<Parts.Part> bandwidth() {
    return List.of("default", "restore", "migration", "clone", "move").stream()
        .map(use -> new Parts.Part(use, words.say("ui.form-bandwidth-" + use)))
        .toList();
  }

  private List<Parts.Part> directories() {
    return schema.contents().stream()
        .filter(c -> c != ContentType.NONE)
        .sorted()
        .map(c -> new Parts.Part(c.word().toLowerCase(Locale.ROOT), Names.of(words, c)))
        .toList();
  }
}
