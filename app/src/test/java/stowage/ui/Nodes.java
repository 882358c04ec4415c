package stowage.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;

/** Finds nodes as a screen reader does: by what they are and what they are called. */
public final class Nodes {
  private Nodes() {}

  public static List<Node> all(Parent root) {
    List<Node> found = new ArrayList<>();
    collect(root, found);
    return found;
  }

  private static void collect(Node node, List<Node> found) {
    if (!node.isVisible()) {
      return;
    }
    found.add(node);
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
    }
  }

  public static <T extends Node> T named(Parent root, Class<T> type, String name) {
    return find(root, type, n -> name(n).equals(name))
        .orElseThrow(() ->
            new AssertionError(
                "no " + type.getSimpleName() + " “" + name + "” among " + names(root, type)));
  }

  public static <T extends Node> Optional<T> find(
      Parent root, Class<T> type, Predicate<? super T> condition) {
    return all(root).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(condition)
        .findFirst();
  }

  private static List<String> names(Parent root, Class<? extends Node> type) {
    return all(root).stream().filter(type::isInstance).map(Nodes::name).toList();
  }

  /** What a screen reader would say. */
  public static String name(Node node) {
    String own = node.getAccessibleText();
    if (own != null && !own.isEmpty()) {
      return own;
    }
    if (node instanceof Labeled labeled && labeled.getText() != null) {
      return labeled.getText();
    }
    Object said = node.queryAccessibleAttribute(AccessibleAttribute.TEXT);
    return said == null ? "" : said.toString();
  }

  /** All words in sight. */
  public static String text(Parent root) {
    StringBuilder text = new StringBuilder();
    for (Node node : all(root)) {
      if (node instanceof Labeled labeled && labeled.getText() != null) {
        text.append(labeled.getText()).append('\n');
      } else if (node instanceof TextInputControl input) {
        text.append(input.getText()).append('\n');
      }
    }
    return text.toString();
  }

  public static void press(Parent root, String button) {
    named(root, ButtonBase.class, button).fire();
  }
}
