package stowage.ui.keys;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.print.PageLayout;
import javafx.print.PageOrientation;
import javafx.print.Paper;
import javafx.print.Printer;
import javafx.print.PrinterJob;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import stowage.paper.PaperSheet;
import stowage.pbs.PaperPage;

/** The real one: the platform's file and printer dialogs. */
public final class Desktop implements Outside {

  @Override
  public Optional<Path> toSave(Node near, String title, String name) {
    FileChooser chooser = chooser(title);
    chooser.setInitialFileName(name);
    return Optional.ofNullable(chooser.showSaveDialog(near.getScene().getWindow()))
        .map(File::toPath);
  }

  @Override
  public List<Path> toOpen(Node near, String title) {
    List<File> chosen = chooser(title).showOpenMultipleDialog(near.getScene().getWindow());
    return chosen == null ? List.of() : chosen.stream().map(File::toPath).toList();
  }

  @Override
  public Optional<Path> toDirectory(Node near, String title) {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(title);
    return Optional.ofNullable(chooser.showDialog(near.getScene().getWindow())).map(File::toPath);
  }

  private static FileChooser chooser(String title) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    return chooser;
  }

  @Override
  public boolean hasPrinter() {
    return !Printer.getAllPrinters().isEmpty();
  }

  @Override
  public boolean print(Node near, List<PaperSheet> sheets, PaperPage page, String title) {
    PrinterJob job = PrinterJob.createPrinterJob();
    if (job == null) {
      return false;
    }
    job.getJobSettings().setJobName(title);
    if (!job.showPrintDialog(near.getScene().getWindow())) {
      job.cancelJob();
      return false;
    }
    PageLayout layout =
        job.getPrinter()
            .createPageLayout(
                page == PaperPage.A4 ? Paper.A4 : Paper.NA_LETTER,
                PageOrientation.PORTRAIT,
                Printer.MarginType.HARDWARE_MINIMUM);
    boolean printed = true;
    for (PaperSheet sheet : sheets) {
      // A printer counts from where it can print; the sheet has its own margins.
      PaperDrawing drawing = new PaperDrawing(sheet, title);
      drawing.setTranslateX(-layout.getLeftMargin());
      drawing.setTranslateY(-layout.getTopMargin());
      printed &= job.printPage(layout, new Group(drawing));
    }
    return printed && job.endJob();
  }
}
