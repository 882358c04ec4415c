package stowage.ui.keys;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import stowage.paper.PaperSheet;
import stowage.pbs.PaperPage;

/** What the key desk needs of the desktop around it; tests bring their own. */
public interface Outside {

  /**
   * @param near a node of the window that asks
   * @return empty when the user has thought better of it
   */
  Optional<Path> toSave(Node near, String title, String name);

  /** Empty when the user has thought better of it. */
  Optional<Path> toDirectory(Node near, String title);

  /** None when the user has thought better of it. */
  List<Path> toOpen(Node near, String title);

  /** Blocks. */
  boolean hasPrinter();

  /**
   * Shows the printers' dialog and prints.
   *
   * @return whether it was handed to a printer
   */
  boolean print(Node near, List<PaperSheet> sheets, PaperPage page, String title);
}
