package stowage.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
    return wanted().filter(Fixture.ALL::contains).toList();
  }

  /**
   * Those whose volumes are on the host itself; for the others see {@link ZfsUnitsLabTest}. Images
   * of Ceph in both ways: what copies them is not the same.
   */
  static List<Fixture> ownTypes() {
    return wanted().filter(f -> !f.equals(Fixture.ZFS)).toList();
  }

  static List<Fixture> everyType() {
    return wanted().toList();
  }

  private static Stream<Fixture> wanted() {
    List<Fixture> there = Stream.concat(Fixture.ALL.stream(), Stream.of(Fixture.KRBD)).toList();
    List<String> words = there.stream().map(Fixture::toString).toList();
    String required = System.getenv().getOrDefault("CONFORMANCE_REQUIRED", "");
    List<String> wanted = Arrays.stream(required.split(",")).filter(t -> !t.isBlank()).toList();
    for (String type : wanted) {
      if (!words.contains(type)) {
        throw new IllegalStateException("no fixture for the required type " + type);
      }
    }
    return there.stream().filter(f -> wanted.isEmpty() || wanted.contains(f.toString()));
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
