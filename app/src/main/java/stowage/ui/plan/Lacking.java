package stowage.ui.plan;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import stowage.tool.HostTool;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;

/** Programs that something needs and the host lacks, with the way to them. */
public final class Lacking {
  private Lacking() {}

  /**
   * Those of a type of pool.
   *
   * @param install takes the packages that they come with
   */
  public static Node of(
      Desk desk, HostModel host, List<HostTool> needed, Consumer<List<String>> install) {
    List<String> packages =
        host.known().map(state -> state.inventory().missing(needed)).orElse(List.of());
    return of(desk, "ui-form.tools-missing", packages, install);
  }

  /**
   * @param key says what needs them; its argument is the packages
   * @param packages none when nothing is missing
   */
  public static Node of(
      Desk desk, String key, List<String> packages, Consumer<List<String>> install) {
    VBox box = new VBox();
    if (packages.isEmpty()) {
      box.setManaged(false);
    } else {
      box.getChildren()
          .add(
              Look.banner(
                  Status.WARNING,
                  desk.say(key, String.join(", ", packages)),
                  Look.button(
                      desk.say("ui-host.tools-install"),
                      MaterialDesignP.PACKAGE_DOWN,
                      () -> install.accept(packages))));
    }
    return box;
  }
}
