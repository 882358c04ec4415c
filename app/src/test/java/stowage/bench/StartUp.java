package stowage.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stowage.settings.Settings;
import stowage.settings.SettingsFile;

/** How long the program takes until it is of use. */
final class StartUp implements Figure {
  private static final int ROUNDS = 10;

  @Override
  public String name() {
    return "start-up";
  }

  @Override
  public Section measure(Server host) throws Exception {
    Path user = Files.createDirectories(host.folder().resolve("user"));
    Times java = times(() -> Program.output(List.of(Program.javaPath(), "-version"), ""));
    Section.Table table =
        Section.Table.of("from its start to", "time")
            .row("the console's first window, laid out and answering", window(user).shown())
            .row("the end of `stowage --version`", cli(user, user, "--version").shown())
            .row(
                "the end of `stowage -H demo status`",
                cli(user, user, "-H", "demo", "status").shown())
            .row("(the same Java doing nothing: `java -version`)", java.shown());
    try (Line line = Line.to(host, Duration.ZERO)) {
      new SettingsFile(user.resolve("stowage/settings.json"))
          .save(Settings.USUAL.with(List.of(line.entry())));
      Times stowage = cli(user, line.home(), "-H", "lab", "status");
      Questions questions;
      try (Engine engine = Engine.connect(line)) {
        questions = Questions.of(engine);
      }
      Peer peer = new Peer(false, true);
      Times ssh = times(() -> peer.ask(OpenSsh.anew(line), questions));
      table =
          table
              .row("the end of `stowage -H HOST status`, login included", stowage.shown())
              .row("the end of one `ssh HOST` with the same programs", ssh.against(stowage));
    }
    return new Section(
        "Start-up",
        "New processes, the shortest of "
            + ROUNDS
            + " after one that does not count. The console runs on JavaFX's headless platform with"
            + " software rendering, as for the screenshots, with no hosts yet; its window counts as usable"
            + " once the screen's thread has drawn it twice. The command line is `./stowage` of this"
            + " checkout. HOST is the measured one, the demo host is started by the call itself and has"
            + " been there before.",
        table,
        "What it can't tell: the time that a desktop's window system and graphics driver add, and a first"
            + " start after the computer's, when nothing is in memory.");
  }

  private static Times times(Times.Work work) throws Exception {
    work.run();
    return Times.of(ROUNDS, work);
  }

  private static Times cli(Path user, Path home, String... arguments) throws Exception {
    List<String> argv = new ArrayList<>(List.of(Path.of("stowage").toAbsolutePath().toString()));
    argv.addAll(List.of(arguments));
    return times(() -> {
      ProcessBuilder builder = ofUser(new ProcessBuilder(argv), user);
      builder.environment().put("JDK_JAVA_OPTIONS", "-Duser.home=" + home);
      Program.output(builder, "");
    });
  }

  private static ProcessBuilder ofUser(ProcessBuilder builder, Path user) {
    builder
        .environment()
        .putAll(Map.of("XDG_CONFIG_HOME", user.toString(), "XDG_DATA_HOME", user.toString()));
    return builder;
  }

  private static Times window(Path user) throws Exception {
    return times(() -> {
      Process console = ofUser(Program.java(FirstWindow.class), user).start();
      try (BufferedReader out = console.inputReader(StandardCharsets.UTF_8)) {
        String said = out.readLine();
        if (!FirstWindow.READY.equals(said)) {
          throw new IOException("instead of a window: " + said);
        }
      } finally {
        console.destroyForcibly().waitFor();
      }
    });
  }
}
