package stowage.ui.wizard;

import java.util.stream.Collectors;
import javafx.scene.Parent;
import javafx.scene.layout.BorderPane;
import stowage.config.StorageId;
import stowage.schema.InvalidException;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;

/** Takes a pool out of the configuration; the review says what stays. */
public final class RemovePoolView implements View {
  private final Desk desk;
  private final HostModel host;
  private final StorageId pool;
  private final BorderPane page = new BorderPane();
  private final ChangeView change;

  public RemovePoolView(Desk desk, HostModel host, StorageId pool) {
    this.desk = desk;
    this.host = host;
    this.pool = pool;
    change =
        new ChangeView(
            desk,
            host,
            ChangeView.around(
                invalid -> {
                  if (invalid == null) {
                    back();
                  } else {
                    refused(invalid);
                  }
                },
                _ -> gone()));
    page.setCenter(change.node());
    change.plan(open -> open.planRemove(pool));
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
    change.close();
  }
}
