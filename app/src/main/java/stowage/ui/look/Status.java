package stowage.ui.look;

import java.util.Locale;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** How something is, told by shape, word and colour alike. Worse ones come later. */
public enum Status {
  OK("success"),
  ELSEWHERE("muted"),
  DISABLED("muted"),
  OFFLINE("muted"),
  BUSY("accent"),
  UNKNOWN("unknown"),
  WAITING("warning"),
  WARNING("warning"),
  PROBLEM("danger");

  private final String tone;

  Status(String tone) {
    this.tone = tone;
  }

  public Ikon shape() {
    return switch (this) {
      case OK -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
      case ELSEWHERE -> MaterialDesignM.MAP_MARKER_OFF_OUTLINE;
      case DISABLED -> MaterialDesignM.MINUS_CIRCLE_OUTLINE;
      case OFFLINE -> MaterialDesignP.POWER_PLUG_OFF_OUTLINE;
      case BUSY -> MaterialDesignS.SYNC;
      case UNKNOWN -> MaterialDesignH.HELP_CIRCLE_OUTLINE;
      case WAITING -> MaterialDesignA.ACCOUNT_QUESTION_OUTLINE;
      case WARNING -> MaterialDesignA.ALERT_OUTLINE;
      case PROBLEM -> MaterialDesignC.CLOSE_OCTAGON_OUTLINE;
    };
  }

  /** Style class of its colour. */
  public String tone() {
    return tone;
  }

  /** Key of its word. */
  public String key() {
    return "ui.status-" + name().toLowerCase(Locale.ROOT);
  }
}
