package stowage.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
  @TempDir Path folder;
  private SettingsFile file = new SettingsFile(Path.of("unused"));

  @BeforeEach
  void setUp() {
    file = new SettingsFile(folder.resolve("deep/settings.json"));
  }

  @Test
  void nothingSavedMeansTheUsualSettings() throws Exception {
    assertEquals(new SettingsFile.Loaded(Settings.USUAL, null), file.load());
  }

  @Test
  void whatIsSavedComesBack() throws Exception {
    Settings saved =
        new Settings(
            new Choices(Choices.Language.KOREAN, Choices.Theme.DARK, 30, 70, true),
            new Layout(
                new Layout.Bounds(10, 20, 1280, 720), true, 0.3, List.of("host/a"), "host/a"),
            List.of(
                new HostEntry(
                    "pve1",
                    "Seoul",
                    HostEntry.Origin.SSH,
                    new Address("pve1.example.org", 2222, "admin", "bastion"),
                    new Login(Login.Method.KEY_FILE, "~/.ssh/id_work"),
                    true),
                HostEntry.DEMO),
            List.of("pbs.example.org"));
    file.save(saved);
    assertEquals(saved, file.load().settings());
    try (var left = Files.list(folder.resolve("deep"))) {
      assertEquals(List.of("settings.json"), left.map(f -> f.getFileName().toString()).toList());
    }
  }

  @Test
  void whatANewerVersionWroteDoesNotHurt() throws Exception {
    write(
        """
        {"choices": {"theme": "SEPIA", "language": "KOREAN", "sound": true, "refreshSeconds": null},
         "hosts": [{"name": "a", "colour": "red"}], "future": {"x": 1}}
        """);
    Settings loaded = file.load().settings();
    assertEquals(Choices.USUAL.with(Choices.Language.KOREAN), loaded.choices());
    assertEquals(
        List.of(
            new HostEntry(
                "a", "", HostEntry.Origin.SSH, new Address("", 0, "", ""), Login.AGENT, false)),
        loaded.hosts());
    assertEquals(Layout.USUAL, loaded.layout());
    assertEquals(List.of(), loaded.direct());
  }

  @Test
  void theWayToABackupServerIsKeptUnderItsName() {
    Settings chosen = Settings.USUAL.direct("PBS.example.org", true).direct("a.example.org", true);
    assertTrue(chosen.isDirect("pbs.example.ORG"));
    assertEquals(List.of("a.example.org", "pbs.example.org"), chosen.direct());
    assertEquals(
        Settings.USUAL, chosen.direct("A.example.org", false).direct("pbs.example.org", false));
    assertFalse(Settings.USUAL.isDirect("pbs.example.org"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "not json", "[1, 2]", "{\"hosts\": 7}", "null"})
  void aDamagedFileIsPutAsideAndNotLost(String text) throws Exception {
    write(text);
    SettingsFile.Loaded loaded = file.load();
    assertEquals(Settings.USUAL, loaded.settings());
    assertEquals(text, Files.readString(Objects.requireNonNull(loaded.putAside())));
    assertFalse(Files.exists(file.path()));
    assertNull(file.load().putAside());
  }

  @Test
  void valuesOutOfRangeAreBroughtBackIntoIt() throws Exception {
    write(
        """
        {"choices": {"refreshSeconds": 0, "usageThreshold": 900}, "layout": {"treeShare": 7.5}}
        """);
    Settings loaded = file.load().settings();
    assertEquals(10, loaded.choices().refreshSeconds());
    assertEquals(100, loaded.choices().usageThreshold());
    assertTrue(loaded.layout().treeShare() < 1);
  }

  private void write(String text) throws Exception {
    Files.createDirectories(folder.resolve("deep"));
    Files.writeString(file.path(), text);
  }
}
