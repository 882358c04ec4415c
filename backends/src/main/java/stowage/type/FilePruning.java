package stowage.type;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.schema.InvalidException;
import stowage.volume.BackupArchive;
import stowage.volume.Retention;
import stowage.volume.Volume;

/**
 * Pruning of archives in a directory. Their names carry the host's local time, and days begin where
 * the host is: so nothing more need be asked, and times are compared as they are written.
 *
 * @param volumes names and paths of the pool type
 */
record FilePruning(FileVolumes volumes) implements Pruning {

  @Override
  public Probe<List<Marked>> decide(
      Pool pool, List<Volume> backups, Retention retention, Scope scope) {
    Map<Volume, FileBackup> chosen = new LinkedHashMap<>();
    for (Volume volume : backups) {
      parse(pool, volume)
          .filter(b -> isIn(scope, b.archive()))
          .ifPresent(b -> chosen.put(volume, b));
    }
    List<Retention.Backup> dated = new ArrayList<>();
    chosen.forEach((volume, backup) -> {
      BackupArchive archive = backup.archive();
      String group = archive.standard() ? archive.type() + "/" + archive.owner() : null;
      dated.add(
          new Retention.Backup(
              backup.id().toString(), group, archive.made(), volume.extra().isProtected()));
    });
    Map<String, Retention.Decision> decisions = retention.decide(dated, ZoneOffset.UTC);
    List<Marked> marked = new ArrayList<>();
    chosen.forEach((volume, backup) ->
        marked.add(
            new Marked(
                volume,
                backup.archive().type(),
                scope.guest() == null ? volume.owner() : scope.guest(),
                Objects.requireNonNull(decisions.get(backup.id().toString())))));
    return Probe.constant(Reading.known(marked));
  }

  private Optional<FileBackup> parse(Pool pool, Volume volume) {
    try {
      return Optional.of(FileBackup.of(volumes, pool, volume.id().name()));
    } catch (InvalidException _) {
      return Optional.empty();
    }
  }

  /** As Proxmox VE does, a guest is looked for anywhere in the name. */
  private static boolean isIn(Scope scope, BackupArchive archive) {
    @Nullable String guest = scope.guest();
    return (scope.type() == null || archive.type().equals(scope.type()))
        && (guest == null || archive.file().matches(".+-" + Pattern.quote(guest) + "-.+"));
  }

  @Override
  public Change remove(Pool pool, Volume backup) throws InvalidException {
    Change removal = new FileProvisioning(volumes).free(pool, backup, List.of());
    List<Guard> guards = new ArrayList<>();
    guards.add(FileBackup.of(volumes, pool, backup.id().name()).present());
    guards.addAll(removal.guards());
    return new Change(guards, removal.steps());
  }
}
