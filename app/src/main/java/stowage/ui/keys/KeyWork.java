package stowage.ui.keys;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.pbs.PbsException;
import stowage.pbs.server.SnapshotId;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;
import stowage.ui.plan.Consent;
import stowage.ui.plan.Drawer;

/** What can be done with a pool's keys, each thing led to its end in the drawer. */
final class KeyWork {
  private final Desk desk;
  private final HostModel host;
  private final StorageId pool;
  private final Outside outside;
  private final Drawer drawer;
  private final Consumer<String> trouble;

  /**
   * @param trouble shows why something did not work where there is no form to show it
   */
  KeyWork(
      Desk desk,
      HostModel host,
      StorageId pool,
      Outside outside,
      Drawer drawer,
      Consumer<String> trouble) {
    this.desk = desk;
    this.host = host;
    this.pool = pool;
    this.outside = outside;
    this.drawer = drawer;
    this.trouble = trouble;
  }

  private Consent.Doom doom(String key) {
    return new Consent.Doom(pool.text(), desk.say(key));
  }

  private KeyForm open(KeyForm.Question question, Runnable next) {
    KeyForm form = new KeyForm(desk, host, question, next, drawer::close);
    drawer.open(form);
    form.focus();
    return form;
  }

  private static void show(KeyForm form, Desk desk, List<Problem> problems) {
    problems.forEach(problem -> form.trouble(desk.words().say(problem.said())));
  }

  /**
   * @param instead of one that is there
   */
  void make(boolean instead) {
    make(instead, List.of());
  }

  private void make(boolean instead, List<Problem> problems) {
    KeyForm[] form = new KeyForm[1];
    form[0] =
        open(
            new KeyForm.Question(
                desk.say(instead ? "ui-keys.replace-title" : "ui-keys.make-title", pool),
                List.of(Look.text(desk.say("ui-keys.make-text"))),
                instead ? doom("ui-keys.replace-warning") : null,
                desk.say("ui-content.review"),
                () -> {}),
            () ->
                desk.background()
                    .run(NewKey::made)
                    .then(key -> review(key, again -> make(instead, again)))
                    .failed(why -> form[0].trouble(Reasons.say(desk.words(), why))));
    show(form[0], desk, problems);
  }

  void upload(boolean instead) {
    upload(instead, List.of());
  }

  private void upload(boolean instead, List<Problem> problems) {
    KeyUpload upload = new KeyUpload(desk, outside);
    KeyForm[] form = new KeyForm[1];
    form[0] =
        open(
            new KeyForm.Question(
                desk.say(instead ? "ui-keys.replace-title" : "ui-keys.upload-title", pool),
                List.of(upload),
                instead ? doom("ui-keys.replace-warning") : null,
                desk.say("ui-content.review"),
                upload::wipe),
            () -> {
              List<Path> files = upload.files();
              if (files.isEmpty()) {
                form[0].trouble(desk.say("ui-keys.upload-first"));
                return;
              }
              Secret passphrase = upload.passphrase();
              form[0].busy();
              desk.background()
                  .run(() -> {
                    try (passphrase) {
                      return NewKey.read(files, passphrase);
                    }
                  })
                  .then(key -> review(key, again -> upload(instead, again)))
                  .failed(why -> {
                    String said = Reasons.say(desk.words(), why);
                    if (why instanceof MasterInsteadException) {
                      form[0].trouble(said, recoverWith(files));
                    } else {
                      form[0].trouble(said);
                    }
                  });
            });
    show(form[0], desk, problems);
  }

  private Button recoverWith(List<Path> files) {
    return Look.button(
        desk.say("ui-keys.recover-with"),
        MaterialDesignL.LOCK_OPEN_OUTLINE,
        () -> recover(null, files));
  }

