package stowage.ssh;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.conformance.Fixture;
import stowage.conformance.PoolLife;
import stowage.conformance.Rig;
import stowage.exec.Remembering;
import stowage.exec.Sudo;
import stowage.exec.WireShell;

/**
 * Pools on a real host, as a user who may only use {@code sudo}: one type of each kind of tools.
 * NFS is used that way by {@code FilesOnLabTest}.
 */
@Tag("lab")
@ParameterizedClass
@MethodSource("types")
class SudoLabTest extends PoolLife {
  private static final String USER = "operator";
  @RegisterExtension static final Lab LAB = new Lab();

  SudoLabTest(Fixture fixture) {
    super(fixture.brief());
  }

  static List<Fixture> types() {
    return List.of(Fixture.DIR, Fixture.LVMTHIN, Fixture.ZFSPOOL);
  }

  @Override
  protected Rig rig(String test) {
    return new Rig(new Remembering(new Sudo(new WireShell(LAB.link(USER)), USER)), LAB.freshJobs());
  }
}
