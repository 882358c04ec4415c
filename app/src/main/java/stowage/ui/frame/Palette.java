package stowage.ui.frame;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import stowage.ui.frame.PaletteModel.Entry;
import stowage.ui.look.Look;

/** The command palette: a layer over the window with one field and one list. */
final class Palette {
  private final PaletteModel model;
  private final TextField text = new TextField();
  private final ListView<Entry> list = new ListView<>();
  private final StackPane layer = new StackPane();
  private @Nullable Node before;

  Palette(Desk desk, PaletteModel model) {
    this.model = model;
    text.setPromptText(desk.say("ui.palette-prompt"));
    text.setAccessibleText(desk.say("ui.palette"));
    list.setAccessibleText(desk.say("ui.palette-results"));
    list.setFixedCellSize(Look.ROW);
    list.setPlaceholder(Look.note(desk.say("ui.palette-none")));
    list.setCellFactory(_ -> new EntryCell());
    list.setFocusTraversable(false);
    list.setPrefHeight(Look.ROW * 9);
    list.setOnMouseClicked(_ -> run());
    text.textProperty().addListener(_ -> filter());
    text.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    VBox box = new VBox(8, text, list);
    box.getStyleClass().add("palette");
    box.setPadding(new Insets(12));
    box.setMaxSize(560, VBox.USE_PREF_SIZE);
    layer.getChildren().add(box);
    layer.setPadding(new Insets(72, 16, 16, 16));
    StackPane.setAlignment(box, Pos.TOP_CENTER);
    layer.getStyleClass().add("veil");
    layer.setOnMousePressed(e -> {
      if (layer.equals(e.getTarget())) {
        close();
      }
    });
    text.focusedProperty()
        .addListener((_, _, focused) -> {
          if (!focused) {
            close();
          }
        });
    layer.setVisible(false);
  }

  Node node() {
    return layer;
  }

  void open() {
    before = layer.getScene().getFocusOwner();
    model.open();
    text.clear();
    filter();
    layer.setVisible(true);
    text.requestFocus();
  }

  void close() {
    if (layer.isVisible()) {
      layer.setVisible(false);
      if (before != null) {
        before.requestFocus();
      }
    }
  }

  private void filter() {
    list.getItems().setAll(model.matching(text.getText()));
    list.getSelectionModel().selectFirst();
    list.scrollTo(0);
  }

  private void pressed(KeyEvent e) {
    KeyCode code = e.getCode();
    if (code == KeyCode.ESCAPE) {
      close();
    } else if (code == KeyCode.ENTER) {
      run();
    } else if (code == KeyCode.DOWN) {
      move(1);
    } else if (code == KeyCode.UP) {
      move(-1);
    } else {
      return;
    }
    e.consume();
  }

  private void move(int by) {
    int size = list.getItems().size();
    if (size > 0) {
      int to = Math.floorMod(list.getSelectionModel().getSelectedIndex() + by, size);
      list.getSelectionModel().select(to);
      list.scrollTo(Math.max(0, to - 4));
    }
  }

  private void run() {
    Entry chosen = list.getSelectionModel().getSelectedItem();
    close();
    if (chosen != null) {
      chosen.action().run();
    }
  }

  private static final class EntryCell extends ListCell<Entry> {
    private final Label name = new Label();
    private final Label hint = Look.note("");
    private final HBox row = Look.row(8, name, Look.spring(), hint);

    @Override
    protected void updateItem(@Nullable Entry entry, boolean empty) {
      super.updateItem(entry, empty);
      if (empty || entry == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      name.setText(entry.name());
      hint.setText(entry.hint());
      setGraphic(row);
      setAccessibleText(entry.name() + " " + entry.hint());
    }
  }
}
