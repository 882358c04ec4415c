package stowage.ui.wizard;

import javafx.scene.Node;
import stowage.ui.keys.KeyChoice;

/** Which key the backups are encrypted with. */
final class EncryptionStep implements Step {
  private final ServerEntry entry;
  private final KeyChoice choice;

  EncryptionStep(ServerEntry entry, KeyChoice choice) {
    this.entry = entry;
    this.choice = choice;
  }

  @Override
  public String word() {
    return "encryption";
  }

  @Override
  public Node node() {
    return choice.node();
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
                    key -> {
                      entry.key(key.orElse(null));
                      on.run();
                    }));
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
