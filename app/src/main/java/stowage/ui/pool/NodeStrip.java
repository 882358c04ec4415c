package stowage.ui.pool;

import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import stowage.config.StorageId;
import stowage.message.Message;
import stowage.ui.fleet.Cluster;
import stowage.ui.fleet.SharedPool;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;

/** A shared pool on every node of its cluster: how it is there, and how old that is. */
final class NodeStrip {
  private final Desk desk;
  private final HostModel host;
  private final StorageId id;
  private final FlowPane chips = new FlowPane(8, 8);

  NodeStrip(Desk desk, HostModel host, StorageId id) {
    this.desk = desk;
    this.host = host;
    this.id = id;
    chips.setPadding(new Insets(0, 24, 8, 24));
    chips.setAccessibleText(desk.say("ui-host.nodes"));
  }

  FlowPane node() {
    return chips;
  }

  /** Hides itself for a pool that is no cluster's. */
  void show() {
    List<SharedPool.Node> nodes =
        Cluster.of(host, desk.fleet().hosts()).map(Cluster::shared).orElse(List.of()).stream()
            .filter(p -> p.pool().id().equals(id))
            .findFirst()
            .map(p -> p.nodes(desk.preferences().threshold()))
            .orElse(List.of());
    chips.setVisible(!nodes.isEmpty());
    chips.setManaged(!nodes.isEmpty());
    if (chips.getChildren().size() != nodes.size()) {
      chips.getChildren().setAll(nodes.stream().map(_ -> new Button()).toList());
    }
    for (int i = 0; i < nodes.size(); i++) {
      fill((Button) chips.getChildren().get(i), nodes.get(i));
    }
  }

  private void fill(Button chip, SharedPool.Node node) {
    String age =
        node.read() == null
            ? desk.say("ui-host.never-read")
            : desk.words().age(node.read(), desk.fleet().now().get());
    String text = desk.say("ui-host.node-chip", node.name(), desk.say(key(node.presence())), age);
    if (!text.equals(chip.getText())) {
      chip.setText(text);
    }
    chip.setGraphic(Look.icon(node.presence().status().shape(), node.presence().status().tone()));
    HostModel there = node.host();
    boolean here = there == host;
    chip.getStyleClass().setAll("button", "chip", here ? "here" : "there");
    chip.setDisable(there == null);
    String why = node.why() == null ? "" : said(node.why());
    chip.setTooltip(why.isEmpty() ? null : new Tooltip(why));
    chip.setAccessibleText(why.isEmpty() ? text : text + ": " + why);
    chip.setOnAction(_ -> {
      if (there != null && !here) {
        desk.navigator()
            .replace(new Page.OfPool(host.name(), id), new Page.OfPool(there.name(), id));
      }
    });
  }

  private String said(Message why) {
    return desk.words().say(why);
  }

  private static String key(SharedPool.Presence presence) {
    return switch (presence) {
      case OK -> "ui-host.node-ok";
      case DEGRADED -> "ui-host.node-degraded";
      case MISSING -> "ui-host.node-missing";
      case UNKNOWN -> "ui-host.node-unknown";
      case NOT_HERE -> "ui-host.node-not-here";
    };
  }
}
