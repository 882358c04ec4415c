package stowage.ui.keys;

import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.pbs.PbsException;
import stowage.schema.Problem;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;
import stowage.ui.plan.Consent;
import stowage.ui.plan.Drawer;
import stowage.ui.plan.Surroundings;

/**
 * Where work with a pool's keys takes place: questions, reviews and custody, one after the other in
 * the drawer.
 *
 * @param trouble shows why something did not work where there is no form to show it
 */
record KeyStage(
    Desk desk,
    HostModel host,
    StorageId pool,
    Outside outside,
    Drawer drawer,
    Consumer<String> trouble) {

  Consent.Doom doom(String key) {
    return new Consent.Doom(pool.text(), desk.say(key));
  }

  KeyForm open(KeyForm.Question question, Runnable next) {
    KeyForm form = new KeyForm(desk, host, question, next, drawer::close);
    drawer.open(form);
    form.focus();
    return form;
  }

  void show(KeyForm form, List<Problem> problems) {
    problems.forEach(problem -> form.trouble(desk.words().say(problem.said())));
  }

  /**
   * The key becomes the pool's, and is kept here before its page may be left.
   *
   * @param key taken over
   * @param back shows what was wrong where the key came from
   */
  void replace(NewKey key, Consumer<List<Problem>> back) {
    review(
        key,
        open -> open.keys().planReplace(pool, key.copy()),
        back,
        true,
        () -> {
          try {
            keep(Keepsake.of(key.file(), ZoneId.systemDefault()), drawer::close, null);
          } catch (PbsException e) {
            drawer.close();
            refused(e);
          }
        });
  }

  /** The key is wiped when its review is left, whichever way. */
  void review(
      NewKey key,
      ChangeView.Planner planner,
      Consumer<List<Problem>> back,
      boolean holds,
      Runnable done) {
    ChangeView change = change(back, holds, done);
    drawer.open(
        new View() {
          @Override
          public Parent node() {
            return change.node();
          }

          @Override
          public boolean mayClose() {
            return change.mayClose();
          }

          @Override
          public void close() {
            change.close();
            key.close();
          }
        });
    change.plan(planner);
  }

  /** Where there is no form to go back to. */
  void told(List<Problem> problems) {
    drawer.close();
    problems.forEach(p -> trouble.accept(desk.words().say(p.said())));
  }

  /**
   * @param holds whether something has to follow before the page may be left
   */
  private ChangeView change(Consumer<List<Problem>> back, boolean holds, Runnable done) {
    return new ChangeView(
        desk,
        host,
        Surroundings.of(
            invalid -> back.accept(invalid == null ? List.of() : invalid.problems()),
            _ -> {
              drawer.changed();
              done.run();
            },
            holds));
  }

  void lead(ChangeView.Planner planner) {
    ChangeView change = change(this::told, false, drawer::close);
    drawer.open(change);
    change.plan(planner);
  }

  void keep(Keepsake key, Runnable done, @Nullable Runnable leave) {
    drawer.openWide(
        CustodyView.of(
            desk, new Custody.Place(host.name(), pool.text()), key, outside, done, leave));
  }

  /** Says why something did not work. */
  void refused(Exception why) {
    trouble.accept(Reasons.say(desk.words(), why));
  }
}
