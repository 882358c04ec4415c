package stowage.ui.plan;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import stowage.host.Proposal;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.View;

/** The right part of the page, which leads one action at a time to its end. */
public final class Drawer {
  private static final double SHARE_OF_THE_TABLE = 0.58;

  private final Desk desk;
  private final HostModel host;
  private final SplitPane split;
  private final Around around;
  private @Nullable View view;

  /** What is beside the drawer. */
  public interface Around {
    /** A change was made. */
    void changed();

    /** The drawer is gone. */
    void closed();
  }

  /** What to do with problems when the user comes back from a review. */
  @FunctionalInterface
  public interface Back {
    void show(List<Problem> problems);
  }

  /**
   * @param split gets the drawer as its second part
   */
  public Drawer(Desk desk, HostModel host, SplitPane split, Around around) {
    this.desk = desk;
    this.host = host;
    this.split = split;
    this.around = around;
  }

  public void open(Node node) {
    StackPane pane = new StackPane(node);
    pane.getStyleClass().add("drawer");
    pane.setMinWidth(320);
    if (split.getItems().size() > 1) {
      split.getItems().set(1, pane);
    } else {
      split.getItems().add(pane);
      split.setDividerPositions(SHARE_OF_THE_TABLE);
    }
  }

  /** The same with more room for it than for the table. */
  public void openWide(View shown) {
    open(shown);
    split.setDividerPositions(1 - SHARE_OF_THE_TABLE);
  }

  /** The view is closed when another takes its place. */
  public void open(View shown) {
    leave();
    view = shown;
    open(shown.node());
  }

  /** Leads a change through its review to its end. */
  public void change(ChangeView.Planner planner, Back back) {
    change(planner, back, "");
  }

  /**
   * @param barred why it can be looked at but not be applied; empty when it can
   */
  public void change(ChangeView.Planner planner, Back back, String barred) {
    ChangeView change = new ChangeView(desk, host, new Led(back, () -> {}), barred);
    open(change);
    change.plan(planner);
  }

  /**
   * The same where data pass through this computer.
   *
   * @param where the host that the change is made on
   * @param next done when the change has ended well and has been seen
   */
  public void change(HostModel where, ChangeView.Preparing planner, Back back, Runnable next) {
    ChangeView change = new ChangeView(desk, where, new Led(back, next));
    open(change);
    change.prepare(planner);
  }

  /** A change that the drawer leads to its end. */
  private final class Led implements Surroundings {
    private final Back back;
    private final Runnable next;

    Led(Back back, Runnable next) {
      this.back = back;
      this.next = next;
    }

    @Override
    public void back(@Nullable InvalidException problems) {
      back.show(problems == null ? List.of() : problems.problems());
    }

    @Override
    public void ended() {
      around.changed();
    }

    @Override
    public void done(Proposal proposal) {
      close();
      next.run();
    }
  }

  /** A change was made that did not come through {@link #change}. */
  public void changed() {
    around.changed();
  }

  public void close() {
    leave();
    if (split.getItems().size() > 1) {
      split.getItems().remove(1);
    }
    around.closed();
  }

  /** Whether nothing in it has to be brought to an end first. */
  public boolean mayClose() {
    return view == null || view.mayClose();
  }

  /** What it shows no longer follows anything. */
  public void leave() {
    if (view != null) {
      view.close();
      view = null;
    }
  }
}