  /**
   * The key of a backup, by the private master key.
   *
   * @param backup null for one that is chosen then
   * @param files of the private master key; none for those that are chosen then
   */
  void recover(@Nullable SnapshotId backup, List<Path> files) {
    Host open = host.host().orElse(null);
    if (open == null) {
      trouble.accept(desk.say("ui-plan.no-connection"));
      return;
    }
    RecoveryForm form =
        new RecoveryForm(
            desk,
            host,
            outside,
            new RecoveryForm.Begun(open, pool, backup, files),
            this::recovered,
            drawer::close);
    drawer.open(form);
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
              drawer::close);
      drawer.open(view);
      view.focus();
    } catch (PbsException e) {
      found.close();
      trouble.accept(Reasons.say(desk.words(), e));
    }
  }

  /**
   * @param key taken over
   */
  private void placed(RecoveredView.Way way, NewKey key) {
    switch (way) {
      case BESIDE ->
          review(
              key,
              open -> open.keys().planBeside(pool, key.copy()),
              this::told,
              false,
              drawer::close);
      case USE -> use(key, List.of());
      case KEEP -> {
        try (key) {
          keep(Keepsake.of(key.file(), ZoneId.systemDefault()), drawer::close, drawer::close);
        } catch (PbsException e) {
          trouble.accept(Reasons.say(desk.words(), e));
        }
      }
    }
  }

  /**
   * @param key taken over
   */
  private void use(NewKey key, List<Problem> problems) {
    KeyForm form =
        open(
            new KeyForm.Question(
                desk.say("ui-keys.replace-title", pool),
                List.of(Look.text(desk.say("ui-keys.recovered-use-text", pool))),
                encrypts() ? doom("ui-keys.replace-warning") : null,
                desk.say("ui-content.review"),
                key::close),
            () -> {
              NewKey own = key.again();
              review(own, again -> use(own.again(), again));
            });
    show(form, desk, problems);
  }

  /** As far as is known; the plan looks again. */
  private boolean encrypts() {
    return host.known()
        .flatMap(state -> state.pool(pool))
        .filter(found -> found.pool().values().containsKey(Properties.ENCRYPTION_KEY.key()))
        .isPresent();
  }

  private void review(NewKey key, Consumer<List<Problem>> back) {
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
            trouble.accept(Reasons.say(desk.words(), e));
          }
        });
  }

  /** The key is wiped when its review is left, whichever way. */
  private void review(
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
  private void told(List<Problem> problems) {
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
        ChangeView.around(
            invalid -> back.accept(invalid == null ? List.of() : invalid.problems()),
            _ -> {
              drawer.changed();
              done.run();
            },
            holds));
  }

  private void lead(ChangeView.Planner planner) {
    ChangeView change = change(this::told, false, drawer::close);
    drawer.open(change);
    change.plan(planner);
  }

  void remove() {
    open(
        new KeyForm.Question(
            desk.say("ui-keys.remove-title", pool),
            List.of(Look.text(desk.say("ui-keys.remove-text"))),
            doom("ui-keys.remove-warning"),
            desk.say("ui-content.review"),
            () -> {}),
        () -> lead(open -> open.keys().planRemoveKey(pool)));
  }

  /** Another copy of the key that the host has. */
  void keep() {
    Host open = host.host().orElse(null);
    if (open == null) {
      trouble.accept(desk.say("ui-plan.no-connection"));
      return;
    }
    desk.background()
        .run(() -> Keepsake.of(open.keys().open(pool), ZoneId.systemDefault()))
        .then(key -> keep(key, drawer::close, drawer::close))
        .failed(why -> trouble.accept(Reasons.say(desk.words(), why)));
  }

  private void keep(Keepsake key, Runnable done, @Nullable Runnable leave) {
    drawer.openWide(
        CustodyView.of(
            desk, new Custody.Place(host.name(), pool.text()), key, outside, done, leave));
  }

  /** The private half is kept here before the host gets the public one. */
  void makeMaster() {
    MasterPair pair = new MasterPair(desk);
    KeyForm[] form = new KeyForm[1];
    form[0] =
        open(
            new KeyForm.Question(
                desk.say("ui-keys.pair-title", pool),
                List.of(pair),
                null,
                desk.say("ui-keys.pair-make"),
                pair::wipe),
            () ->
                pair.problem()
                    .ifPresentOrElse(
                        wrong ->
                            form[0].trouble(
                                desk.say(wrong, stowage.pbs.Protection.SHORTEST_PASSPHRASE)),
                        () -> {
                          Secret passphrase = pair.passphrase();
                          form[0].busy();
                          desk.background()
                              .run(() -> MasterPair.make(passphrase))
                              .then(made ->
                                  keep(
                                      made.secretHalf(),
                                      () -> lead(o -> o.keys().planMaster(pool, made.pem())),
                                      drawer::close))
                              .failed(why -> form[0].trouble(Reasons.say(desk.words(), why)));
                        }));
  }

  /** A public key whose private half is kept elsewhere. */
  void chooseMaster(Node near) {
    List<Path> chosen = outside.toOpen(near, desk.say("ui-keys.master-choose"));
    if (!chosen.isEmpty()) {
      Path file = chosen.getFirst();
      desk.background()
          .run(() -> MasterChoice.pem(file))
          .then(pem -> lead(open -> open.keys().planMaster(pool, pem)))
          .failed(why -> trouble.accept(Reasons.say(desk.words(), why)));
    }
  }

  void removeMaster() {
    open(
        new KeyForm.Question(
            desk.say("ui-keys.master-remove"),
            List.of(Look.text(desk.say("ui-keys.master-remove-text"))),
            doom("ui-keys.master-remove-warning"),
            desk.say("ui-content.review"),
            () -> {}),
        () -> lead(open -> open.keys().planRemoveMaster(pool)));
  }
}
