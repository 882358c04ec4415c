package stowage.ui.content;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignN;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import stowage.message.Message;
import stowage.type.Backend;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.Support;
import stowage.ui.frame.Desk;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** The buttons for backups; only there where backups are shown. One that can't be used says why. */
final class BackupActions {
  private final Desk desk;
  private final Button protection;
  private final Guarded notes;
  private final Guarded protect;
  private final Guarded configuration;
  private final Guarded log;
  private final Guarded prune;
  private final Guarded verify;
  private final Guarded recover;
  private final boolean onServer;
  private final FlowPane bar;
  private List<Volume> chosen = List.of();

  /** What the buttons begin. */
  sealed interface Work permits BackupWork, ServerWork {
    void notes(Volume backup);

    void protect(Volume backup, boolean on);

    void configuration(Volume backup);

    /**
     * @param guest whose backups; empty for all
     */
    void prune(String guest);
  }

  BackupActions(Desk desk, Work work) {
    this.desk = desk;
    notes = button("notes", MaterialDesignN.NOTE_EDIT_OUTLINE, work::notes);
    protection =
        Look.button(
            desk.say("ui-backup.protect"),
            MaterialDesignS.SHIELD_LOCK_OUTLINE,
            () -> work.protect(chosen.getFirst(), !chosen.getFirst().extra().isProtected()));
    protect = new Guarded(protection);
    onServer = work instanceof ServerWork;
    // Only where they can be used is there something to begin.
    Consumer<Volume> showLog = work instanceof BackupWork files ? files::log : _ -> {};
    Consumer<List<Volume>> read = work instanceof ServerWork server ? server::verify : _ -> {};
    configuration = button("configuration", MaterialDesignF.FILE_COG_OUTLINE, work::configuration);
    log = button("log", MaterialDesignT.TEXT_BOX_OUTLINE, showLog);
    verify =
        new Guarded(
            Look.button(
                desk.say("ui-vault.verify"),
                MaterialDesignC.CHECK_DECAGRAM_OUTLINE,
                () -> read.accept(chosen)));
    Consumer<Volume> recovery = work instanceof ServerWork server ? server::recoverKey : _ -> {};
    recover =
        new Guarded(
            Look.button(
                desk.say("ui-keys.recover"),
                MaterialDesignL.LOCK_OPEN_OUTLINE,
                () -> recovery.accept(chosen.getFirst())));
    prune =
        new Guarded(
            Look.button(
                desk.say("ui-backup.prune"),
                MaterialDesignB.BROOM,
                () -> work.prune(chosen.stream().findFirst().flatMap(Volume::guest).orElse(""))));
    Consumer<List<Volume>> which = work instanceof ServerWork server ? server::keys : _ -> {};
    Button keys =
        Look.button(
            desk.say("ui-vault.keys"), MaterialDesignK.KEY_CHAIN, () -> which.accept(chosen));
    bar = new FlowPane(8, 8, notes, protect, configuration, log, prune, verify);
    if (onServer) {
      bar.getChildren().addAll(keys, recover);
    }
    show(false);
  }

  private Guarded button(String name, Ikon shape, Consumer<Volume> action) {
    return new Guarded(
        Look.button(desk.say("ui-backup." + name), shape, () -> action.accept(chosen.getFirst())));
  }

  FlowPane bar() {
    return bar;
  }

  private void show(boolean there) {
    bar.setVisible(there);
    bar.setManaged(there);
  }

  void enable(
      Pool pool, Optional<Backend> backend, boolean readOnly, ContentType shown, List<Volume> now) {
    chosen = List.copyOf(now);
    show(shown == ContentType.BACKUP);
    boolean isProtected = chosen.size() == 1 && chosen.getFirst().extra().isProtected();
    protection.setText(desk.say(isProtected ? "ui-backup.unprotect" : "ui-backup.protect"));
    String one = chosen.size() == 1 ? "" : desk.say("ui-content.choose-one");
    boolean readable = backend.flatMap(Backend::attributes).isPresent();
    boolean able = readable || onServer;
    String type = pool.type().word();
    notes.set(able ? one : desk.say("problem.notes-unsupported", type));
    if (readOnly) {
      protect.lock(desk.say("ui-plan.read-only"));
    } else {
      protect.set(able ? one : desk.say("problem.protected-unsupported", type));
    }
    configuration.set(able ? one : desk.say("problem.configuration-unsupported", type));
    recover.set(one);
    log.set(readable ? one : desk.say("problem.log-unsupported", type));
    prune.set(onServer ? "" : whyNoPruning(pool, backend));
    if (readOnly) {
      verify.lock(desk.say("ui-plan.read-only"));
    } else if (onServer) {
      verify.set(chosen.isEmpty() ? desk.say("ui-content.choose-some") : "");
    } else {
      verify.set(desk.words().say(Message.of("problem.verify-unsupported", type)));
    }
  }

  private String whyNoPruning(Pool pool, Optional<Backend> backend) {
    if (backend.flatMap(Backend::pruning).isEmpty()) {
      return desk.words().say(Message.of("problem.prune-unsupported", pool.type().word()));
    }
    return switch (backend.get().supports(Feature.FREE, pool, null)) {
      case Support.Yes() -> "";
      case Support.No(var reason) -> desk.words().say(reason);
    };
  }
}
