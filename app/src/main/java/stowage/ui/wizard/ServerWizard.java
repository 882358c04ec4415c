package stowage.ui.wizard;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Secret;
import stowage.pbs.PbsException;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.ui.connect.Facts;
import stowage.ui.form.FormModel;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.keys.Custody;
import stowage.ui.keys.CustodyView;
import stowage.ui.keys.Keepsake;
import stowage.ui.keys.KeyChoice;
import stowage.ui.keys.MasterChoice;
import stowage.ui.keys.NewKey;
import stowage.ui.keys.Outside;
import stowage.ui.look.Look;
import stowage.ui.look.Names;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;
import stowage.ui.plan.Lacking;
import stowage.ui.plan.Surroundings;

/**
 * Adds a pool on a backup server, one question after the other: each answer is tried out on the
 * server before the next question. It ends when a copy of a new key is known to be good.
 */
final class ServerWizard implements View {
  private final Desk desk;
  private final HostModel host;
  private final Outside outside;
  private final List<HostTool> tools;
  private final Page.AddPool self;
  private final Runnable leave;
  private final ServerEntry entry;
  private final StepFrame frame;
  private final StackPane page = new StackPane();
  private final KeyChoice keys;
  private final RestStep rest;
  private final List<Step> steps;
  private boolean equipped;
  private boolean keyAtRisk;
  private @Nullable View inner;

  /**
   * @param tools that the host needs for such a pool
   * @param self the page that it stands on, which it closes in the end
   * @param leave back to the types of pools
   */
  ServerWizard(
      Desk desk,
      HostModel host,
      Outside outside,
      List<HostTool> tools,
      Page.AddPool self,
      Runnable leave) {
    this.desk = desk;
    this.host = host;
    this.outside = outside;
    this.tools = tools;
    this.self = self;
    this.leave = leave;
    entry = new ServerEntry(desk, host, FormModel.adding(Schemas.of(StorageType.PBS)));
    frame =
        new StepFrame(desk, desk.say("ui-form.new-title", Names.of(desk.words(), StorageType.PBS)));
    keys = new KeyChoice(desk, outside);
    rest = new RestStep(desk, entry);
    SpaceStep space = new SpaceStep(desk, entry);
    steps =
        List.of(
            new PlaceStep(desk, entry),
            new CertificateStep(desk, entry),
            new LoginStep(desk, entry, space::offer),
            space,
            new EncryptionStep(entry, keys),
            new MasterStep(entry, new MasterChoice(desk, outside), this::keepMaster),
            rest);
    page.getChildren().setAll(frame.node());
    show(0);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    steps.forEach(step -> names.add(desk.say("ui-server." + step.word())));
    names.add(desk.say("ui-server.review"));
    names.add(desk.say("ui-server.keep"));
    return names;
  }

  private int following(int at, int way) {
    int next = at + way;
    return next > 0 && next < steps.size() && !steps.get(next).isNeeded()
        ? following(next, way)
        : next;
  }

  private void show(int at) {
    leaveInner();
    Step step = steps.get(at);
    List<Node> content =
        new ArrayList<>(
            List.of(
                Look.subheading(desk.say("ui-server." + step.word())),
                Look.note(desk.say("ui-server." + step.word() + "-text"))));
    if (at == 0 && !equipped) {
      content.add(Lacking.of(desk, host, tools, this::install));
    }
    content.add(step.node());
    StepFrame.Back back =
        at == 0
            ? new StepFrame.Back(desk.say("ui-form.other-type"), leave)
            : new StepFrame.Back(desk.say("ui-plan.back"), () -> show(following(at, -1)));
    frame.ask(names(), at, content, back, () -> step.leave(frame, () -> on(following(at, 1))));
    step.enter(frame);
    step.focus();
  }

  private void on(int at) {
    if (at < steps.size()) {
      show(at);
    } else {
      review();
    }
  }

  private void install(List<String> packages) {
    change(
        0,
        open -> open.planInstall(packages),
        Surroundings.of(
            _ -> show(0),
            _ -> {
              equipped = true;
              show(0);
            }));
  }

