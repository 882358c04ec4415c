package stowage.ssh;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
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
  private static @Nullable Lab lab;

  SudoLabTest(Fixture fixture) {
    super(fixture.brief());
  }

  static List<Fixture> types() {
    return List.of(Fixture.DIR, Fixture.LVMTHIN, Fixture.ZFSPOOL);
  }

  @BeforeAll
  static void start() {
    lab = new Lab();
  }

  @AfterAll
  static void stop() {
    Objects.requireNonNull(lab).close();
  }

  @Override
  protected Rig rig(String test) {
    Lab here = Objects.requireNonNull(lab);
    return new Rig(
        new Remembering(new Sudo(new WireShell(here.link(USER)), USER)), here.freshJobs());
  }
}
