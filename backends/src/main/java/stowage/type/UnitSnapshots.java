package stowage.type;

import static stowage.type.ZfsOverIscsiBackend.device;
import static stowage.type.ZfsOverIscsiBackend.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.target.Device;
import stowage.target.Units;
import stowage.volume.Volume;

/**
 * Snapshots of ZFS volumes of another host. Nobody may have the volume open while it goes back, so
 * it is no unit meanwhile.
 *
 * @param known the units as they were read
 */
record UnitSnapshots(Supplier<Units> known) implements Snapshots {

  @Override
  public Probe<List<Snapshot>> list(Pool pool, Volume volume) {
    return remote(pool).over(new ZfsSnapshots().list(pool, volume));
  }

  @Override
  public Change create(Pool pool, Volume volume, String name) throws InvalidException {
    return new ZfsSnapshots().create(pool, volume, name).map(remote(pool)::on);
  }

  @Override
  public Change rollback(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    Change there = new ZfsSnapshots().rollback(pool, volume, name, existing).map(remote(pool)::on);
    Units units = known.get();
    Device device = device(pool, NewVolume.leaf(volume));
    Optional<Units.Spot> spot = units.find(device);
    if (spot.isEmpty()) {
      return there;
    }
    Units.Edited without = units.detach(device);
    List<Guard> guards = new ArrayList<>(there.guards());
    guards.add(units.unchanged());
    List<Step> steps = new ArrayList<>(without.steps());
    steps.addAll(there.steps());
    steps.addAll(without.after().attach(device, spot.get()).steps());
    return new Change(guards, steps);
  }

  @Override
  public Change delete(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    return new ZfsSnapshots().delete(pool, volume, name, existing).map(remote(pool)::on);
  }
}
