package stowage.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stowage.pbs.KeyArchive;
import stowage.pbs.PaperKey;
import stowage.pbs.PaperPage;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;

/**
 * Keys as single files in a directory of this computer, each for its owner only.
 *
 * @param papers whether a page to be printed goes beside each
 */
record KeyFiles(String directory, boolean papers) {

  /**
   * Nothing is written as long as one of the files is there already.
   *
   * @param entries stay the caller's
   * @param looks whether it is only said what would be written
   * @return names of the files
   */
  List<String> write(List<KeyArchive.Entry> entries, boolean looks)
      throws InvalidException, PbsException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try {
      for (KeyArchive.Entry entry : entries) {
        // Nothing else in it is this sign: two keys never get one name.
        String name = entry.name().replace('/', '@');
        byte[] key = entry.content().reveal();
        files.put(name, key);
        if (papers) {
          files.put(
              name + ".html",
              PaperKey.of(key, ZoneId.systemDefault())
                  .html(entry.name(), PaperPage.A4)
                  .getBytes(StandardCharsets.UTF_8));
        }
      }
      List<LocalFile> targets = new ArrayList<>();
      for (String name : files.keySet()) {
        LocalFile target = LocalFile.of("directory", Path.of(directory, name).toString());
        target.requireAbsent();
        targets.add(target);
      }
      if (!looks) {
        for (LocalFile target : targets) {
          target.create(files.getOrDefault(String.valueOf(target.path().getFileName()), new byte[0]));
        }
      }
      return targets.stream().map(target -> target.path().toString()).toList();
    } finally {
      files.values().forEach(content -> Arrays.fill(content, (byte) 0));
    }
  }
}
