package stowage.cli;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.exec.Secret;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.pbs.PaperReader.Recovered;
import stowage.pbs.PaperReader.RecoveredKey;
import stowage.pbs.PaperReader.RecoveredMaster;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;

/** A key from its paper back into a file; opened first, so that no character of it is misread. */
@Command(name = "recover")
final class KeyRecoverCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "<paper>", arity = "1..*")
  private List<String> papers = List.of();

  @Option(names = "--output", paramLabel = "FILE", required = true)
  private String output = "";

  @Mixin private final Passphrases passphrases = new Passphrases();

  KeyRecoverCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    LocalFile target = LocalFile.of("output", output);
    target.requireAbsent();
    Papers read = Papers.of("paper", papers);
    Map<String, Object> row;
    try (Recovered found = read.recovered()) {
      row =
          switch (found) {
            case RecoveredKey(var file) -> key(file, read, target);
            case RecoveredMaster(var pem) -> master(pem, read, target);
          };
    } catch (PbsException e) {
      throw KeyInput.refused(read.field(), e);
    }
    Output out = cli.session().output();
    if (cli.json) {
      out.json(row);
    } else {
      KeyRows.text(row).forEach(out::line);
    }
    return Exit.OK.status;
  }

  private Map<String, Object> key(KeyFile file, Papers read, LocalFile target)
      throws InvalidException, PbsException {
    try (Secret passphrase =
            file.needsPassphrase()
                ? passphrases.present(cli, read.name())
                : Secret.of(new byte[0]);
        Secret text = file.compact(ZoneId.systemDefault())) {
      file.open(passphrase).close();
      write(text, target);
      return KeyRows.of(target.path().toString(), file);
    }
  }

  private Map<String, Object> master(Secret pem, Papers read, LocalFile target)
      throws InvalidException {
    try (MasterKey key = read.master(cli, pem, passphrases)) {
      write(pem, target);
      return KeyRows.of(target.path().toString(), key.publicKey());
    }
  }

  private void write(Secret text, LocalFile target) throws InvalidException {
    if (!cli.dryRun) {
      target.create(text);
    }
  }
}
