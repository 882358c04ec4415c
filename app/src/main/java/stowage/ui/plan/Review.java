package stowage.ui.plan;

import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.exec.Input;
import stowage.exec.Step;
import stowage.host.Proposal;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.words.Words;

/** What a change would do: findings, the difference of the configuration, the exact commands. */
final class Review {
  private final Words words;
  private final Proposal proposal;

  Review(Words words, Proposal proposal) {
    this.words = words;
    this.proposal = proposal;
  }

  VBox node() {
    VBox box = new VBox(16, Look.subheading(words.say(proposal.plan().title())));
    proposal
        .findings()
        .forEach(f -> box.getChildren().add(Look.banner(Status.WARNING, words.say(f))));
    proposal.configDiff().ifPresent(diff -> box.getChildren().add(diff(diff)));
    box.getChildren().add(commands());
    return box;
  }

  private VBox diff(String diff) {
    TextFlow lines = new TextFlow();
    lines.getStyleClass().add("code");
    diff.lines()
        .forEach(line -> {
          Text text = new Text(line + "\n");
          text.getStyleClass().addAll("monospace", style(line));
          lines.getChildren().add(text);
        });
    lines.setAccessibleText(diff);
    lines.setFocusTraversable(true);
    return Look.column(4, Look.note(words.say("ui-plan.diff")), lines);
  }

  private static String style(String line) {
    return switch (line) {
      case String l when l.startsWith("+") && !l.startsWith("+++") -> "added";
      case String l when l.startsWith("-") && !l.startsWith("---") -> "removed";
      default -> "kept";
    };
  }

  private VBox commands() {
    VBox list = new VBox(8);
    for (Step step : proposal.plan().steps()) {
      list.getChildren().add(step(step));
    }
    return Look.column(
        8,
        Look.row(
            8,
            Look.note(words.say("ui-plan.commands", proposal.plan().steps().size())),
            Look.spring(),
            Look.button(words.say("ui-plan.copy"), MaterialDesignC.CONTENT_COPY, this::copy)),
        list);
  }

  private Node step(Step step) {
    Label command = Look.text(shown(step));
    command.getStyleClass().addAll("monospace", "code");
    command.setMaxWidth(Double.MAX_VALUE);
    var title = Look.row(8, Look.text(words.say(step.title())));
    if (step.undo() instanceof Step.Undo.Impossible) {
      title.getChildren().add(Look.badge(words.say("ui-plan.irreversible"), Status.WARNING.tone()));
    }
    return Look.column(4, title, command);
  }

  private String shown(Step step) {
    String line = step.command().shown();
    return switch (step.command().input()) {
      case Input.None() -> line;
      case Input.Text _ -> line + "  < " + words.say("ui-plan.input");
      case Input.Hidden _ -> line + "  < " + words.say("ui-plan.hidden");
      case Input.Streamed() -> line + "  < " + words.say("ui-plan.streamed");
    };
  }

  private void copy() {
    String text =
        proposal.plan().steps().stream()
            .map(s -> "# " + words.say(s.title()) + "\n" + s.command().shown())
            .collect(Collectors.joining("\n"));
    Clipboard.getSystemClipboard().setContent(java.util.Map.of(DataFormat.PLAIN_TEXT, text));
  }
}
