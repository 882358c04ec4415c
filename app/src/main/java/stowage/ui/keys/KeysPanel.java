package stowage.ui.keys;

import java.util.Map;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import stowage.config.StorageId;
import stowage.exec.Reading;
import stowage.host.Keys;
import stowage.settings.KeyRecord;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.host.HostQuestion;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.plan.Drawer;

/** The keys of one pool with what can be done; a drawer leads each action to its end. */
public final class KeysPanel {
  private final Desk desk;
  private final HostModel host;
  private final StorageId pool;
  private final KeyStage stage;
  private final VBox cards = Look.column(16);
  private final VBox trouble = new VBox();
  private final SplitPane split = new SplitPane();
  private final Drawer drawer;
  private final Subscription following;
  private final HostQuestion question;
  private @Nullable Shown last;

  /**
   * @param found what the host has
   * @param records what was done here, by fingerprint
   */
  private record Shown(Reading<Keys.Overview> found, Map<String, KeyRecord> records) {}

  public KeysPanel(Desk desk, HostModel host, StorageId pool, Outside outside) {
    this.desk = desk;
    this.host = host;
    this.pool = pool;
    question = new HostQuestion(desk, host);
    trouble.setManaged(false);
    VBox column = Look.column(16, trouble, cards);
    column.setPadding(new Insets(16, 24, 16, 24));
    ScrollPane scroll = new ScrollPane(column);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    split.getItems().add(scroll);
    Drawer drawer = new Drawer(desk, host, split, new Beside());
    this.drawer = drawer;
    // Read-only mode may come and go.
    following = desk.preferences().choices().subscribe((_, _) -> showAgain());
    stage = new KeyStage(desk, host, pool, outside, drawer, this::trouble);
  }

  private final class Beside implements Drawer.Around {
    @Override
    public void changed() {
      load();
    }

    @Override
    public void closed() {
      load();
    }
  }

  public Node node() {
    return split;
  }

  /** Asks the host once; later on somebody presses the button. */
  public void loadFirstTime() {
    if (!question.isAsked()) {
      load();
    }
  }

  private void load() {
    if (cards.getChildren().isEmpty()) {
      cards.getChildren().setAll(Look.busy(desk.say("ui-content.loading")));
    }
    question.ask(
        open ->
            new Shown(open.keys().list(), desk.preferences().keys().of(host.name(), pool.text())),
        this::show,
        this::failed);
  }

  private void failed(Exception why) {
    refused(Explanation.of(why, desk.words()).what());
  }

  private void refused(String why) {
    cards.getChildren().setAll(Look.banner(Status.PROBLEM, why, again()));
  }

  private Button again() {
    return Look.iconButton(desk.say("ui-host.refresh"), MaterialDesignR.REFRESH, this::load);
  }

  private void showAgain() {
    if (last != null) {
      show(last);
    }
  }

  private void show(Shown shown) {
    last = shown;
    switch (shown.found()) {
      case Reading.Failed<Keys.Overview>(var why) -> refused(desk.words().say(why));
      case Reading.Known<Keys.Overview>(var overview) ->
          overview.pools().stream()
              .filter(p -> p.pool().equals(pool))
              .findFirst()
              .ifPresentOrElse(
                  keys -> show(keys, shown.records()),
                  () -> refused(desk.say("ui-host.pool-gone", pool, host.name())));
    }
  }

  private void show(Keys.PoolKeys keys, Map<String, KeyRecord> records) {
    cards.getChildren().setAll(new KeyCards(stage, this::act, records).of(keys, again()));
  }

  /** Nothing takes the place of a key that is not kept yet. */
  private void act(Runnable action) {
    if (!drawer.mayClose()) {
      trouble(desk.say("ui-keys.finish-first"));
      return;
    }
    trouble.getChildren().clear();
    trouble.setManaged(false);
    action.run();
  }

  /** What happened meanwhile stays readable above the cards. */
  private void trouble(String why) {
    trouble.getChildren().setAll(Look.banner(Status.PROBLEM, why));
    trouble.setManaged(true);
  }

  /** Not while a new key is nowhere but on the host. */
  public boolean mayClose() {
    return drawer.mayClose();
  }

  public void close() {
    following.unsubscribe();
    question.discard();
    drawer.leave();
  }
}
