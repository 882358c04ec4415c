package stowage.disk;

import java.util.List;
import java.util.Optional;

/**
 * A whole disk.
 *
 * @param path its device, for example {@code /dev/sdb}
 * @param stable a name below {@code /dev/disk/by-id} that stays with the disk; empty when it has
 *     none
 * @param size in bytes
 * @param kind how it is built
 * @param identity what tells it from others of its make
 * @param uses what is on it; empty for a blank disk
 * @param parts paths of its partitions
 */
public record Disk(
    String path,
    String stable,
    long size,
    Kind kind,
    Identity identity,
    List<Use> uses,
    List<String> parts) {
  public Disk {
    uses = List.copyOf(uses);
    parts = List.copyOf(parts);
  }

  public enum Kind {
    NVME,
    SSD,
    HDD,
    UNKNOWN
  }

  /** Each may be empty. */
  public record Identity(String model, String serial, String wwn) {

    /** What a person types to show that they mean this disk. */
    Optional<String> typed() {
      return serial.isEmpty() ? Optional.of(wwn).filter(w -> !w.isEmpty()) : Optional.of(serial);
    }
  }

  /** Why a disk is not free. */
  public sealed interface Use {
    /** A partition table, with or without partitions. */
    record Partitioned() implements Use {}

    /** Something that can be recognised: a file system, or a part of something larger. */
    record Holds(String what) implements Use {}

    record Mounted(String at) implements Use {}

    /** Something is built on it that is in use now: a logical volume, a RAID, a ZFS pool. */
    record HeldBy(String what) implements Use {}
  }

  public boolean blank() {
    return uses.isEmpty();
  }

  /** What keeps it from being wiped; empty when nothing does. */
  public List<Use> ties() {
    return uses.stream()
        .filter(use ->
            switch (use) {
              case Use.Mounted _, Use.HeldBy _ -> true;
              case Use.Partitioned _, Use.Holds _ -> false;
            })
        .toList();
  }

  /**
   * Serial number, world wide name, or else the device: typed before anything on it is destroyed.
   */
  public String confirmation() {
    return identity.typed().orElse(path);
  }

  /** The name that survives another order of the disks. */
  public String lasting() {
    return stable.isEmpty() ? path : stable;
  }
}
