package stowage.ui.keys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Group;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.transform.Scale;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import stowage.paper.PaperPdf;
import stowage.paper.PaperSheet;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperPage;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.work.Background;

/** A key on paper: what it will look like, printed or saved to be printed elsewhere. */
final class PaperView implements View {
  /** Countries whose printers hold Letter. */
  private static final Set<String> LETTER = Set.of("US", "CA", "MX", "PH", "CL", "CO", "VE");

  private static final double SMALLEST_SCALE = 0.3;

  private final Desk desk;
  private final Custody custody;
  private final Outside outside;
  private final BorderPane page = new BorderPane();
  private final ComboBox<PaperPage> size = new ComboBox<>();
  private final TextField subject = new TextField();
  private final StackPane preview = new StackPane();
  private final ScrollPane scroll = new ScrollPane(preview);
  private final VBox said = new VBox();
  private final Label number = new Label();
  private final HBox pager;
  private List<PaperSheet> sheets = List.of();
  private int shown;
  private Background.@Nullable Work<?> drawing;

  /** What can be made of a paper key. */
  private enum Form {
    TEXT("txt"),
    HTML("html"),
    PDF("pdf");

    private final String extension;

    Form(String extension) {
      this.extension = extension;
    }
  }

  /**
   * @param back leaves it
   */
  PaperView(Desk desk, Custody custody, Outside outside, Runnable back) {
    this.desk = desk;
    this.custody = custody;
    this.outside = outside;
    size.getItems().setAll(PaperPage.values());
    size.setConverter(
        new javafx.util.StringConverter<>() {
          @Override
          public String toString(PaperPage value) {
            return value == null ? "" : value == PaperPage.A4 ? "A4" : "Letter";
          }

          @Override
          public PaperPage fromString(String text) {
            throw new UnsupportedOperationException("nothing is typed here");
          }
        });
    boolean letter = LETTER.contains(Locale.getDefault().getCountry());
    size.setValue(letter ? PaperPage.LETTER : PaperPage.A4);
    Custody.Place place = custody.place();
    subject.setText(place.pool() + " (" + place.host() + ") – " + custody.key().brief());
    size.valueProperty().subscribe((_, _) -> draw());
    subject.textProperty().subscribe((_, _) -> draw());
    Field of = new Field(desk.say("ui-keys.subject"), subject, desk.say("ui-keys.subject-help"));
    HBox.setHgrow(of, Priority.ALWAYS);
    HBox fields = new HBox(12, new Field(desk.say("ui-keys.paper-size"), size, ""), of);
    pager =
        Look.row(
            4,
            Look.iconButton(
                desk.say("ui-keys.sheet-before"), MaterialDesignC.CHEVRON_LEFT, () -> turn(-1)),
            number,
            Look.iconButton(
                desk.say("ui-keys.sheet-next"), MaterialDesignC.CHEVRON_RIGHT, () -> turn(1)));
    pager.setAlignment(Pos.CENTER);
    page.setTop(
        Look.column(12, Look.subheading(desk.say("ui-keys.paper-title")), fields, said, pager));
    preview.getStyleClass().add("paper-desk");
    preview.setPadding(new Insets(16));
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(desk.say("ui-keys.preview"));
    scroll.viewportBoundsProperty().subscribe((_, _) -> show());
    BorderPane.setMargin(scroll, new Insets(12, 0, 12, 0));
    page.setCenter(scroll);
    page.setBottom(buttons(back));
    page.setPadding(new Insets(16, 24, 16, 24));
    draw();
  }

  private FlowPane buttons(Runnable back) {
    Button leave = Look.button(desk.say("ui-keys.paper-back"), MaterialDesignA.ARROW_LEFT, back);
    leave.setCancelButton(true);
    Button print = Look.primary(desk.say("ui-keys.print"), this::findPrinter);
    print.setGraphic(Look.icon(MaterialDesignP.PRINTER_OUTLINE));
    FlowPane buttons =
        new FlowPane(
            8,
            8,
            leave,
            Look.note(desk.say("ui-keys.save-as")),
            saving("text", MaterialDesignF.FILE_DOCUMENT_OUTLINE, Form.TEXT),
            saving("html", MaterialDesignL.LANGUAGE_HTML5, Form.HTML),
            saving("pdf", MaterialDesignF.FILE_PDF_BOX, Form.PDF),
            print);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    return buttons;
  }

