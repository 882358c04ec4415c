package stowage.ui.keys;

import java.time.InstantSource;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;

/** Sees a key to a safe place. */
public final class CustodyView implements View {
  private final Desk desk;
  private final Custody custody;
  private final Outside outside;
  private final StackPane page = new StackPane();
  private final BorderPane steps = new BorderPane();
  private final KeyFacts facts;
  private final Said fileSaid = new Said();
  private final Said copySaid = new Said();
  private final PaperDrill drill;
  private final TextField sentence = new TextField();
  private final Field waiver;
  private final Guarded done;
  private final Label state = Look.text("");
  private final ClipboardCopy clipboard;
  private final boolean mayLeave;
  private @Nullable PaperView paper;

  /**
   * @param custody taken over: closed with the view
   * @param done the key is safe, or the user does without
   * @param leave closes it before that; null where that is not offered
   */
  public CustodyView(
      Desk desk, Custody custody, Outside outside, Runnable done, @Nullable Runnable leave) {
    this.desk = desk;
    this.custody = custody;
    this.outside = outside;
    this.mayLeave = leave != null;
    this.facts = new KeyFacts(desk.words());
    this.clipboard = new ClipboardCopy(custody, copySaid::nothing);
    this.drill = new PaperDrill(desk, custody, outside, this::proved);
    Button finish = Look.primary(desk.say("ui-plan.done"), done);
    this.done = new Guarded(finish);
    this.waiver =
        new Field(desk.say("ui-keys.waive-type", desk.say("ui-keys.waive-sentence")), sentence, "");
    Keepsake key = custody.key();
    VBox column =
        Look.column(
            16,
            Look.subheading(
                desk.say(
                    key.isMaster() ? "ui-keys.custody-master" : "ui-keys.custody-title",
                    custody.place().pool())),
            facts,
            Look.banner(
                Status.WARNING,
                desk.say(key.isMaster() ? "ui-keys.warning-master" : "ui-keys.warning")),
            fileCard(),
            paperCard(),
            copyCard(),
            waiverPane());
    if (key.isLocked()) {
      column.getChildren().add(3, Look.banner(Status.UNKNOWN, desk.say("ui-keys.locked")));
    }
    column.setPadding(new Insets(16, 24, 16, 24));
    ScrollPane scroll = new ScrollPane(column);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    steps.setCenter(scroll);
    var bar = Look.row(8, state, Look.spring());
    if (leave != null) {
      bar.getChildren().add(Look.button(desk.say("ui-keys.later"), MaterialDesignC.CLOSE, leave));
    }
    bar.getChildren().add(this.done);
    bar.setPadding(new Insets(12, 24, 16, 24));
    bar.getStyleClass().add("strip");
    steps.setBottom(bar);
    page.getChildren().setAll(steps);
    check();
    showFacts();
    recall();
  }

  /**
   * For a key that a pool has got just now, or has had all along.
   *
   * @param key taken over
   */
  public static CustodyView of(
      Desk desk,
      Custody.Place place,
      Keepsake key,
      Outside outside,
      Runnable done,
      @Nullable Runnable leave) {
    Custody custody = new Custody(place, key, desk.preferences().keys(), InstantSource.system());
    return new CustodyView(desk, custody, outside, done, leave);
  }

  /** Whether it may be left: the key is safe, is done without, or was never in danger. */
  @Override
  public boolean mayClose() {
    return mayLeave || custody.isSafe();
  }

  private Node fileCard() {
    return card(
        MaterialDesignF.FILE_KEY_OUTLINE,
        "ui-keys.file",
        fileSaid,
        Look.button(
            desk.say("ui-keys.file-save"), MaterialDesignC.CONTENT_SAVE_OUTLINE, this::saveFile));
  }

  private Node paperCard() {
    Node card =
        card(
            MaterialDesignP.PRINTER_OUTLINE,
            "ui-keys.paper",
            drill.form(),
            Look.button(
                desk.say("ui-keys.paper-open"), MaterialDesignP.PRINTER_OUTLINE, this::openPaper));
    card.setOnDragOver(e -> {
      if (e.getDragboard().hasFiles()) {
        e.acceptTransferModes(TransferMode.COPY);
      }
      e.consume();
    });
    card.setOnDragDropped(e -> {
      drill.read(e.getDragboard().getFiles().stream().map(java.io.File::toPath).toList());
      e.setDropCompleted(true);
      e.consume();
    });
    return card;
  }

