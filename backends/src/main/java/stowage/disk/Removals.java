package stowage.disk;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.type.Change;

/** Turns a removal into steps, from what the host has of it. */
public final class Removals {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+_.][A-Za-z0-9+_.:-]{0,126}");
  private static final Set<String> NO_NAMES = Set.of(".", "..");

  /** Names of devices that ZFS could not follow to one, as it is gone. */
  private static final String LINKS = "/dev/disk/";

  /** ZFS makes two partitions of a whole disk: the first for data, this one to have a reserve. */
  private static final int RESERVE = 9;

  private Removals() {}

  /**
   * @throws InvalidException when nothing is called like that
   */
  public static Probe<Standing> probe(Removal removal) throws InvalidException {
    for (String word : removal.words()) {
      if (!WORD.matcher(word).matches() || NO_NAMES.contains(word)) {
        throw new InvalidException("name", "problem.removal-missing", removal.name());
      }
    }
    return switch (removal) {
      case Removal.VolumeGroup group -> LvmRemoval.of(group);
      case Removal.ThinPool thin -> LvmRemoval.of(thin);
      case Removal.Zpool zpool -> ZpoolRemoval.of(zpool);
      case Removal.Directory directory -> DirectoryRemoval.of(directory);
    };
  }

  /**
   * @param disks that carry it, as far as they are there
   */
  public record Planned(Change change, List<Disk> disks) {
    public Planned {
      disks = List.copyOf(disks);
    }

    /** Each disk with what is printed on it. */
    public List<String> described() {
      return disks.stream().map(DiskSetup::described).toList();
    }
  }

  /**
   * @param known all disks of the host, freshly read
   * @throws InvalidException when a rule forbids it
   */
  public static Planned plan(Removal removal, Standing standing, List<Disk> known)
      throws InvalidException {
    if (!standing.problems().isEmpty()) {
      throw new InvalidException(standing.problems());
    }
    Set<Disk> disks = new LinkedHashSet<>();
    for (String device : standing.devices()) {
      Optional<Disk> disk =
          known.stream()
              .filter(d -> d.path().equals(device) || d.parts().contains(device))
              .findFirst();
      if (disk.isPresent()) {
        disks.add(disk.get());
      } else if (removal.destroys() && !device.startsWith(LINKS)) {
        throw new InvalidException("name", "problem.removal-not-disk", removal.name(), device);
      }
    }
    List<Guard> guards = new ArrayList<>(standing.change().guards());
    List<Step> steps = new ArrayList<>(standing.change().steps());
    for (Disk disk : removal.destroys() ? disks : List.<Disk>of()) {
      DiskSetup.requireOwn(disk);
    }
    if (removal.wipes()) {
      if (disks.isEmpty()) {
        throw new InvalidException("wipe", "problem.removal-no-disk", removal.name());
      }
      for (Disk disk : disks) {
        requireNothingElse(removal, standing.devices(), disk);
        guards.add(DiskSetup.same(disk));
        steps.addAll(WipeSteps.of(disk));
      }
    }
    return new Planned(new Change(guards, steps), List.copyOf(disks));
  }

  private static void requireNothingElse(Removal removal, List<String> devices, Disk disk)
      throws InvalidException {
    for (String part : disk.parts()) {
      boolean reserve =
          removal instanceof Removal.Zpool && part.equals(DirectorySteps.partition(disk, RESERVE));
      if (!devices.contains(part) && !reserve) {
        throw new InvalidException("wipe", "problem.removal-part", disk.path(), part);
      }
    }
    List<Disk.Use> others = disk.ties().stream().filter(use -> !goes(removal, use)).toList();
    if (!others.isEmpty()) {
      throw new InvalidException("wipe", "problem.disk-tied", disk.path(), DiskSetup.uses(others));
    }
  }

  /** Whether nothing is left of this use once it is removed. */
  private static boolean goes(Removal removal, Disk.Use use) {
    return switch (removal) {
      case Removal.VolumeGroup _ -> false;
      // Of the group nothing but the pool is there, or it would have been refused before.
      case Removal.ThinPool _ -> use instanceof Disk.Use.HeldBy(var by) && by.startsWith("lvm ");
      case Removal.Zpool(var name, _) -> use.equals(new Disk.Use.HeldBy("zpool " + name));
      case Removal.Directory directory -> use.equals(new Disk.Use.Mounted(directory.path()));
    };
  }
}
