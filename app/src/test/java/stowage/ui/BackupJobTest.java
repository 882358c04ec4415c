package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import stowage.volume.Volume;

/** Backups of the demo host, by the console's buttons and fields. */
class BackupJobTest {
  private static final StorageId POOL = new StorageId("nas-backup");
  private static final String GUEST = "104";

  @TempDir Path folder;
  private HostAccess access;
  private App app;

  @BeforeEach
  void open() throws Exception {
    access = new HostAccess(folder.resolve("demo"));
    app =
        Screen.on(() -> {
          App made =
              new App(
                  new Surroundings(
                      (entry, flow) -> access.open(entry, flow, flow::warn),
                      List::of,
                      Backends::of,
                      new SettingsFile(folder.resolve("settings.json")),
                      new KeptJobs(folder.resolve("jobs")),
                      _ -> {}));
          made.preferences()
              .change(made.preferences().choices().get().with(Choices.Language.ENGLISH));
          made.fleet().add(HostEntry.DEMO);
          return made;
        });
    run(() -> host().refresh());
    await(
        "a connection",
        () -> {
          if (host().connection().get() instanceof Connection.Asking) {
            host().answer(new Request.Answer.AcceptOnce());
          }
          return host().connection().get() instanceof Connection.On;
        });
    run(() -> app.navigator().open(new Page.OfPool(HostEntry.DEMO.name(), POOL)));
    text();
    run(() ->
        Nodes.find(root(), TabPane.class, p -> p.getStyleClass().contains("inner"))
            .orElseThrow()
            .getSelectionModel()
            .select(1));
    await("the backups", () -> !volumes().getItems().isEmpty());
  }

  @AfterEach
  void close() throws Exception {
    run(() -> {
      try {
        app.close();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
    access.close();
  }

  @Test
  void notesProtectionConfigurationAndLog() throws Exception {
    choose();
    press("Edit notes");
    await("the notes", () -> area().getText().contains("before the upgrade"));
    run(() -> area().setText("Checked.\nOpens and boots.\n"));
    press("Review");
    apply();
    await("the new notes", () -> "Checked.".equals(chosen().extra().notes()));

    choose();
    press("Protect");
    apply();
    await("the protection", () -> chosen().extra().isProtected());
    choose();
    press("Remove protection");
    apply();
    await("no protection", () -> !chosen().extra().isProtected());

    choose();
    press("Show configuration");
    await("the configuration", () -> area().getText().contains("name: erp-db\n"));
    assertFalse(Screen.on(() -> area().isEditable()));
    press("Close");
    choose();
    press("Show log");
    await("the log", () -> area().getText().startsWith("INFO: Starting Backup of VM " + GUEST));
    press("Close");
  }

  @Test
  void pruningFollowsTheNumbersAndTellsOfEachBackup() throws Exception {
    choose();
    press("Prune");
    await("the preview by the pool's own rules", () -> preview().getItems().size() == 6);
    run(() ->
        Nodes.find(root(), CheckBox.class, b -> b.getText().equals("Keep all backups"))
            .orElseThrow()
            .fire());
    await("the next preview", () -> Nodes.text(root()).contains("0 would be removed"));
    assertTrue(Screen.on(() -> button("Review").isDisabled()), "there is nothing to review");
    run(() -> Nodes.find(root(), CheckBox.class, _ -> true).orElseThrow().fire());
    await("a word about it", () -> Nodes.text(root()).contains("Nothing is kept without a rule"));
    enter("Keep last", "1");
    await("the new preview", () -> Nodes.text(root()).contains("5 would be removed"));
    // As many of them as are in sight.
    assertTrue(struck() > 0, () -> Nodes.text(root()));
    assertTrue(text().contains("stays: Keep last, no. 1"));
    press("Review");
    await("the review", () -> Nodes.text(root()).contains("5 can be removed"));
    enter("Type nas-backup", "nas-backup");
    press("Remove 5 volumes");
    await("the end", () -> Nodes.text(root()).contains("5 removed, 0 failed"));
    press("Done");
    await("a shorter list", () -> backups().size() == 1);
  }

  private long struck() throws Exception {
    text();
    return Screen.on(() ->
        Nodes.all(preview()).stream()
            .filter(n -> n instanceof Text t && t.isStrikethrough() && !t.getText().isEmpty())
            .count());
  }

  private HostModel host() {
    return app.fleet().host(HostEntry.DEMO.name()).orElseThrow();
  }

  private Parent root() {
    return app.scene().getRoot();
  }

  @SuppressWarnings("unchecked")
  private TableView<Volume> volumes() {
    return Nodes.named(root(), TableView.class, "Volumes");
  }

  private TableView<?> preview() {
    return Nodes.named(root(), TableView.class, "What would become of each backup");
  }

  private List<Volume> backups() {
    return volumes().getItems().stream().filter(v -> GUEST.equals(v.owner())).toList();
  }

  /** The oldest backup of the guest. */
  private Volume chosen() {
    return backups().stream()
        .min(java.util.Comparator.comparing(v -> v.id().toString()))
        .orElseThrow();
  }

  private void choose() throws Exception {
    run(() -> {
      volumes().getSelectionModel().clearSelection();
      volumes().getSelectionModel().select(chosen());
    });
    text();
  }

  private TextArea area() {
    return Nodes.find(root(), TextArea.class, _ -> true).orElseGet(TextArea::new);
  }

  private ButtonBase button(String name) {
    return Nodes.named(root(), ButtonBase.class, name);
  }

  private void apply() throws Exception {
    await("the review", () -> has("Apply"));
    press("Apply");
    await("the end", () -> has("Done"));
    press("Done");
  }

  private boolean has(String button) {
    return Nodes.find(root(), ButtonBase.class, b -> Nodes.name(b).equals(button)).isPresent();
  }

  private String text() throws Exception {
    return Screen.on(() -> {
      app.scene().snapshot(null);
      return Nodes.text(root());
    });
  }

  private void press(String button) throws Exception {
    text();
    run(() -> Nodes.press(root(), button));
    Screen.settle();
    text();
  }

  private void enter(String field, String value) throws Exception {
    text();
    run(() ->
        Nodes.find(root(), TextField.class, f -> Nodes.name(f).startsWith(field))
            .map(TextInputControl.class::cast)
            .orElseThrow(() -> new AssertionError("no field " + field))
            .setText(value));
  }

  private static void run(Runnable work) throws Exception {
    Screen.on(() -> {
      work.run();
      return true;
    });
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(90));
    while (!Screen.on(condition)) {
      assertTrue(Instant.now().isBefore(end), "waited in vain for " + what + "; now: " + text());
      Thread.sleep(50);
      text();
    }
  }
}
