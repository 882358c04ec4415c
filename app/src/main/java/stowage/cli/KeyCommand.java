package stowage.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.host.Keys;
import stowage.pbs.EncryptionKey;
import stowage.pbs.KeyFile;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;

/** Keys that backups are encrypted with, in files of this computer and on hosts. */
@Command(name = "key")
final class KeyCommand implements Runnable {
  private static final String FILE = "<key-file>";
  private final Cli cli;

  private KeyCommand(Cli cli) {
    this.cli = cli;
  }

  static CommandLine line(Cli cli) {
    CommandLine line = new CommandLine(new KeyCommand(cli));
    line.addSubcommand(KeyMasterCommand.line(cli));
    line.addSubcommand(new KeyPaperCommand(cli));
    line.addSubcommand(new KeyVerifyCommand(cli));
    line.addSubcommand(new KeyRecoverCommand(cli));
    line.addSubcommand(new KeyExportCommand(cli));
    line.addSubcommand(new KeyRestoreCommand(cli));
    return line;
  }

  @Override
  public void run() {
    Optional.ofNullable(cli.line().getSubcommands().get("key"))
        .ifPresent(line -> line.usage(cli.out()));
  }

  @Command(name = "create")
  int create(
      @Parameters(paramLabel = FILE, arity = "0..1") @Nullable String file,
      @Option(names = "--pool", paramLabel = "STORAGE") @Nullable String pool,
      @Option(names = "--kdf", paramLabel = "none|scrypt|pbkdf2") @Nullable String kdf,
      @Option(names = "--hint", paramLabel = "TEXT") @Nullable String hint,
      @Mixin Kept kept,
      @Mixin Passphrases passphrases)
      throws InvalidException {
    KeyInput.requireOne(file, pool);
    if (pool != null) {
      if (kdf != null && KeyInput.isClosing(kdf)) {
        throw new InvalidException("kdf", "problem.key-with-passphrase", kdf);
      }
      if (hint != null) {
        throw new InvalidException("hint", "cli.key.hint-alone");
      }
      return onPool(Inputs.pool(pool), kept);
    }
    LocalFile target = LocalFile.of("file", Objects.requireNonNull(file));
    target.requireAbsent();
    String function = kdf == null ? "scrypt" : kdf;
    boolean closing = KeyInput.isClosing(function);
    try (EncryptionKey key = EncryptionKey.generate();
        Secret passphrase = closing ? passphrases.fresh(cli, target.path().toString()) : none();
        KeyFile made =
            KeyFile.create(
                key,
                KeyInput.protection(function, closing ? passphrase : null, hint),
                Instant.now());
        Secret text = made.compact(ZoneId.systemDefault())) {
      if (!cli.dryRun) {
        target.create(text);
      }
      shown(KeyRows.of(target.path().toString(), made));
      return Exit.OK.status;
    } catch (PbsException e) {
      throw KeyInput.refused("file", e);
    }
  }

  /** What whoever lets a host have a new key says about keeping it. */
  static final class Kept {
    @Option(names = "--save", paramLabel = "FILE")
    private @Nullable String save;

    @Option(names = "--paperkey", paramLabel = "FILE")
    private @Nullable String paper;

    @Option(names = "--waive", paramLabel = "WORDS")
    private @Nullable String waiver;

    NewKey.Custody custody(String host, StorageId pool) throws InvalidException {
      return new NewKey.Custody(
          host,
          pool.text(),
          save == null ? null : LocalFile.of("save", save),
          paper == null ? null : LocalFile.of("paperkey", paper),
          waiver);
    }
  }

  private static Secret none() {
    return Secret.of(new byte[0]);
  }

  private int onPool(StorageId pool, Kept kept) throws InvalidException {
    Session session = cli.session();
    NewKey.Custody custody = kept.custody(session.host().name(), pool);
    boolean looks = session.wishes().dryRun();
    if (!looks) {
      custody.require();
    }
    try (NewKey key = new NewKey(custody, KeyDeeds.of(session), session.output().words())) {
      int status =
          new Changes(session)
              .apply(
                  host -> key.kept(host.keys().planReplace(pool, key.text()), looks),
                  "cli.key.set",
                  pool.text());
      if (status != Exit.OK.status && key.isKept()) {
        session.output().note(cli.words().say("cli.key.kept-in-vain", pool.text()));
      }
      return status;
    }
  }

  @Command(name = "show")
  int show(
      @Parameters(paramLabel = FILE, arity = "0..1") @Nullable String file,
      @Option(names = "--pool", paramLabel = "STORAGE") @Nullable String pool)
      throws InvalidException {
    if (file == null) {
      @Nullable StorageId wanted = pool == null ? null : Inputs.pool(pool);
      Session session = cli.session();
      KeyRows rows = new KeyRows(cli.words(), wanted, KeyDeeds.of(session));
      return session.ask(
          host -> wanted(host.keys().list(), wanted), new Session.Form<>(rows::text, rows::json));
    }
    KeyInput.requireOne(file, pool);
    LocalFile source = LocalFile.of("file", file);
    byte[] bytes = source.read();
    try (KeyFile key = KeyFile.read(bytes)) {
      shown(KeyRows.of(source.path().toString(), key));
      return Exit.OK.status;
    } catch (PbsException e) {
      throw KeyInput.refused("file", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** A name that was mistyped is not a pool without a key. */
  private static Reading<Keys.Overview> wanted(
      Reading<Keys.Overview> found, @Nullable StorageId pool) throws InvalidException {
    if (pool != null
        && found instanceof Reading.Known<Keys.Overview>(var overview)
        && overview.pools().stream().noneMatch(p -> p.pool().equals(pool))) {
      throw new InvalidException("pool", "cli.key.no-such-pool", pool.text());
    }
    return found;
  }

  private void shown(Map<String, Object> row) {
    Output output = cli.session().output();
    if (cli.json) {
      output.json(row);
    } else {
      KeyRows.text(row).forEach(output::line);
    }
  }

  @Command(name = "change-passphrase")
  int changePassphrase(
      @Parameters(paramLabel = FILE) String file,
      @Option(names = "--kdf", paramLabel = "none|scrypt|pbkdf2", defaultValue = "scrypt")
          String kdf,
      @Option(names = "--hint", paramLabel = "TEXT") @Nullable String hint,
      @Mixin Passphrases passphrases)
      throws InvalidException {
    boolean closing = KeyInput.isClosing(kdf);
    LocalFile source = LocalFile.of("file", file);
    byte[] bytes = source.read();
    try (KeyFile before = KeyFile.read(bytes);
        Secret present =
            before.needsPassphrase()
                ? passphrases.present(cli, source.path().toString())
                : none()) {
      before.open(present).close();
      try (Secret next = closing ? passphrases.next(cli, source.path().toString()) : none();
          KeyFile after =
              before.protectedBy(
                  KeyInput.protection(kdf, closing ? next : null, hint), present, Instant.now());
          Secret text = after.compact(ZoneId.systemDefault())) {
        if (!cli.dryRun) {
          source.replace(text);
        }
        shown(KeyRows.of(source.path().toString(), after));
        return Exit.OK.status;
      }
    } catch (PbsException e) {
      throw KeyInput.refused("file", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
