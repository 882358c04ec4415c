package stowage.cli;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import stowage.words.Words;

/** The manual page in roff, made from the same description as {@code --help}. */
final class ManualPage {
  private final Words words;
  private final StringBuilder page = new StringBuilder();

  ManualPage(Words words) {
    this.words = words;
  }

  String of(CommandLine line) {
    page.append(".TH STOWAGE 1\n");
    section("cli.man-name");
    text("stowage - " + first(line));
    section("cli.man-synopsis");
    text("stowage [-H HOST]... COMMAND [OPTIONS] [ARGUMENTS]");
    section("cli.man-commands");
    line.getSubcommands().forEach((name, command) -> command(name, command));
    section("cli.man-options");
    options(line);
    section("cli.man-exit");
    for (Exit exit : Exit.values()) {
      item(
          Integer.toString(exit.status),
          words.say("cli.exit-" + exit.name().toLowerCase(Locale.ROOT)));
    }
    return page.toString();
  }

  private void command(String name, CommandLine command) {
    page.append(".SS ").append(escape(name)).append('\n');
    text(first(command));
    page.append(".PP\n.B ").append(escape(command.getHelp().synopsis(0).strip())).append('\n');
    options(command);
    command.getSubcommands().forEach((inner, line) -> command(name + " " + inner, line));
  }

  private void options(CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.inherited() && !option.hidden()) {
        item(
            String.join(", ", option.names())
                + (option.arity().max() == 0 ? "" : " " + option.paramLabel()),
            String.join(" ", option.description()));
      }
    }
  }

  private void section(String key) {
    page.append(".SH ").append(escape(words.say(key))).append('\n');
  }

  private void item(String term, String meaning) {
    page.append(".TP\n.B ").append(escape(term)).append('\n').append(escape(meaning)).append('\n');
  }

  private void text(String text) {
    page.append(escape(text)).append('\n');
  }

  private static String first(CommandLine command) {
    return String.join(" ", command.getCommandSpec().usageMessage().description());
  }

  /**
   * A dot or apostrophe at the beginning of a line, and a backslash anywhere, would be commands.
   */
  private static String escape(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
