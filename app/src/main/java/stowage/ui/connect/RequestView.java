package stowage.ui.connect;

import atlantafx.base.theme.Styles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.exec.Secret;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.words.Words;

/** The question that a connection waits for, inside the host's page. */
public final class RequestView {
  private final Words words;
  private final Consumer<Request.Answer> answer;
  private final boolean demo;

  /**
   * @param demo whether the host that asks is the one inside this program
   */
  public RequestView(Words words, Consumer<Request.Answer> answer, boolean demo) {
    this.words = words;
    this.answer = answer;
    this.demo = demo;
  }

  public VBox of(Request question) {
    return switch (question) {
      case Request.UnknownKey key -> unknownKey(key);
      case Request.Typed typed -> typed(typed);
    };
  }

  private VBox unknownKey(Request.UnknownKey key) {
    Button refuse = new Button(words.say("ui-connect.key-refuse"));
    refuse.setOnAction(_ -> answer.accept(new Request.Answer.GivenUp()));
    refuse.setCancelButton(true);
    Button once = new Button(words.say("ui-connect.key-once"));
    once.setOnAction(_ -> answer.accept(new Request.Answer.AcceptOnce()));
    Button remember =
        Look.primary(
            words.say("ui-connect.key-remember"),
            () -> answer.accept(new Request.Answer.AcceptAndRemember()));
    return card(
        Look.row(
            8,
            Look.icon(MaterialDesignS.SHIELD_KEY_OUTLINE, Status.WAITING.tone()),
            Look.subheading(words.say("ui-connect.key-title"))),
        Look.text(words.say("ui-connect.key-what", key.where())),
        Facts.of(
            words,
            "ui-connect.key-host",
            key.where(),
            "ui-connect.key-type",
            key.keyType(),
            "ui-connect.key-fingerprint",
            key.fingerprint()),
        Look.text(words.say("ui-connect.key-how")),
        Facts.command(words, command(key.keyType())),
        Look.note(words.say(demo ? "ui-connect.key-demo" : "ui-connect.key-same")),
        new HBox(8, remember, once, refuse));
  }

  /** To be run on the host's own console, not over this connection. */
  static String command(String keyType) {
    String file =
        keyType.startsWith("ecdsa") ? "ecdsa" : keyType.contains("rsa") ? "rsa" : "ed25519";
    return "ssh-keygen -lf /etc/ssh/ssh_host_" + file + "_key.pub";
  }

  private VBox typed(Request.Typed typed) {
    List<TextField> fields = new ArrayList<>();
    VBox form = Look.column(8);
    for (Request.Prompt prompt : typed.prompts()) {
      TextField field = prompt.hidden() ? new PasswordField() : new TextField();
      String name =
          prompt.text().isEmpty()
              ? words.say("ui-connect.ask-" + lower(typed.kind()))
              : prompt.text();
      Label label = new Label(name);
      label.setLabelFor(field);
      field.setAccessibleText(name);
      field.setMaxWidth(400);
      fields.add(field);
      form.getChildren().addAll(label, field);
    }
    Button give = Look.primary(words.say("ui-connect.ask-continue"), () -> give(fields));
    give.setDefaultButton(true);
    Button cancel = new Button(words.say("ui.cancel"));
    cancel.setCancelButton(true);
    cancel.setOnAction(_ -> answer.accept(new Request.Answer.GivenUp()));
    VBox card =
        card(
            Look.row(
                8,
                Look.icon(MaterialDesignK.KEY_OUTLINE, Status.WAITING.tone()),
                Look.subheading(words.say("ui-connect.ask-title-" + lower(typed.kind())))),
            Look.text(words.say("ui-connect.ask-about-" + lower(typed.kind()), typed.about())));
    if (typed.again()) {
      Label again = Look.text(words.say("ui-connect.ask-again"));
      again.getStyleClass().add(Styles.DANGER);
      card.getChildren().add(again);
    }
    card.getChildren()
        .addAll(
            form,
            Look.note(
                words.say(
                    typed.kind() == Request.Kind.CODE
                        ? "ui-connect.ask-code-once"
                        : "ui-connect.ask-kept")),
            new HBox(8, give, cancel));
    return card;
  }

  private static String lower(Request.Kind kind) {
    return switch (kind) {
      case PASSPHRASE -> "passphrase";
      case PASSWORD -> "password";
      case INTERACTIVE -> "interactive";
      case CODE -> "code";
    };
  }

  private void give(List<TextField> fields) {
    List<Secret> secrets = new ArrayList<>();
    for (TextField field : fields) {
      secrets.add(Secret.of(field.getText().toCharArray()));
      field.clear();
    }
    answer.accept(new Request.Answer.Entered(secrets));
  }

  private static VBox card(Node... nodes) {
    VBox card = Look.card(nodes);
    card.setMaxWidth(720);
    return card;
  }
}
