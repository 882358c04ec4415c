package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import stowage.ssh.SshConfig;

/** What the command line tells about itself. No host is asked. */
class HelpTest {
  @TempDir private Path folder;

  static boolean isKorean(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL);
  }

  private String run(String... args) throws Exception {
    try (Trial trial = new Trial(folder, () -> SshConfig.read(folder, folder))) {
      return trial.run(args).text();
    }
  }

  private static void collect(CommandLine line, List<CommandLine> all) {
    all.add(line);
    line.getSubcommands().values().forEach(sub -> collect(sub, all));
  }

  private List<CommandLine> commands(String language) throws Exception {
    try (Trial trial = new Trial(folder, () -> SshConfig.read(folder, folder))) {
      List<CommandLine> all = new ArrayList<>();
      collect(trial.line(language), all);
      return all;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ko"})
  void everythingHasAText(String language) throws Exception {
    for (CommandLine command : commands(language)) {
      String name = command.getCommandSpec().qualifiedName();
      String help = command.getUsageMessage();
      assertFalse(help.contains("!"), help);
      assertEquals(language.equals("ko"), isKorean(help), help);
      assertEquals(1, command.getCommandSpec().usageMessage().description().length, name);
      for (OptionSpec option : command.getCommandSpec().options()) {
        String text = String.join("", option.description());
        assertFalse(text.isBlank(), () -> name + " " + option.longestName());
        assertEquals(language.equals("ko"), isKorean(text), () -> option.longestName() + text);
      }
      for (PositionalParamSpec argument : command.getCommandSpec().positionalParameters()) {
        assertFalse(String.join("", argument.description()).isBlank(), argument::paramLabel);
      }
    }
  }

  @Test
  void helpIsGivenInTheLanguageAskedFor() throws Exception {
    assertTrue(run("alloc", "--help").startsWith("Usage: stowage alloc "));
    assertTrue(isKorean(run("--lang", "ko", "alloc", "--help")));
    assertTrue(isKorean(run("snapshot", "create", "--help", "--lang=ko")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"add", "set"})
  void poolsAreDescribedInTheirOwnWords(String command) throws Exception {
    String help = run(command, "--help").replaceAll("\\s+", " ");
    for (String text :
        List.of(
            "--content=TYPES What the pool may hold.",
            "--target=TEXT Name of the iSCSI target",
            "--base=VOLUME-ID LUN of an iSCSI pool",
            "--format=raw|qcow2|subvol|vmdk Format of new guest images.",
            "--keyring[=FILE] File of this computer",
            "--password[=PASSWORD] Password, never written here",
            "Copies heed clone, sending to another host heeds migration")) {
      assertTrue(help.contains(text), help);
    }
  }

  @Test
  void theManualTellsOfEveryCommandAndExitStatus() throws Exception {
    String page = run("manual");
    for (CommandLine command : commands("en")) {
      String name = command.getCommandSpec().qualifiedName().replaceFirst("^stowage ?", "");
      assertTrue(name.isEmpty() || page.contains("\n.SS " + name.replace("-", "\\-") + "\n"), name);
    }
    for (Exit exit : Exit.values()) {
      assertTrue(page.contains("\n.TP\n.B " + exit.status + "\n"), exit.name());
    }
    assertFalse(page.contains("!"), page);
  }

  @Test
  void bashTakesTheCompletionScript() throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), run("completion"));
    Process bash =
        new ProcessBuilder("bash", "-n", script.toString()).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("0 ", bash.waitFor() + " " + said);
  }

  @Test
  void withoutACommandItTellsWhatThereIs() throws Exception {
    assertTrue(run().contains("snapshot"));
    assertTrue(run("scan").contains("lvmthin"));
    assertTrue(run("snapshot").contains("rollback"));
    assertTrue(run("--version").startsWith("stowage "));
  }
}
