package stowage.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.conformance.CloneConformance;
import stowage.conformance.Fixture;
import stowage.conformance.Rig;
import stowage.exec.Recording;
import stowage.exec.Remembering;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/** Templates, clones, other names and copies on the lab's host, with real programs. */
@Tag("lab-long")
@ParameterizedClass
@MethodSource("types")
class ClonesLabTest extends CloneConformance {
  private static @Nullable Lab lab;

  ClonesLabTest(Fixture fixture) {
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
  protected Rig rig(String test) throws Exception {
    Lab here = Objects.requireNonNull(lab);
    Shell shell = new Remembering(new WireShell(here.link("root")));
    String record = System.getenv("CONFORMANCE_RECORD");
    if (record != null) {
      Path directory = Files.createDirectories(Path.of(record));
      shell = new Recording(shell, directory.resolve(test + ".jsonl"));
    }
    return new Rig(shell, here.freshJobs());
  }
}
