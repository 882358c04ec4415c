package stowage.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import stowage.conformance.Rig;
import stowage.conformance.UnitLife;
import stowage.exec.Recording;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/** Units of targets on a real host; recorded as {@link ConformanceLabTest} is. */
@Tag("lab")
class UnitLifeLabTest extends UnitLife {
  private static @Nullable Lab lab;

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
    Shell shell = new WireShell(here.link("root"));
    String record = System.getenv("CONFORMANCE_RECORD");
    if (record != null) {
      Path directory = Files.createDirectories(Path.of(record));
      shell = new Recording(shell, directory.resolve(test + ".jsonl"));
    }
    return new Rig(shell, here.freshJobs());
  }
}
