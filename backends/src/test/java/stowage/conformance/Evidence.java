package stowage.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import stowage.config.StorageType;

/**
 * What the suite has seen working. It is kept while a real host's answers are recorded, beside
 * them; the table of what is supported is made of it.
 */
public final class Evidence {
  private Evidence() {}

  /**
   * @param deeds words of operations
   */
  public static void of(StorageType type, String... deeds) throws IOException {
    String record = System.getenv("CONFORMANCE_RECORD");
    if (record == null) {
      return;
    }
    Path file = Files.createDirectories(Path.of(record)).resolve("evidence.txt");
    TreeSet<String> lines = new TreeSet<>();
    if (Files.exists(file)) {
      lines.addAll(Files.readAllLines(file));
    }
    for (String deed : deeds) {
      lines.add(type.word() + " " + deed);
    }
    Files.writeString(file, String.join("\n", lines) + "\n");
  }
}
