package stowage.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stowage.exec.Secret;
import stowage.pbs.MasterKey;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;

/** The pair of keys whose private half opens the copy of the key that lies in every backup. */
@Command(name = "master")
final class KeyMasterCommand implements Runnable {
  private static final String PUBLIC = "master-public.pem";
  private static final String PRIVATE = "master-private.pem";
  private final Cli cli;

  private KeyMasterCommand(Cli cli) {
    this.cli = cli;
  }

  static CommandLine line(Cli cli) {
    return new CommandLine(new KeyMasterCommand(cli))
        .addSubcommand(new KeyMasterRecoverCommand(cli));
  }

  @Override
  public void run() {
    Optional.ofNullable(cli.line().getSubcommands().get("key"))
        .map(key -> key.getSubcommands().get("master"))
        .ifPresent(line -> line.usage(cli.out()));
  }

  @Command(name = "create")
  int create(
      @Option(names = "--directory", paramLabel = "DIR", required = true) String directory,
      @Mixin Passphrases passphrases)
      throws InvalidException {
    LocalFile open = LocalFile.of("directory", Path.of(directory, PUBLIC).toString());
    LocalFile closed = LocalFile.of("directory", Path.of(directory, PRIVATE).toString());
    open.requireAbsent();
    closed.requireAbsent();
    try (Secret passphrase = passphrases.fresh(cli, closed.path().toString());
        MasterKey key = MasterKey.generate()) {
      byte[] pem = key.pem(passphrase);
      if (!cli.dryRun) {
        closed.create(pem);
        try {
          open.createOpen(key.publicKey().pem());
        } catch (InvalidException e) {
          // Half a pair would be in the way of the next try.
          closed.takeBack();
          throw e;
        }
      }
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("private", closed.path().toString());
      row.putAll(KeyRows.of(open.path().toString(), key.publicKey()));
      row.put("modulus", key.publicKey().modulus());
      shown(row);
      return Exit.OK.status;
    } catch (PbsException e) {
      throw KeyInput.refused("passphrase", e);
    }
  }

  private void shown(Map<String, Object> row) {
    Output output = cli.session().output();
    if (cli.json) {
      output.json(row);
    } else {
      KeyRows.text(row).forEach(output::line);
    }
  }
}