  private void change(int at, ChangeView.Planner planner, Surroundings around) {
    ChangeView change = new ChangeView(desk, host, around);
    show(at, change);
    change.plan(planner);
  }

  private void show(int at, View view) {
    leaveInner();
    inner = view;
    frame.show(names(), at, view.node());
  }

  private void leaveInner() {
    if (inner != null) {
      inner.close();
      inner = null;
    }
  }

  private void review() {
    Draft draft = entry.draft();
    keyAtRisk = keys.way() == KeyChoice.Way.MAKE || keys.way() == KeyChoice.Way.UPLOAD;
    change(
        steps.size(),
        open -> open.planAdd(draft),
        Surroundings.of(
            invalid -> {
              wipe(draft);
              back(invalid);
            },
            _ -> {
              wipe(draft);
              keep();
            },
            keyAtRisk));
  }

  private static void wipe(Draft draft) {
    draft.secrets().values().forEach(Secret::close);
  }

  private void back(@Nullable InvalidException invalid) {
    show(steps.size() - 1);
    rest.show(frame, invalid == null ? List.of() : invalid.problems());
  }

  private Custody.Place place() {
    return new Custody.Place(host.name(), entry.name());
  }

  /** A key that is only on the host is not left before it is somewhere else as well. */
  private void keep() {
    NewKey key = entry.key().orElse(null);
    if (key == null) {
      done();
      return;
    }
    try {
      Keepsake kept = Keepsake.of(key.file(), ZoneId.systemDefault());
      show(
          steps.size() + 1,
          CustodyView.of(desk, place(), kept, outside, this::done, keyAtRisk ? null : this::done));
    } catch (PbsException e) {
      done();
      frame.refuse(desk.words().say(e.said()));
    }
  }

  private void keepMaster(Keepsake half, Runnable kept) {
    int at = steps.size() - 2;
    show(at, CustodyView.of(desk, place(), half, outside, kept, () -> show(at)));
  }

  private void done() {
    keyAtRisk = false;
    leaveInner();
    String space =
        entry.entered(Properties.DATASTORE)
            + (entry.entered(Properties.NAMESPACE).isEmpty()
                ? ""
                : " / " + entry.entered(Properties.NAMESPACE));
    String key = entry.key().flatMap(this::named).orElse(desk.say("ui-keys.none"));
    frame.show(
        names(),
        steps.size() + 1,
        Sheet.of(
            Look.row(
                12,
                Look.icon(Status.OK.shape(), Status.OK.tone()),
                Look.subheading(desk.say("ui-server.done", entry.name()))),
            Facts.of(
                desk.words(),
                "ui-server.place",
                entry.endpoint().map(Object::toString).orElse(""),
                "ui-server.login",
                entry.entered(Properties.PBS_USERNAME),
                "ui-server.space",
                space,
                "ui-keys.key",
                key),
            Look.primary(desk.say("ui-server.open-pool"), this::open)));
  }

  private Optional<String> named(NewKey key) {
    try (Keepsake kept = Keepsake.of(key.file(), ZoneId.systemDefault())) {
      return Optional.of(kept.brief());
    } catch (PbsException _) {
      return Optional.empty();
    }
  }

  private void open() {
    desk.navigator().replace(self, new Page.OfPool(host.name(), new StorageId(entry.name())));
  }

  private boolean isMade() {
    return host.known().stream()
        .flatMap(state -> state.pools().stream())
        .anyMatch(p -> p.pool().id().text().equals(entry.name()));
  }

  /** Nothing is lost by leaving as long as the pool is not there. */
  @Override
  public boolean mayClose() {
    if (inner == null) {
      return true;
    }
    boolean lost = !(inner instanceof CustodyView) && keyAtRisk && isMade();
    return inner.mayClose() && !lost;
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void focus() {
    page.requestFocus();
  }

  @Override
  public void close() {
    frame.stop();
    leaveInner();
    steps.forEach(Step::close);
    entry.close();
  }
}
