package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Outcome;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Quoting;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.host.Sequel;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;

/**
 * Applies a change to each chosen host, one after the other; with {@code --dry-run} only shows it.
 */
final class Changes {
  private final Session session;
  private final Output output;
  private final boolean bare;

  Changes(Session session) {
    this(session, false);
  }

  private Changes(Session session, boolean bare) {
    this.session = session;
    this.output = session.output();
    this.bare = bare;
  }

  /** In JSON only what was made, or null, as the API of Proxmox VE answers. */
  static Changes bare(Session session) {
    return new Changes(session, true);
  }

  /**
   * @param question what to propose
   * @param success the message key for a change that was made; its argument is what was made
   */
  int apply(Session.Question<Proposal> question, String success) throws InvalidException {
    return apply(question, success, "");
  }

  /**
   * @param subject what the message names when nothing new was made
   */
  int apply(Session.Question<Proposal> question, String success, String subject)
      throws InvalidException {
    return apply(
        question,
        success,
        subject,
        (host, wanted) -> host.applyReplanning(() -> wanted.ask(host), Jobs.newId(), _ -> {}));
  }

  /** How a proposal becomes an outcome. */
  @FunctionalInterface
  interface Application {
    Host.Applied apply(Host host, Session.Question<Proposal> wanted)
        throws HostException, InvalidException;
  }

  int apply(
      Session.Question<Proposal> question, String success, String subject, Application application)
      throws InvalidException {
    List<HostEntry> hosts = session.hosts();
    List<@Nullable Object> rows = new ArrayList<>();
    Exit worst = Exit.OK;
    for (HostEntry entry : hosts) {
      String shown = hosts.size() > 1 ? entry.name() : "";
      try (Host host = session.door().open(entry)) {
        if (session.wishes().dryRun()) {
          Proposal proposal = question.ask(host);
          findings(shown, proposal);
          rows.add(preview(shown, proposal));
        } else {
          Host.Applied applied = application.apply(host, question);
          findings(shown, applied.proposal());
          Exit exit = tell(entry, shown, applied, new Said(success, subject));
          worst = worst.worse(exit);
          if (bare && exit == Exit.OK) {
            String made = applied.proposal().made().orElse(null);
            rows.add(shown.isEmpty() ? made : data(shown, made));
          } else if (!bare || !shown.isEmpty()) {
            rows.add(row(entry, applied.proposal(), exit));
          }
        }
      } catch (HostException e) {
        output.error(shown, e.said());
        worst = worst.worse(Exit.of(e));
        failed(shown, e.said(), rows);
      } catch (InvalidException e) {
        output.problems(e.problems());
        worst = worst.worse(Exit.USAGE);
        failed(shown, e.problems().getFirst().said(), rows);
      }
    }
    if (session.wishes().json() && !rows.isEmpty()) {
      output.json(hosts.size() > 1 ? rows : rows.getFirst());
    }
    return worst.status;
  }

  private void findings(String shown, Proposal proposal) {
    proposal.findings().forEach(f -> output.error(shown, f));
  }

  /**
   * What is said when all went well.
   *
   * @param subject what the message names when nothing new was made
   */
  private record Said(String success, String subject) {}

  /** The line that makes a pool of what was made, or lets this node join one. */
  private static String next(HostEntry entry, Sequel sequel) {
    Draft draft = sequel.draft();
    List<String> words = new ArrayList<>(List.of("stowage", "-H", entry.name()));
    words.addAll(
        switch (sequel) {
          case Sequel.NewPool _ -> List.of("add", draft.type(), draft.id());
          case Sequel.KnownPool _ -> List.of("set", draft.id());
        });
    new TreeMap<>(draft.values()).forEach((key, value) -> words.addAll(List.of("--" + key, value)));
    return Quoting.words(words);
  }

  private static String told(Sequel sequel) {
    return switch (sequel) {
      case Sequel.NewPool _ -> "cli.add-next";
      case Sequel.KnownPool _ -> "cli.join-next";
    };
  }

