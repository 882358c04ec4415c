package stowage.demo.program;

import java.io.IOException;
import stowage.demo.world.Fault;

/** A stand-in for one program. It supports exactly the options that it knows and refuses others. */
@FunctionalInterface
public interface Program {

  /**
   * @return the exit status
   * @throws Fault to end with an error
   * @throws IOException when the caller's streams broke
   */
  int run(Call call) throws Fault, IOException;
}
