package stowage.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.exec.OpenSshLink;
import stowage.exec.WireShell;

/** The four types on the lab's real host, as root, through OpenSSH's own client. */
@Tag("lab")
@ParameterizedClass
@MethodSource("fixtures")
class LabConformanceTest extends BackendConformance {
  private static final String RUN = Long.toString(System.currentTimeMillis(), 36);
  private static int tests;

  LabConformanceTest(Fixture fixture) {
    super(fixture);
  }

  static Stream<Fixture> fixtures() {
    return Fixture.ALL.stream();
  }

  @Override
  protected Rig rig(String test) throws Exception {
    Path socket = Files.createTempDirectory("lab").resolve("socket");
    OpenSshLink link =
        new OpenSshLink(
            "root",
            Integer.parseInt(System.getenv("LAB1_PORT")),
            Path.of(System.getenv("LAB_KEY")),
            Path.of(System.getenv("LAB_KNOWN_HOSTS")),
            socket);
    return new Rig(new WireShell(link), "lab-" + RUN + "-" + ++tests);
  }
}
