package stowage.host;

import java.util.ArrayList;
import java.util.List;
import stowage.schema.InvalidException;
import stowage.volume.Volume;

/** Volumes that hold only what differs from another one, which must stay where it is. */
final class Dependents {
  private Dependents() {}

  static void refuse(Volumes.Found found, List<Volume> others) throws InvalidException {
    List<String> clones = new ArrayList<>();
    for (Volume other : others) {
      if (found.name().template() && isUnread(other) && !other.id().equals(found.volume().id())) {
        throw new InvalidException(
            "volume",
            "problem.clones-unknown",
            found.volume().id().toString(),
            other.id().toString());
      }
      if (isClone(found, other)) {
        clones.add(other.id().toString());
      }
    }
    if (!clones.isEmpty()) {
      String volume = found.volume().id().toString();
      throw new InvalidException(
          "volume", "problem.volume-has-clones", volume, String.join(", ", clones));
    }
  }

  /** Only images of this format are made as clones. */
  private static boolean isUnread(Volume other) {
    return "".equals(other.extra().parent()) && other.format().equals("qcow2");
  }

  static boolean isClone(Volumes.Found base, Volume other) {
    try {
      return base.pool()
          .parse(other.id())
          .origin()
          .filter(o -> o.name().equals(base.name().name()))
          .filter(o -> o.owner().equals(base.name().owner()))
          .isPresent();
    } catch (InvalidException _) {
      // Something else that takes a name there; it is no volume and so no clone.
      return false;
    }
  }
}
