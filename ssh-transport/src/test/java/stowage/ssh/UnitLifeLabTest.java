package stowage.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import stowage.conformance.Rig;
import stowage.conformance.UnitLife;
import stowage.exec.Recording;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/** Units of targets on a real host; recorded as {@link ConformanceLabTest} is. */
@Tag("lab")
class UnitLifeLabTest extends UnitLife {
  @RegisterExtension static final Lab LAB = new Lab();

  @Override
  protected Rig rig(String test) throws Exception {
    Shell shell = new WireShell(LAB.link("root"));
    String record = System.getenv("CONFORMANCE_RECORD");
    if (record != null) {
      Path directory = Files.createDirectories(Path.of(record));
      shell = new Recording(shell, directory.resolve(test + ".jsonl"));
    }
    return new Rig(shell, LAB.freshJobs());
  }
}
