package stowage.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import stowage.message.Message;
import stowage.settings.SettingsFile;
import stowage.text.Texts;
import stowage.words.Words;

/** The command line: reads arguments, hands them to a host, prints what it answered. */
@Command(name = "stowage")
public final class Cli implements Runnable {

  /**
   * What the command line needs of the world.
   *
   * @param out standard output
   * @param err standard error
   * @param settings where the hosts are kept
   * @param door opens connections
   * @param language of the user's system
   * @param data what is piped, and what the environment holds
   */
  public record World(
      PrintWriter out,
      PrintWriter err,
      SettingsFile settings,
      Doors door,
      Locale language,
      Data data) {}

  /**
   * What a script hands over besides words, and gets back.
   *
   * @param in standard input, for what is no text
   * @param out standard output, likewise
   * @param environment may hold secrets
   * @param descriptors what else the script has opened
   */
  public record Data(
      InputStream in, OutputStream out, Map<String, String> environment, Descriptors descriptors) {
    public Data {
      environment = Map.copyOf(environment);
    }

    public Data(InputStream in, OutputStream out, Map<String, String> environment) {
      this(in, out, environment, new Descriptors(in));
    }

    @Override
    public String toString() {
      return "Data(hidden)";
    }
  }

  /** Makes the way to the hosts. */
  @FunctionalInterface
  public interface Doors {
    /**
     * @param warned told of what in the ssh configuration cannot be heeded
     */
    Door apply(Words words, Consumer<Message> warned);
  }

  @Option(
      names = {"-H", "--host"},
      paramLabel = "HOST",
      scope = ScopeType.INHERIT)
  List<String> hosts = List.of();

  @Option(names = "--json", scope = ScopeType.INHERIT)
  boolean json;

  @Option(names = "--dry-run", scope = ScopeType.INHERIT)
  boolean dryRun;

  @Option(names = "--read-only", scope = ScopeType.INHERIT)
  boolean readOnly;

  @Option(names = "--lang", paramLabel = "en|ko", scope = ScopeType.INHERIT)
  @Nullable String language;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT)
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true)
  boolean version;

  private final World world;
  private final Words words;

  private Cli(World world, Words words) {
    this.world = world;
    this.words = words;
  }

  /** Runs one command and returns the exit status, see {@link Exit}. */
  public static int run(World world, String... given) {
    String[] arguments = Arguments.normal(given);
    Words words = new Words(Texts.of(language(arguments, world.language())));
    return line(world, words).execute(arguments);
  }

  static CommandLine line(World world, Words words) {
    Cli cli = new Cli(world, words);
    CommandLine line = new CommandLine(cli);
    List.of(
            new HostsCommand(cli),
            new StatusCommand(cli),
            new ListCommand(cli),
            new PathCommand(cli),
            new AllocCommand(cli),
            new FreeCommand(cli),
            new ResizeCommand(cli),
            new SnapshotCommand(cli),
            new ExtractConfigCommand(cli),
            new TemplateCommand(cli),
            new CloneCommand(cli),
            new RenameCommand(cli),
            new CopyCommand(cli),
            new OrphansCommand(cli),
            new ToolsCommand(cli),
            new ZfsKeyCommand(cli),
            new RemoveCommand(cli),
            new DeactivateCommand(cli),
            new ExportCommand(cli),
            new ImportCommand(cli),
            new SendCommand(cli),
            new UploadCommand(cli),
            new DownloadCommand(cli),
            new FetchCommand(cli),
            new DisksCommand(cli),
            new HelpCommand(cli),
            new CompletionCommand(cli),
            new ManualCommand(cli))
        .forEach(line::addSubcommand);
    line.addSubcommand(BackupCommand.line(cli));
    line.addSubcommand(AddCommand.line(cli));
    line.addSubcommand(SetCommand.line(cli));
    line.addSubcommand(ScanCommand.line(cli));
    ScanCommand.aliases(cli).forEach(line::addSubcommand);
    line.addSubcommand(PruneCommand.line(cli));
    line.addSubcommand(KeyCommand.line(cli));
    Usage.describe(line, words);
    line.setAbbreviatedSubcommandsAllowed(true);
    line.setOut(world.out());
    line.setErr(world.err());
    Failures failures = new Failures(new Output(world.out(), world.err(), words));
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    return line;
  }

  /**
   * The language has to be known before the first word is said, so before the arguments are parsed.
   */
  private static Locale language(String[] arguments, Locale usual) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith("--lang=")) {
        return Locale.forLanguageTag(arguments[i].substring("--lang=".length()));
      }
      if (arguments[i].equals("--lang") && i + 1 < arguments.length) {
        return Locale.forLanguageTag(arguments[i + 1]);
      }
    }
    return usual;
  }

  Session session() {
    return session(world.out());
  }

  /** One that prints nothing but what goes wrong. */
  Session silent() {
    return session(new PrintWriter(Writer.nullWriter()));
  }

  private Session session(PrintWriter out) {
    Output output = new Output(out, world.err(), words);
    return new Session(
        world.settings(),
        world.door().apply(words, output::once),
        output,
        new Session.Wishes(hosts, json, dryRun, readOnly));
  }

  CommandLine line() {
    return line(world, words);
  }

  PrintWriter out() {
    return world.out();
  }

  Data data() {
    return world.data();
  }

  Words words() {
    return words;
  }

  @Override
  public void run() {
    line().usage(world.out());
  }
}
