package stowage.ui.keys;

import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.config.StorageId;
import stowage.pbs.Fingerprint;
import stowage.pbs.KeyFile;
import stowage.pbs.Manifest.Verdict;
import stowage.pbs.PbsException;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;

/** A key that was recovered, and where it may go: nothing keeps it yet. */
final class RecoveredView implements View {
  private final BorderPane page = new BorderPane();
  private final Options<Way> ways = new Options<>();
  private final Recovered recovered;

  /** Where the key goes. */
  enum Way {
    /** Where keys lie that were in use before: it opens its backups, and no new ones. */
    BESIDE,
    USE,
    KEEP
  }

  /**
   * @param recovered taken over
   */
  RecoveredView(Desk desk, StorageId pool, Recovered recovered, Consumer<Way> next, Runnable cancel)
      throws PbsException {
    this.recovered = recovered;
    KeyFacts facts = new KeyFacts(desk.words());
    facts.add("ui-keys.recover-backup", recovered.backup().toString(), "monospace");
    try (KeyFile file = recovered.key().file()) {
      String name = file.fingerprint().map(Fingerprint::text).orElse(desk.say("ui-keys.unnamed"));
      facts.add("ui-keys.fingerprint", name, "monospace");
      facts.addTime("ui-keys.created", file.created());
    }
    for (Way way : Way.values()) {
      String key = "ui-keys.recovered-" + way.name().toLowerCase(java.util.Locale.ROOT);
      ways.add(way, desk.say(key), desk.say(key + "-text", pool));
    }
    boolean proven = recovered.judgement().verdict() == Verdict.SIGNATURE_OK;
    ScrollPane scroll =
        new ScrollPane(
            Look.column(
                16,
                Look.banner(
                    proven ? Status.OK : Status.WARNING,
                    desk.words().say(recovered.judgement().said())),
                facts,
                Look.note(desk.say("ui-keys.recovered-text")),
                ways));
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    BorderPane.setMargin(scroll, new Insets(16, 0, 16, 0));
    page.setTop(Look.subheading(desk.say("ui-keys.recovered-title")));
    page.setCenter(scroll);
    page.setBottom(
        Look.row(
            8,
            Look.spring(),
            Look.button(desk.say("ui.cancel"), MaterialDesignC.CLOSE, cancel),
            Look.primary(desk.say("ui-keys.recovered-go"), () -> next.accept(ways.chosen()))));
    page.setPadding(new Insets(16, 24, 16, 24));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void focus() {
    ways.requestFocus();
  }

  @Override
  public void close() {
    recovered.close();
  }
}
