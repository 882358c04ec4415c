package stowage.ui.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stowage.exec.Secret;
import stowage.paper.PaperPdf;
import stowage.paper.PaperSheet;
import stowage.pbs.MasterKey;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperPage;
import stowage.pbs.PaperReader;
import stowage.pbs.Picture;
import stowage.settings.KeyRecords;
import stowage.ui.keys.Custody.Verdict;

/** What is drawn can be read back: as a PDF, and as a picture of it. */
class PaperCopiesTest {
  private static final PaperSheet.Words WORDS =
      new PaperSheet.Words("vault (pve1), 금고 열쇠", "What to do with it. ".repeat(12), "%1$d/%2$d");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void thePdfOfAKeyIsReadBack(PaperPage page) throws Exception {
    for (var file : List.of(Desks.file(), Desks.locked())) {
      PaperKey paper = PaperKey.of(file, ZoneOffset.UTC);
      List<PaperSheet> sheets = PaperSheet.of(paper, page, WORDS);
      assertEquals(1, sheets.size());
      byte[] pdf = PaperPdf.of(sheets, "vault");
      try (PDDocument document = Loader.loadPDF(pdf)) {
        assertEquals(
            page == PaperPage.A4 ? 595.28f : 612, document.getPage(0).getCropBox().getWidth());
        BufferedImage image = new PDFRenderer(document).renderImageWithDPI(0, 150);
        assertInstanceOf(
            PaperReader.RecoveredKey.class, PaperReader.pictures(List.of(picture(image))));
        assertWhiteBorder(image);
      }
      Path kept = folder.resolve(page + ".pdf");
      Files.write(kept, pdf);
      try (Custody custody = custody(Desks.keepsake(file))) {
        assertEquals(Verdict.SAME, custody.drill(List.of(kept)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void threeSheetsOfAMasterKeyAreReadBack(PaperPage page) throws Exception {
    try (MasterKey master = MasterKey.generate();
        Secret passphrase = Secret.of("passphrase".toCharArray());
        Custody custody = custody(Keepsake.of(master, passphrase))) {
      List<PaperSheet> sheets = PaperSheet.of(custody.paper(ZoneOffset.UTC), page, WORDS);
      assertEquals(3, sheets.size());
      Path all = folder.resolve("all.pdf");
      Files.write(all, PaperPdf.of(sheets, "master"));
      assertEquals(Verdict.SAME, custody.drill(List.of(all)));
      try (PDDocument document = Loader.loadPDF(all.toFile())) {
        assertEquals(3, document.getNumberOfPages());
        assertWhiteBorder(new PDFRenderer(document).renderImageWithDPI(1, 72));
      }
    }
  }

  @Test
  void aPictureOfTheSheetIsReadBack() throws Exception {
    try (Custody custody = custody(Desks.keepsake(Desks.file()))) {
      byte[] pdf =
          PaperPdf.of(
              PaperSheet.of(custody.paper(ZoneOffset.UTC), PaperPage.LETTER, WORDS), "vault");
      for (String format : List.of("png", "jpg")) {
        Path picture = folder.resolve("scan." + format);
        try (PDDocument document = Loader.loadPDF(pdf)) {
          BufferedImage image = new PDFRenderer(document).renderImageWithDPI(0, 200);
          assertTrue(ImageIO.write(image, format, picture.toFile()));
        }
        assertEquals(Verdict.SAME, custody.drill(List.of(picture)));
      }
    }
  }

  @Test
  void thePdfNeedsNoFontsAndHoldsNoTextToSearchFor() throws Exception {
    PaperKey paper = PaperKey.of(Desks.file(), ZoneOffset.UTC);
    byte[] pdf = PaperPdf.of(PaperSheet.of(paper, PaperPage.A4, WORDS), "vault");
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertEquals("vault", document.getDocumentInformation().getTitle());
      assertEquals("Stowage", document.getDocumentInformation().getProducer());
      assertFalse(
          document.getPage(0).getResources().getFontNames().iterator().hasNext(),
          "letters are outlines");
      assertEquals("", new PDFTextStripper().getText(document).strip());
    }
  }

  private Custody custody(Keepsake keepsake) {
    return Desks.custody(keepsake, new KeyRecords(folder.resolve("keys.json")));
  }

  private static void assertWhiteBorder(BufferedImage image) {
    int margin = image.getWidth() / 25;
    int width = image.getWidth();
    int height = image.getHeight();
    int[] bottom = image.getRGB(0, height - margin, width, margin, null, 0, width);
    int[] right = image.getRGB(width - margin, 0, margin, height, null, 0, margin);
    assertTrue(Arrays.stream(bottom).allMatch(p -> (p & 0xffffff) == 0xffffff), "bottom");
    assertTrue(Arrays.stream(right).allMatch(p -> (p & 0xffffff) == 0xffffff), "right");
  }

  private static Picture picture(BufferedImage image) {
    int width = image.getWidth();
    return Picture.of(
        width, image.getHeight(), image.getRGB(0, 0, width, image.getHeight(), null, 0, width));
  }
}
