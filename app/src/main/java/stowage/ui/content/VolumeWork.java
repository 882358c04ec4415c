package stowage.ui.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import stowage.schema.Problem;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.plan.Drawer;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;

/** What the buttons above the table begin, each in the drawer. */
final class VolumeWork {
  private final Desk desk;
  private final ContentModel model;
  private final List<ImageFormat> formats;
  private final Drawer drawer;
  private final Insistence insistence;

  VolumeWork(Desk desk, ContentModel model, List<ImageFormat> formats, Drawer drawer) {
    this.desk = desk;
    this.model = model;
    this.formats = formats;
    this.drawer = drawer;
    this.insistence = new Insistence(desk, drawer);
  }

  void allocate() {
    NewVolumeForm[] form = new NewVolumeForm[1];
    form[0] =
        new NewVolumeForm(
            desk,
            formats,
            order ->
                drawer.change(
                    host -> host.planAllocate(model.pool(), order),
                    problems -> reopen(form[0].node(), () -> form[0].show(problems))),
            drawer::close);
    reopen(form[0].node(), form[0]::focus);
  }

  void resize(Volume volume) {
    Long now = volume.space().size();
    TextField size =
        new TextField(now == null ? "" : desk.words().size(now).replaceAll("[ iB]", ""));
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "size", new Field(desk.say("ui-content.new-size"), size, desk.say("ui-content.size-help")));
    ShortForm[] form = new ShortForm[1];
    form[0] =
        new ShortForm(
            desk,
            desk.say("ui-content.resize-title", volume.id().name()),
            fields,
            () -> {
              List<Problem> problems = new ArrayList<>();
              var wanted = NewVolumeForm.size(size.getText(), problems);
              form[0].show(problems);
              wanted.ifPresent(bytes ->
                  drawer.change(
                      host -> host.planResize(volume.id(), bytes),
                      said -> reopen(form[0].node(), () -> form[0].show(said))));
            },
            drawer::close);
    reopen(form[0].node(), form[0]::focus);
  }

  void snapshots(Volume volume) {
    SnapshotsPanel[] panel = new SnapshotsPanel[1];
    panel[0] =
        new SnapshotsPanel(
            desk,
            volume,
            desk.readOnly(model.host()),
            planner ->
                insistence.change(
                    planner,
                    problems ->
                        reopen(
                            panel[0].node(),
                            () -> {
                              panel[0].show(problems);
                              model.host().host().ifPresent(panel[0]::load);
                            })),
            drawer::close);
    reopen(panel[0].node(), () -> model.host().host().ifPresent(panel[0]::load));
  }

  /** One volume has a review of its own; several have one together. */
  void free(List<Volume> chosen) {
    if (chosen.size() > 1) {
      model
          .host()
          .host()
          .ifPresent(open ->
              drawer.open(
                  new RemovalsView(
                      desk,
                      model.host(),
                      open,
                      new Removals(desk.background(), desk.tasks(), chosen),
                      () -> {
                        drawer.changed();
                        drawer.close();
                      })));
      return;
    }
    Volume first = chosen.getFirst();
    insistence.change(
        (host, inUse) -> host.planFree(first.id(), inUse),
        problems -> {
          if (problems.isEmpty()) {
            drawer.close();
          } else {
            drawer.open(refused(desk, first, problems, drawer::close));
          }
        });
  }

  /** Why something can't be done with a volume. */
  static Node refused(Desk desk, Volume volume, List<Problem> problems, Runnable close) {
    List<Node> parts = new ArrayList<>();
    parts.add(Look.subheading(volume.id().name()));
    problems.forEach(p -> parts.add(Look.banner(Status.WARNING, desk.words().say(p.said()))));
    parts.add(Look.row(8, Look.spring(), Look.primary(desk.say("ui-content.close"), close)));
    var box = Look.column(16, parts.toArray(Node[]::new));
    box.setPadding(new javafx.geometry.Insets(16, 24, 16, 24));
    return box;
  }

  private void reopen(Node form, Runnable show) {
    drawer.leave();
    drawer.open(form);
    show.run();
  }
}
