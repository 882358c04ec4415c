package stowage.ui.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.host.Host;
import stowage.host.Privilege;
import stowage.host.RootPrograms;
import stowage.ui.connect.Facts;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;
import stowage.ui.work.Background;

/** What the user may do as root on the host, the sudoers lines that are needed, and their test. */
public final class RightsPanel {
  private final Desk desk;
  private final Supplier<Optional<Host>> host;
  private final VBox box = new VBox(16);
  private Background.@Nullable Work<?> testing;

  /**
   * @param host the host, as long as it is reached
   */
  public RightsPanel(Desk desk, Supplier<Optional<Host>> host) {
    this.desk = desk;
    this.host = host;
    box.setMaxWidth(840);
    box.getChildren()
        .setAll(Look.note(desk.say("ui-connect.rights-not-tested")), Look.row(8, testButton()));
  }

  public VBox node() {
    return box;
  }

  /** Asks the host once; later on somebody presses the button. */
  public void testFirstTime() {
    if (testing == null) {
      test();
    }
  }

  private Node testButton() {
    return Look.button(
        desk.say("ui-connect.rights-test"), MaterialDesignS.SHIELD_CHECK_OUTLINE, this::test);
  }

  private void test() {
    Host open = host.get().orElse(null);
    if (open == null) {
      box.getChildren()
          .setAll(Look.banner(Status.OFFLINE, desk.say("ui-plan.no-connection"), testButton()));
      return;
    }
    ProgressBar bar = new ProgressBar();
    bar.setAccessibleText(desk.say("ui-connect.rights-testing"));
    box.getChildren().setAll(Look.note(desk.say("ui-connect.rights-testing")), bar);
    testing =
        desk.background()
            .run(open::privilege)
            .then(this::show)
            .failed(why ->
                box.getChildren()
                    .setAll(
                        ErrorView.of(Explanation.of(why, desk.words()), desk.words()),
                        Look.row(8, testButton())));
  }

  private void show(Privilege privilege) {
    switch (privilege) {
      case Privilege.Root() ->
          box.getChildren()
              .setAll(
                  Look.banner(Status.OK, desk.say("ui-connect.rights-root")),
                  Look.row(8, testButton()));
      case Privilege.NoSudo(var user) ->
          lines(user, RootPrograms.all(), "ui-connect.rights-no-sudo", Status.PROBLEM);
      case Privilege.Through(var user, var refused) ->
          lines(
              user,
              refused,
              refused.isEmpty() ? "ui-connect.rights-all" : "ui-connect.rights-some",
              refused.isEmpty() ? Status.OK : Status.WARNING);
    }
  }

  private void lines(String user, List<String> refused, String key, Status status) {
    List<Node> parts = new ArrayList<>();
    parts.add(Look.banner(status, desk.say(key, user)));
    parts.add(Look.text(desk.say("ui-connect.rights-how")));
    parts.add(Facts.command(desk.words(), "visudo -f /etc/sudoers.d/stowage"));
    for (RootPrograms room : RootPrograms.values()) {
      parts.add(line(room, user, refused));
    }
    parts.add(
        Look.row(
            8,
            Look.button(
                desk.say("ui-connect.rights-copy"), MaterialDesignC.CONTENT_COPY, () -> copy(user)),
            testButton()));
    parts.add(Look.note(desk.say("ui-connect.rights-warning")));
    box.getChildren().setAll(parts);
  }

  private Node line(RootPrograms room, String user, List<String> refused) {
    List<String> lacking = room.programs().stream().filter(refused::contains).toList();
    StatusMark mark = new StatusMark();
    boolean good = lacking.isEmpty();
    mark.show(desk.words(), good ? Status.OK : Status.PROBLEM, String.join(", ", lacking));
    mark.setText(desk.say(good ? "ui-connect.rights-allowed" : "ui-connect.rights-refused"));
    mark.setMinWidth(88);
    String name = room.name().toLowerCase(Locale.ROOT);
    VBox box =
        Look.column(
            4,
            Look.row(12, mark, Look.text(desk.say("ui-connect.rights-for-" + name))),
            Facts.command(desk.words(), room.rule(user)));
    if (!good && lacking.size() < room.programs().size()) {
      box.getChildren()
          .add(Look.note(desk.say("ui-connect.rights-lacking", String.join(", ", lacking))));
    }
    return box;
  }

  private static void copy(String user) {
    String lines =
        Arrays.stream(RootPrograms.values())
            .map(room -> room.rule(user))
            .collect(Collectors.joining("\n", "", "\n"));
    Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, lines));
  }

  public void close() {
    if (testing != null) {
      testing.discard();
    }
  }
}