  private Button saving(String word, Ikon shape, Form form) {
    Button button = Look.button(desk.say("ui-keys.form-" + word), shape, () -> save(form));
    button.setAccessibleText(desk.say("ui-keys.save-" + word));
    return button;
  }

  private PaperSheet.Words words() {
    return new PaperSheet.Words(
        subject.getText().strip(),
        desk.say(custody.key().isMaster() ? "paper.note-master" : "paper.note"),
        desk.say("paper.sheet", "%1$d", "%2$d"));
  }

  private void draw() {
    if (drawing != null) {
      drawing.discard();
    }
    PaperPage paper = size.getValue();
    PaperSheet.Words words = words();
    drawing =
        desk.background()
            .run(() -> PaperSheet.of(custody.paper(ZoneId.systemDefault()), paper, words))
            .then(made -> {
              sheets = made;
              turn(0);
            })
            .failed(this::trouble);
  }

  private void turn(int by) {
    shown = Math.clamp((long) shown + by, 0, Math.max(0, sheets.size() - 1));
    number.setText(desk.say("paper.sheet", shown + 1, sheets.size()));
    pager.setVisible(sheets.size() > 1);
    pager.setManaged(sheets.size() > 1);
    show();
  }

  /** Whole, as long as that leaves something to see, and not larger than it is. */
  private void show() {
    if (sheets.isEmpty()) {
      return;
    }
    PaperSheet sheet = sheets.get(shown);
    double wide = (scroll.getViewportBounds().getWidth() - 32) / sheet.width();
    double high = (scroll.getViewportBounds().getHeight() - 32) / sheet.height();
    double scale = Math.clamp(Math.min(wide, high), SMALLEST_SCALE, 1);
    PaperDrawing drawn =
        new PaperDrawing(
            sheet,
            desk.say("ui-keys.preview-of", subject.getText().strip(), shown + 1, sheets.size()));
    drawn.getTransforms().setAll(new Scale(scale, scale));
    preview.getChildren().setAll(new Group(drawn));
  }

  private void save(Form form) {
    PaperPage paper = size.getValue();
    String of = subject.getText().strip();
    List<PaperSheet> drawn = sheets;
    outside
        .toSave(page, desk.say("ui-keys.paper-title"), custody.fileName("paper." + form.extension))
        .ifPresent(to ->
            desk.background()
                .run(() -> {
                  byte[] made = made(form, paper, of, drawn);
                  try {
                    custody.savePaper(to, made);
                  } finally {
                    Arrays.fill(made, (byte) 0);
                  }
                  return to;
                })
                .then(this::saved)
                .failed(this::trouble));
  }

  private byte[] made(Form form, PaperPage paper, String of, List<PaperSheet> drawn)
      throws Exception {
    PaperKey key = custody.paper(ZoneId.systemDefault());
    String named = of.isEmpty() ? null : of;
    return switch (form) {
      case TEXT -> key.text(named).getBytes(StandardCharsets.UTF_8);
      case HTML -> key.html(named, paper).getBytes(StandardCharsets.UTF_8);
      case PDF -> PaperPdf.of(drawn, of);
    };
  }

  private void saved(Path to) {
    say(Status.OK, desk.say("ui-keys.paper-saved", to));
  }

  private void findPrinter() {
    desk.background().run(outside::hasPrinter).then(this::print).failed(this::trouble);
  }

  private void print(boolean possible) {
    if (!possible) {
      say(Status.WARNING, desk.say("ui-keys.no-printer"));
      return;
    }
    if (outside.print(page, sheets, size.getValue(), custody.fileName("paper"))) {
      desk.background()
          .run(() -> {
            custody.printed();
            return true;
          })
          .then(_ -> say(Status.OK, desk.say("ui-keys.printed")))
          .failed(this::trouble);
    } else {
      say(Status.UNKNOWN, desk.say("ui-keys.not-printed"));
    }
  }

  private void trouble(Exception why) {
    say(Status.PROBLEM, Reasons.say(desk.words(), why));
  }

  private void say(Status status, String words) {
    said.getChildren().setAll(Look.banner(status, words));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void focus() {
    subject.requestFocus();
  }

  @Override
  public void close() {
    if (drawing != null) {
      drawing.discard();
    }
    sheets = List.of();
    preview.getChildren().clear();
  }
}
