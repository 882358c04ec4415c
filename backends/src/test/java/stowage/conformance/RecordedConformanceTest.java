package stowage.conformance;

import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.exec.ReplayShell;

/** Every pool type on the answers that a real host gave when it was recorded. */
@ParameterizedClass
@MethodSource("types")
class RecordedConformanceTest extends BackendConformance {

  RecordedConformanceTest(Fixture fixture) {
    super(fixture);
  }

  static List<Fixture> types() {
    return Fixture.ALL;
  }

  @Override
  protected Rig rig(String test) throws Exception {
    URL transcript =
        Objects.requireNonNull(
            RecordedConformanceTest.class.getResource(test + ".jsonl"),
            "no transcript of " + test + "; see CONTRIBUTING.md on recording");
    return new Rig(new ReplayShell(Path.of(transcript.toURI())), "recorded");
  }
}
