package stowage.ssh;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.conformance.Activation;
import stowage.conformance.Fixture;
import stowage.conformance.Rig;
import stowage.exec.WireShell;

/** Mounts, volume groups and logins of the lab's host that come and go with their pools. */
@Tag("lab-long")
@ParameterizedClass
@MethodSource("types")
class ActivationLabTest extends Activation {
  @RegisterExtension static final Lab LAB = new Lab();

  ActivationLabTest(Fixture fixture) {
    super(fixture);
  }

  static List<Fixture> types() {
    return ConformanceLabTest.everyType();
  }

  @Override
  protected Rig rig(String test) throws Exception {
    if (test.startsWith(Fixture.ZFS.toString() + "-")) {
      LAB.letIn("127.0.0.1");
    }
    return new Rig(new WireShell(LAB.link("root")), LAB.freshJobs());
  }
}
