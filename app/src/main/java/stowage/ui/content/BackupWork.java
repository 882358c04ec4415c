package stowage.ui.content;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.host.Backups;
import stowage.host.Prune;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.type.Attributes;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.plan.Drawer;
import stowage.volume.Volume;

/** What the buttons for backups begin, each in the drawer. */
final class BackupWork implements BackupActions.Work {
  private final Desk desk;
  private final ContentModel model;
  private final Drawer drawer;

  BackupWork(Desk desk, ContentModel model, Drawer drawer) {
    this.desk = desk;
    this.model = model;
    this.drawer = drawer;
  }

  private HostModel host() {
    return model.host();
  }

  /** Something asked of the backups of a connected host. */
  @FunctionalInterface
  private interface Question<T> {
    Reading<T> ask(Backups backups) throws Exception;
  }

  private <T> Optional<Callable<T>> asking(Question<T> question) {
    return host().host().map(open -> () -> required(question.ask(open.backups())));
  }

  private static <T> T required(Reading<T> reading) throws HostException {
    return switch (reading) {
      case Reading.Known<T>(var value) -> value;
      case Reading.Failed<T>(var reason) -> throw new HostException.NoAnswer(reason);
    };
  }

  @Override
  public void notes(Volume backup) {
    asking(backups -> backups.describe(backup.id()).map(Backups.Described::notes))
        .ifPresent(question -> {
          NotesForm[] form = new NotesForm[1];
          form[0] =
              new NotesForm(
                  desk,
                  backup,
                  (text, before) -> review(backup, form[0], text, before),
                  drawer::close);
          drawer.open(form[0]);
          form[0].load(question);
        });
  }

  private void review(Volume backup, NotesForm form, String text, String before) {
    drawer.change(
        host -> host.backups().planNotes(backup.id(), text, before),
        problems -> {
          drawer.open(form);
          form.show(problems);
        });
  }

  @Override
  public void protect(Volume backup, boolean on) {
    drawer.change(
        host -> host.backups().planProtect(backup.id(), on), problems -> back(backup, problems));
  }

  private void back(Volume backup, List<Problem> problems) {
    if (problems.isEmpty()) {
      drawer.close();
    } else {
      drawer.open(VolumeWork.refused(desk, backup, problems, drawer::close));
    }
  }

  @Override
  public void configuration(Volume backup) {
    show(
        desk.say("ui-backup.configuration-title", backup.id().leaf()),
        backups -> backups.configuration(backup.id()),
        text -> new TextPanel.Shown(text, ""));
  }

  void log(Volume backup) {
    show(
        desk.say("ui-backup.log-title", backup.id().leaf()),
        backups -> backups.log(backup.id()),
        (Attributes.Log log) ->
            new TextPanel.Shown(log.text(), log.cut() ? desk.say("ui-backup.log-cut") : ""));
  }

  private <T> void show(String title, Question<T> question, Function<T, TextPanel.Shown> shown) {
    asking(question)
        .ifPresent(asked -> {
          TextPanel panel = TextPanel.in(drawer, desk, title);
          panel.load(() -> shown.apply(asked.call()));
        });
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
                  .map(p -> p.pool().values().get(Properties.PRUNE_BACKUPS.key()))
                  .orElse("");
          PruneModel prune =
              new PruneModel(
                  (retention, scope) -> open.backups().planPrune(model.pool(), retention, scope),
                  model.pool(),
                  desk.background(),
                  rules,
                  guest);
          drawer.openWide(new PruneView(desk, prune, this::remove, drawer::close));
        });
  }

  /** One review for all of them; each has an end of its own. */
  private void remove(Prune prune) {
    host()
        .host()
        .ifPresent(open ->
            drawer.open(
                new RemovalsView(
                    desk,
                    host(),
                    open,
                    Removals.of(desk.background(), desk.tasks(), prune),
                    () -> {
                      drawer.changed();
                      drawer.close();
                    })));
  }
}
