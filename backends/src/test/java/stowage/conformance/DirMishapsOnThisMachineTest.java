package stowage.conformance;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Link;
import stowage.exec.LocalLink;
import stowage.exec.Shell;

/** As {@link DirOnThisMachineTest}, with what may come between. */
class DirMishapsOnThisMachineTest extends PoolMishaps {
  private static int runs;

  @TempDir Path root;

  DirMishapsOnThisMachineTest() {
    super(Fixture.DIR);
  }

  @Override
  protected Link link() {
    return new LocalLink();
  }

  @Override
  protected Shell shell(Link link) throws IOException {
    return new LocalHost(root).shell(link);
  }

  @Override
  protected String freshJobs() {
    return "mishap-" + ProcessHandle.current().pid() + "-" + ++runs;
  }
}
