package stowage.ui.prefs;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import stowage.settings.Choices;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.View;

/** Language, look, refresh and safety. Every choice takes effect at once. */
public final class PreferencesView implements View {
  private static final List<Integer> SECONDS = List.of(5, 10, 30, 60, 300);
  private static final List<Integer> PERCENTS = List.of(70, 75, 80, 85, 90, 95);

  private final Desk desk;
  private final ScrollPane sheet;
  private final ComboBox<Choices.Language> language;

  public PreferencesView(Desk desk) {
    this.desk = desk;
    Choices now = choices();
    language =
        box(
            List.of(Choices.Language.values()),
            now.language(),
            this::name,
            chosen -> change(choices().with(chosen)));
    ComboBox<Choices.Theme> theme =
        box(
            List.of(Choices.Theme.values()),
            now.theme(),
            this::name,
            chosen -> change(choices().with(chosen)));
    ComboBox<Integer> seconds =
        box(
            SECONDS,
            now.refreshSeconds(),
            s -> desk.say("ui.prefs-seconds", s),
            chosen -> change(choices().refreshingEvery(chosen)));
    ComboBox<Integer> percent =
        box(
            PERCENTS,
            now.usageThreshold(),
            p -> desk.say("ui.percent", p),
            chosen -> change(choices().warningAt(chosen)));
    CheckBox readOnly = new CheckBox(desk.say("ui.prefs-read-only"));
    readOnly.setSelected(now.readOnly());
    readOnly.setOnAction(_ -> change(choices().readOnly(readOnly.isSelected())));
    TextField path = new TextField(desk.preferences().path().toString());
    path.setEditable(false);
    path.getStyleClass().add("monospace");
    sheet =
        Sheet.of(
            Look.heading(desk.say("ui.prefs")),
            Look.card(
                Look.subheading(desk.say("ui.prefs-look")),
                new Field(
                    desk.say("ui.prefs-language"), language, desk.say("ui.prefs-language-help")),
                new Field(desk.say("ui.prefs-theme"), theme, "")),
            Look.card(
                Look.subheading(desk.say("ui.prefs-hosts")),
                new Field(desk.say("ui.prefs-refresh"), seconds, desk.say("ui.prefs-refresh-help")),
                new Field(desk.say("ui.prefs-threshold"), percent, ""),
                readOnly,
                Look.note(desk.say("ui.prefs-read-only-help"))),
            Look.card(
                Look.subheading(desk.say("ui.prefs-data")),
                new Field(desk.say("ui.prefs-file"), path, desk.say("ui.prefs-file-help"))));
  }

  private Choices choices() {
    return desk.preferences().choices().get();
  }

  private void change(Choices changed) {
    desk.preferences().change(changed);
  }

  private String name(Choices.Language choice) {
    // A language is called by its own name, so that whoever got lost finds back.
    return switch (choice) {
      case SYSTEM -> desk.say("ui.prefs-system");
      case ENGLISH -> "English";
      case KOREAN -> "한국어";
    };
  }

  private String name(Choices.Theme theme) {
    return switch (theme) {
      case SYSTEM -> desk.say("ui.prefs-system");
      case LIGHT -> desk.say("ui.prefs-light");
      case DARK -> desk.say("ui.prefs-dark");
    };
  }

  private static <T> ComboBox<T> box(
      List<T> choices, T now, Function<T, String> name, Consumer<T> chosen) {
    ComboBox<T> box = new ComboBox<>(FXCollections.observableArrayList(choices));
    if (!choices.contains(now)) {
      box.getItems().add(now);
    }
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable T value) {
            return value == null ? "" : name.apply(value);
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException("the box is not editable: " + text);
          }
        });
    box.setValue(now);
    box.setPrefWidth(280);
    box.setOnAction(_ -> chosen.accept(box.getValue()));
    return box;
  }

  @Override
  public Parent node() {
    return sheet;
  }

  @Override
  public void focus() {
    language.requestFocus();
  }
}
