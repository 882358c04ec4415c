package stowage.ui.connect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import stowage.schema.Problem;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.View;

/** Where a host is and how to log in; for a new host and for one that is there. */
public final class AddHostView implements View {
  private final Desk desk;
  private final @Nullable HostModel edited;
  private final TextField address = new TextField();
  private final TextField name = new TextField();
  private final TextField user = new TextField();
  private final TextField port = new TextField();
  private final ComboBox<Login.Method> method =
      new ComboBox<>(FXCollections.observableArrayList(Login.Method.values()));
  private final TextField keyFile = new TextField();
  private final TextField jump = new TextField();
  private final TextField group = new TextField();
  private final CheckBox readOnly = new CheckBox();
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final ScrollPane sheet;

  /**
   * @param edited the host to change; null to add one
   */
  public AddHostView(Desk desk, @Nullable HostModel edited) {
    this.desk = desk;
    this.edited = edited;
    method.setConverter(new MethodNames(desk));
    method.setMaxWidth(Double.MAX_VALUE);
    method.setValue(Login.Method.AGENT);
    address.setPromptText("pve1.example.org");
    user.setPromptText("root");
    port.setPromptText("22");
    jump.setPromptText("admin@bastion.example.org");
    readOnly.setText(desk.say("ui-connect.read-only"));
    if (edited != null) {
      fill(edited.entry().get());
    }
    HBox wherefrom = new HBox(16, field("address", address), field("port", port));
    HBox.setHgrow(fields.get("address"), Priority.ALWAYS);
    port.setPrefWidth(96);
    HBox file =
        new HBox(
            4,
            keyFile,
            Look.iconButton(
                desk.say("ui-connect.key-file-choose"),
                MaterialDesignF.FOLDER_OPEN_OUTLINE,
                this::choose));
    HBox.setHgrow(keyFile, Priority.ALWAYS);
    Field keyField = new Field(desk.say("ui-connect.field-key-file"), file, "");
    fields.put("key-file", keyField);
    keyField.visibleProperty().bind(method.valueProperty().isEqualTo(Login.Method.KEY_FILE));
    keyField.managedProperty().bind(keyField.visibleProperty());
    TitledPane more =
        new TitledPane(
            desk.say("ui-connect.more"),
            Look.column(12, field("jump", jump), field("group", group), readOnly));
    more.setExpanded(edited != null);
    sheet =
        Sheet.of(
            Look.heading(
                edited == null
                    ? desk.say("ui-connect.add-title")
                    : desk.say("ui-connect.edit-title", edited.name())),
            Look.note(desk.say("ui-connect.add-text")),
            wherefrom,
            field("user", user),
            field("method", method),
            keyField,
            field("name", name),
            more,
            buttons());
    keyFile.setAccessibleText(desk.say("ui-connect.field-key-file"));
  }

  private HBox buttons() {
    var save =
        Look.primary(
            desk.say(edited == null ? "ui-connect.add-and-connect" : "ui-connect.save"),
            this::save);
    save.setDefaultButton(true);
    HBox buttons = new HBox(8, save);
    if (edited != null) {
      HostModel host = edited;
      var remove =
          Look.button(
              desk.say("ui-connect.remove"), MaterialDesignT.TRASH_CAN_OUTLINE, () -> remove(host));
      remove.getStyleClass().add("danger");
      buttons.getChildren().addAll(Look.spring(), remove);
    }
    return buttons;
  }

  private Field field(String key, javafx.scene.control.Control control) {
    String name = desk.say("ui-connect.field-" + key);
    Field field =
        new Field(
            key.equals("address") ? desk.say("ui.form-required", name) : name,
            control,
            desk.words().sayOr("ui-connect.help-" + key, ""));
    fields.put(key, field);
    return field;
  }

  private void fill(HostEntry entry) {
    address.setText(entry.address().host());
    name.setText(entry.name());
    name.setDisable(true);
    user.setText(entry.address().user());
    port.setText(entry.address().port() == 0 ? "" : Integer.toString(entry.address().port()));
    method.setValue(entry.login().method());
    keyFile.setText(entry.login().keyFile());
    jump.setText(entry.address().jump());
    group.setText(entry.group());
    readOnly.setSelected(entry.readOnly());
    if (entry.demo()) {
      List.of(address, user, port, keyFile, jump).forEach(f -> f.setDisable(true));
      method.setDisable(true);
    }
  }

  private void choose() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(desk.say("ui-connect.key-file-choose"));
    var chosen = chooser.showOpenDialog(sheet.getScene().getWindow());
    if (chosen != null) {
      keyFile.setText(chosen.getPath());
    }
  }

  private void save() {
    if (edited != null && edited.entry().get().demo()) {
      HostEntry demo = edited.entry().get();
      finish(
          new HostEntry(
              demo.name(),
              group.getText().strip(),
              demo.origin(),
              demo.address(),
              demo.login(),
              readOnly.isSelected()));
      return;
    }
    HostForm form =
        new HostForm(
            name.getText(),
            address.getText(),
            port.getText(),
            user.getText(),
            new Login(method.getValue(), keyFile.getText()),
            new HostForm.More(group.getText(), jump.getText(), readOnly.isSelected()));
    List<Problem> problems = form.problems(n -> edited == null && desk.fleet().host(n).isPresent());
    fields.values().forEach(f -> f.show(""));
    for (Problem problem : problems.reversed()) {
      Field field = fields.get(problem.field());
      if (field != null) {
        field.show(desk.words().say(problem.said()));
        field.requestFocus();
      }
    }
    if (problems.isEmpty()) {
      finish(form.entry());
    }
  }

  private void finish(HostEntry entry) {
    HostModel host = edited;
    if (host == null) {
      host = desk.fleet().add(entry);
      desk.navigator().replace(new Page.AddHost(), new Page.OfHost(entry.name()));
    } else {
      host.change(entry);
      desk.navigator().replace(new Page.EditHost(host.name()), new Page.OfHost(host.name()));
    }
    desk.preferences().change(desk.fleet().entries());
    host.refresh();
  }

  /** The host itself is not touched: it is only no longer shown here. */
  private void remove(HostModel host) {
    desk.navigator().closeIf(p -> p.about().equals(host.name()));
    desk.fleet().remove(host);
    desk.preferences().change(desk.fleet().entries());
  }

  @Override
  public Parent node() {
    return sheet;
  }

  @Override
  public void focus() {
    address.requestFocus();
  }

  private static final class MethodNames extends StringConverter<Login.Method> {
    private final Desk desk;

    MethodNames(Desk desk) {
      this.desk = desk;
    }

    @Override
    public String toString(Login.@Nullable Method method) {
      return switch (method) {
        case null -> "";
        case AGENT -> desk.say("ui-connect.method-agent");
        case KEY_FILE -> desk.say("ui-connect.method-key-file");
        case PASSWORD -> desk.say("ui-connect.method-password");
      };
    }

    @Override
    public Login.Method fromString(String text) {
      throw new UnsupportedOperationException("the box is not editable: " + text);
    }
  }
}
