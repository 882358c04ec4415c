package stowage.cli;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperPage;
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

  KeyPaperCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    PaperPage page =
        KeyInput.among(
            "paper", paper, List.of("a4", "letter"), List.of(PaperPage.A4, PaperPage.LETTER));
    String name = Objects.requireNonNullElse(output, "");
    PaperForm form = format == null ? PaperForm.ofName(name) : PaperForm.of(format);
    @Nullable LocalFile target = output == null ? null : LocalFile.of("output", output);
    if (target != null) {
      target.requireAbsent();
    }
    KeySource source = KeySource.of(cli, file, pool);
    return source.with((_, key) -> {
      byte[] made =
          form.made(
              PaperKey.of(key, ZoneId.systemDefault()),
              Objects.requireNonNullElse(subject, ""),
              page,
              cli.words());
      try {
        put(made, target);
      } finally {
        Arrays.fill(made, (byte) 0);
      }
      source.note(key, KeyRecord.Deed.EXPORTED);
      return Exit.OK;
    });
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
