package stowage.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.exec.Secret;
import stowage.pbs.DataBlob;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;

/** The pair of keys whose private half opens the copy of the key that lies in every backup. */
@Command(name = "master")
final class KeyMasterCommand implements Runnable {
  private static final String PUBLIC = "master-public.pem";
  private static final String PRIVATE = "master-private.pem";
  private final Cli cli;

  KeyMasterCommand(Cli cli) {
    this.cli = cli;
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

  @Command(name = "recover")
  int recover(
      @Option(names = "--private-key", paramLabel = "PEM", required = true) String privateKey,
      @Option(names = "--encrypted-key", paramLabel = "BLOB", required = true) String encrypted,
      @Option(names = "--kdf", paramLabel = "none|scrypt|pbkdf2", defaultValue = "scrypt")
          String kdf,
      @Option(names = "--hint", paramLabel = "TEXT") @Nullable String hint,
      @Parameters(paramLabel = "<key-file>") String file,
      @Mixin Passphrases passphrases)
      throws InvalidException {
    boolean closing = KeyInput.isClosing(kdf);
    LocalFile target = LocalFile.of("file", file);
    target.requireAbsent();
    byte[] pem = LocalFile.of("private-key", privateKey).read();
    byte[] blob = LocalFile.of("encrypted-key", encrypted).read();
    try (MasterKey master = master(pem, privateKey, passphrases);
        KeyFile plain = master.recover(payload(blob));
        Secret next =
            closing ? passphrases.next(cli, target.path().toString()) : Secret.of(new byte[0]);
        KeyFile made =
            plain.protectedBy(
                KeyInput.protection(kdf, closing ? next : null, hint), null, Instant.now());
        Secret text = made.compact(ZoneId.systemDefault())) {
      if (!cli.dryRun) {
        target.create(text);
      }
      shown(KeyRows.of(target.path().toString(), made));
      return Exit.OK.status;
    } catch (PbsException e) {
      throw KeyInput.refused("encrypted-key", e);
    } finally {
      Arrays.fill(pem, (byte) 0);
    }
  }

  private MasterKey master(byte[] pem, String file, Passphrases passphrases)
      throws InvalidException {
    try {
      return MasterKey.read(pem, null);
    } catch (PbsException e) {
      if (e.reason() != PbsException.Reason.PASSPHRASE_NEEDED) {
        throw KeyInput.refused("private-key", e);
      }
    }
    try (Secret passphrase = passphrases.present(cli, file)) {
      return MasterKey.read(pem, passphrase);
    } catch (PbsException e) {
      throw KeyInput.refused("private-key", e);
    }
  }

  /** As it lies on the server, or as the backup client restores it: without what is around it. */
  private static byte[] payload(byte[] file) throws PbsException {
    try {
      return DataBlob.read(file).content(null);
    } catch (PbsException e) {
      if (e.reason() == PbsException.Reason.BLOB_WRONG_MAGIC
          || e.reason() == PbsException.Reason.BLOB_TOO_SMALL) {
        return file;
      }
      throw e;
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
