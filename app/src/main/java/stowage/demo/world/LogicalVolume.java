package stowage.demo.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A logical volume.
 *
 * @param kind what it is
 * @param size in bytes
 * @param pool the thin pool it lives in, null for none
 * @param origin the thin volume it is a snapshot of, null for none
 * @param used bytes written to a thin volume that no other volume shares
 * @param metadata size of a pool's metadata in bytes, else 0
 * @param uuid as LVM prints it
 * @param created seconds since 1970
 * @param tags its tags
 * @param flags what {@code lvchange} sets
 */
public record LogicalVolume(
    Kind kind,
    long size,
    @Nullable String pool,
    @Nullable String origin,
    long used,
    long metadata,
    String uuid,
    long created,
    List<String> tags,
    Flags flags) {
  public enum Kind {
    THICK,
    POOL,
    THIN
  }

  /**
   * @param active whether it can be used now
   * @param readOnly whether it refuses writes
   * @param skipped whether usual activation passes it by
   * @param open whether a guest is running on it
   */
  public record Flags(boolean active, boolean readOnly, boolean skipped, boolean open) {
    public static final Flags USUAL = new Flags(true, false, false, false);
  }

  public LogicalVolume {
    tags = List.copyOf(tags);
  }

  public LogicalVolume resized(long bytes) {
    return new LogicalVolume(kind, bytes, pool, origin, used, metadata, uuid, created, tags, flags);
  }

  public LogicalVolume of(String other) {
    return new LogicalVolume(kind, size, pool, other, used, metadata, uuid, created, tags, flags);
  }

  public LogicalVolume holding(long bytes) {
    return new LogicalVolume(kind, size, pool, origin, bytes, metadata, uuid, created, tags, flags);
  }

  public LogicalVolume flagged(Flags given) {
    return new LogicalVolume(kind, size, pool, origin, used, metadata, uuid, created, tags, given);
  }

  public LogicalVolume tagged(List<String> given) {
    return new LogicalVolume(kind, size, pool, origin, used, metadata, uuid, created, given, flags);
  }

  /** The ten characters that LVM prints as {@code lv_attr}. */
  public String attributes() {
    String type =
        switch (kind) {
          case THICK -> "-";
          case POOL -> "t";
          case THIN -> "V";
        };
    String target = kind == Kind.THICK ? "-" : "t";
    return type
        + (flags.readOnly() ? "r" : "w")
        + "i-"
        + (flags.active() ? "a" : "-")
        + (flags.open() ? "o" : "-")
        + target
        + (kind == Kind.THICK ? "-" : "z")
        + "-"
        + (flags.skipped() ? "k" : "-");
  }
}
