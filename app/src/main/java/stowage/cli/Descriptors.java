package stowage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The file descriptors that a script has opened for this run. Each is taken up once: for a file,
 * such as a here-document, a second opening would begin at the first line again.
 */
final class Descriptors {
  private final Map<Integer, InputStream> taken = new HashMap<>();
  private final Path directory;

  /**
   * @param standard standard input
   */
  Descriptors(InputStream standard) {
    this(standard, Path.of("/dev/fd"));
  }

  /**
   * @param directory where descriptors are files by their numbers
   */
  Descriptors(InputStream standard, Path directory) {
    this.directory = directory;
    taken.put(0, standard);
  }

  /** Stays open until the program ends: more may be read of it. */
  synchronized InputStream of(int number) throws IOException {
    InputStream known = taken.get(number);
    if (known != null) {
      return known;
    }
    InputStream opened = Files.newInputStream(directory.resolve(Integer.toString(number)));
    taken.put(number, opened);
    return opened;
  }
}
