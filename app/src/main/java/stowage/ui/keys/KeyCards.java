package stowage.ui.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.host.Keys;
import stowage.pbs.Fingerprint;
import stowage.settings.KeyRecord;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;

/** What a pool has of keys, a card for each kind, with the buttons that change it. */
final class KeyCards {
  private final Desk desk;
  private final HostModel host;
  private final KeyWork work;
  private final MasterWork master;
  private final RecoveryWork recovery;
  private final Consumer<Runnable> act;
  private final Map<String, KeyRecord> records;

  /**
   * @param act runs what a button does
   * @param records what was done here, by fingerprint
   */
  KeyCards(KeyStage stage, Consumer<Runnable> act, Map<String, KeyRecord> records) {
    desk = stage.desk();
    host = stage.host();
    recovery = new RecoveryWork(stage);
    work = new KeyWork(stage, recovery);
    master = new MasterWork(stage);
    this.act = act;
    this.records = records;
  }

  /**
   * @param refresh stands in the first card
   */
  List<Node> of(Keys.PoolKeys keys, Node refresh) {
    List<Node> cards = new ArrayList<>();
    cards.add(keyCard(keys, refresh));
    cards.add(masterCard(keys.master()));
    if (!keys.old().isEmpty()) {
      VBox old =
          Look.card(
              Look.subheading(desk.say("ui-keys.old")), Look.note(desk.say("ui-keys.old-text")));
      keys.old().forEach(key -> old.getChildren().add(facts(key)));
      cards.add(old);
    }
    return cards;
  }

  private Node keyCard(Keys.PoolKeys keys, Node refresh) {
    Keys.Lying key = keys.key();
    StatusMark mark = new StatusMark();
    mark.show(desk.words(), status(keys), "");
    mark.setText(desk.say(word(keys)));
    FlowPane heading = new FlowPane(12, 4, Look.subheading(desk.say("ui-keys.key")), mark);
    HBox.setHgrow(heading, Priority.ALWAYS);
    VBox card = Look.card(Look.row(12, heading, refresh));
    if (key == null) {
      card.getChildren()
          .addAll(
              Look.note(desk.say(keys.isMissing() ? "ui-keys.key-missing" : "ui-keys.key-none")),
              new FlowPane(
                  8,
                  8,
                  changing("ui-keys.make", MaterialDesignK.KEY_PLUS, () -> work.make(false)),
                  changing(
                      "ui-keys.upload",
                      MaterialDesignK.KEY_ARROW_RIGHT,
                      () -> work.upload(false))));
      return card;
    }
    Fingerprint own = key.fingerprint();
    KeyRecord record = own == null ? null : records.get(own.text());
    if (record == null || record.verified() == null) {
      card.getChildren().add(Look.banner(Status.WARNING, desk.say("ui-keys.never-checked")));
    }
    card.getChildren()
        .addAll(
            facts(key),
            new FlowPane(
                8,
                8,
                Look.button(
                    desk.say("ui-keys.keep"),
                    MaterialDesignS.SHIELD_KEY_OUTLINE,
                    () -> act.accept(work::keep)),
                changing("ui-keys.replace", MaterialDesignK.KEY_CHANGE, () -> work.make(true)),
                changing(
                    "ui-keys.replace-upload",
                    MaterialDesignK.KEY_ARROW_RIGHT,
                    () -> work.upload(true)),
                changing("ui-keys.remove", MaterialDesignK.KEY_REMOVE, work::remove)));
    return card;
  }

  private static Status status(Keys.PoolKeys keys) {
    return keys.key() != null ? Status.OK : keys.isMissing() ? Status.PROBLEM : Status.WARNING;
  }

  private static String word(Keys.PoolKeys keys) {
    return keys.key() != null
        ? "ui-keys.encrypted"
        : keys.isMissing() ? "ui-keys.missing" : "ui-keys.not-encrypted";
  }

  private Node masterCard(Keys.@Nullable Master master) {
    VBox card =
        Look.card(
            Look.subheading(desk.say("ui-keys.master")),
            Look.note(desk.say("ui-keys.master-text")));
    FlowPane buttons = new FlowPane(8, 8);
    if (master == null) {
      card.getChildren().add(Look.text(desk.say("ui-keys.master-none")));
    } else if (master.key() == null) {
      card.getChildren()
          .add(Look.banner(Status.PROBLEM, desk.say("ui-keys.master-useless", master.path())));
    } else {
      String name = master.key().fingerprint().text();
      KeyFacts facts = new KeyFacts(desk.words());
      facts.add("ui-keys.fingerprint", name, "monospace");
      facts.add("ui-keys.bits", Integer.toString(master.key().bits()));
      facts.add(Optional.ofNullable(records.get(name)));
      card.getChildren().add(facts);
    }
    buttons
        .getChildren()
        .addAll(
            changing("ui-keys.master-make", MaterialDesignK.KEY_PLUS, this.master::make),
            changing(
                "ui-keys.master-choose",
                MaterialDesignK.KEY_ARROW_RIGHT,
                () -> this.master.choose(buttons)));
    // Nothing changes by looking, and what is lost may have had a master key that is not here now.
    buttons
        .getChildren()
        .add(
            Look.button(
                desk.say("ui-keys.recover"),
                MaterialDesignL.LOCK_OPEN_OUTLINE,
                () -> act.accept(() -> recovery.recover(null, List.of()))));
    if (master != null) {
      buttons
          .getChildren()
          .add(changing("ui-keys.master-remove", MaterialDesignK.KEY_REMOVE, this.master::remove));
    }
    card.getChildren().add(buttons);
    return card;
  }

  private KeyFacts facts(Keys.Lying key) {
    KeyFacts facts = new KeyFacts(desk.words());
    Fingerprint own = key.fingerprint();
    facts.add(
        "ui-keys.fingerprint", own == null ? desk.say("ui-keys.unnamed") : own.text(), "monospace");
    if (key.created() != null) {
      facts.addTime("ui-keys.created", key.created());
    }
    facts.add(
        "ui-keys.kdf",
        desk.words().sayOr("ui-keys.kdf-" + key.kdf(), desk.say("ui-keys.kdf-unknown")));
    if (key.hint() != null) {
      facts.add("ui-keys.hint", key.hint());
    }
    facts.add("ui-keys.path", key.path(), "monospace");
    if (own != null) {
      facts.add(Optional.ofNullable(records.get(own.text())));
    }
    return facts;
  }

  private Node changing(String key, Ikon shape, Runnable action) {
    Guarded button = new Guarded(Look.button(desk.say(key), shape, () -> act.accept(action)));
    if (desk.readOnly(host)) {
      button.lock(desk.say("ui-plan.read-only"));
    }
    return button;
  }
}
