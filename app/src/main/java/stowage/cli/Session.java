package stowage.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;
import stowage.settings.Settings;
import stowage.settings.SettingsFile;

/** One call of the command line: which hosts, in which form, and what came of it. */
final class Session {

  /** The options that every command has. */
  record Wishes(List<String> hosts, boolean json, boolean dryRun, boolean readOnly) {}

  /** Something asked of a host. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Host host) throws HostException, InvalidException;
  }

  /** How an answer is shown: as lines, or as JSON. */
  record Form<T>(Function<T, List<String>> text, Function<T, Object> json) {}

  private record Answer<T>(@Nullable T value, @Nullable Message failure, Exit exit) {}

  private final SettingsFile settings;
  private final Door door;
  private final Output output;
  private final Wishes wishes;

  Session(SettingsFile settings, Door door, Output output, Wishes wishes) {
    this.settings = settings;
    this.door = door;
    this.output = output;
    this.wishes = wishes;
  }

  Output output() {
    return output;
  }

  Wishes wishes() {
    return wishes;
  }

  SettingsFile settings() {
    return settings;
  }

  List<HostEntry> hosts() throws InvalidException {
    return HostChoice.of(wishes.hosts(), known()).stream()
        .map(h ->
            wishes.readOnly()
                ? new HostEntry(h.name(), h.group(), h.origin(), h.address(), h.login(), true)
                : h)
        .toList();
  }

  /** The host of a command that can have only one. */
  HostEntry host() throws InvalidException {
    List<HostEntry> hosts = hosts();
    if (hosts.size() != 1) {
      throw new InvalidException("host", "cli.one-host", hosts.size());
    }
    return hosts.getFirst();
  }

  /** A host named elsewhere than by {@code -H}. */
  HostEntry host(String name) throws InvalidException {
    List<HostEntry> named = HostChoice.of(List.of(name), known());
    if (named.size() != 1) {
      throw new InvalidException("host", "cli.one-host", named.size());
    }
    return named.getFirst();
  }

  Settings known() throws InvalidException {
    try {
      SettingsFile.Loaded loaded = settings.load();
      if (loaded.putAside() != null) {
        output.note(Message.of("ui.settings-put-aside", loaded.putAside().toString()));
      }
      return loaded.settings();
    } catch (IOException e) {
      throw new InvalidException(
          "settings", "cli.settings-unreadable", settings.path().toString(), e.toString());
    }
  }

  /**
   * Asks all chosen hosts side by side and shows the answers in the order in which the hosts were
   * named.
   */
  <T> int ask(Question<Reading<T>> question, Form<T> form) throws InvalidException {
    List<HostEntry> hosts = hosts();
    boolean several = hosts.size() > 1;
    List<Object> rows = new ArrayList<>();
    Exit worst = Exit.OK;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer<T>>> answers =
          hosts.stream().map(h -> threads.submit(() -> answer(h, question))).toList();
      for (int i = 0; i < hosts.size(); i++) {
        String name = hosts.get(i).name();
        Answer<T> answer = get(answers.get(i));
        worst = worst.worse(answer.exit());
        if (answer.failure() != null) {
          output.error(several ? name : "", answer.failure());
        }
        if (wishes.json()) {
          rows.add(several ? row(name, answer, form) : shape(answer, form));
        } else if (answer.value() != null) {
          if (several) {
            output.text((i == 0 ? "" : "\n") + name + ":");
          }
          form.text().apply(answer.value()).forEach(output::line);
        }
      }
    }
    if (wishes.json() && (several || worst == Exit.OK)) {
      output.json(several ? rows : rows.getFirst());
    }
    return worst.status;
  }

  private <T> Answer<T> answer(HostEntry entry, Question<Reading<T>> question) {
    try (Host host = door.open(entry)) {
      return switch (question.ask(host)) {
        case Reading.Known<T>(var value) -> new Answer<>(value, null, Exit.OK);
        case Reading.Failed<T>(var reason) -> new Answer<>(null, reason, Exit.FAILED);
      };
    } catch (HostException e) {
      return new Answer<>(null, e.said(), Exit.of(e));
    } catch (InvalidException e) {
      return new Answer<>(null, e.problems().getFirst().said(), Exit.USAGE);
    }
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> Object shape(Answer<T> answer, Form<T> form) {
    return answer.value() == null ? Map.of() : form.json().apply(answer.value());
  }

  private <T> Map<String, Object> row(String name, Answer<T> answer, Form<T> form) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("host", name);
    if (answer.failure() != null) {
      row.put("error", output.words().say(answer.failure()));
    } else {
      row.put("data", shape(answer, form));
    }
    return row;
  }

  Door door() {
    return door;
  }
}
