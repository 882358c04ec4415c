package stowage.cli;

import java.util.Optional;

/** The version of the program, as its package was built. */
final class Version {
  private Version() {}

  static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("0.1.0-dev");
  }
}
