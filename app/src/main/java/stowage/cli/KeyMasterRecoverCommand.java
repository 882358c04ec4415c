package stowage.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.exec.Secret;
import stowage.host.ServerPool;
import stowage.pbs.ClosedKey;
import stowage.pbs.DataBlob;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.pbs.PbsException;
import stowage.pbs.server.SnapshotId;
import stowage.schema.InvalidException;
import stowage.volume.VolumeId;

/** The key of a backup, out of the copy that the backup carries for whoever has the master key. */
@Command(name = "recover")
final class KeyMasterRecoverCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--private-key", paramLabel = "FILE", required = true)
  private List<String> privateKey = List.of();

  @Option(names = "--encrypted-key", paramLabel = "BLOB")
  private @Nullable String encrypted;

  @Option(names = "--backup", paramLabel = "VOLUME")
  private @Nullable String backup;

  @Option(names = "--direct")
  private boolean direct;

  @Option(names = "--kdf", paramLabel = "none|scrypt|pbkdf2", defaultValue = "scrypt")
  private String kdf = "scrypt";

  @Option(names = "--hint", paramLabel = "TEXT")
  private @Nullable String hint;

  @Parameters(paramLabel = "<key-file>")
  private String file = "";

  @Mixin private final Passphrases passphrases = new Passphrases();

  KeyMasterRecoverCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    KeyInput.isClosing(kdf);
    LocalFile target = LocalFile.of("file", file);
    target.requireAbsent();
    Papers master = Papers.of("private-key", privateKey);
    if (encrypted != null && backup == null) {
      return ofFile(LocalFile.of("encrypted-key", encrypted), master, target);
    }
    if (encrypted != null || backup == null) {
      throw new InvalidException("backup", "cli.key.copy-or-backup");
    }
    return ofBackup(Inputs.volume(backup), master, target);
  }

  private int ofFile(LocalFile blob, Papers papers, LocalFile target) throws InvalidException {
    Output output = cli.session().output();
    try {
      byte[] closed = payload(blob.read());
      try (MasterKey master = papers.master(cli, passphrases);
          KeyFile plain = master.recover(closed)) {
        Map<String, Object> row = kept(plain, target);
        if (cli.json) {
          output.json(row);
        } else {
          KeyRows.text(row).forEach(output::line);
        }
        return Exit.OK.status;
      }
    } catch (PbsException e) {
      throw KeyInput.refused(blob.field(), e);
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

  private int ofBackup(VolumeId volume, Papers papers, LocalFile target) throws InvalidException {
    SnapshotId snapshot =
        ServerPool.named(volume)
            .orElseThrow(() -> new InvalidException("backup", "keys.bad-snapshot", volume));
    Session session = cli.session();
    // One file is written, so there is one host to be asked.
    session.host();
    return new ServerWork(session, direct)
        .ask(volume.storage(), (_, at) -> opened(at.closedKey(snapshot), papers, target));
  }

  private Shown opened(ClosedKey copy, Papers papers, LocalFile target)
      throws InvalidException, PbsException {
    try (MasterKey master = papers.master(cli, passphrases);
        ClosedKey.Opened opened = copy.open(master)) {
      Map<String, Object> row = new LinkedHashMap<>(kept(opened.file(), target));
      List<String> lines = new ArrayList<>(KeyRows.text(row));
      lines.add(cli.words().say(opened.judgement().said()));
      row.put("verdict", opened.judgement().verdict().word());
      return Shown.of(lines, row);
    }
  }

  private Map<String, Object> kept(KeyFile plain, LocalFile target)
      throws InvalidException, PbsException {
    boolean closing = KeyInput.isClosing(kdf);
    try (Secret next =
            closing ? passphrases.next(cli, target.path().toString()) : Secret.of(new byte[0]);
        KeyFile made =
            plain.protectedBy(
                KeyInput.protection(kdf, closing ? next : null, hint), null, Instant.now());
        Secret text = made.compact(ZoneId.systemDefault())) {
      if (!cli.dryRun) {
        target.create(text);
      }
      return KeyRows.of(target.path().toString(), made);
    }
  }
}
