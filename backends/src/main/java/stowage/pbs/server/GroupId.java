package stowage.pbs.server;

import java.util.Optional;

/**
 * The backups of one guest or host.
 *
 * @param type {@code vm}, {@code ct} or {@code host}
 */
public record GroupId(String type, String id) {
  public GroupId {
    if (!isValid(type, id)) {
      throw new IllegalArgumentException("not a group of backups");
    }
  }

  static boolean isValid(String type, String id) {
    return switch (type) {
      case "vm", "ct", "host" -> Space.SAFE.matcher(id).matches();
      default -> false;
    };
  }

  /** Reads {@code type/id}. */
  public static Optional<GroupId> parse(String path) {
    String[] parts = path.split("/", -1);
    return parts.length == 2 && isValid(parts[0], parts[1])
        ? Optional.of(new GroupId(parts[0], parts[1]))
        : Optional.empty();
  }

  /** Only guests have numbers; others may keep whatever they like on the same server. */
  public boolean isGuest() {
    return !type.equals("host") && id.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  Parameters on(Parameters parameters) {
    return parameters.and("backup-type", type).and("backup-id", id);
  }

  @Override
  public String toString() {
    return type + "/" + id;
  }
}
