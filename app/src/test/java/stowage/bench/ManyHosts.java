package stowage.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.stage.Stage;
import stowage.access.HostAccess;
import stowage.app.App;
import stowage.app.Surroundings;
import stowage.settings.HostEntry;
import stowage.settings.SettingsFile;
import stowage.type.Backends;
import stowage.ui.connect.Request;
import stowage.ui.host.Connection;
import stowage.ui.host.HostModel;
import stowage.ui.tasks.KeptJobs;

/**
 * The console, that connects to more and more hosts: says on its standard output how many bytes of
 * the heap are used, and goes on when told to.
 */
final class ManyHosts {
  private static final int REFRESHES = 3;

  private ManyHosts() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Platform.startup(() -> {});
    try (HostAccess access = new HostAccess(folder.resolve("demo"))) {
      App app = on(() -> open(folder, access));
      for (int hosts : Memory.HOSTS) {
        for (int i = app.fleet().hosts().size(); i < hosts; i++) {
          connect(app, i);
        }
        for (int i = 0; i < REFRESHES; i++) {
          for (HostModel host : List.copyOf(app.fleet().hosts())) {
            refresh(host);
          }
        }
        System.out.println(heap());
        if (System.in.read() < 0) {
          break;
        }
        System.in.skipNBytes(System.in.available());
      }
    }
    System.exit(0);
  }

  private static App open(Path folder, HostAccess access) throws IOException {
    App app =
        new App(
            new Surroundings(
                (entry, flow) -> access.open(entry, flow, flow::warn),
                List::of,
                Backends::of,
                new SettingsFile(folder.resolve("settings.json")),
                new KeptJobs(folder.resolve("jobs")),
                access::readOnly));
    app.show(new Stage());
    app.start();
    return app;
  }

  private static void connect(App app, int number) throws Exception {
    HostEntry demo = HostEntry.DEMO;
    HostEntry entry =
        new HostEntry(demo.name() + number, "", demo.origin(), demo.address(), demo.login(), false);
    refresh(on(() -> app.fleet().add(entry)));
  }

  /** Until the answer is shown; a key that nobody knows yet is accepted. */
  private static void refresh(HostModel host) throws Exception {
    on(() -> {
      host.refresh();
      return true;
    });
    while (on(() -> host.refreshing().get())) {
      on(() -> {
        if (host.connection().get() instanceof Connection.Asking) {
          host.answer(new Request.Answer.AcceptAndRemember());
        }
        return true;
      });
      Thread.sleep(5);
    }
    if (!(host.connection().get() instanceof Connection.On)) {
      throw new IllegalStateException(host.name() + " is " + host.connection().get());
    }
  }

  private static long heap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(300);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Does the work on the screen's thread and waits for it. */
  private static <T> T on(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Platform.runLater(task);
    return task.get();
  }
}
