package stowage.ui.transfer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import stowage.type.Intake;
import stowage.type.Pool;
import stowage.ui.look.Names;
import stowage.volume.ContentType;
import stowage.words.Words;

/** As what a file is put on a pool. */
final class ContentField extends ComboBox<ContentType> {

  /**
   * @param shown what is looked at; it is chosen if it can be
   */
  ContentField(Words words, Pool pool, ContentType shown) {
    List<ContentType> possible =
        pool.contents().stream().filter(Intake.CONTENTS::contains).sorted().toList();
    getItems().setAll(possible);
    if (possible.contains(shown)) {
      setValue(shown);
    } else {
      getSelectionModel().selectFirst();
    }
    setMaxWidth(Double.MAX_VALUE);
    setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable ContentType content) {
            return content == null ? "" : Names.of(words, content);
          }

          @Override
          public ContentType fromString(String name) {
            throw new UnsupportedOperationException("the box is not editable: " + name);
          }
        });
  }

  /** Chooses what a file of that name most likely is, if the pool takes it. */
  void suit(String name) {
    likely(name.toLowerCase(Locale.ROOT)).filter(getItems()::contains).ifPresent(this::setValue);
  }

  static Optional<ContentType> likely(String name) {
    if (name.endsWith(".iso") || name.endsWith(".img")) {
      return Optional.of(ContentType.ISO);
    }
    if (name.matches(".+\\.tar(?:\\.[a-z0-9]+)?")) {
      return Optional.of(ContentType.VZTMPL);
    }
    return name.matches(".+\\.(?:ova|qcow2|raw|vmdk)")
        ? Optional.of(ContentType.IMPORT)
        : Optional.empty();
  }
}
