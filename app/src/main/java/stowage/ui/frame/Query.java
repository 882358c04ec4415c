package stowage.ui.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.host.HostState.PoolState;
import stowage.message.Message;
import stowage.type.PoolStatus;
import stowage.ui.pool.Health;

/**
 * What was typed into the search field: {@code type:nfs usage:>80 host:pve3 content:backup text}.
 * All parts must hold.
 */
public final class Query {
  private static final Pattern PART = Pattern.compile("(type|usage|host|content):(.*)");
  private static final Pattern USAGE = Pattern.compile("([<>]=?)(\\d{1,3})%?");

  private final List<Predicate<Target>> parts;
  private final List<Message> problems;

  private Query(List<Predicate<Target>> parts, List<Message> problems) {
    this.parts = parts;
    this.problems = problems;
  }

  /** A pool on a host, or a host by itself with an empty pool. */
  private record Target(String host, Optional<PoolState> pool) {}

  public static Query parse(String text) {
    List<Predicate<Target>> parts = new ArrayList<>();
    List<Message> problems = new ArrayList<>();
    for (String word : text.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
      if (word.isEmpty()) {
        continue;
      }
      Matcher part = PART.matcher(word);
      if (!part.matches()) {
        parts.add(t -> name(t).contains(word));
        continue;
      }
      String value = part.group(2);
      switch (part.group(1)) {
        case "type" -> parts.add(of(p -> p.pool().type().word().startsWith(value)));
        case "host" -> parts.add(t -> t.host().toLowerCase(Locale.ROOT).contains(value));
        case "content" ->
            parts.add(
                of(p -> p.pool().contents().stream().anyMatch(c -> c.word().startsWith(value))));
        default -> usage(value).ifPresentOrElse(parts::add, () -> badUsage(value, problems));
      }
    }
    return new Query(List.copyOf(parts), List.copyOf(problems));
  }

  private static void badUsage(String value, List<Message> problems) {
    // Nothing wrong yet while somebody is still typing it.
    if (!value.isEmpty() && !value.matches("[<>]=?")) {
      problems.add(Message.of("ui.search-bad-usage", value));
    }
  }

  private static Predicate<Target> of(Predicate<PoolState> condition) {
    return t -> t.pool().filter(condition).isPresent();
  }

  private static Optional<Predicate<Target>> usage(String value) {
    Matcher m = USAGE.matcher(value);
    if (!m.matches()) {
      return Optional.empty();
    }
    double limit = Double.parseDouble(m.group(2));
    Predicate<Double> compare =
        switch (m.group(1)) {
          case ">" -> used -> used > limit;
          case ">=" -> used -> used >= limit;
          case "<" -> used -> used < limit;
          default -> used -> used <= limit;
        };
    return Optional.of(of(p -> used(p).stream().boxed().anyMatch(compare)));
  }

  /** As it is shown, so that what reads 89 % is found by {@code usage:>=89}. */
  private static OptionalDouble used(PoolState pool) {
    return Health.active(pool)
        .flatMap(PoolStatus::share)
        .map(share -> OptionalDouble.of((double) Math.round(share * 100)))
        .orElse(OptionalDouble.empty());
  }

  /** Of a pool only its own name: otherwise every pool of a matching host would match. */
  private static String name(Target target) {
    return target
        .pool()
        .map(p -> p.pool().id().text())
        .orElse(target.host())
        .toLowerCase(Locale.ROOT);
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  public boolean matches(String host, PoolState pool) {
    return holds(new Target(host, Optional.of(pool)));
  }

  /** Whether the host itself is what is looked for; then all of its pools are shown. */
  public boolean matches(String host) {
    return holds(new Target(host, Optional.empty()));
  }

  private boolean holds(Target target) {
    return parts.stream().allMatch(p -> p.test(target));
  }

  public List<Message> problems() {
    return problems;
  }
}
