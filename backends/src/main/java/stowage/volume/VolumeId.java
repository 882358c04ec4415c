package stowage.volume;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.config.StorageId;

/**
 * A volume as the world names it: {@code local:100/vm-100-disk-0.qcow2}.
 *
 * @param storage the pool
 * @param name what the pool's type understands, not empty
 */
public record VolumeId(StorageId storage, String name) {
  private static final Pattern RULE =
      Pattern.compile("([a-z][a-z0-9\\-_.]*[a-z0-9]):(.+)", Pattern.CASE_INSENSITIVE);

  public VolumeId {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a volume has a name");
    }
  }

  public static Optional<VolumeId> parse(String text) {
    Matcher m = RULE.matcher(text);
    return m.matches()
        ? Optional.of(new VolumeId(new StorageId(m.group(1)), m.group(2)))
        : Optional.empty();
  }

  /** The last part of the name, without the directories before it. */
  public String leaf() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return storage + ":" + name;
  }
}
