package stowage.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stowage.exec.Secret;
import stowage.paper.PrivateMaster;
import stowage.paper.Scan;
import stowage.pbs.MasterKey;
import stowage.pbs.PaperReader.Recovered;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/**
 * What commands are given to read a key from: its file, or pictures, scans and texts of its paper.
 *
 * @param field the option or argument that names them
 */
record Papers(String field, List<Path> files) {

  static Papers of(String field, List<String> names) throws InvalidException {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      try {
        files.add(Path.of(name));
      } catch (InvalidPathException _) {
        throw new InvalidException(field, "cli.secret-file", name);
      }
    }
    return new Papers(field, files);
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(List<Path> files) throws IOException, PbsException;
  }

  private <T> T with(Reader<T> reader) throws InvalidException {
    try {
      return reader.read(files);
    } catch (Scan.UnsuitableException e) {
      throw new InvalidException(List.of(new Problem(field, e.said())));
    } catch (NoSuchFileException e) {
      throw new InvalidException(field, "cli.no-file", e.getFile());
    } catch (IOException e) {
      String file = e.getMessage();
      throw new InvalidException(field, "cli.secret-file", file == null ? name() : file);
    } catch (PbsException e) {
      throw KeyInput.refused(field, e);
    }
  }

  /** Close it. */
  Recovered recovered() throws InvalidException {
    return with(Scan::recovered);
  }

  /** Close it. */
  MasterKey master(Cli cli, Passphrases passphrases) throws InvalidException {
    try (Secret pem = with(PrivateMaster::pem)) {
      return master(cli, pem, passphrases);
    }
  }

  /**
   * The key in a PEM text; a passphrase is asked for only if it needs one.
   *
   * @param pem stays the caller's
   */
  MasterKey master(Cli cli, Secret pem, Passphrases passphrases) throws InvalidException {
    byte[] text = pem.reveal();
    try {
      return MasterKey.read(text, null);
    } catch (PbsException e) {
      if (e.reason() != PbsException.Reason.PASSPHRASE_NEEDED) {
        throw KeyInput.refused(field, e);
      }
      try (Secret passphrase = passphrases.present(cli, name())) {
        return MasterKey.read(text, passphrase);
      } catch (PbsException wrong) {
        throw KeyInput.refused(field, wrong);
      }
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** For whoever is asked for a passphrase. */
  String name() {
    return String.join(", ", files.stream().map(Path::toString).toList());
  }
}
