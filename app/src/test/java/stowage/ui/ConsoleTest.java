package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.app.App;
import stowage.app.Surroundings;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.settings.Choices;
import stowage.settings.HostEntry;
import stowage.settings.SettingsFile;
import stowage.ssh.Target;
import stowage.type.Backends;
import stowage.ui.connect.ConnectFlow;
import stowage.ui.frame.Page;
import stowage.ui.host.Connection;
import stowage.ui.tasks.KeptJobs;

/** The whole console on hosts that answer as they are told. */
class ConsoleTest {
  @TempDir Path folder;
  private App app;

  @BeforeEach
  void setUp() throws Exception {
    Callable<List<HostEntry>> importable =
        () -> List.of(Fakes.entry("pve7", ""), Fakes.entry("pve8", ""));
    app =
        Screen.on(() -> {
          App made =
              new App(
                  new Surroundings(
                      ConsoleTest::open,
                      importable,
                      Backends::of,
                      new SettingsFile(folder.resolve("settings.json")),
                      new KeptJobs(folder.resolve("jobs")),
                      _ -> {}));
          made.preferences()
              .change(made.preferences().choices().get().with(Choices.Language.ENGLISH));
          return made;
        });
  }

  @AfterEach
  void tearDown() throws Exception {
    Screen.on(() -> {
      app.close();
      return true;
    });
  }

  private static Host open(HostEntry entry, ConnectFlow flow) throws HostException {
    Target target =
        new Target(
            entry.name(),
            entry.address().host(),
            22,
            "root",
            new Target.Files(List.of(), false, null, List.of(), false),
            List.of());
    switch (entry.name()) {
      case "new-key" -> flow.unknownHostKey(target, "ssh-ed25519", "SHA256:abc");
      case "locked" -> flow.password(target, 1);
      case "other-key" ->
          throw new HostException.HostKeyChanged(
              "other-key", "ssh-ed25519", "SHA256:abc", "known_hosts:17");
      case "no-sudo" ->
          throw new HostException.PrivilegeMissing(
              "no-sudo", "op", "/usr/sbin/lvs", "op ALL=(root) NOPASSWD: /usr/sbin/lvs");
      default -> {}
    }
    throw new HostException.Unreachable(entry.name(), "no route to host");
  }

  private String text() throws Exception {
    Screen.settle();
    return Screen.on(() -> {
      app.scene().snapshot(null);
      return Nodes.text(app.scene().getRoot());
    });
  }

  private void press(String button) throws Exception {
    text();
    Screen.on(() -> {
      Nodes.press(app.scene().getRoot(), button);
      return true;
    });
    Screen.settle();
  }

  private void enter(String field, String value) throws Exception {
    text();
    Screen.on(() -> {
      Nodes.named(app.scene().getRoot(), TextField.class, field).setText(value);
      return true;
    });
  }

  private void open(Page page) throws Exception {
    Screen.on(() -> {
      app.navigator().open(page);
      return true;
    });
    Screen.settle();
  }

  private void add(String name) throws Exception {
    Screen.on(() -> {
      app.fleet().add(Fakes.entry(name, "")).show(Fakes.state(HostState.Kind.CLUSTER));
      return true;
    });
  }

  /** Connects and waits until the host's page shows something to decide. */
  private void connect(String name) throws Exception {
    Screen.on(() -> {
      app.fleet().add(Fakes.entry(name, "")).refresh();
      app.navigator().open(new Page.OfHost(name));
      return true;
    });
    awaitDecision(name);
  }

  private void awaitDecision(String name) throws Exception {
    for (int i = 0; i < 400; i++) {
      Connection now = Screen.on(() -> app.fleet().host(name).orElseThrow().connection().get());
      if (now instanceof Connection.Asking || now instanceof Connection.Failed) {
        return;
      }
      Thread.sleep(25);
    }
    throw new AssertionError(name + " never came to a decision");
  }

  @Test
  void theFirstStartHasExactlyThreeDoors() throws Exception {
    text();
    List<String> doors =
        Screen.on(() ->
            Nodes.all(app.scene().getRoot()).stream()
                .filter(n -> n.getStyleClass().contains("door"))
                .map(n -> Nodes.name(n).split("\\.", 2)[0])
                .toList());
    assertEquals(List.of("Try the demo host", "Add a host", "Import from ssh config"), doors);
  }

  @Test
  void aHostIsAddedAndWhatIsWrongIsSaidFirst() throws Exception {
    open(new Page.AddHost());
    press("Add and connect");
    assertTrue(text().contains("An address is needed."));
    enter("Address (required)", "pve9");
    enter("Port", "70000");
    press("Add and connect");
    assertTrue(text().contains("“70000” is no port."));
    assertEquals(0, app.fleet().hosts().size());
    enter("Port", "2222");
    press("Add and connect");
    awaitDecision("pve9");
    assertEquals(new Page.OfHost("pve9"), app.navigator().front().get());
    String text = text();
    assertTrue(text.contains("The host cannot be reached"), text);
    assertTrue(text.contains("no route to host"), text);
    assertTrue(text.contains("Try again"), text);
  }

