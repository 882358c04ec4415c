package stowage.conformance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Clones of files are put to the test wherever this is built. */
class ClonesOnThisMachineTest extends CloneConformance {
  private static int runs;

  @TempDir Path root;

  ClonesOnThisMachineTest() {
    super(Fixture.DIR);
  }

  @Override
  protected Rig rig(String test) throws Exception {
    String jobs = "clones-" + ProcessHandle.current().pid() + "-" + ++runs;
    return new Rig(new LocalHost(root).shell(), jobs);
  }
}
