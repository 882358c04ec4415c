package stowage.cli;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.exec.Secret;
import stowage.pbs.EncryptionKey;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.pbs.PaperReader;
import stowage.pbs.PaperReader.Recovered;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.settings.KeyRecord;

/** Whether what was put on paper can be read again, and is the key that it should be. */
@Command(name = "verify")
final class KeyVerifyCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<key-file>", arity = "0..1")
  private @Nullable String file;

  @Option(names = "--pool", paramLabel = "STORAGE")
  private @Nullable String pool;

  @Option(names = "--image", paramLabel = "SCAN")
  private List<String> images = List.of();

  @Option(names = "--text", paramLabel = "FILE")
  private @Nullable String text;

  @Mixin private final Passphrases passphrases = new Passphrases();

  KeyVerifyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    KeySource source = KeySource.of(cli, file, pool);
    if (images.isEmpty() == (text == null)) {
      throw new InvalidException("image", "cli.key.image-or-text");
    }
    try (Recovered recovered = recovered()) {
      return source.with((name, key) -> {
        Exit said = compared(name, key, recovered);
        if (said == Exit.OK) {
          source.note(key, KeyRecord.Deed.VERIFIED);
        }
        return said;
      });
    }
  }

  private Recovered recovered() throws InvalidException {
    return (text == null ? Papers.of("image", images) : Papers.of("text", List.of(text)))
        .recovered();
  }

  private Exit compared(String name, byte[] key, Recovered recovered)
      throws InvalidException, PbsException {
    return switch (recovered) {
      case PaperReader.RecoveredKey(var paper) -> keys(name, key, paper);
      case PaperReader.RecoveredMaster(var pem) -> masters(name, key, pem);
    };
  }

  private Exit keys(String name, byte[] key, KeyFile paper) throws InvalidException, PbsException {
    try (KeyFile kept = KeyFile.read(key);
        Secret passphrase =
            kept.needsPassphrase()
                ? passphrases.present(cli, name)
                : paper.needsPassphrase()
                    ? passphrases.present(cli, onPaper())
                    : Secret.of(new byte[0]);
        EncryptionKey one = kept.open(passphrase);
        EncryptionKey other = paper(() -> paper.open(passphrase))) {
      return said(
          one.fingerprint().equals(other.fingerprint()),
          one.fingerprint().text(),
          other.fingerprint().text());
    }
  }

  /** What is on paper is always closed; the file may have been opened since. */
  private Exit masters(String name, byte[] key, Secret pem) throws InvalidException, PbsException {
    byte[] printed = pem.reveal();
    boolean closed = isClosed(key);
    try (Secret passphrase = passphrases.present(cli, closed ? name : onPaper());
        MasterKey one = MasterKey.read(key, closed ? passphrase : null);
        MasterKey other = paper(() -> MasterKey.read(printed, passphrase))) {
      return said(
          one.publicKey().equals(other.publicKey()),
          one.publicKey().fingerprint().text(),
          other.publicKey().fingerprint().text());
    } finally {
      Arrays.fill(printed, (byte) 0);
    }
  }

  private static boolean isClosed(byte[] pem) throws PbsException {
    try {
      MasterKey.read(pem, null).close();
      return false;
    } catch (PbsException e) {
      if (e.reason() == PbsException.Reason.PASSPHRASE_NEEDED) {
        return true;
      }
      throw e;
    }
  }

  /** What was brought to be compared, for whoever is asked for its passphrase. */
  private String onPaper() {
    return text == null ? String.join(", ", images) : text;
  }

  @FunctionalInterface
  private interface Opened<T> {
    T key() throws PbsException;
  }

  /** What is wrong with the paper is not said of the file. */
  private <T> T paper(Opened<T> opened) throws InvalidException {
    try {
      return opened.key();
    } catch (PbsException e) {
      throw KeyInput.refused(text == null ? "image" : "text", e);
    }
  }

  private Exit said(boolean same, String kept, String paper) {
    Output output = cli.session().output();
    if (cli.json) {
      output.json(java.util.Map.of("same", same, "fingerprint", kept, "paper", paper));
    } else if (same) {
      output.line(cli.words().say("cli.key.same", kept));
    } else {
      output.note(cli.words().say("cli.key.other", paper, kept));
    }
    return same ? Exit.OK : Exit.FAILED;
  }
}
