package stowage.ui.content;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.host.Prune;
import stowage.host.ServerPool;
import stowage.host.ServerPruning;
import stowage.message.Message;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.SnapshotId;
import stowage.schema.Properties;
import stowage.type.Pruning;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.keys.KeyRecovery;
import stowage.ui.plan.Consent;
import stowage.ui.plan.Drawer;
import stowage.ui.tasks.TaskModel;
import stowage.ui.tasks.TasksModel;
import stowage.volume.Retention;
import stowage.volume.Volume;

/** What the buttons for backups begin where a backup server keeps them, each in the drawer. */
final class ServerWork implements BackupActions.Work {
  private final Desk desk;
  private final ContentModel model;
  private final Drawer drawer;

  ServerWork(Desk desk, ContentModel model, Drawer drawer) {
    this.desk = desk;
    this.model = model;
    this.drawer = drawer;
  }

  private HostModel host() {
    return model.host();
  }

  /** On the screen's thread only. */
  private ServerBackups at(Host open) {
    return new ServerBackups(desk.servers(host(), open, model.pool()), model.pool());
  }

  @Override
  public void notes(Volume backup) {
    host()
        .host()
        .ifPresent(open -> {
          NotesForm[] form = new NotesForm[1];
          form[0] =
              new NotesForm(
                  desk,
                  backup,
                  (text, before) ->
                      review(notes(open, backup, text, before), () -> drawer.open(form[0])),
                  drawer::close);
          drawer.open(form[0]);
          ServerBackups there = at(open);
          form[0].load(
              () -> there.ask(on -> on.server().notes(on.space(), ServerBackups.snapshot(backup))));
        });
  }

  private ServerChange notes(Host open, Volume backup, String text, String before) {
    SnapshotId id = ServerBackups.snapshot(backup);
    return change(
        Message.of("step.notes", backup.id().toString()),
        List.of("notes " + id),
        null,
        open,
        (on, _) -> {
          if (!on.server().notes(on.space(), id).equals(before)) {
            throw new HostException.Conflict(
                Message.of("problem.notes-changed", backup.id().toString()));
          }
          on.server().notes(on.space(), id, text);
          return done();
        });
  }

  @Override
  public void protect(Volume backup, boolean on) {
    SnapshotId id = ServerBackups.snapshot(backup);
    host()
        .host()
        .ifPresent(open ->
            review(
                change(
                    Message.of(on ? "step.protect" : "step.unprotect", backup.id().toString()),
                    List.of((on ? "protect " : "unprotect ") + id),
                    null,
                    open,
                    (server, _) -> {
                      server.protect(id, on);
                      return done();
                    }),
                drawer::close));
  }

  @Override
  public void configuration(Volume backup) {
    host()
        .host()
        .ifPresent(open -> {
          TextPanel panel =
              TextPanel.in(
                  drawer, desk, desk.say("ui-backup.configuration-title", backup.id().leaf()));
          ServerBackups there = at(open);
          SnapshotId id = ServerBackups.snapshot(backup);
          panel.load(() ->
              new TextPanel.Shown(
                  there.ask(on -> open.backupKeys().configuration(on, model.pool(), id)), ""));
        });
  }

  /** Shows which key opens which backup. */
  void keys(List<Volume> backups) {
    host()
        .host()
        .ifPresent(open -> {
          Map<String, Host> hosts = new LinkedHashMap<>();
          desk.fleet()
              .hosts()
              .forEach(each -> each.host().ifPresent(there -> hosts.put(each.name(), there)));
          drawer.openWide(
              new WhichKeysPanel(
                  desk,
                  new WhichKeys(open, model.pool(), at(open), hosts),
                  backups.stream().map(ServerBackups::snapshot).toList(),
                  drawer::close));
        });
  }

  /** Opens the copy of its key that it carries, with the private master key. */
  void recoverKey(Volume backup) {
    new KeyRecovery(desk, host(), model.pool(), drawer).begin(ServerBackups.snapshot(backup));
  }

  /** Removes them at the server, one after the other; each has an end of its own. */
  void forget(List<Volume> backups) {
    List<SnapshotId> ids = backups.stream().map(ServerBackups::snapshot).toList();
    Consent.Doom doom =
        new Consent.Doom(model.pool().text(), desk.say("ui-content.remove-gone", ids.size()));
    host()
        .host()
        .ifPresent(open ->
            review(
                change(
                    Message.of("ui-vault.forget-title", ids.size(), model.pool().text()),
                    ids.stream().map(id -> "forget " + id).toList(),
                    doom,
                    open,
                    (on, log) ->
                        each(
                            ids,
                            "ui-vault.forgot",
                            log,
                            id -> {
                              on.server().forget(on.space(), id);
                              log.accept(desk.say("ui-vault.forgot-one", id));
                              return true;
                            })),
                drawer::close));
  }

