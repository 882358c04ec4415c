package stowage.ui.keys;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.host.Host;
import stowage.pbs.PbsException;
import stowage.pbs.server.SnapshotId;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;

/** A key that was lost comes back out of a backup, by the private master key. */
final class RecoveryWork {
  private final KeyStage stage;
  private final Desk desk;
  private final StorageId pool;

  RecoveryWork(KeyStage stage) {
    this.stage = stage;
    desk = stage.desk();
    pool = stage.pool();
  }

  /**
   * The key of a backup, by the private master key.
   *
   * @param backup null for one that is chosen then
   * @param files of the private master key; none for those that are chosen then
   */
  void recover(@Nullable SnapshotId backup, List<Path> files) {
    Host open = stage.host().host().orElse(null);
    if (open == null) {
      stage.trouble().accept(desk.say("ui-plan.no-connection"));
      return;
    }
    RecoveryForm form =
        new RecoveryForm(
            desk,
            stage.host(),
            stage.outside(),
            new RecoveryForm.Begun(open, pool, backup, files),
            this::recovered,
            stage.drawer()::close);
    stage.drawer().open(form);
    form.focus();
  }

  private void recovered(Recovered found) {
    try {
      RecoveredView view =
          new RecoveredView(
              desk,
              pool,
              found,
              // The page closes its own when it is left.
              way -> placed(way, found.key().again()),
              stage.drawer()::close);
      stage.drawer().open(view);
      view.focus();
    } catch (PbsException e) {
      found.close();
      stage.refused(e);
    }
  }

  /**
   * @param key taken over
   */
  private void placed(RecoveredView.Way way, NewKey key) {
    switch (way) {
      case BESIDE ->
          stage.review(
              key,
              open -> open.keys().planBeside(pool, key.copy()),
              stage::told,
              false,
              stage.drawer()::close);
      case USE -> use(key, List.of());
      case KEEP -> {
        try (key) {
          stage.keep(
              Keepsake.of(key.file(), ZoneId.systemDefault()),
              stage.drawer()::close,
              stage.drawer()::close);
        } catch (PbsException e) {
          stage.refused(e);
        }
      }
    }
  }

  /**
   * @param key taken over
   */
  private void use(NewKey key, List<Problem> problems) {
    KeyForm form =
        stage.open(
            new KeyForm.Question(
                desk.say("ui-keys.replace-title", pool),
                List.of(Look.text(desk.say("ui-keys.recovered-use-text", pool))),
                encrypts() ? stage.doom("ui-keys.replace-warning") : null,
                desk.say("ui-content.review"),
                key::close),
            () -> {
              NewKey own = key.again();
              stage.replace(own, again -> use(own.again(), again));
            });
    stage.show(form, problems);
  }

  /** As far as is known; the plan looks again. */
  private boolean encrypts() {
    return stage
        .host()
        .known()
        .flatMap(state -> state.pool(pool))
        .filter(found -> found.pool().values().containsKey(Properties.ENCRYPTION_KEY.key()))
        .isPresent();
  }
}
