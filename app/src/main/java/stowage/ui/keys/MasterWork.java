package stowage.ui.keys;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.pbs.Protection;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;

/** What can be done with the master key that a pool's backups carry a copy of their key for. */
final class MasterWork {
  private final KeyStage stage;
  private final Desk desk;
  private final StorageId pool;

  MasterWork(KeyStage stage) {
    this.stage = stage;
    desk = stage.desk();
    pool = stage.pool();
  }

  /** The private half is kept here before the host gets the public one. */
  void make() {
    MasterPair pair = new MasterPair(desk);
    KeyForm[] form = new KeyForm[1];
    form[0] =
        stage.open(
            new KeyForm.Question(
                desk.say("ui-keys.pair-title", pool),
                List.of(pair),
                null,
                desk.say("ui-keys.pair-make"),
                pair::wipe),
            () ->
                pair.problem()
                    .ifPresentOrElse(
                        wrong -> form[0].trouble(desk.say(wrong, Protection.SHORTEST_PASSPHRASE)),
                        () -> {
                          Secret passphrase = pair.passphrase();
                          form[0].busy();
                          desk.background()
                              .run(() -> MasterPair.make(passphrase))
                              .then(made ->
                                  stage.keep(
                                      made.secretHalf(),
                                      () -> stage.lead(o -> o.keys().planMaster(pool, made.pem())),
                                      stage.drawer()::close))
                              .failed(why -> form[0].trouble(Reasons.say(desk.words(), why)));
                        }));
  }

  /** A public key whose private half is kept elsewhere. */
  void choose(Node near) {
    List<Path> chosen = stage.outside().toOpen(near, desk.say("ui-keys.master-choose"));
    if (!chosen.isEmpty()) {
      Path file = chosen.getFirst();
      desk.background()
          .run(() -> MasterChoice.pem(file))
          .then(pem -> stage.lead(open -> open.keys().planMaster(pool, pem)))
          .failed(stage::refused);
    }
  }

  void remove() {
    stage.open(
        new KeyForm.Question(
            desk.say("ui-keys.master-remove"),
            List.of(Look.text(desk.say("ui-keys.master-remove-text"))),
            stage.doom("ui-keys.master-remove-warning"),
            desk.say("ui-content.review"),
            () -> {}),
        () -> stage.lead(open -> open.keys().planRemoveMaster(pool)));
  }
}
