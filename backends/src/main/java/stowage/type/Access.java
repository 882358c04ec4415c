package stowage.type;

import java.util.List;
import stowage.exec.Guard;
import stowage.exec.Step;

/**
 * How programs of the host reach a volume's data, which may take more than its path.
 *
 * @param path on the host; guests may be told another address
 * @param guards nobody writes to it
 * @param before makes it readable
 * @param after puts it back as it was; fails no plan
 */
public record Access(String path, List<Guard> guards, List<Step> before, List<Step> after) {
  public Access {
    guards = List.copyOf(guards);
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Readable as it is. */
  public static Access at(String path) {
    return new Access(path, List.of(), List.of(), List.of());
  }
}
