package stowage.ui.frame;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import stowage.ui.look.Look;

/** Where the page in front belongs; each part above it leads there. */
final class Breadcrumb {
  private final Desk desk;
  private final Pages pages;
  private final HBox row = Look.row(4);

  Breadcrumb(Desk desk, Pages pages) {
    this.desk = desk;
    this.pages = pages;
    row.setMinWidth(0);
    row.setAccessibleText(desk.say("ui.breadcrumb"));
  }

  HBox node() {
    return row;
  }

  void show(Page page) {
    row.getChildren().clear();
    List<Page> path = pages.path(page);
    for (Page part : path) {
      String name = pages.shortTitle(part);
      if (part.equals(page)) {
        Label here = new Label(name);
        here.getStyleClass().add(Styles.TEXT_BOLD);
        row.getChildren().add(here);
      } else {
        Hyperlink link = new Hyperlink(name);
        link.setOnAction(_ -> desk.open(part));
        Label separator = Look.note("/");
        separator.setMinWidth(Label.USE_PREF_SIZE);
        row.getChildren().addAll(link, separator);
      }
    }
  }
}
