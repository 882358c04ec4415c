package stowage.ssh;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import stowage.conformance.Rig;
import stowage.conformance.UnitLife;
import stowage.exec.WireShell;

/** Units of targets on a real host. What is sent can't be recorded. */
@Tag("lab")
class UnitLifeLabTest extends UnitLife {
  @RegisterExtension static final Lab LAB = new Lab();

  @Override
  protected Rig rig(String test) {
    return new Rig(new WireShell(LAB.link("root")), LAB.freshJobs());
  }
}
