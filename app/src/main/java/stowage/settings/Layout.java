package stowage.settings;

import java.util.List;
import java.util.Objects;

/**
 * How the window was left.
 *
 * @param bounds where the window was; null before the first time
 * @param maximized whether it filled the screen
 * @param treeShare part of the width that the tree takes, 0 to 1
 * @param pages addresses of the open pages, in order
 * @param front the page in front
 */
public record Layout(
    @org.jspecify.annotations.Nullable Bounds bounds,
    boolean maximized,
    double treeShare,
    List<String> pages,
    String front) {

  /** In the screen's coordinates. */
  public record Bounds(double x, double y, double width, double height) {}

  public static final Layout USUAL = new Layout(null, false, 0.22, List.of(), "");

  public Layout {
    treeShare = treeShare <= 0 || treeShare >= 1 ? 0.22 : treeShare;
    pages = List.copyOf(Objects.requireNonNullElse(pages, List.of()));
    front = Objects.requireNonNullElse(front, "");
  }
}
