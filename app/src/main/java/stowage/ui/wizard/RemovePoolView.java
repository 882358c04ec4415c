package stowage.ui.wizard;

import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import stowage.config.StorageId;
import stowage.schema.InvalidException;
import stowage.schema.Schemas;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;
import stowage.ui.plan.Surroundings;

/** Takes a pool out of the configuration; the review says what stays. */
public final class RemovePoolView implements View {
  private final Desk desk;
  private final HostModel host;
  private final StorageId pool;
  private final BorderPane page = new BorderPane();
  private final ChangeView change;
  private final CheckBox leaves = new CheckBox();
  private Subscription starting = Subscription.EMPTY;

  public RemovePoolView(Desk desk, HostModel host, StorageId pool) {
    this.desk = desk;
    this.host = host;
    this.pool = pool;
    change =
        new ChangeView(
            desk,
            host,
            Surroundings.of(
                invalid -> {
                  if (invalid == null) {
                    back();
                  } else {
                    refused(invalid);
                  }
                },
                _ -> gone()));
    page.setCenter(change.node());
    if (mounts()) {
      leaves.setText(desk.say("ui-form.deactivate-too"));
      leaves.selectedProperty().subscribe(_ -> plan());
      // Once it runs there is nothing to choose any more.
      starting = desk.tasks().version().subscribe((_, _) -> leaves.setDisable(running()));
      VBox offer = new VBox(leaves);
      offer.setPadding(new Insets(16, 24, 0, 24));
      page.setTop(offer);
    } else {
      plan();
    }
  }

  private void plan() {
    boolean all = leaves.isSelected();
    change.plan(open -> all ? open.planRemoveAndDeactivate(pool) : open.planRemove(pool));
  }

  /** Whether the pool is one that mounts itself, at a path made up for it. */
  private boolean mounts() {
    return host.known()
        .flatMap(state -> state.pool(pool))
        .map(p -> p.pool().type())
        .flatMap(type -> Schemas.of(type).prefilled("path", pool.text()))
        .isPresent();
  }

  private boolean running() {
    return desk.tasks().tasks().stream().anyMatch(task -> task.running());
  }

  private void refused(InvalidException why) {
    String said =
        why.problems().stream()
            .map(p -> desk.words().say(p.said()))
            .collect(Collectors.joining("\n"));
    page.setCenter(
        Sheet.of(
            Look.banner(Status.PROBLEM, said), Look.primary(desk.say("ui-plan.back"), this::back)));
  }

  private void back() {
    desk.navigator()
        .replace(new Page.RemovePool(host.name(), pool), new Page.OfPool(host.name(), pool));
  }

  private void gone() {
    desk.navigator().close(new Page.OfPool(host.name(), pool));
    desk.navigator().replace(new Page.RemovePool(host.name(), pool), new Page.OfHost(host.name()));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    starting.unsubscribe();
    change.close();
  }
}
