package stowage.disk;

import java.util.ArrayList;
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

  /** Why a disk is not free, or not this host's to build on. */
  public sealed interface Use {
    /** A partition table, with or without partitions. */
    record Partitioned() implements Use {}

    /** Something that can be recognised: a file system, or a part of something larger. */
    record Holds(String what) implements Use {}

    record Mounted(String at) implements Use {}

    /** Something is built on it that is in use now: a logical volume, a RAID, a ZFS pool. */
    record HeldBy(String what) implements Use {}

    /**
     * A unit of another machine: who else has it, and what a guest keeps on it without any mark,
     * can't be seen from here.
     *
     * @param transport how it comes here, as lsblk(8) calls it: {@code iscsi}
     * @param unit the target and the unit's number there; empty when it is not known
     */
    record Remote(String transport, String unit) implements Use {}

    /** The same disk, or unit, is here a second time, by another way that nothing has joined. */
    record AlsoAs(String path) implements Use {}
  }

  public boolean blank() {
    return uses.isEmpty();
  }

  /** What keeps it from being wiped; empty when nothing does. */
  public List<Use> ties() {
    return uses.stream()
        .filter(use ->
            switch (use) {
              case Use.Mounted _, Use.HeldBy _, Use.Remote _, Use.AlsoAs _ -> true;
              case Use.Partitioned _, Use.Holds _ -> false;
            })
        .toList();
  }

  /** The same with one use more. */
  Disk also(Use use) {
    List<Use> all = new ArrayList<>(uses);
    all.add(use);
    return new Disk(path, stable, size, kind, identity, all, parts);
  }

  /**
   * Serial number, world wide name, else its lasting name or the device: typed before it is taken.
   */
  public String confirmation() {
    return identity.typed().orElse(lasting().substring(lasting().lastIndexOf('/') + 1));
  }

  /** The name that survives another order of the disks. */
  public String lasting() {
    return stable.isEmpty() ? path : stable;
  }
}