  /** Lets the server read them again. */
  void verify(List<Volume> backups) {
    List<SnapshotId> ids = backups.stream().map(ServerBackups::snapshot).toList();
    host()
        .host()
        .ifPresent(open ->
            review(
                change(
                    Message.of("ui-vault.verify-title", ids.size(), model.pool().text()),
                    ids.stream().map(id -> "verify " + id).toList(),
                    null,
                    open,
                    (on, log) ->
                        each(
                            ids,
                            "ui-vault.verified",
                            log,
                            id -> ServerBackups.verify(on, id, log))),
                drawer::close));
  }

  /** Begins with the pool's own rules. */
  @Override
  public void prune(String guest) {
    host()
        .host()
        .ifPresent(open -> {
          String rules =
              host()
                  .known()
                  .flatMap(state -> state.pool(model.pool()))
                  .map(HostState.PoolState::pool)
                  .map(p -> p.values().get(Properties.PRUNE_BACKUPS.key()))
                  .orElse("");
          PruneModel prune =
              new PruneModel(at(open)::preview, model.pool(), desk.background(), rules, guest);
          drawer.openWide(
              new PruneView(
                  desk,
                  prune,
                  found -> review(prune(open, found, prune.retention()), drawer::close),
                  drawer::close));
        });
  }

  private ServerChange prune(Host open, Prune found, Retention retention) {
    List<Prune.Item> going =
        found.items().stream().filter(i -> i.mark() == Retention.Mark.REMOVE).toList();
    Set<SnapshotId> shown =
        going.stream()
            .map(i -> ServerBackups.snapshot(i.marked().backup()))
            .collect(Collectors.toSet());
    List<GroupId> groups =
        going.stream()
            .map(i -> ServerBackups.snapshot(i.marked().backup()).group())
            .distinct()
            .toList();
    String rules =
        Retention.rules().stream()
            .filter(r -> retention.keep().getOrDefault(r, 0L) > 0)
            .map(r -> " --" + r + " " + retention.keep().get(r))
            .reduce("", String::concat);
    Consent.Doom doom =
        new Consent.Doom(model.pool().text(), desk.say("ui-content.remove-gone", going.size()));
    return change(
        Message.of("ui-vault.prune-title", going.size(), model.pool().text()),
        groups.stream().map(g -> "prune " + g + rules).toList(),
        doom,
        open,
        (on, log) -> {
          ServerPruning pruning = ServerPruning.of(on, retention, Pruning.Scope.ALL);
          if (!pruning.doomed(groups).equals(shown)) {
            throw new HostException.Conflict(
                Message.of("problem.prune-changed", model.pool().text()));
          }
          return each(
              groups,
              "ui-vault.pruned",
              log,
              group -> {
                for (SnapshotId gone : pruning.apply(group)) {
                  log.accept(desk.say("ui-vault.forgot-one", gone));
                }
                return true;
              });
        });
  }

  /** Something done to one of several. */
  @FunctionalInterface
  private interface One<T> {
    boolean done(T one) throws ServerException;
  }

  /** What the server refuses of one keeps no other; without the server there is no going on. */
  private <T> TaskModel.Phase.Told each(List<T> all, String said, Consumer<String> log, One<T> work)
      throws ServerException {
    int well = 0;
    for (T one : all) {
      try {
        well += work.done(one) ? 1 : 0;
      } catch (ServerException.Refused | ServerException.Forbidden | ServerException.NotFound e) {
        log.accept(one + ": " + desk.words().say(e.said()));
      }
    }
    return new TaskModel.Phase.Told(well == all.size(), Message.of(said, well, all.size() - well));
  }

  private static TaskModel.Phase.Told done() {
    return new TaskModel.Phase.Told(true, Message.of("ui.task-done"));
  }

  /** Work at the server. */
  @FunctionalInterface
  private interface Work {
    TaskModel.Phase.Told on(ServerPool at, Consumer<String> log) throws Exception;
  }

  private ServerChange change(
      Message title, List<String> calls, Consent.@Nullable Doom doom, Host open, Work work) {
    ServerBackups there = at(open);
    TasksModel.Elsewhere elsewhere = log -> there.ask(on -> work.on(on, log));
    return new ServerChange(title, calls, doom, elsewhere);
  }

  private void review(ServerChange change, Runnable back) {
    drawer.open(
        new ServerChangeView(
            desk,
            host(),
            change,
            back,
            () -> {
              drawer.changed();
              drawer.close();
            }));
  }
}
