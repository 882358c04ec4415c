package stowage.ui.wizard;

import java.util.function.BiConsumer;
import javafx.scene.Node;
import stowage.ui.keys.Keepsake;
import stowage.ui.keys.MasterChoice;

/** For whom each backup carries its own key. The private half is kept before the host gets any. */
final class MasterStep implements Step {
  private final ServerEntry entry;
  private final MasterChoice choice;
  private final BiConsumer<Keepsake, Runnable> keep;

  /**
   * @param keep sees a private half to a safe place, and goes on afterwards
   */
  MasterStep(ServerEntry entry, MasterChoice choice, BiConsumer<Keepsake, Runnable> keep) {
    this.entry = entry;
    this.choice = choice;
    this.keep = keep;
  }

  @Override
  public String word() {
    return "master";
  }

  @Override
  public Node node() {
    return choice.node();
  }

  @Override
  public boolean isNeeded() {
    return entry.key().isPresent();
  }

  @Override
  public void leave(StepFrame frame, Runnable on) {
    choice
        .missing()
        .ifPresentOrElse(
            frame::refuse,
            () ->
                frame.work(
                    choice.work(),
                    choice::reason,
                    chosen -> {
                      entry.master(null);
                      chosen.ifPresentOrElse(made -> take(made, on), on);
                    }));
  }

  private void take(MasterChoice.Chosen made, Runnable on) {
    Keepsake half = made.secretHalf();
    Runnable go =
        () -> {
          entry.master(made.pem());
          on.run();
        };
    if (half == null) {
      go.run();
    } else {
      keep.accept(
          half,
          () -> {
            choice.made(made.pem());
            go.run();
          });
    }
  }

  @Override
  public void focus() {
    choice.focus();
  }

  @Override
  public void close() {
    choice.wipe();
  }
}
