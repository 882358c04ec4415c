package stowage.exec;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This machine's shells: the host side must run under each of them. */
enum Shells {
  SH("/bin/sh"),
  BASH("/usr/bin/bash"),
  DASH("/usr/bin/dash"),
  BUSYBOX("/usr/bin/busybox sh");

  private final String words;

  Shells(String words) {
    this.words = words;
  }

  /** Those that are installed; SH and BASH have to be. */
  static List<Shells> present() {
    List<Shells> present = new ArrayList<>(List.of(SH, BASH));
    for (Shells shell : List.of(DASH, BUSYBOX)) {
      if (Files.exists(Path.of(shell.words.split(" ")[0]))) {
        present.add(shell);
      }
    }
    return present;
  }

  /** A link to this machine whose scripts run in this shell. */
  Link link() {
    return link("");
  }

  /**
   * @param environment assignments put before the command line
   */
  Link link(String environment) {
    Link local = new LocalLink();
    return new Link() {
      @Override
      public String host() {
        return local.host();
      }

      @Override
      public Channel start(String commandLine, OutputStream errors) throws HostException {
        return local.start(
            environment + " exec " + commandLine.replaceFirst("^/bin/sh", words), errors);
      }

      @Override
      public void close() {
        local.close();
      }
    };
  }

  Shell shell() {
    return new WireShell(link());
  }
}
