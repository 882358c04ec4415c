package stowage.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stowage.paper.PaperPdf;
import stowage.paper.PaperSheet;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperPage;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.words.Words;

/** As what a key is written that is to be printed. */
enum PaperForm {
  TEXT,
  HTML,
  PDF;

  /** A page for browsers, where the file's name does not say otherwise. */
  static PaperForm ofName(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return name.endsWith(".pdf") ? PDF : name.endsWith(".txt") ? TEXT : HTML;
  }

  /**
   * @param word text, html or pdf
   */
  static PaperForm of(String word) throws InvalidException {
    return KeyInput.among(
        "output-format", word, List.of("text", "html", "pdf"), List.of(PaperForm.values()));
  }

  /**
   * @param subject heads the page; empty for none
   */
  byte[] made(PaperKey key, String subject, PaperPage page, Words words) throws PbsException {
    @Nullable String heading = subject.isEmpty() ? null : subject;
    return switch (this) {
      case TEXT -> key.text(heading).getBytes(StandardCharsets.UTF_8);
      case HTML -> key.html(heading, page).getBytes(StandardCharsets.UTF_8);
      case PDF -> pdf(key, subject, page, words);
    };
  }

  private static byte[] pdf(PaperKey key, String subject, PaperPage page, Words words)
      throws PbsException {
    PaperSheet.Words said =
        new PaperSheet.Words(
            subject,
            words.say(key.isMaster() ? "paper.note-master" : "paper.note"),
            words.say("paper.sheet", "%1$d", "%2$d"));
    try {
      return PaperPdf.of(PaperSheet.of(key, page, said), subject);
    } catch (IOException e) {
      throw new IllegalStateException("a PDF is made in memory", e);
    }
  }
}
