package stowage.cli;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import stowage.schema.Kind;
import stowage.schema.Properties;
import stowage.schema.Property;
import stowage.schema.Schemas;

/** An option for every property of every pool type: {@code --server}, {@code --export}… */
final class PropertyOptions {
  private final Map<String, Property<?>> byKey = new TreeMap<>();

  PropertyOptions(Predicate<Property<?>> wanted) {
    Schemas.all().stream()
        .flatMap(schema -> schema.properties().stream())
        .filter(wanted)
        .forEach(property -> byKey.putIfAbsent(property.key(), property));
  }

  void addTo(CommandSpec spec) {
    byKey.forEach((key, property) -> {
      boolean bare = property.kind() instanceof Kind.Flag || property.is(Property.Trait.SECRET);
      OptionSpec.Builder option =
          OptionSpec.builder("--" + key).type(String.class).paramLabel(label(property));
      spec.addOption(
          bare ? option.arity("0..1").fallbackValue(bareValue(property)).build() : option.build());
    });
  }

  private static String bareValue(Property<?> property) {
    return property.kind() instanceof Kind.Flag ? "1" : "";
  }

  private static String label(Property<?> property) {
    if (property.is(Property.Trait.SECRET)) {
      return property.key().equals(Properties.PASSWORD.key()) ? "PASSWORD" : "FILE";
    }
    return switch (property.kind()) {
      case Kind.Flag() -> "0|1";
      case Kind.Whole _ -> "N";
      case Kind.Choice(var words) -> String.join("|", words);
      case Kind.Contents() -> "TYPES";
      case Kind.Nodes() -> "NODES";
      case Kind.Keep() -> "keep-last=N,…";
      case Kind.Bandwidth() -> "default=KIB,…";
      case Kind.Directories() -> "TYPE=DIR,…";
      case Kind.Portals() -> "HOSTS";
      case Kind.Text text -> text.rule().toUpperCase(java.util.Locale.ROOT);
    };
  }

  /** What was given on the command line, secrets apart. */
  Map<String, String> values(ParseResult parsed) {
    Map<String, String> values = new LinkedHashMap<>();
    given(parsed, false).forEach(values::put);
    return values;
  }

  /** Keys of secrets that were mentioned, with their text; empty text means "ask". */
  Map<String, String> secrets(ParseResult parsed) {
    return given(parsed, true);
  }

  private Map<String, String> given(ParseResult parsed, boolean secret) {
    Map<String, String> given = new HashMap<>();
    byKey.forEach((key, property) -> {
      @Nullable String value = parsed.matchedOptionValue("--" + key, null);
      if (value != null && property.is(Property.Trait.SECRET) == secret) {
        given.put(key, value);
      }
    });
    return given;
  }

  Set<String> keys() {
    return new HashSet<>(byKey.keySet());
  }
}
