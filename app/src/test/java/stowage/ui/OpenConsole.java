package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;
import stowage.access.HostAccess;
import stowage.app.App;
import stowage.app.Surroundings;
import stowage.config.StorageId;
import stowage.settings.Choices;
import stowage.settings.HostEntry;
import stowage.settings.SettingsFile;
import stowage.type.Backends;
import stowage.ui.connect.Request;
import stowage.ui.frame.Page;
import stowage.ui.host.Connection;
import stowage.ui.host.Connector;
import stowage.ui.host.HostModel;
import stowage.ui.tasks.KeptJobs;
import stowage.volume.Volume;

/** The whole console, in English and on one host, used by the names of its buttons and fields. */
final class OpenConsole implements AutoCloseable {
  private final HostEntry entry;
  private final Duration patience;
  private final HostAccess access;
  private final App app;

  /**
   * @param folder for settings, jobs and the demo
   * @param patience for one answer
   */
  OpenConsole(Path folder, HostEntry entry, Duration patience) throws Exception {
    this(folder, entry, patience, null);
  }

  /**
   * @param connector to a host of the test's own; null for the program's way
   */
  OpenConsole(Path folder, HostEntry entry, Duration patience, @Nullable Connector connector)
      throws Exception {
    this.entry = entry;
    this.patience = patience;
    this.access = new HostAccess(folder.resolve("demo"));
    this.app =
        Screen.on(() -> {
          App made = connector == null ? app(access, folder) : app(access, folder, connector);
          made.fleet().add(entry);
          return made;
        });
  }

  /** On the screen's thread only. */
  static App app(HostAccess access, Path folder) throws IOException {
    return app(access, folder, (entry, flow) -> access.open(entry, flow, flow::warn));
  }

  private static App app(HostAccess access, Path folder, Connector connector) throws IOException {
    App made =
        new App(
            new Surroundings(
                connector,
                List::of,
                Backends::of,
                new SettingsFile(folder.resolve("settings.json")),
                new KeptJobs(folder.resolve("jobs")),
                access::readOnly));
    made.preferences().change(made.preferences().choices().get().with(Choices.Language.ENGLISH));
    return made;
  }

  /** Something to do on the screen's thread. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Connects, accepts the host's key, and waits for the first answer. */
  void connect() throws Exception {
    open(new Page.OfHost(entry.name()));
    run(() -> host().refresh());
    await(
        "a connection",
        () -> {
          if (host().connection().get() instanceof Connection.Asking) {
            host().answer(new Request.Answer.AcceptAndRemember());
          }
          return host().connection().get() instanceof Connection.On && host().known().isPresent();
        });
  }

  App app() {
    return app;
  }

  HostModel host() {
    return app.fleet().host(entry.name()).orElseThrow();
  }

  Parent root() {
    return app.scene().getRoot();
  }

  /** All that can be read now, laid out. */
  String text() throws Exception {
    return Screen.on(() -> {
      app.scene().snapshot(null);
      return Nodes.text(root());
    });
  }

  void open(Page page) throws Exception {
    run(() -> app.navigator().open(page));
    text();
  }

  /** The volumes of a pool, once there are any. */
  void content(StorageId pool) throws Exception {
    open(new Page.OfPool(entry.name(), pool));
    tab("Content");
    await("the volumes", () -> !volumes().getItems().isEmpty());
  }

  void tab(String title) throws Exception {
    run(() -> {
      for (var node : Nodes.all(root())) {
        if (node instanceof TabPane pane) {
          pane.getTabs().stream()
              .filter(t -> title.equals(t.getText()))
              .findFirst()
              .ifPresent(pane.getSelectionModel()::select);
        }
      }
    });
    text();
  }

  @SuppressWarnings("unchecked") // the table of that name holds nothing else
  TableView<Volume> volumes() {
    return Nodes.named(root(), TableView.class, "Volumes");
  }

  /** Waits for the volume and makes it the only chosen one. */
  void choose(String what, Predicate<Volume> which) throws Exception {
    await(what, () -> volumes().getItems().stream().anyMatch(which));
    run(() -> {
      volumes().getSelectionModel().clearSelection();
      volumes().getItems().stream()
          .filter(which)
          .findFirst()
          .ifPresent(volumes().getSelectionModel()::select);
    });
    text();
  }

  boolean enabled(String button) throws Exception {
    text();
    return Screen.on(() -> !Nodes.named(root(), ButtonBase.class, button).isDisabled());
  }

  boolean has(String button) {
    return Nodes.find(root(), ButtonBase.class, b -> Nodes.name(b).equals(button)).isPresent();
  }

  void press(String button) throws Exception {
    text();
    run(() -> Nodes.press(root(), button));
    Screen.settle();
    text();
  }

  /**
   * @param field how its name begins
   */
  void enter(String field, String value) throws Exception {
    text();
    run(() ->
        Nodes.find(root(), TextField.class, f -> Nodes.name(f).startsWith(field))
            .orElseThrow(
                () -> new AssertionError("no field " + field + " in " + Nodes.text(root())))
            .setText(value));
  }

  /** From the review to the end of the task. */
  void apply() throws Exception {
    await("the review", () -> has("Apply"));
    press("Apply");
    await("the end", () -> has("Done"));
    press("Done");
  }

  void await(String what, Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(patience);
    while (!Screen.on(condition)) {
      assertTrue(Instant.now().isBefore(end), "waited in vain for " + what + "; now: " + text());
      Thread.sleep(50);
      text();
    }
  }

  void run(Work work) throws Exception {
    Screen.on(() -> {
      work.run();
      return true;
    });
  }

  @Override
  public void close() throws IOException {
    try {
      run(app::close);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
    access.close();
  }
}
