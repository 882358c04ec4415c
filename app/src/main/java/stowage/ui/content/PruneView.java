package stowage.ui.content;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.util.Subscription;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.host.Prune;
import stowage.message.Printable;
import stowage.ui.content.PruneModel.Phase;
import stowage.ui.error.Explanation;
import stowage.ui.form.Field;
import stowage.ui.form.KeepEditor;
import stowage.ui.frame.Desk;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;
import stowage.ui.look.View;
import stowage.volume.Retention;

/** Rules at the top, below them what they would do; it follows each change of a number. */
final class PruneView implements View {
  private final Desk desk;
  private final PruneModel model;
  private final BorderPane page = new BorderPane();
  private final TableView<Prune.Item> table;
  private final Label summary = Look.text("");
  private final Field rules;
  private final Guarded review;
  private final DateTimeFormatter time;
  private final Subscription following;

  /**
   * @param next goes on to the review of what would go
   */
  PruneView(Desk desk, PruneModel model, Consumer<Prune> next, Runnable cancel) {
    this.desk = desk;
    this.model = model;
    time =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT)
            .withLocale(desk.words().locale())
            .withZone(ZoneId.systemDefault());
    rules =
        new Field(
            "", new KeepEditor(desk.words(), 6, model.rules()), desk.say("ui-backup.prune-help"));
    TextField guest = new TextField();
    guest.setPromptText(desk.say("ui-backup.prune-all-guests"));
    guest.setPrefColumnCount(8);
    guest.textProperty().bindBidirectional(model.guest());
    Label named = new Label(desk.say("ui-content.guest"));
    named.setLabelFor(guest);
    guest.setAccessibleText(named.getText());
    VBox top =
        new VBox(
            12,
            Look.subheading(desk.say("ui-backup.prune-title", model.pool())),
            rules,
            Look.row(12, named, guest, summary));
    top.setPadding(new Insets(0, 0, 12, 0));
    table = table();
    var go = Look.primary(desk.say("ui-content.review"), () -> known().ifPresent(next));
    review = new Guarded(go);
    page.setTop(top);
    page.setCenter(table);
    VBox bottom =
        new VBox(
            Look.row(
                8,
                Look.spring(),
                Look.button(desk.say("ui.cancel"), MaterialDesignC.CLOSE, cancel),
                review));
    bottom.setPadding(new Insets(12, 0, 0, 0));
    page.setBottom(bottom);
    page.setPadding(new Insets(16, 24, 16, 24));
    following = model.phase().subscribe(this::show);
  }

  private Optional<Prune> known() {
    return model.phase().get() instanceof Phase.Known(var prune)
        ? Optional.of(prune)
        : Optional.empty();
  }

  private TableView<Prune.Item> table() {
    TableView<Prune.Item> made =
        Rows.table(desk.say("ui-backup.prune-preview"), desk.say("ui-backup.prune-none"));
    made.getColumns()
        .add(
            Rows.text(
                desk.say("ui-content.guest"),
                88,
                i -> Optional.ofNullable(i.marked().guest()).orElse("")));
    TableColumn<Prune.Item, Prune.Item> made2 =
        Rows.nodes(
            desk.say("ui-content.col-date"),
            136,
            PruneView::line,
            (Text text, Prune.Item item) -> {
              text.setText(date(item));
              text.setStrikethrough(item.mark() == Retention.Mark.REMOVE);
            },
            PruneView::created);
    made.getColumns().add(made2);
    made.getColumns()
        .add(
            Rows.nodes(
                desk.say("ui-backup.prune-fate"),
                216,
                StatusMark::new,
                (mark, item) -> {
                  mark.show(desk.words(), status(item), "");
                  mark.setText(fate(item));
                },
                this::fate));
    return made;
  }

  private static Text line() {
    Text text = new Text();
    text.setStyle("-fx-fill: -color-fg-default;");
    return text;
  }

  private String date(Prune.Item item) {
    Instant at = item.marked().backup().extra().created();
    return at == null ? Printable.line(item.marked().backup().id().leaf()) : time.format(at);
  }

  private static Instant created(Prune.Item item) {
    return Optional.ofNullable(item.marked().backup().extra().created()).orElse(Instant.EPOCH);
  }

  private static Status status(Prune.Item item) {
    return switch (item.mark()) {
      case KEEP -> Status.OK;
      case REMOVE -> Status.WARNING;
      case PROTECTED, RENAMED -> Status.DISABLED;
    };
  }

  private String fate(Prune.Item item) {
    Retention.Decision decision = item.marked().decision();
    return switch (decision.mark()) {
      case REMOVE -> desk.say("ui-backup.prune-goes");
      case PROTECTED -> desk.say("ui-backup.prune-protected");
      case RENAMED -> desk.say("ui-backup.prune-renamed");
      case KEEP -> {
        if (decision.rule() == null) {
          yield desk.say("ui-vault.prune-kept");
        }
        String rule = desk.say("ui.form-" + decision.rule());
        yield decision.count() == 0
            ? desk.say("ui-backup.prune-kept", rule)
            : desk.say("ui-backup.prune-kept-nth", rule, decision.count());
      }
    };
  }

  private void show(Phase phase) {
    rules.show("");
    review.set(desk.say("ui-content.loading"));
    switch (phase) {
      case Phase.Asking() -> summary.setText(desk.say("ui-content.loading"));
      case Phase.Wrong(var why) -> {
        table.getItems().clear();
        summary.setText("");
        rules.show(desk.words().say(why));
        review.set(desk.words().say(why));
      }
      case Phase.Failed(var why) -> {
        table.getItems().clear();
        String said = Explanation.of(why, desk.words()).what();
        summary.setText(said);
        review.set(said);
      }
      case Phase.Known(var prune) -> show(prune);
    }
  }

  /** The guests in their order, each with its newest backup first. */
  private void show(Prune prune) {
    List<Prune.Item> rows =
        prune.items().stream()
            .sorted(
                Comparator.comparingLong((Prune.Item i) ->
                        Long.parseLong(Optional.ofNullable(i.marked().guest()).orElse("0")))
                    .thenComparing(Comparator.comparing(PruneView::created).reversed()))
            .toList();
    table.getItems().setAll(rows);
    List<Prune.Item> doomed = rows.stream().filter(i -> i.mark() == Retention.Mark.REMOVE).toList();
    int going = doomed.size();
    Long bytes = 0L;
    for (Prune.Item item : doomed) {
      Long size = item.marked().backup().space().size();
      bytes = bytes == null || size == null ? null : Long.valueOf(bytes + size);
    }
    String space =
        bytes == null ? desk.say("ui-backup.prune-size-unknown") : desk.words().size(bytes);
    summary.setText(desk.say("ui-backup.prune-summary", going, rows.size() - going, space));
    review.set(going == 0 ? desk.say("ui-backup.prune-nothing") : "");
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    following.unsubscribe();
    model.close();
  }
}
