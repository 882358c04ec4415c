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
import stowage.conformance.Rig;
import stowage.conformance.TransferConformance;
import stowage.exec.WireShell;

/** Streams of volumes, and files put on pools, on the lab's host. */
@Tag("lab-long")
@ParameterizedClass
@MethodSource("types")
class TransferLabTest extends TransferConformance {
  private static @Nullable Lab lab;

  TransferLabTest(Fixture fixture) {
    super(fixture);
  }

  static List<Fixture> types() {
    return ConformanceLabTest.types();
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
    return new Rig(new WireShell(here.link("root")), here.freshJobs());
  }
}