  @Test
  void anUnknownKeyIsComparedBeforeItIsTrusted() throws Exception {
    connect("new-key");
    String text = text();
    assertTrue(text.contains("SHA256:abc"), text);
    assertTrue(text.contains("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"), text);
    assertTrue(text.contains("Accept once"), text);
    assertTrue(text.contains("Accept and remember"), text);
    press("Do not connect");
    awaitDecision("new-key");
  }

  @Test
  void aChangedKeyHasNothingToAccept() throws Exception {
    connect("other-key");
    String text = text();
    assertTrue(text.contains("Stop: this host shows another key than before"), text);
    assertTrue(text.contains("known_hosts:17"), text);
    assertFalse(text.contains("Accept"), text);
  }

  @Test
  void aPasswordFieldHidesWhatIsTyped() throws Exception {
    connect("locked");
    assertTrue(text().contains("root@locked.example.org wants a password."));
    Screen.on(() -> {
      Nodes.named(app.scene().getRoot(), PasswordField.class, "Password").setText("geheim");
      return true;
    });
    press("Continue");
    awaitDecision("locked");
    assertTrue(text().contains("The host cannot be reached"));
  }

  @Test
  void aMissingRightNamesTheLineToAdd() throws Exception {
    connect("no-sudo");
    String text = text();
    assertTrue(text.contains("op ALL=(root) NOPASSWD: /usr/sbin/lvs"), text);
    assertTrue(text.contains("visudo -f /etc/sudoers.d/stowage"), text);
  }

  @Test
  void oldDataStayInSightWithTheirAge() throws Exception {
    add("pve1");
    open(new Page.OfHost("pve1"));
    Screen.on(() -> {
      app.fleet()
          .host("pve1")
          .orElseThrow()
          .fail(new HostException.Unreachable("pve1", "cable pulled"));
      return true;
    });
    String text = text();
    assertTrue(text.contains("cable pulled"), text);
    assertTrue(text.contains("tank-vm"), text);
    assertTrue(text.contains("Updated "), text);
  }

  @Test
  void thePoolPageSaysWhyAPoolCannotBeUsed() throws Exception {
    add("pve1");
    open(new Page.OfPool("pve1", new StorageId("office-share")));
    String text = text();
    assertTrue(text.contains("Problem"), text);
    assertTrue(text.contains("office-share is in read-only mode"), text);
    open(new Page.OfPool("pve1", new StorageId("no-such")));
    assertTrue(text().contains("no-such is no longer configured on pve1"));
  }

  @Test
  void theDemoIsMarkedAsSimulated() throws Exception {
    Screen.on(() -> {
      app.fleet().add(HostEntry.DEMO).show(Fakes.state(HostState.Kind.DEMO));
      return true;
    });
    open(new Page.OfHost("demo"));
    assertTrue(text().contains("Simulated"));
    open(new Page.OfPool("demo", new StorageId("local")));
    assertTrue(text().contains("Simulated"));
  }

  @Test
  void theLanguageChangesWhileTheProgramRuns() throws Exception {
    add("pve1");
    open(new Page.OfHost("pve1"));
    Screen.on(() -> {
      app.preferences().change(app.preferences().choices().get().with(Choices.Language.KOREAN));
      return true;
    });
    String text = text();
    assertTrue(text.contains("새로 고침"), text);
    assertFalse(text.contains("Refresh"), text);
    assertEquals(new Page.OfHost("pve1"), app.navigator().front().get());
  }

  @Test
  void readOnlyModeIsInSightAndLocksWhatChanges() throws Exception {
    add("pve1");
    open(new Page.OfPool("pve1", new StorageId("local")));
    assertFalse(text().contains("Read-only mode: nothing can be changed"));
    Screen.on(() -> {
      app.preferences().change(app.preferences().choices().get().readOnly(true));
      return true;
    });
    String text = text();
    assertTrue(text.contains("Read-only mode: nothing can be changed"), text);
    for (String button : List.of("Edit pool", "Remove pool")) {
      ButtonBase found =
          Screen.on(() -> Nodes.named(app.scene().getRoot(), ButtonBase.class, button));
      assertTrue(found.isDisabled(), button);
      assertEquals("Read-only mode: nothing can be changed.", found.getAccessibleHelp());
    }
  }

