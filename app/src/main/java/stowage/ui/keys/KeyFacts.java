package stowage.ui.keys;

import java.time.Instant;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import stowage.settings.KeyRecord;
import stowage.ui.look.Look;
import stowage.words.Words;

/** What is known of a key, name beside value. */
final class KeyFacts extends GridPane {
  private final Words words;

  KeyFacts(Words words) {
    this.words = words;
    setHgap(16);
    setVgap(4);
  }

  void clear() {
    getChildren().clear();
  }

  void add(String key, String value, String... styles) {
    Label name = Look.note(words.say(key));
    name.setMinWidth(Region.USE_PREF_SIZE);
    Label said = Look.text(value);
    said.getStyleClass().addAll(styles);
    // Beside the first line of what takes several.
    setValignment(name, VPos.TOP);
    addRow(getRowCount(), name, said);
  }

  void addTime(String key, @Nullable Instant at) {
    add(key, at == null ? words.say("ui-keys.never") : words.time(at));
  }

  /** What was done so that it is not lost. */
  void add(Optional<KeyRecord> record) {
    addTime("ui-keys.exported", record.map(KeyRecord::exported).orElse(null));
    addTime("ui-keys.verified", record.map(KeyRecord::verified).orElse(null));
    record.map(KeyRecord::waived).ifPresent(at -> addTime("ui-keys.waived", at));
  }
}
