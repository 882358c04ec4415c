package stowage.ssh;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.conformance.Fixture;
import stowage.conformance.PoolMishaps;
import stowage.conformance.Rig;
import stowage.exec.Link;
import stowage.exec.Shell;
import stowage.exec.Sudo;
import stowage.exec.WireShell;

/** Connections to a real host that break, and a second administrator there. */
@Tag("lab-long")
@ParameterizedClass
@MethodSource("types")
class MishapsLabTest extends PoolMishaps {
  private static final String USER = "operator";
  @RegisterExtension static final Lab LAB = new Lab();

  MishapsLabTest(Fixture fixture) {
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
    return super.rig(test);
  }

  @Override
  protected Link link() {
    return LAB.link(USER);
  }

  @Override
  protected Shell shell(Link link) {
    return new Sudo(new WireShell(link), USER);
  }

  @Override
  protected String freshJobs() {
    return LAB.freshJobs();
  }
}
