package stowage.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import stowage.demo.backup.CompanyServer;
import stowage.demo.program.Programs;
import stowage.demo.world.Company;
import stowage.demo.world.World;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/** The demo host in a test's directory, without its SSH server. */
record Demo(World world, Sessions sessions) {

  static Demo in(Path directory) throws IOException {
    World world = Company.open(directory, Clock.systemUTC());
    Programs programs = new Programs(world, CompanyServer.open(directory, world).holdings());
    programs.install();
    return new Demo(world, new Sessions(programs, directory.resolve("jobs"), Duration.ZERO));
  }

  Shell shell() {
    return new WireShell(new DirectLink(sessions));
  }

  Result run(String... argv) throws HostException {
    try (Shell shell = shell()) {
      return shell.run(Exec.changes(argv));
    }
  }

  String text(String... argv) throws HostException {
    Result result = run(argv);
    if (!result.ok()) {
      throw new AssertionError(String.join(" ", argv) + ": " + result.errorText());
    }
    return result.text();
  }
}
