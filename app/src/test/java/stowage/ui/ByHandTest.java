package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import stowage.access.HostAccess;
import stowage.app.App;
import stowage.config.StorageId;
import stowage.settings.HostEntry;
import stowage.ui.frame.Page;
import stowage.ui.host.Connection;

/** The console in a window, with a mouse and a keyboard, as a person has it on the first day. */
class ByHandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final StorageId POOL = new StorageId("by-hand");

  @TempDir Path folder;
  private final FxRobot robot = new FxRobot();
  private HostAccess access;
  private App app;
  private Stage stage;

  @BeforeEach
  void start() throws Exception {
    // A demo host of an earlier test may have ended in the middle of a read.
    WaitForAsyncUtils.clearExceptions();
    access = new HostAccess(folder.resolve("demo"));
    stage = FxToolkit.registerPrimaryStage();
    app =
        Screen.on(() -> {
          App made = OpenConsole.app(access, folder);
          made.show(stage);
          // The screen of tests has 1000 by 1000 points; a robot reaches nothing beyond.
          stage.setX(0);
          stage.setY(0);
          stage.setWidth(1000);
          stage.setHeight(900);
          made.start();
          return made;
        });
  }

  @AfterEach
  void stop() throws Exception {
    Screen.on(() -> {
      stage.hide();
      app.close();
      return true;
    });
    access.close();
  }

  private <T extends Node> T found(Class<T> type, Predicate<? super T> which, String what)
      throws Exception {
    await(what, () -> Nodes.find(app.scene().getRoot(), type, which).isPresent());
    return Screen.on(() -> Nodes.find(app.scene().getRoot(), type, which).orElseThrow());
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Screen.on(condition)) {
      assertTrue(Instant.now().isBefore(end), () -> "waited in vain for " + what);
      Thread.sleep(50);
    }
  }

  /** Clicks a button once it may be clicked, and lies where it will stay. */
  private void click(String name) throws Exception {
    ButtonBase button =
        found(
            ButtonBase.class,
            b -> Nodes.name(b).equals(name) && !b.isDisabled() && b.getWidth() > 0,
            "the button " + name);
    Screen.settle();
    robot.clickOn(button);
  }

  private void type(String field, String text) throws Exception {
    TextField found =
        found(
            TextField.class,
            f -> Nodes.name(f).startsWith(field) && f.isEditable(),
            "the field " + field);
    Screen.settle();
    // As the Tab key does: a field may lie below what the window shows.
    Screen.on(() -> {
      found.requestFocus();
      return found;
    });
    robot.push(KeyCode.CONTROL, KeyCode.A).write(text);
    assertEquals(text, Screen.on(found::getText));
  }

  /** Cells and the names of tabs: what is no button, and yet is clicked. */
  private static boolean reached(Labeled label) {
    return label instanceof TableCell || label.getStyleClass().contains("tab-label");
  }

  private void clickText(String text) throws Exception {
    Labeled label =
        found(Labeled.class, l -> text.equals(l.getText()) && l.getWidth() > 0 && reached(l), text);
    Screen.settle();
    robot.clickOn(label);
  }

  @Test
  void fromTheFirstStartToAPoolAndAVolumeThatGoesOnlyWhenItsNameIsTyped() throws Exception {
    ButtonBase door =
        found(ButtonBase.class, b -> Nodes.name(b).startsWith("Try the demo host"), "the door");
    robot.clickOn(door);
    click("Accept and remember");
    await("a connection", () -> connection() instanceof Connection.On);

    click("Add pool");
    click("NFS");
    type("Name", POOL.text());
    type("Server", "nas.example.net");
    ComboBox<?> export = found(ComboBox.class, box -> box.isEditable(), "the exports");
    Node editor = Screen.on(export::getEditor);
    robot.clickOn(editor).write("/exports/projects");
    click("Review");
    click("Apply");
    click("Done");
    await("the pool's page", () -> app.navigator().front().get() instanceof Page.OfPool);
    assertEquals(new Page.OfPool(HostEntry.DEMO.name(), POOL), app.navigator().front().get());

    clickText("Content");
    click("New disk");
    type("Guest", "987124");
    type("Size", "8M");
    click("Review");
    click("Apply");
    click("Done");
    await("the volume", () -> volumes().getItems().size() == 1);
    clickText("987124/vm-987124-disk-0.raw");
    click("Remove");
    ButtonBase apply = found(ButtonBase.class, b -> Nodes.name(b).equals("Apply"), "the review");
    assertTrue(Screen.on(apply::isDisabled), "nothing typed yet");
    robot.clickOn(apply);
    type("Type vm-987124-disk-0.raw", "vm-987124-disk-1.raw");
    assertTrue(Screen.on(apply::isDisabled), "another name was typed");
    type("Type vm-987124-disk-0.raw", "vm-987124-disk-0.raw");
    click("Apply");
    click("Done");
    await("an empty list", () -> volumes().getItems().isEmpty());
  }

  @Test
  void theKeyboardAloneLeadsToAPage() throws Exception {
    await("the window", stage::isShowing);
    Labeled title =
        found(Labeled.class, l -> "Welcome to Stowage".equals(l.getText()), "the first page");
    robot.clickOn(title).push(KeyCode.CONTROL, KeyCode.K);
    await("the commands", () -> app.scene().getFocusOwner() instanceof TextField f && isPalette(f));
    robot.write("preferences").push(KeyCode.ENTER);
    await("the page", () -> app.navigator().front().get().equals(new Page.Preferences()));
    robot.push(KeyCode.CONTROL, KeyCode.W);
    await("home", () -> app.navigator().front().get().equals(new Page.Fleet()));
  }

  private static boolean isPalette(TextField field) {
    return Nodes.name(field).equals("Commands");
  }

  private Connection connection() {
    return app.fleet()
        .host(HostEntry.DEMO.name())
        .map(h -> h.connection().get())
        .orElse(new Connection.Off());
  }

  private TableView<?> volumes() {
    return Nodes.named(app.scene().getRoot(), TableView.class, "Volumes");
  }
}
