package stowage.conformance;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Streams of files are put to the test wherever this is built. */
class TransfersOnThisMachineTest extends TransferConformance {
  private static int runs;

  @TempDir Path root;

  TransfersOnThisMachineTest() {
    super(Fixture.DIR);
  }

  @Override
  protected Rig rig(String test) throws Exception {
    String jobs = "transfers-" + ProcessHandle.current().pid() + "-" + ++runs;
    return new Rig(new LocalHost(root).shell(), jobs);
  }
}
