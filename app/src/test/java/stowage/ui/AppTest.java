package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.app.App;
import stowage.app.Surroundings;
import stowage.exec.HostException;
import stowage.host.HostState;
import stowage.settings.SettingsFile;
import stowage.ui.frame.Page;
import stowage.ui.tasks.KeptJobs;

class AppTest {
  @TempDir Path folder;

  @Test
  void tabsAndHostsComeBackAtTheNextStart() throws Exception {
    SettingsFile file = new SettingsFile(folder.resolve("settings.json"));
    Surroundings outside =
        new Surroundings(
            (entry, _) -> {
              throw new HostException.Unreachable(entry.name(), "no route");
            },
            List::of,
            _ -> Optional.empty(),
            file,
            new KeptJobs(folder.resolve("jobs")),
            _ -> {});
    Screen.on(() -> {
      App app = new App(outside);
      app.fleet().add(Fakes.entry("pve1", "Seoul")).show(Fakes.state(HostState.Kind.CLUSTER));
      app.preferences().change(app.fleet().entries());
      app.navigator().open(new Page.OfHost("pve1"));
      app.remember();
      app.close();
      return true;
    });
    Screen.on(() -> {
      App app = new App(outside);
      assertEquals(List.of(Fakes.entry("pve1", "Seoul")), app.fleet().entries());
      assertEquals(new Page.OfHost("pve1"), app.navigator().front().get());
      app.close();
      return true;
    });
  }
}
