package stowage.app;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stowage.settings.Choices;
import stowage.settings.HostEntry;
import stowage.settings.Layout;
import stowage.settings.SettingsFile;
import stowage.text.Texts;
import stowage.ui.fleet.FleetModel;
import stowage.ui.frame.Desk;
import stowage.ui.frame.MainWindow;
import stowage.ui.frame.Navigator;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.look.Theme;
import stowage.ui.prefs.Preferences;
import stowage.ui.tasks.TasksModel;
import stowage.ui.work.Background;
import stowage.words.Words;

/** Puts the console together, and keeps window and settings in step. */
public final class App implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);
  private static final double SMALLEST_WIDTH = 800;
  private static final double SMALLEST_HEIGHT = 560;

  private final Surroundings outside;
  private final Background background;
  private final Preferences preferences;
  private final FleetModel fleet;
  private final Navigator navigator = new Navigator();
  private final TasksModel tasks;
  private final Scene scene;
  private final Timeline clock;
  private MainWindow window;
  private boolean stale;

  /** Call it on the screen's thread. */
  public App(Surroundings outside) throws IOException {
    this.outside = outside;
    background = new Background(Platform::runLater, e -> LOG.error("failed in the background", e));
    SettingsFile.Loaded loaded = outside.settings().load();
    preferences = new Preferences(outside.settings(), loaded, background);
    fleet = new FleetModel(outside.connector(), background);
    tasks = new TasksModel(background, outside.jobs());
    tasks.recall();
    loaded.settings().hosts().forEach(this::add);
    fleet.version().subscribe(_ -> attach());
    Layout layout = loaded.settings().layout();
    navigator.restore(layout.pages().stream().filter(this::known).toList(), layout.front());
    window = window();
    scene = new Scene(window.root(), 1280, 800);
    Theme.dress(scene);
    Theme.apply(choices().theme());
    preferences.choices().subscribe(this::changed);
    preferences.choices().subscribe(now -> outside.readOnly().accept(now.readOnly()));
    Platform.getPreferences()
        .colorSchemeProperty()
        .subscribe((_, _) -> Theme.apply(choices().theme()));
    clock = new Timeline(new KeyFrame(Duration.seconds(1), _ -> tick()));
    clock.setCycleCount(Animation.INDEFINITE);
  }

  /** What a host still works on is watched as soon as it can be reached. */
  private void attach() {
    for (HostModel host : fleet.hosts()) {
      host.host().ifPresent(open -> tasks.attach(open, _ -> host.refresh()));
    }
  }

  private void add(HostEntry entry) {
    // A file edited by hand may name a host twice: the first one counts.
    if (fleet.host(entry.name()).isEmpty()) {
      fleet.add(entry);
    }
  }

  private boolean known(String address) {
    return Page.of(address)
        .filter(p -> p.about().isEmpty() || fleet.host(p.about()).isPresent())
        .isPresent();
  }

  private Choices choices() {
    return preferences.choices().get();
  }

  public Scene scene() {
    return scene;
  }

  public FleetModel fleet() {
    return fleet;
  }

  public Navigator navigator() {
    return navigator;
  }

  public TasksModel tasks() {
    return tasks;
  }

  public Preferences preferences() {
    return preferences;
  }

  private MainWindow window() {
    Words words = new Words(Texts.of(choices().language().locale()));
    Desk desk = new Desk(words, background, fleet, navigator, tasks, preferences);
    return new MainWindow(desk, outside.backends(), outside.importable());
  }

  private void changed(Choices old, Choices now) {
    if (old.theme() != now.theme()) {
      Theme.apply(now.theme());
    }
    if (old.language() != now.language() || old.usageThreshold() != now.usageThreshold()) {
      stale = true;
      if (window.mayClose()) {
        renew();
      }
    }
  }

  private void renew() {
    MainWindow before = window;
    stale = false;
    window = window();
    scene.setRoot(window.root());
    before.close();
  }

  /** Whether the program can end without losing what somebody is at. */
  public boolean mayClose() {
    return window.mayClose();
  }

  /** Adds the demo host if it is not there, and opens its page. */
  public void openDemo() {
    add(HostEntry.DEMO);
    preferences.change(fleet.entries());
    navigator.open(new Page.OfHost(HostEntry.DEMO.name()));
  }

  /** Connects to all hosts and starts the clock. */
  public void start() {
    fleet.hosts().forEach(HostModel::refresh);
    clock.play();
  }

  private void tick() {
    if (stale && !window.isHeld()) {
      renew();
    }
    fleet.tick(Instant.now(), java.time.Duration.ofSeconds(choices().refreshSeconds()));
  }

  /** Puts the window where it was, or in the middle where that is off every screen. */
  public void show(Stage stage) {
    Layout layout = preferences.settings().layout();
    stage.setTitle("Stowage");
    stage.setScene(scene);
    stage.setMinWidth(SMALLEST_WIDTH);
    stage.setMinHeight(SMALLEST_HEIGHT);
    Optional.ofNullable(layout.bounds())
        .filter(b -> !Screen.getScreensForRectangle(b.x(), b.y(), b.width(), b.height()).isEmpty())
        .ifPresentOrElse(
            b -> {
              stage.setX(b.x());
              stage.setY(b.y());
              stage.setWidth(b.width());
              stage.setHeight(b.height());
            },
            () -> {
              Rectangle2D screen = Screen.getPrimary().getVisualBounds();
              stage.setWidth(Math.min(1280, screen.getWidth()));
              stage.setHeight(Math.min(800, screen.getHeight()));
              // Some window managers would put the title bar above the screen's edge.
              stage.setX(screen.getMinX() + (screen.getWidth() - stage.getWidth()) / 2);
              stage.setY(screen.getMinY() + (screen.getHeight() - stage.getHeight()) / 2);
            });
    stage.setMaximized(layout.maximized());
    stage.setOnCloseRequest(e -> {
      if (!mayClose()) {
        e.consume();
      }
    });
    stage.setOnHiding(_ -> remember(stage));
    stage.show();
  }

  private void remember(Stage stage) {
    Layout before = preferences.settings().layout();
    Layout.Bounds bounds =
        stage.isMaximized()
            ? before.bounds()
            : new Layout.Bounds(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
    preferences.change(
        new Layout(
            bounds, stage.isMaximized(), window.treeShare(), before.pages(), before.front()));
    remember();
  }

  /** Keeps which pages are open. */
  public void remember() {
    Layout before = preferences.settings().layout();
    preferences.change(
        new Layout(
            before.bounds(),
            before.maximized(),
            before.treeShare(),
            navigator.pages().stream().map(Page::address).toList(),
            navigator.front().get().address()));
  }

  @Override
  public void close() throws IOException {
    clock.stop();
    window.close();
    fleet.hosts().forEach(HostModel::disconnect);
    preferences.close();
  }
}
