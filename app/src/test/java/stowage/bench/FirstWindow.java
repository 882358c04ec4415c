package stowage.bench;

import java.util.concurrent.locks.LockSupport;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.stage.Window;
import stowage.app.Main;

/** The console, that says when its first window can be used. */
final class FirstWindow {
  static final String READY = "ready";

  private FirstWindow() {}

  public static void main(String[] args) throws InterruptedException {
    Thread.ofPlatform().daemon().start(FirstWindow::watch);
    Main.main(args);
  }

  private static void watch() {
    while (true) {
      try {
        Platform.runLater(() -> new Watch().start());
        return;
      } catch (IllegalStateException notYetThere) {
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /** Counts what is drawn once a window is on the screen. */
  private static final class Watch extends AnimationTimer {
    private int drawn;

    @Override
    public void handle(long now) {
      if (!Window.getWindows().isEmpty() && Window.getWindows().getFirst().isShowing()) {
        drawn++;
      }
      if (drawn > 2) {
        System.out.println(READY);
        stop();
      }
    }
  }
}
