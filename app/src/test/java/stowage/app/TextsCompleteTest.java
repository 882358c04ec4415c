package stowage.app;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stowage.schema.Kind;
import stowage.schema.Property;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.text.Texts;
import stowage.volume.ContentType;

/** Everything that can be said has words. That the languages agree is tested beside the texts. */
class TextsCompleteTest {
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  /** A quoted key, not a part of one that is put together. */
  private static final Pattern KEY =
      Pattern.compile(
          "\"((?:host|problem|support|step|finding|plan|guard|keys|server)\\.[a-z0-9][a-z0-9.-]*[a-z0-9])\"");

  private static final Pattern RULE = Pattern.compile("Rule\\.of\\(\\s*\"([a-z-]+)\"");

  @Test
  void everyTypePropertyAndContentTypeHasANameAndHelp() {
    Set<String> wanted = new TreeSet<>(Set.of("property.storage", "property.storage.help"));
    for (Schema schema : Schemas.all()) {
      wanted.add("type." + schema.type().word());
      wanted.add("type." + schema.type().word() + ".help");
      schema
          .properties()
          .forEach(p -> {
            wanted.add("property." + p.key());
            wanted.add("property." + p.key() + ".help");
          });
    }
    for (ContentType content : ContentType.values()) {
      wanted.add("content." + content.word());
    }
    expect(wanted);
  }

  @Test
  void everyRuleOfAValueHasWords() throws IOException {
    Set<String> wanted = new TreeSet<>();
    for (Schema schema : Schemas.all()) {
      for (Property<?> property : schema.properties()) {
        if (property.kind() instanceof Kind.Text text) {
          wanted.add("problem.rule." + text.rule());
        }
      }
    }
    String source =
        Files.readString(Path.of("../backends/src/main/java/stowage/schema/EntryRules.java"));
    RULE.matcher(source).results().forEach(m -> wanted.add("problem.rule." + m.group(1)));
    assertTrue(wanted.size() > 15, wanted.toString());
    expect(wanted);
  }

  @Test
  void everyKeyInTheEngineHasWords() throws IOException {
    Set<String> wanted = new TreeSet<>();
    for (String module : new String[] {"backends", "ssh-transport"}) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        files.filter(f -> f.toString().endsWith(".java")).forEach(f -> collect(f, wanted));
      }
    }
    assertTrue(wanted.size() > 50, wanted.toString());
    expect(wanted);
  }

  private static void collect(Path file, Set<String> wanted) {
    try {
      KEY.matcher(Files.readString(file)).results().forEach(m -> wanted.add(m.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void expect(Set<String> wanted) {
    wanted.removeIf(TEXTS::has);
    if (!wanted.isEmpty()) {
      fail("add in every language:\n" + String.join(" = \n", wanted) + " = ");
    }
  }
}
