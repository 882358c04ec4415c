package stowage.ui.content;

import java.util.concurrent.Callable;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.Drawer;
import stowage.ui.work.Background;

/** A text of the host, to be read and copied. */
final class TextPanel implements View {
  private final Desk desk;
  private final String title;
  private final BorderPane page = new BorderPane();
  private Background.@Nullable Work<?> loading;

  /**
   * @param note what to know about the text; empty for nothing
   */
  record Shown(String text, String note) {}

  private TextPanel(Desk desk, String title, Runnable close) {
    this.desk = desk;
    this.title = title;
    var done = Look.primary(desk.say("ui-content.close"), close);
    done.setDefaultButton(true);
    Label heading = Look.subheading(title);
    heading.setWrapText(true);
    page.setTop(heading);
    page.setBottom(Look.row(8, Look.spring(), done));
    page.setPadding(new Insets(16, 24, 16, 24));
    put(Look.busy(desk.say("ui-content.loading")));
  }

  /** One that is shown already, and goes with the drawer. */
  static TextPanel in(Drawer drawer, Desk desk, String title) {
    TextPanel panel = new TextPanel(desk, title, drawer::close);
    drawer.openWide(panel);
    return panel;
  }

  private void put(Node node) {
    BorderPane.setMargin(node, new Insets(12, 0, 12, 0));
    page.setCenter(node);
  }

  void load(Callable<Shown> question) {
    loading =
        desk.background()
            .run(question)
            .then(this::show)
            .failed(why -> put(ErrorView.of(Explanation.of(why, desk.words()), desk.words())));
  }

  private void show(Shown shown) {
    TextArea area = new TextArea(shown.text());
    area.setEditable(false);
    area.setAccessibleText(title);
    area.getStyleClass().add("monospace");
    BorderPane framed = new BorderPane(area);
    if (!shown.note().isEmpty()) {
      framed.setTop(Look.banner(Status.WARNING, shown.note()));
    }
    put(framed);
    area.requestFocus();
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    if (loading != null) {
      loading.discard();
    }
  }
}
