package stowage.type;

import java.time.ZoneOffset;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.volume.BackupArchive;
import stowage.volume.ContentType;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * A backup as files of a directory: the archive, and what lies beside it.
 *
 * @param id the volume
 * @param archive what its name says, as if the host were in UTC: its time is good for comparing
 *     backups of one host, not for showing
 * @param directory where it lies
 */
record FileBackup(VolumeId id, BackupArchive archive, String directory) {

  /**
   * @param name the part of a volume id after the colon
   * @throws InvalidException when it is no backup
   */
  static FileBackup of(FileVolumes volumes, Pool pool, String name) throws InvalidException {
    VolumeName parsed = volumes.parse(name);
    VolumeId id = new VolumeId(pool.id(), name);
    Optional<BackupArchive> archive =
        parsed.content() == ContentType.BACKUP
            ? BackupArchive.parse(parsed.name(), ZoneOffset.UTC)
            : Optional.empty();
    if (archive.isEmpty()) {
      throw new InvalidException("volume", "problem.not-a-backup", id.toString());
    }
    String path = volumes.path(pool, name, null);
    return new FileBackup(id, archive.get(), path.substring(0, path.lastIndexOf('/')));
  }

  String path() {
    return at(archive.file());
  }

  String notes() {
    return at(archive.notesFile());
  }

  String marker() {
    return at(archive.protectedFile());
  }

  String log() {
    return at(archive.logFile());
  }

  private String at(String file) {
    return directory + "/" + file;
  }

  /** The archive is still there. */
  Guard present() {
    Message gone = Message.of("problem.volume-missing", id.toString());
    Exec look = Exec.reads("/usr/bin/stat", "-c", "%F", "--", path()).asRoot();
    return Guard.status(gone, look, 0);
  }
}