  @Test
  void thePageOfASharedPoolShowsEveryNode() throws Exception {
    Screen.on(() -> {
      for (String node : List.of("a", "b")) {
        app.fleet()
            .add(Fakes.entry(node, ""))
            .show(Fakes.member(Fakes.state(HostState.Kind.CLUSTER), node, "seoul", "a", "b", "c"));
      }
      return true;
    });
    open(new Page.OfPool("a", new StorageId("vault")));
    String text = text();
    assertTrue(text.lines().anyMatch(l -> l.matches("a: unknown · \\d+ s ago")), text);
    assertTrue(text.contains("c: unknown · unknown"), text);
    // From another node's side it is the same row of the tree.
    Screen.on(() -> {
      Nodes.find(
              app.scene().getRoot(),
              ButtonBase.class,
              b -> b.getText() != null && b.getText().startsWith("b: "))
          .orElseThrow()
          .fire();
      return true;
    });
    Screen.settle();
    assertEquals(new Page.OfPool("b", new StorageId("vault")), app.navigator().front().get());
    assertEquals(2, app.navigator().pages().size());
  }

  @Test
  void settingsThatCouldNotBeReadAreAnnounced() throws Exception {
    Path torn = folder.resolve("torn/settings.json");
    java.nio.file.Files.createDirectories(torn.getParent());
    java.nio.file.Files.writeString(torn, "{ torn");
    App other =
        Screen.on(() ->
            new App(
                new Surroundings(
                    ConsoleTest::open,
                    List::of,
                    Backends::of,
                    new SettingsFile(torn),
                    new KeptJobs(folder.resolve("jobs")),
                    _ -> {})));
    String text =
        Screen.on(() -> {
          other.scene().snapshot(null);
          return Nodes.text(other.scene().getRoot());
        });
    assertTrue(text.contains("settings.unreadable.json"), text);
    Screen.on(() -> {
      other.close();
      return true;
    });
  }

  @Test
  void theSearchFieldFiltersTheTreeAndNamesWhatItCannotRead() throws Exception {
    add("pve1");
    enter("Filter the tree", "type:zfs");
    text();
    TreeView<?> tree =
        Screen.on(() -> Nodes.named(app.scene().getRoot(), TreeView.class, "Hosts and pools"));
    Screen.settle();
    // Root, host and the one pool that is left.
    assertEquals(3, Screen.on(tree::getExpandedItemCount));
    enter("Filter the tree", "usage:lots");
    assertTrue(text().contains("“lots” is no usage."));
  }

  @Test
  void hostsAreImportedOnlyWhenTicked() throws Exception {
    open(new Page.ImportHosts());
    for (int i = 0; i < 100 && !text().contains("0 of 2 selected"); i++) {
      Thread.sleep(25);
    }
    text();
    assertTrue(
        Screen.on(() ->
            Nodes.named(app.scene().getRoot(), ButtonBase.class, "Add and connect").isDisabled()));
    press("Select all");
    press("Add and connect");
    assertEquals(
        List.of("pve7", "pve8"), app.fleet().entries().stream().map(HostEntry::name).toList());
  }

  @Test
  void everyControlOfEveryPageHasANameForAScreenReader() throws Exception {
    add("pve1");
    List<String> nameless = new ArrayList<>();
    for (Page page :
        List.of(
            new Page.Fleet(),
            new Page.OfHost("pve1"),
            new Page.OfPool("pve1", new StorageId("local")),
            new Page.AddHost(),
            new Page.EditHost("pve1"),
            new Page.ImportHosts(),
            new Page.Tasks(),
            new Page.Preferences())) {
      open(page);
      text();
      Screen.on(() -> {
        for (Node node : Nodes.all(app.scene().getRoot())) {
          // The box of a list's row is part of the row, which has its name.
          boolean inRow = node.getParent() instanceof ListCell<?>;
          if (isControl(node) && !inRow && Nodes.name(node).isBlank()) {
            nameless.add(page + ": " + node);
          }
        }
        return true;
      });
    }
    assertEquals(List.of(), nameless);
  }

  private static boolean isControl(Node node) {
    return node.isFocusTraversable()
        && switch (node) {
          case TextInputControl _, TableView<?> _, TreeView<?> _, ListView<?> _ -> true;
          case ComboBoxBase<?> _ -> true;
          case ButtonBase _ -> true;
          default -> false;
        };
  }

  @Test
  void noTextIsMissingOnAnyPage() throws Exception {
    add("pve1");
    for (Page page :
        List.of(
            new Page.Fleet(),
            new Page.OfHost("pve1"),
            new Page.OfPool("pve1", new StorageId("tank-vm")),
            new Page.AddHost(),
            new Page.Tasks(),
            new Page.Preferences())) {
      open(page);
      assertFalse(text().matches("(?s).*!ui[a-z-]*\\..*"), page + ": " + text());
    }
  }
}
