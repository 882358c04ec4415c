package stowage.ui.disks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import stowage.disk.Disk;
import stowage.disk.Order;
import stowage.host.Workshop;
import stowage.schema.Problem;
import stowage.ui.form.Choices;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.ui.plan.Lacking;

/** Asks what is to be made of blank disks. */
final class SetupForm {
  private static final List<String> PROFILES = List.of("single", "raid0", "raid1", "raid10");

  /** What disks can become. */
  private enum Product {
    ZPOOL,
    THINPOOL,
    VG,
    DIRECTORY,
    BTRFS
  }

  /** Where the form leads. */
  interface Ways {
    void review(Order order);

    /** Brings packages whose programs are needed, and comes back. */
    void install(List<String> packages);

    void cancel();
  }

  private final Desk desk;
  private final Ways ways;
  private Workshop workshop;
  private final ComboBox<Product> product = new ComboBox<>();
  private final VBox lacking = new VBox();
  private final TextField name = new TextField();
  private final Map<Disk, CheckBox> disks = new LinkedHashMap<>();
  private final ZpoolFields zpool;
  private final ComboBox<String> profile = new ComboBox<>();
  private final ComboBox<Order.FileSystem> fileSystem = new ComboBox<>();
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final ShortForm form;

  /**
   * @param workshop with the blank disks to choose from
   * @param chosen those that are chosen already, if they are blank
   */
  SetupForm(Desk desk, Workshop workshop, List<Disk> chosen, Ways ways) {
    this.desk = desk;
    this.workshop = workshop;
    this.ways = ways;
    zpool = new ZpoolFields(desk, this::adapt);
    Choices.fill(product, List.of(Product.values()), p -> say("ui-disks.product-", p));
    Choices.fill(profile, PROFILES, word -> word);
    Choices.fill(fileSystem, List.of(Order.FileSystem.values()), f -> say("ui-disks.fs-", f));
    fields.put("product", new Field(desk.say("ui-disks.product"), product, ""));
    fields.put("tool", new Field("", lacking, ""));
    fields.put(
        "name", new Field(desk.say("ui-content.col-name"), name, desk.say("ui-disks.name-help")));
    fields.put("disk", new Field(desk.say("ui-disks.title"), list(chosen), ""));
    fields.putAll(zpool.all());
    fields.put("profile", new Field(desk.say("ui-disks.raid"), profile, ""));
    fields.put("filesystem", new Field(desk.say("ui-disks.filesystem"), fileSystem, ""));
    form = new ShortForm(desk, desk.say("ui-disks.make-title"), fields, this::read, ways::cancel);
    product.valueProperty().subscribe((_, _) -> adapt());
    fileSystem.valueProperty().subscribe((_, _) -> adapt());
    adapt();
  }

  private String say(String keys, Enum<?> value) {
    return desk.say(keys + DisksTable.word(value));
  }

  private VBox list(List<Disk> chosen) {
    VBox list = new VBox(8);
    for (Disk disk : workshop.disks().stream().filter(Disk::blank).toList()) {
      String size = desk.words().size(disk.size());
      CheckBox box =
          new CheckBox(desk.say("ui-disks.choice", disk.path(), size, disk.confirmation()));
      box.setSelected(chosen.contains(disk));
      box.selectedProperty().subscribe((_, _) -> adapt());
      disks.put(disk, box);
      list.getChildren().add(box);
    }
    return list;
  }

  /** What the host has has changed; the disks to choose from stay. */
  void equip(Workshop now) {
    workshop = now;
    adapt();
  }

  /** Only what the product has a use for is asked. */
  private void adapt() {
    Product wanted = product.getValue();
    zpool.show(wanted == Product.ZPOOL, chosen());
    shown("profile", wanted == Product.BTRFS);
    shown("filesystem", wanted == Product.DIRECTORY);
    List<String> missing = workshop.missing(order("", List.of("")).tools());
    lacking
        .getChildren()
        .setAll(Lacking.of(desk, "ui-disks.tools-missing", missing, ways::install));
    shown("tool", !missing.isEmpty());
  }

  private void shown(String field, boolean shown) {
    Node node = fields.get(field);
    if (node != null) {
      node.setVisible(shown);
      node.setManaged(shown);
    }
  }

  private List<Disk> chosen() {
    return disks.entrySet().stream()
        .filter(entry -> entry.getValue().isSelected())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void read() {
    List<String> taken = chosen().stream().map(Disk::lasting).toList();
    List<Problem> problems = new ArrayList<>();
    boolean single =
        product.getValue() == Product.THINPOOL || product.getValue() == Product.DIRECTORY;
    if (taken.isEmpty()) {
      problems.add(Problem.of("disk", "ui-disks.choose-some"));
    } else if (single && taken.size() > 1) {
      problems.add(Problem.of("disk", "ui-disks.choose-one"));
    }
    if (product.getValue() == Product.ZPOOL) {
      problems.addAll(zpool.problems());
    }
    if (name.getText().isBlank()) {
      problems.add(Problem.of("name", "ui-disks.name-missing"));
    }
    form.show(problems);
    if (problems.isEmpty()) {
      ways.review(order(name.getText().strip(), taken));
    }
  }

  private Order order(String wanted, List<String> taken) {
    return switch (product.getValue()) {
      case ZPOOL -> zpool.order(wanted, taken);
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
