package stowage.app;

import java.nio.file.Path;
import java.util.List;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import stowage.access.Folders;
import stowage.access.HostAccess;
import stowage.settings.SettingsFile;
import stowage.type.Backends;
import stowage.ui.tasks.KeptJobs;

/** The console's life cycle, as JavaFX wants it. */
public final class Gui extends Application {
  private @Nullable HostAccess access;
  private @Nullable App app;

  static void start(String[] args) {
    launch(Gui.class, args);
  }

  @Override
  public void start(Stage stage) throws Exception {
    List<String> args = getParameters().getRaw();
    if (!args.isEmpty() && args.getFirst().equals("--screenshots")) {
      Path out = Path.of(args.get(1));
      Thread.ofVirtual().start(() -> System.exit(Screenshots.take(out)));
      return;
    }
    Folders folders = Folders.ofUser();
    HostAccess opened = new HostAccess(folders.demo());
    access = opened;
    App made =
        new App(
            new Surroundings(
                (entry, flow) -> opened.open(entry, flow, flow::warn),
                HostAccess::importable,
                Backends::of,
                new SettingsFile(folders.settings()),
                new KeptJobs(folders.jobs()),
                opened::readOnly));
    app = made;
    if (!args.isEmpty() && args.getFirst().equals("demo")) {
      made.openDemo();
    }
    made.show(stage);
    made.start();
  }

  @Override
  public void stop() throws Exception {
    if (app != null) {
      app.close();
    }
    if (access != null) {
      access.close();
    }
  }
}
