package stowage.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import stowage.config.StorageId;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.text.Texts;
import stowage.ui.connect.Request;
import stowage.ui.frame.Page;
import stowage.ui.host.Connection;
import stowage.ui.host.HostModel;

/** The screens there are pictures of, in the order a new user meets them. */
final class Screens {
  private Screens() {}

  /**
   * @param name of the picture's file
   * @param before leads to the screen
   * @param ready whether it shows what it is to show
   */
  record Shot(String name, Consumer<App> before, Predicate<App> ready) {}

  static List<Shot> all(Path demoFolder) {
    return List.of(
        new Shot("01-first-start", _ -> {}, _ -> true),
        page("02-add-host", new Page.AddHost()),
        page("03-import", new Page.ImportHosts()),
        new Shot(
            "04-unknown-key", Screens::openDemo, app -> state(app) instanceof Connection.Asking),
        new Shot("05-host", Screens::accept, app -> state(app) instanceof Connection.On),
        pool("06-pool-local", "local"),
        pool("07-pool-thin", "local-lvm"),
        page("08-fleet", new Page.Fleet()),
        new Shot("09-commands", app -> press(app, KeyCode.K), _ -> true),
        new Shot("10-preferences", Screens::preferences, _ -> true),
        page("11-changes", new Page.Tasks()),
        new Shot("13-backups", Screens::openBackups, app -> rows(app, "ui-content.volumes")),
        new Shot("14-notes", app -> backup(app, "notes"), app -> reads(app, "before the upgrade")),
        new Shot("15-backup-log", app -> backup(app, "log"), app -> reads(app, "INFO: ")),
        new Shot(
            "16-prune", app -> backup(app, "prune"), app -> rows(app, "ui-backup.prune-preview")),
        new Shot(
            "12-changed-key",
            app -> changeKey(app, demoFolder),
            app -> state(app) instanceof Connection.Failed));
  }

  private static Shot page(String name, Page page) {
    return new Shot(name, app -> app.navigator().open(page), _ -> true);
  }

  private static Shot pool(String name, String pool) {
    return page(name, new Page.OfPool(HostEntry.DEMO.name(), new StorageId(pool)));
  }

  private static void openDemo(App app) {
    app.navigator().closeIf(p -> !(p instanceof Page.Fleet));
    app.openDemo();
    demo(app).ifPresent(HostModel::refresh);
  }

  private static void accept(App app) {
    demo(app).ifPresent(h -> h.answer(new Request.Answer.AcceptAndRemember()));
  }

  private static void preferences(App app) {
    press(app, KeyCode.ESCAPE);
    app.navigator().open(new Page.Preferences());
  }

  private static void press(App app, KeyCode code) {
    Event.fireEvent(
        Optional.ofNullable(app.scene().getFocusOwner()).orElse(app.scene().getRoot()),
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, code == KeyCode.K, false, false));
  }

  private static void openBackups(App app) {
    app.navigator().open(new Page.OfPool(HostEntry.DEMO.name(), new StorageId("nas-backup")));
    // Only what has been laid out once has its parts.
    app.scene().snapshot(null);
    all(app, ".inner", TabPane.class).forEach(tabs -> tabs.getSelectionModel().select(1));
  }

  private static void backup(App app, String action) {
    app.scene().snapshot(null);
    volumes(app).ifPresent(table -> table.getSelectionModel().clearAndSelect(6));
    String name = say(app, "ui-backup." + action);
    all(app, ".button", Button.class).stream()
        .filter(button -> name.equals(button.getText()))
        .forEach(Button::fire);
  }

  private static Optional<TableView<?>> volumes(App app) {
    return table(app, "ui-content.volumes");
  }

  private static Optional<TableView<?>> table(App app, String key) {
    for (TableView<?> table : all(app, ".table-view", TableView.class)) {
      if (say(app, key).equals(table.getAccessibleText())) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }

  private static boolean rows(App app, String table) {
    app.scene().snapshot(null);
    return table(app, table).filter(t -> !t.getItems().isEmpty()).isPresent();
  }

  private static boolean reads(App app, String text) {
    app.scene().snapshot(null);
    return all(app, ".text-area", TextArea.class).stream()
        .anyMatch(area -> area.getText().contains(text));
  }

  private static <T extends Node> List<T> all(App app, String selector, Class<T> type) {
    return app.scene().getRoot().lookupAll(selector).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static String say(App app, String key) {
    return Texts.of(app.preferences().choices().get().language().locale()).say(key);
  }

  /** What somebody who listens in between would look like. */
  private static void changeKey(App app, Path demoFolder) {
    Path known = demoFolder.resolve("known_hosts");
    try {
      String other =
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJX3aFmTjHvYf7nPA0RgF0b1J6fIv9ZbZ0c5oM3lKqXk";
      String host = Files.readString(known).split(" ", 2)[0];
      Files.writeString(known, host + " " + other + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    demo(app)
        .ifPresent(h -> {
          h.disconnect();
          h.refresh();
        });
    app.navigator().open(new Page.OfHost(HostEntry.DEMO.name()));
  }

  private static Optional<HostModel> demo(App app) {
    return app.fleet().host(HostEntry.DEMO.name());
  }

  private static Connection state(App app) {
    return demo(app).map(h -> h.connection().get()).orElse(new Connection.Off());
  }

  /** Not the user's own ones: pictures are shown around. */
  static List<HostEntry> importable() {
    return List.of("pve1", "pve2", "pve3", "backup", "nas").stream()
        .map(name ->
            new HostEntry(
                name,
                "",
                HostEntry.Origin.SSH,
                new Address(name + ".example.org", 0, "root", ""),
                Login.AGENT,
                false))
        .toList();
  }
}
