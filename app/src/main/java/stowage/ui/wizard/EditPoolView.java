package stowage.ui.wizard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import stowage.config.Section;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.host.ServerTrial;
import stowage.host.Servers;
import stowage.pbs.server.ServerException;
import stowage.schema.Draft;
import stowage.schema.Drafts;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.ui.error.Explanation;
import stowage.ui.form.FormModel;
import stowage.ui.form.FormView;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;
import stowage.ui.plan.Surroundings;
import stowage.ui.work.Background;

/** Changes a pool's properties. What somebody else changed meanwhile is never overwritten. */
public final class EditPoolView implements View {
  /** Changed where their copies are looked after. */
  private static final Set<String> KEYS =
      Set.of(Properties.ENCRYPTION_KEY.key(), Properties.MASTER_PUBKEY.key());

  private final Desk desk;
  private final HostModel host;
  private final StorageId pool;
  private final BorderPane page = new BorderPane();
  private final VBox said = new VBox(8);
  private @Nullable ChangeView change;
  private Background.@Nullable Work<?> trying;

  public EditPoolView(Desk desk, HostModel host, StorageId pool) {
    this.desk = desk;
    this.host = host;
    this.pool = pool;
    host.known()
        .flatMap(state -> state.pool(pool).map(p -> form(state, p)))
        .ifPresentOrElse(
            opened -> show(opened, List.of()),
            () ->
                page.setCenter(
                    Look.empty(
                        MaterialDesignD.DATABASE_OFF_OUTLINE,
                        desk.say("ui-host.pool-not-known", pool, host.name()),
                        desk.say("ui-host.pool-host-first"))));
  }

  /**
   * @param section as it stood when the form was opened
   * @param digest of the configuration at that time
   */
  private record Opened(FormModel form, Section section, String digest) {}

  private Opened form(HostState state, HostState.PoolState found) {
    // The forced `local` may stand in no file at all.
    Section section =
        state
            .config()
            .section(pool.text())
            .orElseGet(
                () -> new Section(found.pool().type().word(), pool.text(), found.pool().values()));
    FormModel form = FormModel.editing(Schemas.of(found.pool().type()), section.values());
    return new Opened(form, section, state.config().digest());
  }

  private void show(Opened opened, List<Problem> problems) {
    boolean server = opened.section().type().equals(StorageType.PBS.word());
    FormView view =
        FormView.without(
            opened.form(),
            desk.words(),
            server ? Discoveries.pickers(desk, opened.form(), host) : Map.of(),
            server ? KEYS : Set.of());
    said.getChildren().clear();
    opened
        .form()
        .show(problems)
        .forEach(
            p -> said.getChildren().add(Look.banner(Status.PROBLEM, desk.words().say(p.said()))));
    Button next = Look.primary(desk.say("ui-content.review"), () -> next(opened));
    next.setDefaultButton(true);
    VBox elsewhere = new VBox();
    elsewhere.setManaged(server);
    if (server) {
      elsewhere.getChildren().add(Look.note(desk.say("ui-server.keys-elsewhere")));
    }
    VBox way = new VBox();
    boolean portal = opened.section().type().equals(StorageType.ZFS.word());
    way.setManaged(portal);
    if (portal) {
      way.getChildren().add(way(opened).node());
    }
    page.setCenter(
        Sheet.of(Look.heading(desk.say("ui-form.edit-title", pool)), view, elsewhere, way, said));
    var bar =
        Look.row(
            8,
            Look.spring(),
            Look.button(desk.say("ui.cancel"), MaterialDesignC.CLOSE, this::leave),
            next);
    bar.setPadding(new Insets(8, 24, 16, 24));
    page.setBottom(bar);
  }

  /** Each node of a cluster has to be let in once, whichever made the key. */
  private PortalWay way(Opened opened) {
    return new PortalWay(desk, host, opened.form(), portal -> makeKey(opened, portal));
  }

  private void makeKey(Opened opened, String portal) {
    plan(
        open -> open.planPortalKey(portal),
        invalid -> show(opened, invalid == null ? List.of() : invalid.problems()),
        () -> show(opened, List.of()));
  }

  private void plan(
      ChangeView.Planner planner, Consumer<@Nullable InvalidException> back, Runnable done) {
    ChangeView view = new ChangeView(desk, host, Surroundings.of(back, _ -> done.run()));
    change = view;
    page.setCenter(view.node());
    page.setBottom(null);
    view.plan(planner);
  }

  private void next(Opened opened) {
    Draft draft = opened.form().draft(pool.text());
    List<Problem> problems = Drafts.checkSet(opened.section(), draft);
    if (!problems.isEmpty()) {
      show(opened, problems);
    } else if (opened.section().type().equals(StorageType.PBS.word())
        && ServerTrial.isNeeded(draft)) {
      tryOut(opened, draft);
    } else {
      review(opened, draft);
    }
  }

  /** The host gets only what the server takes. */
  private void tryOut(Opened opened, Draft draft) {
    Host open = host.host().orElse(null);
    if (open == null) {
      refuse(desk.say("ui-plan.no-connection"));
      return;
    }
    said.getChildren().setAll(Look.banner(Status.BUSY, desk.say("ui-server.trying")));
    Servers servers = desk.servers(host, open, pool);
    trying =
        desk.background()
            .run(() -> ServerTrial.obstacle(servers, draft))
            .then(obstacle ->
                obstacle.ifPresentOrElse(
                    why -> refuse(desk.words().say(why)), () -> review(opened, draft)))
            .failed(why -> {
              if (why instanceof InvalidException invalid) {
                show(opened, invalid.problems());
                return;
              }
              refuse(
                  why instanceof ServerException server
                      ? desk.words().say(server.said())
                      : Explanation.of(why, desk.words()).what());
              if (ServerTrial.isOpen(why)) {
                said.getChildren()
                    .add(
                        Look.button(
                            desk.say("ui-server.untried"),
                            MaterialDesignA.ARROW_RIGHT,
                            () -> review(opened, draft)));
              }
            });
  }

  private void refuse(String words) {
    said.getChildren().setAll(Look.banner(Status.PROBLEM, words));
  }

  private void review(Opened opened, Draft draft) {
    plan(
        open -> open.planSet(draft, opened.digest()),
        invalid -> show(opened, invalid == null ? List.of() : invalid.problems()),
        () -> {
          draft.secrets().values().forEach(Secret::close);
          leave();
        });
  }

  private void leave() {
    desk.navigator()
        .replace(new Page.EditPool(host.name(), pool), new Page.OfPool(host.name(), pool));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    Optional.ofNullable(trying).ifPresent(Background.Work::discard);
    Optional.ofNullable(change).ifPresent(ChangeView::close);
  }
}