  private Node copyCard() {
    return card(
        MaterialDesignC.CONTENT_COPY,
        "ui-keys.copy",
        copySaid,
        Look.button(
            desk.say("ui-keys.copy-now"),
            MaterialDesignC.CONTENT_COPY,
            () -> {
              clipboard.put();
              copySaid.say(Status.OK, desk.say("ui-keys.copied", ClipboardCopy.SECONDS));
            }));
  }

  private Node waiverPane() {
    TitledPane pane =
        new TitledPane(
            desk.say("ui-keys.waive"),
            Look.column(
                12,
                Look.text(desk.say("ui-keys.waive-text")),
                waiver,
                flow(
                    Look.button(
                        desk.say("ui-keys.waive-now"),
                        MaterialDesignS.SHIELD_OFF_OUTLINE,
                        this::waive))));
    pane.setExpanded(false);
    pane.setAnimated(false);
    return pane;
  }

  private VBox card(org.kordamp.ikonli.Ikon shape, String key, Node more, Button... buttons) {
    Label title = new Label(desk.say(key));
    title.setGraphic(Look.icon(shape));
    title.getStyleClass().add(atlantafx.base.theme.Styles.TEXT_BOLD);
    return Look.card(title, Look.note(desk.say(key + "-text")), flow(buttons), more);
  }

  private static FlowPane flow(Button... buttons) {
    return new FlowPane(8, 8, buttons);
  }

  private void recall() {
    desk.background()
        .run(custody::record)
        .then(known -> {
          showFacts();
          facts.add(known);
        })
        .failed(why -> state.setText(Reasons.say(desk.words(), why)));
  }

  private void showFacts() {
    facts.clear();
    Keepsake key = custody.key();
    facts.add("ui-keys.host", custody.place().host());
    facts.add("ui-keys.fingerprint", key.name(), "monospace");
    key.created().ifPresent(at -> facts.addTime("ui-keys.created", at));
    key.kdf().ifPresent(word -> facts.add("ui-keys.kdf", desk.say("ui-keys.kdf-" + word)));
  }

  private void saveFile() {
    outside
        .toSave(
            page,
            desk.say("ui-keys.file-save"),
            custody.fileName(custody.key().isMaster() ? "pem" : "key"))
        .ifPresent(to ->
            fileSaid.work(
                desk,
                () -> {
                  custody.save(to);
                  return OwnFile.closedToOthers(to);
                },
                closed -> {
                  fileSaid.say(
                      Status.OK,
                      desk.say(closed ? "ui-keys.file-saved" : "ui-keys.file-saved-open", to));
                  proved();
                }));
  }

  private void openPaper() {
    PaperView opened = new PaperView(desk, custody, outside, this::backFromPaper);
    paper = opened;
    page.getChildren().setAll(opened.node());
    opened.focus();
  }

  private void backFromPaper() {
    closePaper();
    page.getChildren().setAll(steps);
    recall();
  }

  private void closePaper() {
    if (paper != null) {
      paper.close();
      paper = null;
    }
  }

  private void waive() {
    String typed = sentence.getText();
    desk.background()
        .run(() -> custody.waive(typed, desk.say("ui-keys.waive-sentence")))
        .then(waived -> {
          waiver.show(waived ? "" : desk.say("ui-keys.waive-other"));
          proved();
        })
        .failed(why -> waiver.show(Reasons.say(desk.words(), why)));
  }

  private void proved() {
    check();
    recall();
  }

  private void check() {
    boolean safe = custody.isSafe();
    done.set(safe ? "" : desk.say("ui-keys.held-back"));
    state.setText(
        !safe
            ? desk.say("ui-keys.held-back")
            : custody.proofs().contains(Custody.Proof.FILE)
                    || custody.proofs().contains(Custody.Proof.DRILL)
                ? desk.say("ui-keys.safe")
                : desk.say("ui-keys.waived-now"));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    clipboard.clear();
    closePaper();
    drill.clear();
    sentence.clear();
    custody.close();
  }
}
