package stowage.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import stowage.words.Words;

/**
 * Puts the texts of one language to commands, options and arguments. Keys: {@code
 * cli.command.NAME}; {@code cli.option.COMMAND.NAME}, {@code cli.entered.NAME}, {@code
 * cli.option.NAME} or {@code property.NAME.help}; {@code cli.argument.NAME}.
 */
final class Usage {
  private static final int WIDTH = 100;
  private static final Set<String> OF_POOLS = Set.of("cli.command.add", "cli.command.set");
  private final Words words;
  private final Map<String, String> descriptions = new HashMap<>();

  private Usage(Words words) {
    this.words = words;
  }

  static void describe(CommandLine line, Words words) {
    Usage usage = new Usage(words);
    usage.describe(line);
    line.setResourceBundle(new Descriptions(usage.descriptions));
  }

  private void describe(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    spec.usageMessage()
        .width(WIDTH)
        .description(text(commandKey(spec)))
        .synopsisHeading(text("cli.usage-heading") + " ")
        .optionListHeading("%n" + text("cli.options-heading") + "%n")
        .commandListHeading("%n" + text("cli.commands-heading") + "%n");
    spec.version(words.say("cli.version", Version.current()));
    for (OptionSpec option : spec.options()) {
      String name = option.longestName().replaceFirst("^-+", "");
      descriptions.put(
          spec.qualifiedName(".") + "." + name, text(optionKey(commandKey(spec), name)));
    }
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      String name = argument.paramLabel().replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "");
      descriptions.put(
          argument.paramLabel() + "[" + argument.index() + "]", text("cli.argument." + name));
    }
    line.getSubcommands().values().forEach(this::describe);
  }

  static String commandKey(CommandSpec spec) {
    String path =
        spec.qualifiedName("-")
            .replaceFirst("^stowage-?", "")
            .replaceFirst("^([a-z]+)scan$", "scan-$1");
    return "cli.command." + (path.isEmpty() ? "stowage" : path);
  }

  /**
   * An option may mean something else to one command than to the others, a secret is entered
   * elsewhere than in a form, and what a pool is made of is more than what the others choose by.
   */
  private String optionKey(String command, String name) {
    String property = "property." + name + ".help";
    String own = "cli.option." + name;
    List<String> keys = new ArrayList<>();
    keys.add(command.replace("cli.command.", "cli.option.") + "." + name);
    keys.add("cli.entered." + name);
    keys.addAll(OF_POOLS.contains(command) ? List.of(property, own) : List.of(own));
    return keys.stream().filter(k -> !words.sayOr(k, "").isEmpty()).findFirst().orElse(property);
  }

  /** The library takes a description for a format string. */
  private String text(String key) {
    return words.say(key).replace("%", "%%");
  }

  /** The form in which the library takes descriptions of options and arguments. */
  private static final class Descriptions extends ResourceBundle {
    private final Map<String, String> texts;

    Descriptions(Map<String, String> texts) {
      this.texts = Map.copyOf(texts);
    }

    @Override
    protected @Nullable Object handleGetObject(String key) {
      return texts.get(key);
    }

    @Override
    public Enumeration<String> getKeys() {
      return Collections.enumeration(texts.keySet());
    }
  }
}
