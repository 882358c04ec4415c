package stowage.conformance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Directories need nothing but files, so they are put to the test wherever this is built. */
class DirOnThisMachineTest extends BackendConformance {
  private static int runs;

  @TempDir Path root;

  DirOnThisMachineTest() {
    super(Fixture.DIR);
  }

  @Override
  protected Rig rig(String test) throws Exception {
    String jobs = "local-" + ProcessHandle.current().pid() + "-" + ++runs;
    return new Rig(new LocalHost(root).shell(), jobs);
  }
}
