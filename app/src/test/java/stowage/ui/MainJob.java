package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
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
import stowage.ui.host.HostModel;
import stowage.ui.tasks.KeptJobs;

/**
 * What most people come for, done by its buttons and fields: connect, add an NFS pool, make a
 * volume, snapshot it, remove it, remove the pool.
 */
final class MainJob {
  private static final StorageId POOL = new StorageId("console-job");

  /**
   * @param folder for settings and the demo
   * @param host where it is done
   * @param server and its export, as the host reaches it
   * @param patience for one answer
   */
  record Place(Path folder, HostEntry host, String server, String export, Duration patience) {}

  private final Place place;
  private final App app;

  private MainJob(Place place, App app) {
    this.place = place;
    this.app = app;
  }

  static void run(Place place) throws Exception {
    try (HostAccess access = new HostAccess(place.folder().resolve("demo"))) {
      App app =
          Screen.on(() -> {
            App made =
                new App(
                    new Surroundings(
                        (entry, flow) -> access.open(entry, flow, flow::warn),
                        List::of,
                        Backends::of,
                        new SettingsFile(place.folder().resolve("settings.json")),
                        new KeptJobs(place.folder().resolve("jobs")),
                        _ -> {}));
            made.preferences()
                .change(made.preferences().choices().get().with(Choices.Language.ENGLISH));
            made.fleet().add(place.host());
            return made;
          });
      try {
        new MainJob(place, app).run();
      } finally {
        Screen.on(() -> {
          app.close();
          return true;
        });
      }
    }
  }

  private void run() throws Exception {
    connect();
    add();
    allocate();
    snapshot();
    free();
    remove();
  }

  private HostModel host() {
    return app.fleet().host(place.host().name()).orElseThrow();
  }

  private void connect() throws Exception {
    open(new Page.OfHost(place.host().name()));
    Screen.on(() -> {
      host().refresh();
      return true;
    });
    await(
        "a connection",
        () -> {
          if (host().connection().get() instanceof Connection.Asking) {
            host().answer(new Request.Answer.AcceptAndRemember());
          }
          return host().connection().get() instanceof Connection.On;
        });
  }

  private void add() throws Exception {
    open(new Page.AddPool(place.host().name()));
    press("NFS");
    enter("Name (required)", POOL.text());
    enter("Server", place.server());
    Screen.on(() -> {
      Nodes.find(root(), ComboBox.class, box -> box.isEditable())
          .orElseThrow()
          .getEditor()
          .setText(place.export());
      return true;
    });
    press("Review");
    await("the review", () -> Nodes.text(root()).contains("/bin/mount"));
    apply();
    await("the pool's page", () -> app.navigator().front().get() instanceof Page.OfPool);
    await("the pool", () -> host().known().flatMap(s -> s.pool(POOL)).isPresent());
  }

  private void allocate() throws Exception {
    // The inner pane of tabs is the second one in the window.
    Screen.on(() -> {
      Nodes.all(root()).stream()
          .filter(TabPane.class::isInstance)
          .map(TabPane.class::cast)
          .filter(pane -> pane.getTabs().size() == 4)
          .findFirst()
          .orElseThrow()
          .getSelectionModel()
          .select(1);
      return true;
    });
    press("New disk");
    enter("Guest", "987123");
    enter("Size", "8M");
    press("Review");
    apply();
    await("the volume", () -> !volumes().getItems().isEmpty());
    assertTrue(text().contains("987123/vm-987123-disk-0.raw"), "the new volume");
  }

  private void snapshot() throws Exception {
    choose();
    boolean possible =
        Screen.on(() -> !Nodes.named(root(), ButtonBase.class, "Snapshots").isDisabled());
    // Raw images on a directory have none; then the button says so instead.
    assertEquals(false, possible, "a raw image offers no snapshots");
  }

  private void free() throws Exception {
    choose();
    press("Remove");
    await("the review", () -> has("Apply"));
    assertTrue(
        Screen.on(() -> Nodes.named(root(), ButtonBase.class, "Apply").isDisabled()),
        "nothing is destroyed before its name was typed");
    enter("Type vm-987123-disk-0.raw", "vm-987123-disk-0.raw");
    apply();
    await("an empty list", () -> volumes().getItems().isEmpty());
  }

  private void remove() throws Exception {
    open(new Page.RemovePool(place.host().name(), POOL));
    apply();
    await("the pool to be gone", () -> host().known().flatMap(s -> s.pool(POOL)).isEmpty());
  }

  private void choose() throws Exception {
    Screen.on(() -> {
      volumes().getSelectionModel().selectFirst();
      return true;
    });
  }

  private TableView<?> volumes() {
    return Nodes.named(root(), TableView.class, "Volumes");
  }

  private void apply() throws Exception {
    await("the review", () -> has("Apply"));
    press("Apply");
    await("the end: " + text(), () -> has("Done"));
    press("Done");
  }

  private boolean has(String button) {
    return Nodes.find(root(), ButtonBase.class, b -> Nodes.name(b).equals(button)).isPresent();
  }

  private Parent root() {
    return app.scene().getRoot();
  }

  private String text() throws Exception {
    return Screen.on(() -> {
      app.scene().snapshot(null);
      return Nodes.text(root());
    });
  }

  private void open(Page page) throws Exception {
    Screen.on(() -> {
      app.navigator().open(page);
      return true;
    });
    text();
  }

  private void press(String button) throws Exception {
    text();
    Screen.on(() -> {
      Nodes.press(root(), button);
      return true;
    });
    Screen.settle();
  }

  private void enter(String field, String value) throws Exception {
    text();
    Screen.on(() -> {
      Nodes.find(root(), TextField.class, f -> Nodes.name(f).startsWith(field))
          .orElseThrow(() -> new AssertionError("no field " + field + " in " + Nodes.text(root())))
          .setText(value);
      return true;
    });
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(place.patience());
    while (!Screen.on(condition)) {
      assertTrue(Instant.now().isBefore(end), "waited in vain for " + what + "; now: " + text());
      Thread.sleep(100);
      text();
    }
  }
}
