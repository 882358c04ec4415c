package stowage.ui.keys;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import stowage.paper.Scan;
import stowage.pbs.PbsException;
import stowage.ui.error.Explanation;
import stowage.words.Words;

/** Why something with a key or its copy did not work, in one sentence. */
final class Reasons {
  private Reasons() {}

  static String say(Words words, Exception why) {
    return switch (why) {
      case PbsException refused -> words.say(refused.said());
      case Scan.UnsuitableException file -> words.say(file.said());
      case MasterInsteadException brought -> words.say("ui-keys.upload-master", brought.file());
      case AccessDeniedException file -> words.say("ui-keys.file-denied", file.getFile());
      case NoSuchFileException file -> words.say("ui-keys.file-missing", file.getFile());
      case FileAlreadyExistsException file -> words.say("ui-keys.file-there", file.getFile());
      case IOException file -> words.say("ui-keys.file-failed", String.valueOf(file.getMessage()));
      default -> Explanation.of(why, words).what();
    };
  }
}
