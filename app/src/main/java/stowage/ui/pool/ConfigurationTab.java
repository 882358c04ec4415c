package stowage.ui.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.geometry.Insets;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import stowage.config.Section;
import stowage.config.StorageConfig;
import stowage.host.HostState.PoolState;
import stowage.schema.Property;
import stowage.schema.Property.Trait;
import stowage.schema.Schema;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;

/** The pool's section of the configuration file: every property its type has, and the text. */
final class ConfigurationTab {

  /**
   * @param source key of where the value comes from
   */
  private record Row(String key, String value, String source) {}

  private final Desk desk;
  private final Schema schema;
  private final TableView<Row> table;
  private final TextArea text = new TextArea();
  private final VBox node;

  ConfigurationTab(Desk desk, Schema schema) {
    this.desk = desk;
    this.schema = schema;
    table = Rows.table(desk.say("ui-host.configuration"), "");
    table
        .getColumns()
        .add(
            Rows.text(
                desk.say("ui-host.property"),
                200,
                r -> desk.words().sayOr("property." + r.key(), r.key())));
    table.getColumns().add(Rows.text(desk.say("ui-host.key"), 144, Row::key));
    table.getColumns().add(Rows.text(desk.say("ui-host.value"), 264, Row::value));
    table.getColumns().add(Rows.text(desk.say("ui-host.source"), 200, r -> desk.say(r.source())));
    VBox.setVgrow(table, Priority.ALWAYS);
    text.setEditable(false);
    text.setPrefRowCount(6);
    text.setMinHeight(96);
    text.getStyleClass().add("monospace");
    text.setAccessibleText(desk.say("ui-host.section-text"));
    node = new VBox(8, table, Look.note(desk.say("ui-host.section-in", StorageConfig.PATH)), text);
    node.setPadding(new Insets(16, 24, 24, 24));
  }

  VBox node() {
    return node;
  }

  void show(PoolState pool, StorageConfig config) {
    Map<String, String> written =
        config.section(pool.pool().id().text()).map(Section::values).orElse(Map.of());
    table.getItems().setAll(rows(pool, written));
    text.setText(
        config
            .section(pool.pool().id().text())
            .map(ConfigurationTab::text)
            .orElse(desk.say("ui-host.section-none")));
  }

  private List<Row> rows(PoolState pool, Map<String, String> written) {
    List<Row> rows = new ArrayList<>();
    Map<String, String> unknown = new TreeMap<>(written);
    for (Property<?> property : schema.properties()) {
      String key = property.key();
      unknown.remove(key);
      if (property.is(Trait.SECRET)) {
        rows.add(new Row(key, "••••••", "ui-host.source-secret"));
      } else if (written.containsKey(key)) {
        rows.add(new Row(key, written.getOrDefault(key, ""), "ui-host.source-set"));
      } else {
        String value = pool.pool().values().getOrDefault(key, property.fallback());
        rows.add(
            new Row(
                key,
                value.isEmpty() ? "–" : value,
                value.isEmpty() ? "ui-host.source-unset" : "ui-host.source-default"));
      }
    }
    unknown.forEach((key, value) -> rows.add(new Row(key, value, "ui-host.source-unknown")));
    return rows;
  }

  private static String text(Section section) {
    StringBuilder text = new StringBuilder(section.type() + ": " + section.id() + "\n");
    section
        .values()
        .forEach(
            (key, value) -> text.append('\t').append(key).append(' ').append(value).append('\n'));
    return text.toString();
  }
}
