package stowage.ui.content;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import stowage.config.StorageId;
import stowage.host.HostState;
import stowage.schema.Problem;
import stowage.type.Backend;
import stowage.type.Backends;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.plan.Drawer;
import stowage.volume.Volume;

/** What the buttons for clones, copies, names and templates begin, each in the drawer. */
final class FamilyWork {
  private final Desk desk;
  private final ContentModel model;
  private final Drawer drawer;
  private final Insistence insistence;

  FamilyWork(Desk desk, ContentModel model, Drawer drawer) {
    this.desk = desk;
    this.model = model;
    this.drawer = drawer;
    this.insistence = new Insistence(desk, drawer);
  }

  void template(Volume volume) {
    insistence.change(
        (host, inUse) -> host.planTemplate(volume.id(), inUse),
        problems -> {
          if (problems.isEmpty()) {
            drawer.close();
          } else {
            drawer.open(refused(volume, problems));
          }
        });
  }

  void rename(Volume volume) {
    NamingForm[] form = new NamingForm[1];
    form[0] =
        new NamingForm(
            desk,
            new NamingForm.Subject("ui-content.rename-title", volume, List.of(), List.of()),
            entered ->
                insistence.change(
                    (host, inUse) -> host.planRename(volume.id(), entered.naming(), inUse),
                    problems -> reopen(form[0], problems)),
            drawer::close);
    reopen(form[0], List.of());
  }

  void clone(Volume volume) {
    NamingForm[] form = new NamingForm[1];
    form[0] =
        new NamingForm(
            desk,
            new NamingForm.Subject("ui-content.clone-title", volume, List.of(), List.of()),
            entered ->
                drawer.change(
                    host -> host.planClone(volume.id(), entered.snapshot(), entered.naming()),
                    problems -> reopen(form[0], problems)),
            drawer::close);
    offerSnapshots(form[0], volume, Feature.LINKED_CLONE);
    reopen(form[0], List.of());
  }

  void copy(Volume volume) {
    NamingForm[] form = new NamingForm[1];
    form[0] =
        new NamingForm(
            desk,
            new NamingForm.Subject(
                "ui-content.copy-title", volume, targets(), NamingForm.COPY_FORMATS),
            entered ->
                drawer.change(
                    host ->
                        host.planCopy(
                            volume.id(),
                            entered.snapshot(),
                            entered.target().orElse(model.pool()),
                            entered.naming(),
                            entered.format()),
                    problems -> reopen(form[0], problems)),
            drawer::close);
    offerSnapshots(form[0], volume, Feature.FULL_COPY);
    reopen(form[0], List.of());
  }

  private void offerSnapshots(NamingForm form, Volume volume, Feature feature) {
    Optional<Pool> pool =
        model.host().known().flatMap(s -> s.pool(model.pool())).map(HostState.PoolState::pool);
    Optional<Backend> backend = pool.flatMap(p -> Backends.of(p.type()));
    boolean possible =
        pool.isPresent()
            && backend
                .filter(b -> FamilyActions.ofSnapshot(b, pool.get(), feature, volume))
                .isPresent();
    if (possible) {
      model.host().host().ifPresent(open -> form.offerSnapshots(open));
    }
  }

  /** Pools where a volume can be made, the present one first. */
  private List<StorageId> targets() {
    List<StorageId> others =
        model.host().known().stream()
            .flatMap(s -> s.pools().stream())
            .filter(p -> p.availability() == HostState.Availability.USABLE)
            .map(HostState.PoolState::pool)
            .filter(p -> !p.id().equals(model.pool()))
            .filter(FamilyWork::takesVolumes)
            .map(Pool::id)
            .toList();
    List<StorageId> all = new java.util.ArrayList<>(List.of(model.pool()));
    all.addAll(others);
    return all;
  }

  private static boolean takesVolumes(Pool pool) {
    return Backends.of(pool.type())
        .filter(b -> b.supports(Feature.ALLOCATE, pool, null).possible())
        .isPresent();
  }

  private void reopen(NamingForm form, List<Problem> problems) {
    drawer.leave();
    drawer.open(form.node());
    form.show(problems);
  }

  private Node refused(Volume volume, List<Problem> problems) {
    var box = Look.column(16, Look.subheading(volume.id().name()));
    problems.forEach(
        p -> box.getChildren().add(Look.banner(Status.WARNING, desk.words().say(p.said()))));
    box.getChildren()
        .add(Look.row(8, Look.spring(), Look.primary(desk.say("ui-content.close"), drawer::close)));
    box.setPadding(new Insets(16, 24, 16, 24));
    return box;
  }
}
