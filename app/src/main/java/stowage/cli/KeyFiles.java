package stowage.cli;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stowage.exec.Secret;
import stowage.pbs.KeyArchive;
import stowage.pbs.PbsException;
import stowage.pbs.SingleKeys;
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
    try (SingleKeys keys = SingleKeys.of(entries, papers, ZoneId.systemDefault())) {
      Map<LocalFile, Secret> targets = new LinkedHashMap<>();
      for (var file : keys.files().entrySet()) {
        LocalFile target = LocalFile.of("directory", Path.of(directory, file.getKey()).toString());
        target.requireAbsent();
        targets.put(target, file.getValue());
      }
      if (!looks) {
        for (var target : targets.entrySet()) {
          target.getKey().create(target.getValue());
        }
      }
      return targets.keySet().stream().map(target -> target.path().toString()).toList();
    }
  }
}
