package stowage.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
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
  @RegisterExtension static final Lab LAB = new Lab();

  ClonesLabTest(Fixture fixture) {
    super(fixture);
  }

  static List<Fixture> types() {
    return ConformanceLabTest.ownTypes();
  }

  @Override
  protected Rig rig(String test) throws Exception {
    Shell shell = new Remembering(new WireShell(LAB.link("root")));
    String record = System.getenv("CONFORMANCE_RECORD");
    if (record != null) {
      Path directory = Files.createDirectories(Path.of(record));
      shell = new Recording(shell, directory.resolve(test + ".jsonl"));
    }
    return new Rig(shell, LAB.freshJobs());
  }
}
