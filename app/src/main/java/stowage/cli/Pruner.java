package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Result;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.host.Prune;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;

/** Removes one backup after the other; one that fails keeps no other from being removed. */
final class Pruner {
  private final Session session;
  private final Output output;

  Pruner(Session session) {
    this.session = session;
    this.output = session.output();
  }

  int run(Session.Question<Prune> question) throws InvalidException {
    List<HostEntry> hosts = session.hosts();
    List<Object> rows = new ArrayList<>();
    Exit worst = Exit.OK;
    for (HostEntry entry : hosts) {
      String shown = hosts.size() > 1 ? entry.name() : "";
      try (Host host = session.door().open(entry)) {
        Work work = new Work(host, shown);
        Exit exit = work.run(question.ask(host));
        worst = worst.worse(exit);
        rows.add(work.row(entry));
      } catch (HostException e) {
        output.error(shown, e.said());
        worst = worst.worse(Exit.of(e));
      } catch (InvalidException e) {
        output.problems(e.problems());
        worst = worst.worse(Exit.USAGE);
      }
    }
    if (session.wishes().json() && !rows.isEmpty()) {
      output.json(hosts.size() > 1 ? rows : rows.getFirst());
    }
    return worst.status;
  }

  /** The backups of one host. */
  private final class Work {
    private final Host host;
    private final String shown;
    private final List<String> removed = new ArrayList<>();
    private final List<Map<String, Object>> failed = new ArrayList<>();

    Work(Host host, String shown) {
      this.host = host;
      this.shown = shown;
    }

    Exit run(Prune prune) throws HostException {
      Exit worst = Exit.OK;
      for (Prune.Item item : prune.doomed()) {
        String id = item.marked().backup().id().toString();
        if (!session.wishes().json()) {
          output.line(
              (shown.isEmpty() ? "" : shown + ": ") + output.words().say("cli.pruning", id));
        }
        worst = worst.worse(remove(id, item.proposal().orElseThrow()));
      }
      if (!failed.isEmpty()) {
        output.error(shown, Message.of("cli.prune-failed"));
      }
      return worst;
    }

    private Exit remove(String id, Proposal removal) throws HostException {
      try {
        Outcome outcome = host.apply(removal, Jobs.newId(), _ -> {});
        Exit exit = exit(outcome.verdict());
        if (exit == Exit.OK) {
          removed.add(id);
        } else {
          failed(id, why(outcome));
        }
        return exit;
      } catch (HostException.Conflict | HostException.CommandFailed e) {
        // Only this backup's affair; any other trouble would befall all that follow.
        failed(id, e.said());
        return Exit.of(e);
      }
    }

    /**
     * @param why a message, or what the host said
     */
    private void failed(String id, Object why) {
      output.error(shown, Message.of("cli.prune-item-failed", id, why));
      String said = why instanceof Message message ? output.words().say(message) : why.toString();
      failed.add(Map.of("volid", id, "error", said));
    }

    Map<String, Object> row(HostEntry entry) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("host", entry.name());
      row.put("removed", removed);
      row.put("failed", failed);
      return row;
    }
  }

  private static Exit exit(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Done() -> Exit.OK;
      case Verdict.Undone _ -> Exit.FAILED;
      case Verdict.Stuck _, Verdict.Interrupted _ -> Exit.STUCK;
      case Verdict.Running _, Verdict.NotStarted _ -> Exit.UNREACHABLE;
      case Verdict.Busy _, Verdict.GuardFailed _ -> Exit.CONFLICT;
    };
  }

  private static Object why(Outcome outcome) {
    return switch (outcome.verdict()) {
      case Verdict.Undone(int step) -> said(outcome, step);
      case Verdict.Stuck(int step) -> said(outcome, step);
      case Verdict.Interrupted(int step) -> Message.of("cli.interrupted", step + 1);
      case Verdict.Running(int step) -> Message.of("cli.still-running", step + 1);
      case Verdict.NotStarted(), Verdict.Done(), Verdict.Busy _, Verdict.GuardFailed _ ->
          Message.of("cli.not-started");
    };
  }

  private static String said(Outcome outcome, int step) {
    return outcome.of(step).map(Result::errorLine).orElse("");
  }
}
