package stowage.ssh;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.conformance.Fixture;
import stowage.conformance.Rig;
import stowage.conformance.TransferConformance;
import stowage.exec.WireShell;

/** Streams of volumes, and files put on pools, on the lab's host. */
@Tag("lab-long")
@ParameterizedClass
@MethodSource("types")
class TransferLabTest extends TransferConformance {
  @RegisterExtension static final Lab LAB = new Lab();

  TransferLabTest(Fixture fixture) {
    super(fixture);
  }

  static List<Fixture> types() {
    return ConformanceLabTest.ownTypes();
  }

  @Override
  protected Rig rig(String test) {
    return new Rig(new WireShell(LAB.link("root")), LAB.freshJobs());
  }
}
