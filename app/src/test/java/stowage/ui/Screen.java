package stowage.ui;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.testfx.api.FxToolkit;

/** Gets onto the screen's thread and back. */
public final class Screen {
  private Screen() {}

  public static <T> T on(Callable<T> work) throws Exception {
    FxToolkit.registerPrimaryStage();
    CompletableFuture<T> answer = new CompletableFuture<>();
    Platform.runLater(() -> {
      try {
        answer.complete(work.call());
      } catch (Exception | Error e) {
        answer.completeExceptionally(e);
      }
    });
    return answer.get(30, TimeUnit.SECONDS);
  }

  public static void settle() throws Exception {
    for (int i = 0; i < 3; i++) {
      on(() -> true);
    }
  }
}
