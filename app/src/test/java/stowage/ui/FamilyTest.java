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
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
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

/** Clones, copies, templates and who uses what, in the whole console on the demo host. */
class FamilyTest {
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
    open(new Page.OfHost(HostEntry.DEMO.name()));
    Screen.on(() -> {
      host().refresh();
      return true;
    });
    await(
        "a connection",
        () -> {
          if (host().connection().get() instanceof Connection.Asking) {
            host().answer(new Request.Answer.AcceptOnce());
          }
          return host().connection().get() instanceof Connection.On && host().known().isPresent();
        });
  }

  @AfterEach
  void close() throws Exception {
    Screen.on(() -> {
      app.close();
      return true;
    });
    access.close();
  }

  @Test
  void aTemplateIsClonedAndTheCloneCopied() throws Exception {
    content("tank-vm");
    choose("base-126-disk-0");
    assertFalse(enabled("Template"), "it is one already");
    assertFalse(enabled("Rename"), "clones refer to it");
    press("Clone");
    enter("Guest", "x");
    press("Review");
    assertTrue(text().contains("Clone base-126-disk-0"), "still at the form");
    enter("Guest", "900");
    press("Review");
    apply();
    choose("base-126-disk-0/vm-900-disk-0");
    press("Copy");
    enter("Name", "vm-900-copy");
    press("Review");
    apply();
    choose("vm-900-copy");
    press("Template");
    apply();
    choose("base-900-copy");
  }

  @Test
  void goingOnInSpiteOfAGuestIsADecisionOfItsOwn() throws Exception {
    content("local-lvm");
    choose("vm-100-disk-0");
    assertTrue(text().contains("100 (dc1)"), "who uses it");
    press("Rename");
    enter("Guest", "901");
    press("Review");
    await("the question", () -> has("Go on in spite of it"));
    assertTrue(text().contains("100 (dc1)"));
    press("Go on in spite of it");
    await("the review", () -> has("Apply"));
    assertFalse(enabled("Apply"), "nothing is taken from a guest before the name was typed");
    assertTrue(text().contains("Guest 100 (dc1) has vm-100-disk-0 in its configuration"), text());
    enter("Type vm-100-disk-0", "vm-100-disk-0");
    apply();
    choose("vm-901-disk-0");
  }

  @Test
  void volumesThatNobodyUsesAreSearchedForWhenAsked() throws Exception {
    Screen.on(() -> {
      Nodes.all(root()).stream()
          .filter(TabPane.class::isInstance)
          .map(TabPane.class::cast)
          .filter(p -> p.getTabs().stream().anyMatch(t -> t.getText().equals("Unused volumes")))
          .findFirst()
          .orElseThrow()
          .getSelectionModel()
          .selectLast();
      return true;
    });
    press("Search");
    await("what was searched", () -> Nodes.text(root()).contains("32 guests"));
    assertTrue(text().contains("nas-vm:140/vm-140-disk-0.qcow2"), text());
    assertTrue(text().contains("There is no guest 140"), text());
  }

  private HostModel host() {
    return app.fleet().host(HostEntry.DEMO.name()).orElseThrow();
  }

  private void content(String pool) throws Exception {
    open(new Page.OfPool(HostEntry.DEMO.name(), new StorageId(pool)));
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
    await("the volumes", () -> !volumes().getItems().isEmpty());
  }

  @SuppressWarnings("unchecked") // the table of that name holds nothing else
  private TableView<Volume> volumes() {
    return Nodes.named(root(), TableView.class, "Volumes");
  }

  private void choose(String name) throws Exception {
    await(name, () -> volumes().getItems().stream().anyMatch(v -> v.id().name().equals(name)));
    Screen.on(() -> {
      volumes().getSelectionModel().clearSelection();
      volumes().getItems().stream()
          .filter(v -> v.id().name().equals(name))
          .findFirst()
          .ifPresent(volumes().getSelectionModel()::select);
      return true;
    });
  }

  private boolean enabled(String button) throws Exception {
    text();
    return Screen.on(() -> !Nodes.named(root(), ButtonBase.class, button).isDisabled());
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
    Instant end = Instant.now().plus(Duration.ofMinutes(2));
    while (!Screen.on(condition)) {
      assertTrue(Instant.now().isBefore(end), "waited in vain for " + what + "; now: " + text());
      Thread.sleep(50);
      text();
    }
  }
}
