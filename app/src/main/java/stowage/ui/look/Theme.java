package stowage.ui.look;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import stowage.settings.Choices;
import stowage.text.Texts;

/** Light or dark, and the style sheets on top of it. */
public final class Theme {
  private Theme() {}

  public static void apply(Choices.Theme choice) {
    boolean dark =
        switch (choice) {
          case LIGHT -> false;
          case DARK -> true;
          case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    Application.setUserAgentStylesheet(
        (dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
  }

  public static void dress(Scene scene) {
    scene.getStylesheets().setAll(sheet("console.css"), sheet("controlsfx.css"));
  }

  private static String sheet(String name) {
    // The style sheets lie beside the texts, in the resources module.
    return Objects.requireNonNull(Texts.class.getResource("/stowage/style/" + name), name)
        .toExternalForm();
  }
}
