package stowage.ui.frame;

import atlantafx.base.controls.CustomTextField;
import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import stowage.settings.HostEntry;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.pool.PoolView;
import stowage.ui.tasks.TaskStrip;

/** The window's content; made anew when the language changes, while the models live on. */
public final class MainWindow {
  private final Desk desk;
  private final Pages pages;
  private final StackPane root = new StackPane();
  private final CustomTextField search = new CustomTextField();
  private final Label searchProblem = new Label();
  private final Tree tree;
  private final PageTabs tabs;
  private final Breadcrumb breadcrumb;
  private final Palette palette;
  private final QuestionLayer questions;
  private final TaskStrip strip;
  private final StatusLine line;
  private final SplitPane split = new SplitPane();
  private final Map<KeyCombination, Runnable> keys;
  private final Subscription following;

  public MainWindow(Desk desk, PoolView.Backends backends, Callable<List<HostEntry>> importable) {
    this.desk = desk;
    pages = new Pages(desk, backends, importable);
    tree = new Tree(desk);
    tabs = new PageTabs(desk, pages);
    breadcrumb = new Breadcrumb(desk, pages);
    palette = new Palette(desk, new PaletteModel(new Actions(desk, pages)::all));
    strip = new TaskStrip(desk);
    line = new StatusLine(desk);
    VBox side = new VBox(tree.view());
    VBox.setVgrow(tree.view(), Priority.ALWAYS);
    side.setMinWidth(176);
    SplitPane.setResizableWithParent(side, false);
    split.getItems().addAll(side, tabs.pane());
    split.setDividerPositions(desk.preferences().settings().layout().treeShare());
    BorderPane frame = new BorderPane(split);
    frame.setTop(new VBox(toolbar(), putAside()));
    frame.setBottom(new VBox(strip.node(), line.node()));
    questions = new QuestionLayer(desk, frame);
    root.getChildren().addAll(frame, palette.node(), questions.node());
    keys =
        Map.of(
            control(KeyCode.K),
            palette::open,
            control(KeyCode.F),
            search::requestFocus,
            control(KeyCode.N),
            () -> open(new Page.AddHost()),
            control(KeyCode.COMMA),
            () -> open(new Page.Preferences()),
            control(KeyCode.W),
            this::closeTab,
            control(KeyCode.DIGIT1),
            tree.view()::requestFocus,
            control(KeyCode.DIGIT2),
            tabs::focus,
            new KeyCodeCombination(KeyCode.F5),
            this::refresh);
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    following = desk.navigator().front().subscribe(this::front);
  }

  public Parent root() {
    return root;
  }

  /** Part of the width that the tree takes. */
  public double treeShare() {
    return split.getDividerPositions()[0];
  }

  /**
   * Whether nothing is lost with it. A page that must not be left yet, for its key is nowhere safe,
   * comes to the front.
   */
  public boolean mayClose() {
    Optional<Page> held = tabs.held();
    held.ifPresent(desk::open);
    return held.isEmpty();
  }

  /** The same, leaving every page where it is. */
  public boolean isHeld() {
    return tabs.held().isPresent();
  }

  /** Nothing of it follows the models any more. */
  public void close() {
    following.unsubscribe();
    questions.close();
    tree.close();
    tabs.close();
    strip.close();
    line.close();
  }

  private void front(Page page) {
    breadcrumb.show(page);
    desk.fleet().front(page.about());
  }

  private Node toolbar() {
    search.setLeft(Look.icon(MaterialDesignM.MAGNIFY, "muted"));
    search.setPromptText(desk.say("ui.search-prompt"));
    search.setAccessibleText(desk.say("ui.search"));
    search.setTooltip(new Tooltip(desk.say("ui.search-help")));
    search.setPrefWidth(272);
    search.setMinWidth(176);
    search.textProperty().addListener((_, _, text) -> filter(text));
    searchProblem.getStyleClass().addAll(Styles.TEXT_SMALL, "problem");
    searchProblem.setMinWidth(0);
    Button commands =
        Look.button(desk.say("ui.palette"), MaterialDesignC.CONSOLE_LINE, palette::open);
    commands.setTooltip(new Tooltip("Ctrl+K"));
    HBox bar =
        Look.row(
            8,
            breadcrumb.node(),
            Look.spring(),
            searchProblem,
            search,
            commands,
            Look.iconButton(
                desk.say("ui.prefs"),
                MaterialDesignC.COG_OUTLINE,
                () -> desk.open(new Page.Preferences())));
    bar.getStyleClass().add("toolbar");
    bar.setPadding(new Insets(8, 12, 8, 12));
    return bar;
  }

  /** Says once that the settings are not the user's own ones, and where those are. */
  private Node putAside() {
    VBox box = new VBox();
    var path = desk.preferences().putAside();
    if (path.get() != null) {
      Button seen = Look.button(desk.say("ui-content.close"), MaterialDesignC.CLOSE, () -> {});
      box.getChildren()
          .add(
              Look.banner(
                  Status.WARNING, desk.say("ui.settings-put-aside", path.get().toString()), seen));
      box.setPadding(new Insets(8, 12, 8, 12));
      seen.setOnAction(_ -> {
        path.set(null);
        box.getChildren().clear();
        box.setPadding(Insets.EMPTY);
      });
    }
    return box;
  }

  private void filter(String text) {
    Query query = Query.parse(text);
    tree.filter(query);
    searchProblem.setText(query.problems().stream().findFirst().map(desk.words()::say).orElse(""));
  }

  private static KeyCombination control(KeyCode code) {
    return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN);
  }

  private void pressed(KeyEvent e) {
    if (e.getCode() == KeyCode.ESCAPE && search.isFocused()) {
      search.clear();
      e.consume();
    }
    keys.forEach((key, action) -> {
      if (key.match(e)) {
        e.consume();
        action.run();
      }
    });
  }

  private void open(Page page) {
    desk.open(page);
    tabs.focus();
  }

  private void closeTab() {
    desk.navigator().leave(desk.navigator().front().get());
    tabs.focus();
  }

  private void refresh() {
    Page front = desk.navigator().front().get();
    pages
        .host(front)
        .ifPresentOrElse(
            HostModel::refresh, () -> desk.fleet().hosts().forEach(HostModel::refresh));
  }
}
