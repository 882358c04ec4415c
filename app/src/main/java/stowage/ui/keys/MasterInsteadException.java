package stowage.ui.keys;

import java.io.IOException;
import java.nio.file.Path;

/** A private master key was brought where a key of backups is wanted. */
final class MasterInsteadException extends IOException {
  private static final long serialVersionUID = 1;

  MasterInsteadException(Path file) {
    super(String.valueOf(file.getFileName()));
  }

  /** Name of the file, or of the first picture. */
  String file() {
    return String.valueOf(getMessage());
  }
}
