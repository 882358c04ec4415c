package stowage.ui.look;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.ui.Screen;

/** Names that a host gave to its things, as a page shows them. */
class RowsTest {

  private static TableCell<String, ?> cell(String value) throws Exception {
    return Screen.on(() -> {
      TableView<String> table = Rows.table("names", "none");
      TableColumn<String, String> column = Rows.text("name", 100, name -> name);
      table.getColumns().add(column);
      table.getItems().add(value);
      TableCell<String, String> cell = column.getCellFactory().call(column);
      cell.updateTableView(table);
      cell.updateTableColumn(column);
      cell.updateIndex(0);
      return cell;
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0085", "\u009b", "\u2028", "\u202e", "\u2066", "\ud800"})
  void aNameIsNeitherBrokenNorTurnedAround(String sign) throws Exception {
    String name = "vm-100" + sign + "wca.disk-0.raw";
    assertEquals(name.replace(sign, "\ufffd"), cell(name).getText());
    assertEquals(name.replace(sign, "\ufffd"), cell(name).getTooltip().getText());
    assertEquals(name.replace(sign, "\ufffd"), Screen.on(() -> Look.subheading(name).getText()));
    assertEquals(name.replace(sign, "\ufffd"), Screen.on(() -> Look.text(name).getText()));
  }

  @Test
  void aRowShowsTheFirstLineAndItsTooltipAll() throws Exception {
    assertEquals("before the move …", cell("before the move\nto another rack").getText());
    assertEquals(
        "before the move\nto another rack",
        cell("before the move\nto another rack").getTooltip().getText());
    assertEquals("one line", cell("one line\n").getText());
    assertEquals("", cell("").getText());
  }
}
