package stowage.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This machine's shells: the host side must run under each of them. */
enum Shells {
  SH("/bin/sh", 1),
  BASH("/usr/bin/bash", 2),
  DASH("/usr/bin/dash", 3),
  BUSYBOX("/usr/bin/busybox sh", 4);

  private final String words;

  private final int digit;

  Shells(String words, int digit) {
    this.words = words;
    this.digit = digit;
  }

  /** Makes the arguments of tests that run side by side differ. */
  int digit() {
    return digit;
  }

  /** Different ones that are installed; SH and BASH have to be. */
  static List<Shells> present() {
    List<Shells> present = new ArrayList<>(List.of(SH, BASH));
    for (Shells shell : List.of(DASH, BUSYBOX)) {
      Path program = Path.of(shell.words.split(" ")[0]);
      if (Files.exists(program) && !real(program).equals(real(Path.of("/bin/sh")))) {
        present.add(shell);
      }
    }
    return present;
  }

  private static Path real(Path program) {
    try {
      return program.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
