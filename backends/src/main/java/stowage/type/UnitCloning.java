package stowage.type;

import static stowage.type.ZfsOverIscsiBackend.device;
import static stowage.type.ZfsOverIscsiBackend.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.target.Device;
import stowage.target.Units;
import stowage.tool.Remote;
import stowage.volume.Volume;

/**
 * Templates and linked clones of ZFS volumes of another host. What is renamed becomes a unit anew,
 * under the number that it had.
 *
 * @param known the units as they were read
 */
record UnitCloning(Supplier<Units> known) implements Cloning {

  @Override
  public Provisioning.Allocation template(
      Pool pool, Volume volume, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    Remote remote = remote(pool);
    Provisioning.Allocation there = new ZfsCloning().template(pool, volume, snapshots, existing);
    Change change = there.change().map(remote::on);
    Units units = known.get();
    Units.Edited without = units.detach(device(pool, NewVolume.leaf(volume)));
    Device renamed = device(pool, leaf(there));
    Optional<Units.Spot> spot = units.find(device(pool, NewVolume.leaf(volume)));
    List<Guard> guards = new ArrayList<>(change.guards());
    guards.add(units.unchanged());
    List<Step> steps = new ArrayList<>(without.steps());
    steps.add(halfway(change.steps().getFirst()));
    steps.add(UnitProvisioning.appearance(remote, renamed));
    steps.addAll(
        without
            .after()
            .attach(renamed, spot.map(Units.Spot::renewed).orElse(without.after().free()))
            .steps());
    steps.add(change.steps().getLast());
    return new Provisioning.Allocation(there.made(), new Change(guards, steps));
  }

  @Override
  public Provisioning.Allocation clone(
      Pool pool, Volume source, @Nullable String snapshot, Naming wanted, List<Volume> existing)
      throws InvalidException {
    Provisioning.Allocation there =
        new ZfsCloning().clone(pool, source, snapshot, wanted, existing);
    Change change = there.change().map(remote(pool)::on);
    // What waits for the device waits on this host.
    Change served =
        new UnitProvisioning(known)
            .served(pool, change.guards(), change.steps().getFirst(), device(pool, leaf(there)));
    return new Provisioning.Allocation(there.made(), served);
  }

  /** When the link broke nobody knows whether it was renamed; if not, going back just fails. */
  private static Step halfway(Step rename) {
    return rename.undo() instanceof Step.Undo.By(var commands, _)
        ? rename.undoneEvenHalfwayBy(commands.toArray(Exec[]::new))
        : rename;
  }

  private static String leaf(Provisioning.Allocation made) {
    String name = made.made().name();
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
