package stowage.ui.keys;

import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.paint.Color;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.CubicCurveTo;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.shape.QuadCurveTo;
import javafx.scene.shape.Rectangle;
import stowage.paper.PaperSheet;

/** A sheet of a paper key, one unit to a point, for the screen and for printers. */
final class PaperDrawing extends Group {

  /**
   * @param name what a screen reader says; it can't read the key
   */
  PaperDrawing(PaperSheet sheet, String name) {
    Rectangle white = new Rectangle(sheet.width(), sheet.height(), Color.WHITE);
    Path ink = new Path(elements(sheet));
    ink.setFillRule(FillRule.NON_ZERO);
    ink.setFill(Color.BLACK);
    ink.setStroke(null);
    getChildren().setAll(white, ink);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleText(name);
  }

  private static List<PathElement> elements(PaperSheet sheet) {
    List<PathElement> elements = new ArrayList<>();
    double[] at = new double[6];
    for (PathIterator path = sheet.ink().getPathIterator(null); !path.isDone(); path.next()) {
      elements.add(
          switch (path.currentSegment(at)) {
            case PathIterator.SEG_MOVETO -> new MoveTo(at[0], at[1]);
            case PathIterator.SEG_LINETO -> new LineTo(at[0], at[1]);
            case PathIterator.SEG_QUADTO -> new QuadCurveTo(at[0], at[1], at[2], at[3]);
            case PathIterator.SEG_CUBICTO ->
                new CubicCurveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
            default -> new ClosePath();
          });
    }
    return elements;
  }
}
