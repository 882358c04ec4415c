package stowage.ui.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.cell.CheckBoxListCell;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.settings.HostEntry;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.look.Look;
import stowage.ui.look.View;

/** Hosts of the user's ssh configuration, to pick from. Nothing is ticked beforehand. */
public final class ImportView implements View {
  private final Desk desk;
  private final BorderPane page = new BorderPane();
  private final Map<HostEntry, BooleanProperty> ticked = new LinkedHashMap<>();
  private final Label count = Look.note("");
  private final Button add;

  /**
   * @param source reads the configuration; blocks
   */
  public ImportView(Desk desk, Callable<List<HostEntry>> source) {
    this.desk = desk;
    add = Look.primary(desk.say("ui-connect.import-add"), this::add);
    VBox header =
        new VBox(
            8,
            Look.heading(desk.say("ui-connect.import-title")),
            Look.note(desk.say("ui-connect.import-text")));
    header.setPadding(new Insets(24));
    page.setTop(header);
    desk.background()
        .run(source)
        .then(this::show)
        .failed(why -> {
          VBox error = ErrorView.of(Explanation.of(why, desk.words()), desk.words());
          BorderPane.setMargin(error, new Insets(0, 24, 24, 24));
          page.setCenter(error);
        });
  }

  private void show(List<HostEntry> found) {
    List<HostEntry> news =
        found.stream().filter(e -> desk.fleet().host(e.name()).isEmpty()).toList();
    if (news.isEmpty()) {
      page.setCenter(
          Look.empty(
              MaterialDesignF.FILE_QUESTION_OUTLINE,
              desk.say("ui-connect.import-none"),
              desk.say(
                  found.isEmpty() ? "ui-connect.import-none-text" : "ui-connect.import-all-there"),
              Look.button(
                  desk.say("ui.door-add"),
                  MaterialDesignS.SERVER_PLUS,
                  () -> desk.open(new Page.AddHost()))));
      return;
    }
    for (HostEntry entry : news) {
      SimpleBooleanProperty property = new SimpleBooleanProperty();
      property.addListener(_ -> count());
      ticked.put(entry, property);
    }
    page.setCenter(list(news));
    page.setBottom(footer());
    count();
  }

  private Node list(List<HostEntry> news) {
    ListView<HostEntry> list = new ListView<>();
    list.setAccessibleText(desk.say("ui-connect.import-title"));
    list.setFixedCellSize(Look.ROW);
    list.getItems().setAll(news);
    list.setCellFactory(_ ->
        new CheckBoxListCell<>(
            e -> ticked.getOrDefault(e, new SimpleBooleanProperty()), new EntryNames()));
    list.setOnKeyPressed(e -> {
      HostEntry chosen = list.getSelectionModel().getSelectedItem();
      BooleanProperty property = chosen == null ? null : ticked.get(chosen);
      if (e.getCode() == javafx.scene.input.KeyCode.SPACE && property != null) {
        property.set(!property.get());
        e.consume();
      }
    });
    BorderPane.setMargin(list, new Insets(0, 24, 0, 24));
    return list;
  }

  private Node footer() {
    CheckBox all = new CheckBox(desk.say("ui-connect.import-all"));
    all.setOnAction(_ -> ticked.values().forEach(p -> p.set(all.isSelected())));
    HBox footer = Look.row(16, all, count, Look.spring(), add);
    footer.setPadding(new Insets(16, 24, 24, 24));
    return footer;
  }

  private void count() {
    long chosen = ticked.values().stream().filter(BooleanProperty::get).count();
    count.setText(desk.say("ui-connect.import-count", chosen, ticked.size()));
    add.setDisable(chosen == 0);
  }

  private void add() {
    List<HostEntry> chosen = new ArrayList<>();
    ticked.forEach((entry, tick) -> {
      if (tick.get()) {
        chosen.add(entry);
      }
    });
    chosen.forEach(e -> desk.fleet().add(e).refresh());
    desk.preferences().change(desk.fleet().entries());
    desk.navigator().replace(new Page.ImportHosts(), new Page.Fleet());
  }

  @Override
  public Parent node() {
    return page;
  }

  private static final class EntryNames extends StringConverter<HostEntry> {
    @Override
    public String toString(HostEntry entry) {
      String address = entry.address().shown();
      return entry.name().equals(address) ? address : entry.name() + "   " + address;
    }

    @Override
    public HostEntry fromString(String text) {
      throw new UnsupportedOperationException("the list is not editable: " + text);
    }
  }
}
