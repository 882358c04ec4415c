package stowage.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.conformance.BackendConformance;
import stowage.conformance.Fixture;
import stowage.conformance.Rig;
import stowage.exec.Recording;
import stowage.exec.Shell;
import stowage.exec.Sudo;
import stowage.exec.WireShell;

/**
 * Every pool type on a real host, as root and as a user with {@code sudo}.
 *
 * <p>{@code CONFORMANCE_REQUIRED} names types that must be among those that run, and {@code
 * CONFORMANCE_RECORD} a directory for new transcripts.
 */
@Tag("lab")
@ParameterizedClass
@MethodSource("typesAndUsers")
class ConformanceLabTest extends BackendConformance {
  private static final String RUN = Long.toString(System.currentTimeMillis(), 36);

  private static @Nullable SshConnector connector;
  private static int tests;

  private final String user;

  ConformanceLabTest(Fixture fixture, String user) {
    super(fixture);
    this.user = user;
  }

  static Stream<Arguments> typesAndUsers() {
    List<String> types = Fixture.ALL.stream().map(Fixture::toString).toList();
    for (String required : words("CONFORMANCE_REQUIRED")) {
      if (!types.contains(required)) {
        throw new IllegalStateException("no fixture for the required type " + required);
      }
    }
    return Stream.concat(
        Fixture.ALL.stream().map(f -> Arguments.of(f, "root")),
        Fixture.ALL.stream().map(f -> Arguments.of(f.brief(), "operator")));
  }

  @BeforeAll
  static void start() {
    connector = new SshConnector(SshSettings.DEFAULT);
  }

  @AfterAll
  static void stop() {
    Objects.requireNonNull(connector).close();
  }

  @Override
  protected Rig rig(String test) throws Exception {
    Target target =
        new Target(
            "lab1",
            "127.0.0.1",
            Integer.parseInt(setting("LAB1_PORT")),
            user,
            new Target.Files(
                List.of(), true, null, List.of(Path.of(setting("LAB_KNOWN_HOSTS"))), false),
            List.of());
    List<Auth> ways = List.of(new Auth.KeyFile(Path.of(setting("LAB_KEY"))));
    Shell shell = new WireShell(Objects.requireNonNull(connector).link(target, ways));
    if (!user.equals("root")) {
      return rig(new Sudo(shell, user));
    }
    String record = System.getenv("CONFORMANCE_RECORD");
    if (record == null) {
      return rig(shell);
    }
    Path directory = Files.createDirectories(Path.of(record));
    return rig(new Recording(shell, directory.resolve(test + ".jsonl")));
  }

  private static Rig rig(Shell shell) {
    return new Rig(shell, "lab-" + RUN + "-" + ++tests);
  }

  private static List<String> words(String variable) {
    String text = System.getenv().getOrDefault(variable, "");
    return Arrays.stream(text.split(",")).filter(word -> !word.isBlank()).toList();
  }

  private static String setting(String variable) {
    return Objects.requireNonNull(
        System.getenv(variable), variable + " is not set; start the lab with ./dev check");
  }
}
