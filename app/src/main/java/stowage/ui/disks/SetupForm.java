package stowage.ui.disks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import stowage.disk.Disk;
import stowage.disk.Order;
import stowage.schema.Problem;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;

/** Asks what is to be made of blank disks. */
final class SetupForm {
  private static final int USUAL_ASHIFT = 12;
  private static final List<String> PROFILES = List.of("single", "raid0", "raid1", "raid10");

  /** What disks can become. */
  private enum Product {
    ZPOOL,
    THINPOOL,
    VG,
    DIRECTORY,
    BTRFS
  }

  private final Desk desk;
  private final List<Disk> blank;
  private final ComboBox<Product> product = new ComboBox<>();
  private final TextField name = new TextField();
  private final Map<Disk, CheckBox> disks = new LinkedHashMap<>();
  private final ComboBox<Order.Raid> raid = new ComboBox<>();
  private final ComboBox<String> profile = new ComboBox<>();
  private final ComboBox<Order.FileSystem> fileSystem = new ComboBox<>();
  private final RaidDrawing drawing;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final ShortForm form;

  /**
   * @param blank disks to choose from
   * @param chosen those that are chosen already, if they are blank
   */
  SetupForm(Desk desk, List<Disk> blank, List<Disk> chosen, Consumer<Order> next, Runnable cancel) {
    this.desk = desk;
    this.blank = blank;
    drawing = new RaidDrawing(desk);
    choices(product, List.of(Product.values()), p -> "ui-disks.product-" + DisksTable.word(p));
    choices(raid, List.of(Order.Raid.values()), r -> "ui-disks.raid-" + DisksTable.word(r));
    profile.getItems().setAll(PROFILES);
    profile.getSelectionModel().selectFirst();
    choices(
        fileSystem, List.of(Order.FileSystem.values()), f -> "ui-disks.fs-" + DisksTable.word(f));
    VBox list = new VBox(8);
    for (Disk disk : blank) {
      CheckBox box =
          new CheckBox(
              desk.say(
                  "ui-disks.choice",
                  disk.path(),
                  desk.words().size(disk.size()),
                  disk.identity().serial()));
      box.setSelected(chosen.contains(disk));
      box.selectedProperty().subscribe((_, _) -> adapt());
      disks.put(disk, box);
      list.getChildren().add(box);
    }
    fields.put("product", new Field(desk.say("ui-disks.product"), product, ""));
    fields.put("disk", new Field(desk.say("ui-disks.title"), list, ""));
    fields.put("raid", new Field(desk.say("ui-disks.raid"), raid, ""));
    fields.put("profile", new Field(desk.say("ui-disks.raid"), profile, ""));
    fields.put("filesystem", new Field(desk.say("ui-disks.filesystem"), fileSystem, ""));
    fields.put("drawing", new Field("", drawing, ""));
    fields.put(
        "name", new Field(desk.say("ui-content.col-name"), name, desk.say("ui-disks.name-help")));
    form = new ShortForm(desk, desk.say("ui-disks.make-title"), fields, () -> read(next), cancel);
    product.valueProperty().subscribe((_, _) -> adapt());
    raid.valueProperty().subscribe((_, _) -> adapt());
    adapt();
  }

  private <T> void choices(
      ComboBox<T> box, List<T> values, java.util.function.Function<T, String> key) {
    box.getItems().setAll(values);
    box.setMaxWidth(Double.MAX_VALUE);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(T value) {
            return value == null ? "" : desk.say(key.apply(value));
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException("nothing is typed here");
          }
        });
    box.getSelectionModel().selectFirst();
  }

  /** Only what the product has a use for is asked. */
  private void adapt() {
    Product wanted = product.getValue();
    shown("raid", wanted == Product.ZPOOL);
    shown("drawing", wanted == Product.ZPOOL);
    shown("profile", wanted == Product.BTRFS);
    shown("filesystem", wanted == Product.DIRECTORY);
    drawing.show(raid.getValue(), chosen());
  }

  private void shown(String field, boolean shown) {
    Node node = fields.get(field);
    if (node != null) {
      node.setVisible(shown);
      node.setManaged(shown);
    }
  }

  private List<Disk> chosen() {
    return blank.stream()
        .filter(disk -> {
          CheckBox box = disks.get(disk);
          return box != null && box.isSelected();
        })
        .toList();
  }

  private void read(Consumer<Order> next) {
    List<String> taken = chosen().stream().map(Disk::lasting).toList();
    List<Problem> problems = new ArrayList<>();
    boolean single =
        product.getValue() == Product.THINPOOL || product.getValue() == Product.DIRECTORY;
    if (taken.isEmpty()) {
      problems.add(Problem.of("disk", "ui-disks.choose-some"));
    } else if (single && taken.size() > 1) {
      problems.add(Problem.of("disk", "ui-disks.choose-one"));
    }
    if (name.getText().isBlank()) {
      problems.add(Problem.of("name", "ui-disks.name-missing"));
    }
    form.show(problems);
    if (problems.isEmpty()) {
      next.accept(order(name.getText().strip(), taken));
    }
  }

  private Order order(String wanted, List<String> taken) {
    return switch (product.getValue()) {
      case ZPOOL -> new Order.Zpool(wanted, raid.getValue(), taken, USUAL_ASHIFT, "on");
      case THINPOOL -> new Order.ThinPool(wanted, taken.getFirst());
      case VG -> new Order.VolumeGroup(wanted, taken);
      case DIRECTORY -> new Order.Directory(wanted, taken.getFirst(), fileSystem.getValue());
      case BTRFS -> new Order.Btrfs(wanted, taken, profile.getValue());
    };
  }

  Node node() {
    return form.node();
  }

  void show(List<Problem> problems) {
    form.show(problems);
  }

  void focus() {
    form.focus();
  }
}
