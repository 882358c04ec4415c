package stowage.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.conformance.BackendConformance;
import stowage.conformance.Fixture;
import stowage.conformance.Rig;
import stowage.exec.Recording;
import stowage.exec.Remembering;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/**
 * Every pool type on a real host, as root.
 *
 * <p>{@code CONFORMANCE_REQUIRED} names the types that run, all when it is not set, and {@code
 * CONFORMANCE_RECORD} a directory for new transcripts.
 */
@Tag("lab")
@ParameterizedClass
@MethodSource("types")
class ConformanceLabTest extends BackendConformance {
  @RegisterExtension static final Lab LAB = new Lab();

  ConformanceLabTest(Fixture fixture) {
    super(fixture);
  }

  static List<Fixture> types() {
    List<String> there = Fixture.ALL.stream().map(Fixture::toString).toList();
    String required = System.getenv().getOrDefault("CONFORMANCE_REQUIRED", "");
    for (String type : Arrays.stream(required.split(",")).filter(t -> !t.isBlank()).toList()) {
      if (!there.contains(type)) {
        throw new IllegalStateException("no fixture for the required type " + type);
      }
    }
    List<String> wanted = Arrays.asList(required.split(","));
    return required.isBlank()
        ? Fixture.ALL
        : Fixture.ALL.stream().filter(f -> wanted.contains(f.toString())).toList();
  }

  /** Those whose volumes are on the host itself; for the others see {@link ZfsUnitsLabTest}. */
  static List<Fixture> ownTypes() {
    return types().stream().filter(f -> !f.equals(Fixture.ZFS)).toList();
  }

  @Override
  protected Rig rig(String test) throws Exception {
    if (test.startsWith(Fixture.ZFS.toString() + "-")) {
      LAB.letIn("127.0.0.1");
    }
    Shell shell = new Remembering(new WireShell(LAB.link("root")));
    String record = System.getenv("CONFORMANCE_RECORD");
    if (record != null) {
      Path directory = Files.createDirectories(Path.of(record));
      shell = new Recording(shell, directory.resolve(test + ".jsonl"));
    }
    return new Rig(shell, LAB.freshJobs());
  }
}
