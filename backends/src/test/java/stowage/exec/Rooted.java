package stowage.exec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host whose files all lie below one directory of this machine: every path that is sent is moved
 * there, and moved back in what comes out. Programs that only handle files run for real; any other
 * must be put below the directory by the test, and is "not found" otherwise. So real changes are
 * made, by the real scripts, and nothing outside is ever touched.
 */
public final class Rooted implements Shell {
  private static final Set<String> REAL =
      Set.of(
          "bzcat",
          "cat",
          "chmod",
          "chown",
          "cp",
          "dd",
          "df",
          "du",
          "find",
          "grep",
          "head",
          "install",
          "ln",
          "ls",
          "mkdir",
          "mv",
          "od",
          "perl",
          "qemu-img",
          "readlink",
          "realpath",
          "rm",
          "rmdir",
          "sha1sum",
          "sha256sum",
          "stat",
          "sync",
          "tail",
          "tar",
          "test",
          "touch",
          "truncate",
          "uname",
          "xargs",
          "zcat",
          "zstd");
  private static final Pattern BIN = Pattern.compile("/(?:usr/)?s?bin/([^/]+)");
  private static final Pattern VALUE = Pattern.compile("([A-Za-z_-]+=)(/.*)", Pattern.DOTALL);

  private final Shell shell;
  private final Path root;

  /**
   * @param shell to this machine
   * @param root an existing directory
   */
  public Rooted(Shell shell, Path root) {
    this.shell = shell;
    this.root = root;
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    Command moved = moved(command);
    Result result = shell.run(moved);
    if (!(moved instanceof Batch batch)) {
      return back(result);
    }
    return BatchFormat.framed(batch.answers(host(), result).stream().map(this::back).toList());
  }

  @Override
  public Pipe open(Command command) throws HostException {
    return shell.open(moved(command));
  }

  @Override
  public void close() {
    shell.close();
  }

  private Command moved(Command command) {
    return switch (command) {
      case Exec exec -> moved(exec);
      case Batch batch -> batch.map(this::moved);
      case Job job -> {
        Job moved = job.map(this::moved);
        Plan plan = moved.plan();
        List<Lock> locks = plan.locks().stream().map(this::moved).toList();
        yield new Job(
            job.id(),
            new Plan(plan.title(), locks, plan.guards(), plan.steps(), plan.lockedSteps()),
            job.mode(),
            moved.lockTools());
      }
    };
  }

  private Exec moved(Exec exec) {
    List<String> words = new ArrayList<>();
    for (String word : exec.argv()) {
      words.add(BIN.matcher(word).matches() ? program(word) : moved(word));
    }
    return new Exec(
        words,
        moved(words.getFirst(), exec.input()),
        exec.effect(),
        exec.identity(),
        exec.limit(),
        exec.outputLimit());
  }

  /** What is read stays as it is, but for the lists of files that programs for checksums read. */
  private Input moved(String program, Input input) {
    return program.endsWith("sum") && input instanceof Input.Text(String list)
        ? new Input.Text(list.replace("  /", "  " + root + "/"))
        : input;
  }

  private String program(String path) {
    Matcher bin = BIN.matcher(path);
    boolean standIn = Files.exists(Path.of(root + path));
    return !standIn && bin.matches() && REAL.contains(bin.group(1)) ? path : root + path;
  }

  private String moved(String word) {
    Matcher value = VALUE.matcher(word);
    if (value.matches()) {
      return value.group(1) + root + value.group(2);
    }
    return word.startsWith("/") ? root + word : word;
  }

  private Lock moved(Lock lock) {
    return switch (lock) {
      case Lock.File(var path) -> new Lock.File(root + path);
      case Lock.Cluster(var id, var directory) -> new Lock.Cluster(id, root + directory);
    };
  }

  private Result back(Result result) {
    return new Result(result.ending(), result.status(), back(result.out()), back(result.err()));
  }

  private byte[] back(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.replace(root.toString(), "").getBytes(StandardCharsets.ISO_8859_1);
  }
}
