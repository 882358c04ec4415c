package stowage.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.paper.PaperPdf;
import stowage.paper.PaperSheet;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperPage;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.settings.KeyRecord;

/** A key as something to be printed. */
@Command(name = "paperkey")
final class KeyPaperCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<key-file>", arity = "0..1")
  private @Nullable String file;

  @Option(names = "--pool", paramLabel = "STORAGE")
  private @Nullable String pool;

  @Option(names = "--subject", paramLabel = "TEXT")
  private @Nullable String subject;

  @Option(names = "--output-format", paramLabel = "text|html|pdf")
  private @Nullable String format;

  @Option(names = "--paper", paramLabel = "a4|letter", defaultValue = "a4")
  private String paper = "";

  @Option(names = "--output", paramLabel = "FILE")
  private @Nullable String output;

  private enum Form {
    TEXT,
    HTML,
    PDF
  }

  KeyPaperCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    PaperPage page =
        KeyInput.among(
            "paper", paper, List.of("a4", "letter"), List.of(PaperPage.A4, PaperPage.LETTER));
    Form form = form();
    @Nullable LocalFile target = output == null ? null : LocalFile.of("output", output);
    if (target != null) {
      target.requireAbsent();
    }
    KeySource source = KeySource.of(cli, file, pool);
    return source.with((name, key) -> {
      byte[] made = made(form, page, PaperKey.of(key, ZoneId.systemDefault()));
      try {
        put(made, target);
      } finally {
        Arrays.fill(made, (byte) 0);
      }
      source.note(key, KeyRecord.Deed.EXPORTED);
      return Exit.OK;
    });
  }

  /** What is asked for; else what the file's name says, and a page for browsers without one. */
  private Form form() throws InvalidException {
    if (format != null) {
      return KeyInput.among(
          "output-format", format, List.of("text", "html", "pdf"), List.of(Form.values()));
    }
    String name = Objects.requireNonNullElse(output, "").toLowerCase(Locale.ROOT);
    return name.endsWith(".pdf") ? Form.PDF : name.endsWith(".txt") ? Form.TEXT : Form.HTML;
  }

  private byte[] made(Form form, PaperPage page, PaperKey key) throws PbsException {
    return switch (form) {
      case TEXT -> key.text(subject).getBytes(StandardCharsets.UTF_8);
      case HTML -> key.html(subject, page).getBytes(StandardCharsets.UTF_8);
      case PDF -> pdf(page, key);
    };
  }

  private byte[] pdf(PaperPage page, PaperKey key) throws PbsException {
    String of = Objects.requireNonNullElse(subject, "");
    PaperSheet.Words words =
        new PaperSheet.Words(
            of,
            cli.words().say(key.isMaster() ? "paper.note-master" : "paper.note"),
            cli.words().say("paper.sheet", "%1$d", "%2$d"));
    try {
      return PaperPdf.of(PaperSheet.of(key, page, words), of);
    } catch (IOException e) {
      throw new IllegalStateException("a PDF is made in memory", e);
    }
  }

  /** As it is: a page has its form feeds, and nothing of it is a host's. */
  private void put(byte[] made, @Nullable LocalFile target) throws InvalidException {
    if (target != null) {
      if (!cli.dryRun) {
        target.create(made);
      }
      return;
    }
    try {
      cli.data().out().write(made);
      cli.data().out().flush();
    } catch (IOException e) {
      throw new InvalidException("output", "cli.key.unwritable", "-", e.toString());
    }
  }
}
