package stowage.ui.look;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import stowage.message.Printable;

/** Tables whose rows have one height, so that only those in sight exist. */
public final class Rows {
  /** Width of the scroll bar and the table's edges. */
  private static final double BAR = 16;

  private Rows() {}

  public static <T> TableView<T> table(String name, String whenEmpty) {
    TableView<T> table = new TableView<>();
    table.setFixedCellSize(Look.ROW);
    table.setAccessibleText(name);
    table.setPlaceholder(Look.note(whenEmpty));
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    return table;
  }

  /**
   * Shows only the columns that find room at their least width, the first ones before the others: a
   * figure that is cut off tells something else than it is.
   */
  public static void yieldingColumns(TableView<?> table) {
    table.widthProperty().subscribe(() -> fit(table));
    table.getColumns().addListener((InvalidationListener) _ -> fit(table));
  }

  private static void fit(TableView<?> table) {
    if (table.getWidth() <= 0) {
      return;
    }
    double room = table.getWidth() - BAR;
    for (TableColumn<?, ?> column : table.getColumns()) {
      room -= column.getMinWidth();
      column.setVisible(room >= 0);
    }
  }

  /** A column of amounts, which are never cut off. */
  public static <T> TableColumn<T, String> figures(
      String title, double width, Function<T, String> value) {
    TableColumn<T, String> column = text(title, width, value);
    column.setMinWidth(width);
    column.getStyleClass().add("figures");
    return column;
  }

  /** A column of text; what does not fit is in the tooltip. */
  public static <T> TableColumn<T, String> text(
      String title, double width, Function<T, String> value) {
    TableColumn<T, String> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
    column.setCellFactory(_ ->
        new TableCell<>() {
          @Override
          protected void updateItem(String item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
              setText(null);
              setTooltip(null);
              return;
            }
            setText(firstLine(item));
            setTooltip(item.length() < 16 ? null : new Tooltip(Printable.text(item)));
          }
        });
    return column;
  }

  private static String firstLine(String text) {
    String first = text.lines().findFirst().orElse("");
    return Printable.line(first) + (first.length() < text.strip().length() ? " …" : "");
  }

  /**
   * A column of nodes, made once per visible row and filled again for each value.
   *
   * @param sortedBy what the column is sorted by
   */
  public static <T, N extends Node, C extends Comparable<C>> TableColumn<T, T> nodes(
      String title,
      double width,
      Supplier<N> made,
      BiConsumer<N, T> fill,
      Function<T, C> sortedBy) {
    TableColumn<T, T> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setComparator((a, b) -> sortedBy.apply(a).compareTo(sortedBy.apply(b)));
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ ->
        new TableCell<>() {
          private final N node = made.get();

          @Override
          protected void updateItem(T item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
              setGraphic(null);
            } else {
              fill.accept(node, item);
              setGraphic(node);
            }
          }
        });
    return column;
  }
}
