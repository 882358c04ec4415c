package stowage.ui.disks;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import stowage.disk.Disk;
import stowage.disk.Order;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;

/**
 * How a ZFS pool would lie on its disks: each disk a box, those that share their data side by side
 * in one frame, with what can be used and what may fail.
 */
final class RaidDrawing extends VBox {
  private final Desk desk;
  private final FlowPane boxes = new FlowPane(12, 8);
  private final Label said = Look.note("");

  RaidDrawing(Desk desk) {
    super(8);
    this.desk = desk;
    said.setWrapText(true);
    getChildren().setAll(boxes, said);
  }

  void show(Order.Raid raid, Order.Draid draid, List<Disk> disks) {
    boxes.getChildren().clear();
    int group =
        switch (raid) {
          case SINGLE -> 1;
          case RAID10 -> 2;
          case MIRROR, RAIDZ, RAIDZ2, RAIDZ3, DRAID, DRAID2, DRAID3 -> Math.max(1, disks.size());
        };
    for (int i = 0; i < disks.size(); i += group) {
      HBox frame = new HBox(4);
      frame.getStyleClass().add("raid-group");
      disks
          .subList(i, Math.min(disks.size(), i + group))
          .forEach(disk -> frame.getChildren().add(box(disk)));
      boxes.getChildren().add(frame);
    }
    said.setText(words(raid, draid, disks));
    setAccessibleText(said.getText());
  }

  private static Label box(Disk disk) {
    Label label = new Label(disk.path().substring(disk.path().lastIndexOf('/') + 1));
    label.getStyleClass().add("raid-disk");
    return label;
  }

  private String words(Order.Raid raid, Order.Draid draid, List<Disk> disks) {
    boolean odd = raid == Order.Raid.RAID10 && disks.size() % 2 != 0;
    if (disks.size() < raid.fewest(draid) || odd) {
      return desk.say(odd ? "ui-disks.raid-even" : "ui-disks.raid-few", raid.fewest(draid));
    }
    long smallest = disks.stream().mapToLong(Disk::size).min().orElse(0);
    long largest = disks.stream().mapToLong(Disk::size).max().orElse(0);
    String usable =
        raid == Order.Raid.SINGLE
            ? desk.words().size(disks.stream().mapToLong(Disk::size).sum())
            : desk.words().size(raid.usable(disks.size(), smallest, draid));
    String text = desk.say("ui-disks.raid-usable", usable, survives(raid, disks.size()));
    return raid != Order.Raid.SINGLE && smallest < largest
        ? text + " " + desk.say("ui-disks.raid-unequal", desk.words().size(smallest))
        : text;
  }

  private static int survives(Order.Raid raid, int disks) {
    return switch (raid) {
      case SINGLE -> 0;
      case MIRROR -> disks - 1;
      case RAID10, RAIDZ, DRAID -> 1;
      case RAIDZ2, DRAID2 -> 2;
      case RAIDZ3, DRAID3 -> 3;
    };
  }
}
