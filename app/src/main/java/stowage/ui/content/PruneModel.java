package stowage.ui.content;

import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.host.Prune;
import stowage.message.Message;
import stowage.schema.Properties;
import stowage.schema.Values;
import stowage.type.Pruning;
import stowage.ui.work.Background;
import stowage.volume.Retention;

/** What pruning would do, looked at anew whenever the rules change. */
final class PruneModel {
  /** Nobody is asked about each digit of a number. */
  private static final Duration PAUSE = Duration.millis(250);

  private final Preview preview;
  private final StorageId pool;
  private final Background background;
  private final StringProperty rules;
  private final StringProperty guest;
  private final ReadOnlyObjectWrapper<Phase> phase =
      new ReadOnlyObjectWrapper<>(new Phase.Asking());
  private final PauseTransition pause = new PauseTransition(PAUSE);
  private Background.@Nullable Work<?> asking;

  /** How far the preview is. */
  sealed interface Phase {
    record Asking() implements Phase {}

    /** What was entered is no rule. */
    record Wrong(Message why) implements Phase {}

    record Known(Prune prune) implements Phase {}

    record Failed(Exception why) implements Phase {}
  }

  /** Knows what a retention would do, as the pool is now. */
  @FunctionalInterface
  interface Preview {
    Prune of(Retention retention, Pruning.Scope scope) throws Exception;
  }

  /**
   * @param rules {@code keep-last=3,keep-daily=7}
   * @param guest whose backups; empty for all
   */
  PruneModel(Preview preview, StorageId pool, Background background, String rules, String guest) {
    this.preview = preview;
    this.pool = pool;
    this.background = background;
    this.rules = new SimpleStringProperty(rules);
    this.guest = new SimpleStringProperty(guest);
    pause.setOnFinished(_ -> ask());
    this.rules.addListener((_, _, _) -> later());
    this.guest.addListener((_, _, _) -> later());
    ask();
  }

  StorageId pool() {
    return pool;
  }

  StringProperty rules() {
    return rules;
  }

  StringProperty guest() {
    return guest;
  }

  ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /** An old preview must not be taken for that of the new rules. */
  private void later() {
    forget();
    phase.set(new Phase.Asking());
    pause.playFromStart();
  }

  private void ask() {
    forget();
    Optional<Message> wrong = wrong();
    if (wrong.isPresent()) {
      phase.set(new Phase.Wrong(wrong.get()));
      return;
    }
    phase.set(new Phase.Asking());
    Retention retention = retention();
    String owner = guest.get().strip();
    Pruning.Scope scope = new Pruning.Scope(null, owner.isEmpty() ? null : owner);
    asking =
        background
            .run(() -> preview.of(retention, scope))
            .then(prune -> phase.set(new Phase.Known(prune)))
            .failed(why -> phase.set(new Phase.Failed(why)));
  }

  /** What was entered last; there is one as long as the preview is known. */
  Retention retention() {
    return new Retention(
        Values.read(Properties.PRUNE_BACKUPS.kind(), rules.get().strip()).orElseThrow());
  }

  private Optional<Message> wrong() {
    String owner = guest.get().strip();
    if (!owner.isEmpty() && !owner.matches("[1-9][0-9]{2,8}")) {
      return Optional.of(Message.of("problem.guest-id", owner, 100, 999_999_999));
    }
    return rules.get().isBlank()
        ? Optional.of(Message.of("ui-backup.prune-no-rules"))
        : Values.problem(Properties.PRUNE_BACKUPS.kind(), rules.get());
  }

  private void forget() {
    if (asking != null) {
      asking.discard();
      asking = null;
    }
  }

  void close() {
    pause.stop();
    forget();
  }
}
