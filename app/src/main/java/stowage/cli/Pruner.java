package stowage.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Result;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.host.Prune;
import stowage.host.ServerPool;
import stowage.host.ServerPruning;
import stowage.message.Message;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.SnapshotId;
import stowage.schema.InvalidException;
import stowage.type.Pruning;
import stowage.volume.Retention;

/**
 * Removes what a retention does not keep: on a host one backup after the other, on a backup server
 * one guest after the other. One that fails keeps no other from being removed.
 */
final class Pruner {
  private final Session session;
  private final Output output;
  private final EachHost hosts;
  private final Wish wish;

  /**
   * @param retention null for the one that the pool is configured with
   */
  record Wish(StorageId pool, @Nullable Retention retention, Pruning.Scope scope) {}

  Pruner(Session session, Wish wish) {
    this.session = session;
    this.output = session.output();
    this.hosts = new EachHost(session);
    this.wish = wish;
  }

  /** What would be removed; the pool stays as it is. */
  int preview() throws InvalidException {
    return hosts.run((host, _) -> {
      Prune prune = preview(host);
      return Shown.of(PruneTable.text(prune, output.words()), PruneTable.json(prune));
    });
  }

  private Prune preview(Host host) throws HostException, ServerException, InvalidException {
    if (!host.servers().isBehind(wish.pool())) {
      return host.backups().planPrune(wish.pool(), wish.retention(), wish.scope());
    }
    try (ServerPool at = ServerWork.asking(host, session).of(wish.pool())) {
      return ServerPruning.of(at, wish.retention(), wish.scope()).preview();
    }
  }

  int run() throws InvalidException {
    return hosts.run((host, name) -> {
      Removal removal = new Removal(name);
      if (host.servers().isBehind(wish.pool())) {
        try (ServerPool at = ServerWork.asking(host, session).of(wish.pool())) {
          removal.on(ServerPruning.of(at, wish.retention(), wish.scope()));
        }
      } else {
        removal.on(
            host, host.backups().planPrune(wish.pool(), wish.retention(), wish.scope()).doomed());
      }
      return removal.shown();
    });
  }

  /** What goes from one host's pool. */
  private final class Removal {
    private final String name;
    private final List<String> removed = new ArrayList<>();
    private final List<Map<String, Object>> failed = new ArrayList<>();
    private Exit worst = Exit.OK;

    Removal(String name) {
      this.name = name;
    }

    void on(Host host, List<Prune.Item> doomed) {
      for (Prune.Item item : doomed) {
        String id = item.marked().backup().id().toString();
        hosts.line(name, output.words().say("cli.pruning", id));
        try {
          remove(host, id, item.proposal().orElseThrow());
        } catch (HostException.Conflict | HostException.CommandFailed e) {
          failed(id, e.said(), Exit.of(e));
        } catch (HostException e) {
          // It would befall all that follow; what went before is told all the same.
          failed(id, e.said(), Exit.of(e));
          return;
        }
      }
    }

    private void remove(Host host, String id, Proposal removal) throws HostException {
      Outcome outcome = host.apply(removal, Jobs.newId(), _ -> {});
      Exit exit = exit(outcome.verdict());
      if (exit == Exit.OK) {
        removed.add(id);
      } else {
        failed(id, why(outcome), exit);
      }
    }

    void on(ServerPruning pruning) throws ServerException {
      for (GroupId group : pruning.groups()) {
        try {
          for (SnapshotId backup : pruning.apply(group)) {
            String id = ServerPool.id(wish.pool(), backup).toString();
            hosts.line(name, output.words().say("cli.pruning", id));
            removed.add(id);
          }
        } catch (ServerException.Refused | ServerException.NotFound | ServerException.Forbidden e) {
          failed(group.toString(), e.said(), Exit.of(e));
        } catch (ServerException e) {
          failed(group.toString(), e.said(), Exit.of(e));
          return;
        }
      }
    }

    /**
     * @param id of a backup, or of a guest's backups on a server
     * @param why a message, or what the host said
     */
    private void failed(String id, Object why, Exit exit) {
      worst = worst.worse(exit);
      output.error(name, Message.of("cli.prune-item-failed", id, why));
      String said = why instanceof Message message ? output.words().say(message) : why.toString();
      failed.add(Map.of("volid", id, "error", said));
    }

    Shown shown() {
      if (!failed.isEmpty()) {
        output.error(name, Message.of("cli.prune-failed"));
      }
      return new Shown(List.of(), Map.of("removed", removed, "failed", failed), worst);
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
