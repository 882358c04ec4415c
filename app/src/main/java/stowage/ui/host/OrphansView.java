package stowage.ui.host;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import stowage.config.StorageId;
import stowage.host.Host;
import stowage.host.Orphans;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;
import stowage.ui.look.Status;

/**
 * Volumes that no guest's configuration names, searched for when asked. It only tells: removing is
 * done where the pool's content is shown, which looks at the guests once more.
 */
final class OrphansView {
  private final Desk desk;
  private final HostQuestion question;
  private final VBox notices = Look.column(8);
  private final TableView<Orphans.Orphan> table;
  private final VBox box;

  OrphansView(Desk desk, HostModel host) {
    this.desk = desk;
    question = new HostQuestion(desk, host);
    table = Rows.table(desk.say("ui-host.orphans"), desk.say("ui-host.orphans-not-searched"));
    table
        .getColumns()
        .addAll(
            List.of(
                Rows.text(desk.say("ui-content.col-name"), 320, o -> o.volume().id().toString()),
                Rows.text(
                    desk.say("ui-content.col-size"),
                    104,
                    o -> desk.words().size(o.volume().space().size())),
                Rows.text(
                    desk.say("ui-host.orphans-why"),
                    440,
                    o -> desk.say(key(o.why()), o.volume().guest().orElse("")))));
    table.setOnMouseClicked(click -> {
      Orphans.Orphan chosen = table.getSelectionModel().getSelectedItem();
      if (click.getClickCount() == 2 && chosen != null) {
        desk.open(new Page.OfPool(host.name(), chosen.volume().id().storage()));
      }
    });
    VBox.setVgrow(table, Priority.ALWAYS);
    box =
        Look.column(
            12,
            Look.row(
                12,
                Look.text(desk.say("ui-host.orphans-text")),
                Look.spring(),
                Look.button(
                    desk.say("ui-host.orphans-search"), MaterialDesignM.MAGNIFY, this::search)),
            notices,
            table);
  }

  Node node() {
    return box;
  }

  private static String key(Orphans.Why why) {
    return switch (why) {
      case NO_GUEST -> "finding.orphan-no-guest";
      case NOT_NAMED -> "finding.orphan-not-named";
    };
  }

  private void search() {
    table.setPlaceholder(Look.busy(desk.say("ui-content.loading")));
    table.getItems().clear();
    notices.getChildren().clear();
    question.ask(Host::orphans, this::show, this::failed);
  }

  private void show(Orphans orphans) {
    notices.getChildren().clear();
    if (!orphans.complete()) {
      notices
          .getChildren()
          .add(Look.banner(Status.WARNING, desk.say("ui-host.orphans-incomplete")));
      orphans.gaps().forEach(gap -> notices.getChildren().add(Look.note(desk.words().say(gap))));
    }
    notices
        .getChildren()
        .add(
            Look.note(
                desk.say(
                    "ui-host.orphans-searched",
                    String.join(", ", orphans.pools().stream().map(StorageId::text).toList()),
                    orphans.guests())));
    table.setPlaceholder(Look.note(desk.say("ui-host.orphans-none")));
    table.getItems().setAll(orphans.found());
  }

  private void failed(Exception why) {
    table.setPlaceholder(Look.note(desk.say("ui-content.unknown")));
    notices
        .getChildren()
        .setAll(Look.banner(Status.PROBLEM, Explanation.of(why, desk.words()).what()));
  }
}
