package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stowage.config.StorageType;
import stowage.message.Message;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.type.Aliases;
import stowage.type.Bandwidth;
import stowage.type.Pool;
import stowage.volume.ContentType;
import stowage.volume.Size;

/** What a person should know before agreeing to a change of the configuration. */
final class Findings {
  private Findings() {}

  static List<Message> onAdd(Pool added, Survey survey) {
    List<Message> findings = new ArrayList<>();
    for (Pool other : Aliases.of(added, survey.pools().known())) {
      findings.add(Message.of("finding.same-place", other.id().text()));
    }
    switch (survey.availability(added)) {
      case DISABLED -> findings.add(Message.of("finding.added-disabled"));
      case ELSEWHERE -> findings.add(Message.of("finding.not-this-node", survey.node()));
      case USABLE -> onRootFileSystem(added, survey).ifPresent(findings::add);
    }
    boolean locked = !added.values().getOrDefault("options", "").contains("nobrl");
    if (added.type() == StorageType.CIFS
        && locked
        && added.contents().contains(ContentType.IMAGES)) {
      findings.add(Message.of("finding.cifs-locks"));
    }
    if (added.shared() && Schemas.of(added.type()).property("shared").isEmpty()) {
      findings.add(Message.of("finding.always-shared"));
    }
    chained(added).ifPresent(findings::add);
    return findings;
  }

  /**
   * @param leaves whether it is unmounted in the same plan
   */
  static List<Message> onRemove(Pool removed, Survey survey, boolean leaves) {
    List<Message> findings = new ArrayList<>();
    findings.add(Message.of("finding.data-stays"));
    mounted(removed, survey)
        .filter(_ -> !leaves)
        .map(p -> Message.of("finding.stays-mounted", p))
        .ifPresent(findings::add);
    return findings;
  }

  /**
   * @param secrets whether those change
   */
  static List<Message> onSet(Pool before, Pool after, Survey survey, boolean secrets) {
    List<Message> findings = new ArrayList<>();
    Optional<String> mounted = mounted(before, survey);
    String was = before.values().getOrDefault("options", "");
    String is = after.values().getOrDefault("options", "");
    if (mounted.isPresent() && (secrets || !was.equals(is))) {
      findings.add(Message.of("finding.remount", mounted.get()));
    }
    boolean leaves =
        survey.availability(before) == HostState.Availability.USABLE
            && survey.availability(after) != HostState.Availability.USABLE;
    if (leaves && mounted.isPresent()) {
      findings.add(Message.of("finding.stays-mounted", mounted.get()));
    }
    chained(after).filter(_ -> chained(before).isEmpty()).ifPresent(findings::add);
    return findings;
  }

  /** What snapshots as volumes of their own take away, said before the first volume is made. */
  private static Optional<Message> chained(Pool pool) {
    return pool.get(Properties.SNAPSHOT_CHAIN).orElse(false)
        ? Optional.of(
            Message.of(
                pool.type() == StorageType.LVM ? "finding.chain-lvm" : "finding.chain-files"))
        : Optional.empty();
  }

  /** What takes long on purpose. */
  static List<Message> onLimit(Bandwidth limit) {
    return limit.isLimit()
        ? List.of(Message.of("finding.bandwidth", new Size(limit.bytes())))
        : List.of();
  }

  static List<Message> onAllocate(int owner, Survey survey) {
    return survey.guests().types().containsKey(String.valueOf(owner))
        ? List.of()
        : List.of(Message.of("finding.guest-unknown", owner));
  }

  /** The storage model lets a guest's volume go without asking the guest. */
  static List<Message> onUse(Pool pool, List<Guest> guests, Uses uses) {
    List<Message> findings = new ArrayList<>();
    guests.forEach(g -> findings.add(Message.of("finding.guest-uses", g.label())));
    uses.gap(pool).ifPresent(gap -> findings.add(Message.of("finding.guests-unread", gap)));
    return findings;
  }

  /** Where the pool itself is mounted: types whose path is made up for them. */
  private static Optional<String> mounted(Pool pool, Survey survey) {
    if (Schemas.of(pool.type()).prefilled("path", pool.id().text()).isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(pool.values().get("path"))
        .filter(path -> survey.mounts().isMountPoint(path));
  }

  /** A data disk that is not mounted leaves its directory behind, on the system's disk. */
  private static Optional<Message> onRootFileSystem(Pool pool, Survey survey) {
    String path = pool.values().get("path");
    boolean local = Schemas.of(pool.type()).property("is_mountpoint").isPresent();
    if (path == null || !local || pool.values().containsKey("is_mountpoint")) {
      return Optional.empty();
    }
    return survey.mountPointAbove(path).equals("/")
        ? Optional.of(Message.of("finding.root-file-system", path))
        : Optional.empty();
  }
}
