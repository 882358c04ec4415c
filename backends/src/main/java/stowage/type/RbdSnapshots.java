package stowage.type;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.LocalTime;
import stowage.tool.Rbd;
import stowage.tool.RbdReport;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * Snapshots of images. Ceph keeps two of one name apart, and says which one is missing.
 *
 * @param full pools of the cluster that take no more data
 */
record RbdSnapshots(Set<String> full) implements Snapshots {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss uuuu", Locale.ROOT);

  @Override
  public Probe<List<Snapshot>> list(Pool pool, Volume volume) {
    String image = volume.id().leaf();
    Exec ask = RbdVolumes.rbd(pool).snapshots(image);
    return Probe.of(
        List.of(ask, LocalTime.program()),
        answers -> {
          ZoneId zone = LocalTime.zone(answers.getLast());
          return RbdReport.snapshots(ask, answers.getFirst())
              .map(all ->
                  all.stream()
                      .filter(s -> !s.name().equals(RbdVolumes.BASE))
                      .map(s -> new Snapshot(s.name(), taken(s.time(), zone), List.of()))
                      .toList());
        });
  }

  private static @Nullable Instant taken(String time, ZoneId zone) {
    try {
      // The day of the month is filled up with a blank.
      return LocalDateTime.parse(time.replaceAll(" +", " "), TIME).atZone(zone).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }

  @Override
  public Change create(Pool pool, Volume volume, String name) throws InvalidException {
    SnapshotNames.checkNew(name);
    VolumeName of = VolumeNames.parse(StorageType.RBD, volume.id().name());
    GuestVolumes.refuseTemplate(of, "support.template-no-snapshot");
    RbdVolumes.requireRoom(pool, full);
    Rbd rbd = RbdVolumes.rbd(pool);
    return Change.of(
        Step.of(Message.of("step.snapshot-create", name, of.name()), rbd.snapshot(of.name(), name))
            .undoneBy(rbd.removeSnapshot(of.name(), name)));
  }

  /** What has the image open would go on with what it remembers of the old content. */
  @Override
  public Change rollback(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    VolumeName of = VolumeNames.parse(StorageType.RBD, volume.id().name());
    SnapshotNames.find(name, of.name(), existing);
    GuestVolumes.refuseTemplate(of, "support.template-no-snapshot");
    Rbd rbd = RbdVolumes.rbd(pool);
    return new Change(
        List.of(RbdVolumes.idle(pool, of.name())),
        List.of(
            Step.of(
                    Message.of("step.snapshot-rollback", of.name(), name),
                    rbd.rollback(of.name(), name))
                .irreversible()));
  }

  /** A snapshot that clones were made from is protected; it can go once they are gone. */
  @Override
  public Change delete(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    VolumeName of = VolumeNames.parse(StorageType.RBD, volume.id().name());
    SnapshotNames.find(name, of.name(), existing);
    Rbd rbd = RbdVolumes.rbd(pool);
    return Change.of(
        Step.of(Message.of("step.rbd-unprotect", name, of.name()), rbd.unprotect(of.name(), name))
            .undoneBy(rbd.protect(of.name(), name))
            .forgiving(Rbd.isUnprotected()),
        Step.of(
                Message.of("step.snapshot-delete", name, of.name()),
                rbd.removeSnapshot(of.name(), name))
            .irreversible());
  }
}
