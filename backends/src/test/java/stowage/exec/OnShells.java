package stowage.exec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import stowage.message.Message;

/** Tests on each kind of shell that this computer has, with an empty home. */
abstract class OnShells {
  static final Message SAID = Message.of("step.test");

  @TempDir Path dir;
  private final List<Shell> opened = new ArrayList<>();

  static List<Shells> shells() {
    return Shells.present();
  }

  @AfterEach
  void close() {
    opened.forEach(Shell::close);
  }

  final Shell shell(Shells kind) {
    Shell shell = new WireShell(kind.link("HOME=" + dir.resolve("home")));
    opened.add(shell);
    return shell;
  }
}
