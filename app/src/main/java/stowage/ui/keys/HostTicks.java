package stowage.ui.keys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.ListView;
import javafx.scene.control.cell.CheckBoxListCell;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;

/** Some of the connected hosts, at first all of them. Which are away, and so left out, is said. */
final class HostTicks extends VBox {
  private static final int MOST_ROWS = 6;

  private final Map<String, BooleanProperty> ticks = new LinkedHashMap<>();

  HostTicks(Desk desk) {
    super(8);
    List<HostModel> all = List.copyOf(desk.fleet().hosts());
    for (HostModel host : all) {
      if (host.host().isPresent()) {
        ticks.put(host.name(), new SimpleBooleanProperty(true));
      }
    }
    ListView<String> list = new ListView<>();
    list.getItems().setAll(ticks.keySet());
    list.setCellFactory(CheckBoxListCell.forListView(ticks::get));
    list.setFixedCellSize(Look.ROW);
    list.setPrefHeight(Look.ROW * Math.clamp(ticks.size(), 1, MOST_ROWS) + 2);
    list.setOnKeyPressed(e -> {
      BooleanProperty tick = ticks.get(list.getSelectionModel().getSelectedItem());
      if (e.getCode() == KeyCode.SPACE && tick != null) {
        tick.set(!tick.get());
        e.consume();
      }
    });
    getChildren().add(new Field(desk.say("ui-keys.all-hosts"), list, ""));
    if (ticks.size() > 1) {
      getChildren()
          .add(
              Look.row(
                  8,
                  Look.button(
                      desk.say("ui-keys.all-every"),
                      MaterialDesignC.CHECKBOX_MULTIPLE_MARKED_OUTLINE,
                      () -> tick(true)),
                  Look.button(
                      desk.say("ui-keys.all-no"),
                      MaterialDesignC.CHECKBOX_MULTIPLE_BLANK_OUTLINE,
                      () -> tick(false))));
    }
    String away =
        all.stream()
            .map(HostModel::name)
            .filter(name -> !ticks.containsKey(name))
            .collect(Collectors.joining(", "));
    if (!away.isEmpty()) {
      getChildren().add(Look.note(desk.say("ui-keys.all-away", away)));
    }
  }

  private void tick(boolean on) {
    ticks.values().forEach(tick -> tick.set(on));
  }

  boolean isChosen(HostModel host) {
    BooleanProperty tick = ticks.get(host.name());
    return tick != null && tick.get();
  }
}
