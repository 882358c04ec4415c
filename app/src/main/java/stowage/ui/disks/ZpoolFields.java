package stowage.ui.disks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import stowage.disk.Disk;
import stowage.disk.Order;
import stowage.schema.Problem;
import stowage.ui.form.Choices;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;

/** How a ZFS pool is to be laid out, with a drawing of it. */
final class ZpoolFields {
  private static final List<String> COMPRESSIONS =
      List.of("on", "lz4", "zstd", "gzip", "zle", "off");
  private static final int LEAST_ASHIFT = 9;
  private static final int MOST_ASHIFT = 16;

  private final ComboBox<Order.Raid> raid = new ComboBox<>();
  private final TextField data = new TextField();
  private final TextField spares = new TextField();
  private final ComboBox<Integer> ashift = new ComboBox<>();
  private final ComboBox<String> compression = new ComboBox<>();
  private final RaidDrawing drawing;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  /**
   * @param changed something else is chosen
   */
  ZpoolFields(Desk desk, Runnable changed) {
    drawing = new RaidDrawing(desk);
    Choices.fill(
        raid, List.of(Order.Raid.values()), r -> desk.say("ui-disks.raid-" + DisksTable.word(r)));
    Choices.fill(
        ashift,
        IntStream.rangeClosed(LEAST_ASHIFT, MOST_ASHIFT).boxed().toList(),
        a -> desk.say("ui-disks.ashift-choice", a, desk.words().size(1L << a)));
    ashift.setValue(Order.Zpool.USUAL_ASHIFT);
    Choices.fill(
        compression,
        COMPRESSIONS,
        c -> c.equals(Order.Zpool.USUAL_COMPRESSION) ? desk.say("ui-disks.compression-on") : c);
    data.setPromptText(desk.say("ui-disks.draid-data-usual"));
    spares.setPromptText("0");
    fields.put("raid", new Field(desk.say("ui-disks.raid"), raid, ""));
    fields.put(
        "data",
        new Field(desk.say("ui-disks.draid-data"), data, desk.say("ui-disks.draid-data-help")));
    fields.put(
        "spares",
        new Field(
            desk.say("ui-disks.draid-spares"), spares, desk.say("ui-disks.draid-spares-help")));
    fields.put("drawing", new Field("", drawing, ""));
    fields.put(
        "ashift", new Field(desk.say("ui-disks.ashift"), ashift, desk.say("ui-disks.ashift-help")));
    fields.put("compression", new Field(desk.say("ui-disks.compression"), compression, ""));
    raid.valueProperty().subscribe((_, _) -> changed.run());
    data.textProperty().subscribe((_, _) -> changed.run());
    spares.textProperty().subscribe((_, _) -> changed.run());
  }

  /** By the name that problems use. */
  Map<String, Field> all() {
    return fields;
  }

  void show(boolean wanted, List<Disk> disks) {
    boolean draid = raid.getValue().takesDraid();
    fields.forEach((name, field) -> {
      boolean shown = wanted && (draid || !List.of("data", "spares").contains(name));
      field.setVisible(shown);
      field.setManaged(shown);
    });
    boolean readable = number(data) >= 0 && number(spares) >= 0;
    drawing.show(raid.getValue(), readable ? draid() : Order.Draid.USUAL, disks);
  }

  /** What is entered and is no number. */
  List<Problem> problems() {
    return Map.of("data", data, "spares", spares).entrySet().stream()
        .filter(_ -> raid.getValue().takesDraid())
        .filter(entry -> number(entry.getValue()) < 0)
        .map(entry -> Problem.of(entry.getKey(), "ui-disks.draid-number"))
        .toList();
  }

  Order order(String name, List<String> disks) {
    return new Order.Zpool(
        name, raid.getValue(), disks, ashift.getValue(), compression.getValue(), draid());
  }

  private Order.Draid draid() {
    return raid.getValue().takesDraid()
        ? new Order.Draid(number(data), number(spares))
        : Order.Draid.USUAL;
  }

  /** 0 for nothing entered, -1 for what is no number of disks. */
  private static int number(TextField field) {
    String text = field.getText().strip();
    if (text.isEmpty()) {
      return 0;
    }
    return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
  }
}
