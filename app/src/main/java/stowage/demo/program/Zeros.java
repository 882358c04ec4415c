package stowage.demo.program;

import stowage.demo.world.Fault;
import stowage.demo.world.World;

/** {@code cstream}, {@code blkdiscard}: what is overwritten here has no content anyway. */
final class Zeros implements Program {
  private final World world;

  Zeros(World world) {
    this.world = world;
  }

  @Override
  public int run(Call call) throws Fault {
    for (String word : call.args()) {
      if (word.startsWith("/dev/") && !word.equals("/dev/zero") && world.device(word).isEmpty()) {
        throw call.fault(1, word + ": No such file or directory");
      }
    }
    if (call.name().equals("cstream")) {
      throw call.fault(1, "write failed: No space left on device");
    }
    return 0;
  }
}
