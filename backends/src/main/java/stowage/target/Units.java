package stowage.target;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.volume.Size;

/**
 * The units of a target as they were read. Nothing here changes them: each method says what would,
 * and what the units would be then.
 */
public sealed interface Units permits ComstarUnits, IetUnits, IstgtUnits, LioUnits {

  /**
   * Under what a device is known to those who use it.
   *
   * @param number the unit's
   * @param identity what else of it must not change, in the words of the software; empty for a new
   *     one
   */
  record Spot(int number, String identity) {
    public Spot renewed() {
      return new Spot(number, "");
    }
  }

  /**
   * @param steps to run
   * @param after the units then
   */
  record Edited(List<Step> steps, Units after) {
    public Edited {
      steps = List.copyOf(steps);
    }
  }

  /** A device that the target offers, or what it has instead of one. */
  interface Unit {
    /** Null while nobody is shown it. */
    @Nullable Integer number();

    /** Of its device; empty for what is none. */
    String path();

    /** What guests know it by, and must not change. */
    default String identity() {
      return "";
    }
  }

  Site site();

  /** SHA-256 of what was read. */
  String digest();

  /** In the order of their numbers or of what was read. */
  List<? extends Unit> units();

  /** How many numbers there are. */
  int room();

  /** Makes the device a unit. */
  Edited attach(Device device, Spot spot) throws InvalidException;

  /** The device is a unit no more; no steps if it is none. */
  Edited detach(Device device);

  /** Steps for a unit whose device has grown. */
  List<Step> grow(Device device, Size size);

  /** What is made of the device; the first, if there are several. */
  static <U extends Unit> Optional<U> of(Device device, List<U> units) {
    return units.stream().filter(unit -> device.isAt(unit.path())).findFirst();
  }

  /** Where the device is among the units; empty when it has no number there. */
  default Optional<Spot> find(Device device) {
    return of(device, units())
        .flatMap(u -> Optional.ofNullable(u.number()).map(n -> new Spot(n, u.identity())));
  }

  /** Numbers that are taken. */
  default Set<Integer> taken() {
    return units().stream()
        .map(Unit::number)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The first number that is free. */
  default Spot free() throws InvalidException {
    Set<Integer> taken = taken();
    for (int number = 0; number < room(); number++) {
      if (!taken.contains(number)) {
        return new Spot(number, "");
      }
    }
    throw new InvalidException("storage", "problem.units-full", site().name(), room());
  }

  /** All is still as it was read. */
  default Guard unchanged() {
    return new Guard(
        Message.of("problem.target-changed", site().name(), site().remote().portal()),
        site().remote().sum(site().software().survey()),
        0,
        digest());
  }
}
