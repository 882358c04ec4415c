package stowage.pbs;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stowage.exec.Secret;

/**
 * Keys as they are kept one by one: a file for each, and a page to be printed beside it.
 *
 * @param files contents by name, in order
 */
public record SingleKeys(Map<String, Secret> files) implements AutoCloseable {

  /**
   * @param entries stay the caller's
   * @param papers whether there are pages, too, of whatever is a key
   * @param zone in which times are printed
   */
  public static SingleKeys of(List<KeyArchive.Entry> entries, boolean papers, ZoneId zone)
      throws PbsException {
    KeyArchive.requireOwnNames(entries);
    Map<String, Secret> files = new LinkedHashMap<>();
    for (KeyArchive.Entry entry : entries) {
      // Nothing else in it is this sign: two keys never get one name.
      String name = entry.name().replace('/', '@');
      byte[] key = entry.content().reveal();
      try {
        if (papers && !entry.isMaster() && entry.problem().isEmpty()) {
          String page = PaperKey.of(key, zone).html(entry.name(), PaperPage.A4);
          files.put(name + ".html", Secret.of(page.getBytes(StandardCharsets.UTF_8)));
        }
        files.put(name, Secret.of(key.clone()));
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    }
    return new SingleKeys(files);
  }

  @Override
  public void close() {
    files.values().forEach(Secret::close);
  }

  @Override
  public String toString() {
    return "SingleKeys(" + files.keySet() + ")";
  }
}