  private Exit tell(HostEntry entry, String shown, Host.Applied applied, Said said) {
    String success = said.success();
    String subject = said.subject();
    Proposal proposal = applied.proposal();
    Outcome outcome = applied.outcome();
    warn(shown, proposal, outcome);
    return switch (outcome.verdict()) {
      case Verdict.Done() -> {
        if (!session.wishes().json() && !success.isEmpty()) {
          output.line(
              (shown.isEmpty() ? "" : shown + ": ")
                  + output.words().say(success, proposal.made().orElse(subject)));
          proposal
              .next()
              .ifPresent(sequel -> {
                output.line(output.words().say(told(sequel)));
                output.line("  " + next(entry, sequel));
              });
        }
        yield Exit.OK;
      }
      case Verdict.Undone(int step) -> {
        output.error(shown, failed("cli.undone", proposal, outcome, step));
        yield Exit.FAILED;
      }
      case Verdict.Stuck(int step) -> {
        output.error(shown, failed("cli.stuck", proposal, outcome, step));
        yield Exit.STUCK;
      }
      case Verdict.Interrupted(int step) -> {
        output.error(shown, Message.of("cli.interrupted", step + 1));
        yield Exit.STUCK;
      }
      case Verdict.Running(int step) -> {
        output.error(shown, Message.of("cli.still-running", step + 1));
        yield Exit.UNREACHABLE;
      }
      case Verdict.Busy _, Verdict.GuardFailed _ -> Exit.CONFLICT;
      case Verdict.NotStarted() -> {
        output.error(shown, Message.of("cli.not-started"));
        yield Exit.UNREACHABLE;
      }
    };
  }

  /** Steps that were allowed to fail, and did. */
  private void warn(String shown, Proposal proposal, Outcome outcome) {
    for (Outcome.Ran ran : outcome.steps()) {
      if (!ran.undo() && outcome.done() && !ran.result().ok()) {
        Step step = proposal.plan().steps().get(ran.step());
        output.error(shown, Message.of("cli.warning", step.title(), ran.result().errorLine()));
      }
    }
  }

  private static Message failed(String key, Proposal proposal, Outcome outcome, int step) {
    return Message.of(
        key,
        proposal.plan().steps().get(step).title(),
        outcome.of(step).map(Result::errorLine).orElse(""));
  }

  private Map<String, Object> preview(String shown, Proposal proposal) {
    List<String> commands =
        proposal.plan().steps().stream().map(Step::command).map(Changes::shown).toList();
    if (!session.wishes().json()) {
      if (!shown.isEmpty()) {
        output.line(shown + ":");
      }
      for (Step step : proposal.plan().steps()) {
        String mark =
            step.undo() instanceof Step.Undo.Impossible
                ? " " + output.words().say("cli.irreversible")
                : "";
        output.line("# " + output.words().say(step.title()) + mark);
        output.text(shown(step.command()));
      }
      proposal.configDiff().ifPresent(diff -> output.text("\n" + diff.stripTrailing()));
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("commands", commands);
    row.put("diff", proposal.configDiff().orElse(""));
    proposal.made().ifPresent(made -> row.put("result", made));
    return row;
  }

  private static String shown(Exec command) {
    return switch (command.input()) {
      case Input.None() -> command.shown();
      case Input.Text _ -> command.shown() + " < …";
      case Input.Hidden _ -> command.shown() + " < (hidden)";
      case Input.Streamed() -> command.shown() + " < -";
    };
  }

  /** Of several hosts each has its row; one alone has only the message. */
  private void failed(String shown, Message why, List<@Nullable Object> rows) {
    if (!shown.isEmpty()) {
      rows.add(Map.of("host", shown, "error", output.words().say(why)));
    }
  }

  private static Map<String, @Nullable Object> data(String host, @Nullable String made) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("host", host);
    row.put("data", made);
    return row;
  }

  private static Map<String, Object> row(HostEntry entry, Proposal proposal, Exit exit) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("host", entry.name());
    row.put("changed", exit == Exit.OK);
    proposal.made().ifPresent(made -> row.put("result", made));
    if (exit == Exit.OK) {
      proposal.next().ifPresent(sequel -> row.put("add", next(entry, sequel)));
    }
    return row;
  }
}
