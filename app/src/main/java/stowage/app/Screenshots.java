package stowage.app;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import stowage.access.HostAccess;
import stowage.settings.Choices;
import stowage.settings.SettingsFile;
import stowage.type.Backends;
import stowage.ui.tasks.KeptJobs;

/**
 * Renders every screen of the real application on the demo host, in both themes and all languages,
 * without a display. The demo used here is one of its own and is removed afterwards.
 */
final class Screenshots {
  private static final long PATIENCE_SECONDS = 60;

  private final Path out;
  private final Choices choices;

  private Screenshots(Path out, Choices choices) {
    this.out = out;
    this.choices = choices;
  }

  /** Ends the program when done. Call it off the screen's thread. */
  static int take(Path out) {
    try {
      Files.createDirectories(out);
      for (Choices.Language language : List.of(Choices.Language.ENGLISH, Choices.Language.KOREAN)) {
        for (Choices.Theme theme : List.of(Choices.Theme.LIGHT, Choices.Theme.DARK)) {
          new Screenshots(out, Choices.USUAL.with(language).with(theme)).all();
        }
      }
      return 0;
    } catch (Exception e) {
      System.err.println("stowage: screenshots failed: " + e);
      e.printStackTrace();
      return 1;
    }
  }

  private void all() throws Exception {
    Path folder = Files.createTempDirectory("stowage-screenshots");
    try (HostAccess access = new HostAccess(folder.resolve("demo"))) {
      Surroundings outside =
          new Surroundings(
              FleetScreens.hosts(access),
              FleetScreens::importable,
              Backends::of,
              new SettingsFile(folder.resolve("settings.json")),
              new KeptJobs(folder.resolve("jobs")),
              access::readOnly);
      App app =
          on(() -> {
            App made = new App(outside);
            made.preferences().change(choices);
            return made;
          });
      for (Shot shot : Screens.all(folder.resolve("demo"))) {
        take(app, shot);
      }
      on(() -> {
        app.close();
        return app;
      });
    } finally {
      delete(folder);
    }
  }

  private void take(App app, Shot shot) throws Exception {
    on(() -> {
      shot.before().accept(app);
      return app;
    });
    try {
      await(
          shot.name(),
          () -> {
            // Nothing is laid out while no window shows it.
            app.scene().snapshot(null);
            return shot.ready().test(app);
          });
    } catch (TimeoutException e) {
      picture(app, shot.name() + "-never-came");
      throw e;
    }
    picture(app, shot.name());
  }

  private void picture(App app, String screen) throws Exception {
    // The first one lays out and makes cells, whose sizes count in the second.
    on(() -> {
      Tour.redraw(app);
      return app.scene().snapshot(null);
    });
    WritableImage image = on(() -> app.scene().snapshot(null));
    String name =
        screen
            + "-"
            + choices.theme().name().toLowerCase(Locale.ROOT)
            + "-"
            + choices.language().locale().getLanguage()
            + ".png";
    ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", out.resolve(name).toFile());
  }

  private static void await(String what, BooleanSupplier ready) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!on(ready::getAsBoolean)) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("the screen never came: " + what);
      }
      Thread.sleep(200);
    }
  }

  /** Does the work on the screen's thread and waits for it. */
  private static <T> T on(Callable<T> work) throws Exception {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Platform.runLater(() -> {
      try {
        answer.complete(work.call());
      } catch (Exception e) {
        answer.completeExceptionally(e);
      }
    });
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
