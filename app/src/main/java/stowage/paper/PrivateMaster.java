package stowage.paper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import stowage.exec.Secret;
import stowage.paper.Scan.UnsuitableException;
import stowage.pbs.PaperReader.Recovered;
import stowage.pbs.PaperReader.RecoveredKey;
import stowage.pbs.PaperReader.RecoveredMaster;
import stowage.pbs.PbsException;

/** The private half of a master key, from its file or from its paper. */
public final class PrivateMaster {
  private static final String PEM = "-----BEGIN ";

  private PrivateMaster() {}

  /**
   * Its PEM text; close it. Whether it is a private key is found when it is opened.
   *
   * @param files the file, or pictures, scans or texts of the paper; at least one
   */
  public static Secret pem(List<Path> files) throws IOException, PbsException {
    if (files.size() == 1
        && Scan.of(files.getFirst()) instanceof Scan.Text(var text)
        && text.stripLeading().startsWith(PEM)) {
      return Secret.of(text.stripLeading().getBytes(StandardCharsets.UTF_8));
    }
    Recovered found = Scan.recovered(files);
    return switch (found) {
      case RecoveredMaster(var pem) -> pem;
      case RecoveredKey key -> {
        key.close();
        throw new UnsuitableException("paper.is-a-key", files.getFirst());
      }
    };
  }
}
