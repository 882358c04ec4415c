package stowage.demo.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stowage.pbs.server.SnapshotId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A backup as the file of {@link Holdings} has it. */
record KeptBackup(
    String datastore,
    String namespace,
    String id,
    String owner,
    Said said,
    Map<String, Backup.Stored> files) {

  /** What may change about it, and what proves its key. */
  record Said(
      String notes,
      boolean isProtected,
      boolean damaged,
      Backup.@Nullable Verification verification,
      Backup.Seal seal) {}

  private record All(List<KeptBackup> backups) {}

  static KeptBackup of(String datastore, String namespace, Backup backup) {
    return new KeptBackup(
        datastore,
        namespace,
        backup.id.toString(),
        backup.owner,
        new Said(
            backup.notes, backup.isProtected, backup.damaged, backup.verification, backup.seal),
        new LinkedHashMap<>(backup.files));
  }

  Backup open() throws IOException {
    SnapshotId name = SnapshotId.parse(id).orElseThrow(() -> new IOException("no backup: " + id));
    Backup backup = new Backup(name, owner, files, said.seal(), said.notes());
    backup.isProtected = said.isProtected();
    backup.damaged = said.damaged();
    backup.verification = said.verification();
    return backup;
  }

  static List<KeptBackup> read(Path file) throws IOException {
    try {
      return JsonMapper.shared().readValue(Files.readAllBytes(file), All.class).backups();
    } catch (JacksonException e) {
      throw new IOException("the demo's backups can't be read: " + file, e);
    }
  }

  /** Whole or not at all. */
  static void write(List<KeptBackup> all, Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, JsonMapper.shared().writeValueAsBytes(new All(all)));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
