package stowage.ui.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.host.Keys;
import stowage.ui.error.Explanation;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;

/** What pools of all connected hosts have, for another pool to have, too. */
final class KnownChoice<T> extends VBox {
  private final Desk desk;
  private final Function<Keys.PoolKeys, @Nullable T> part;
  private final Function<T, String> name;
  private final ComboBox<Known<T>> box = new ComboBox<>();
  private final Label trouble = Look.note("");
  private boolean asked;

  /** Something that a pool of a host has. */
  record Known<T>(String host, Host open, Keys.PoolKeys pool, T what) {}

  /**
   * @param part of what a pool has; null where it has no such thing
   * @param name of it for people
   */
  KnownChoice(
      Desk desk,
      String label,
      Function<Keys.PoolKeys, @Nullable T> part,
      Function<T, String> name) {
    super(8);
    this.desk = desk;
    this.part = part;
    this.name = name;
    box.setMaxWidth(Double.MAX_VALUE);
    box.setConverter(new Names());
    trouble.setManaged(false);
    getChildren().setAll(new Field(label, box, ""), trouble);
  }

  /** Asks the hosts, the first time. */
  void load() {
    if (asked) {
      return;
    }
    asked = true;
    say(desk.say("ui-keys.known-looking"));
    for (HostModel host : desk.fleet().hosts()) {
      host.host().ifPresent(open -> ask(host.name(), open));
    }
  }

  private void ask(String host, Host open) {
    Callable<Reading<Keys.Overview>> question = () -> open.keys().list();
    desk.background()
        .run(question)
        .then(reading -> {
          switch (reading) {
            case Reading.Known<Keys.Overview>(var overview) -> add(host, open, overview.pools());
            case Reading.Failed<Keys.Overview>(var why) -> say(host + ": " + desk.words().say(why));
          }
        })
        .failed(why -> say(host + ": " + Explanation.of(why, desk.words()).what()));
  }

  private void add(String host, Host open, List<Keys.PoolKeys> pools) {
    List<Known<T>> found = new ArrayList<>();
    for (Keys.PoolKeys pool : pools) {
      T what = part.apply(pool);
      if (what != null) {
        found.add(new Known<>(host, open, pool, what));
      }
    }
    box.getItems().addAll(found);
    if (box.getItems().size() == 1) {
      box.getSelectionModel().selectFirst();
    }
    say(box.getItems().isEmpty() ? desk.say("ui-keys.known-none") : "");
  }

  private void say(String words) {
    trouble.setText(words);
    trouble.setManaged(!words.isEmpty());
  }

  @Nullable Known<T> chosen() {
    return box.getValue();
  }

  private final class Names extends StringConverter<Known<T>> {
    @Override
    public String toString(@Nullable Known<T> known) {
      return known == null
          ? ""
          : desk.say(
              "ui-keys.known-of", known.pool().pool(), known.host(), name.apply(known.what()));
    }

    @Override
    public Known<T> fromString(String text) {
      throw new UnsupportedOperationException("the box is not editable: " + text);
    }
  }
}
