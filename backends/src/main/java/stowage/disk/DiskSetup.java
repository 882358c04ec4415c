package stowage.disk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Input;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Zfs;
import stowage.type.Change;

/**
 * Turns an order into steps. A disk that is to be built on must be blank, now and when the steps
 * begin; so whatever goes wrong on the way can be taken back.
 */
public final class DiskSetup {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,60}[A-Za-z0-9]");
  private static final Pattern ZPOOL_WORDS =
      Pattern.compile("(?:mirror|raidz|draid|spare|log|cache|c[0-9]).*");
  private static final Duration LONG = Duration.ofHours(1);
  private static final int NOTHING_FOUND = 2;
  private static final int MOST_SPARES = 100;

  private DiskSetup() {}

  /**
   * @param known all disks of the host, freshly read
   * @throws InvalidException when a rule forbids it
   */
  public static Change plan(Order order, List<Disk> known) throws InvalidException {
    List<Disk> disks = new ArrayList<>();
    if (order.disks().isEmpty()) {
      throw new InvalidException("disk", "problem.disk-none");
    }
    for (String named : order.disks()) {
      Disk disk = find(named, known);
      if (disks.contains(disk)) {
        throw new InvalidException("disk", "problem.disk-twice", named);
      }
      disks.add(disk);
    }
    List<Guard> guards = new ArrayList<>();
    for (Disk disk : disks) {
      guards.add(same(disk));
      requireOwn(disk);
      if (!(order instanceof Order.Wipe)) {
        requireBlank(disk);
        guards.add(blank(disk));
      }
    }
    List<Step> steps =
        switch (order) {
          case Order.VolumeGroup group -> volumeGroup(group.name(), disks);
          case Order.ThinPool thin -> ThinPoolSteps.of(named(thin.name()), disks.getFirst());
          case Order.Zpool zpool -> zpool(zpool, disks);
          case Order.Directory directory ->
              DirectorySteps.of(named(directory.name()), disks.getFirst(), directory.fileSystem());
          case Order.Btrfs btrfs ->
              DirectorySteps.btrfs(named(btrfs.name()), disks, btrfs.profile());
          case Order.Gpt _ -> gpt(disks.getFirst());
          case Order.Wipe _ -> wipe(disks.getFirst());
        };
    return new Change(guards, steps);
  }

  /**
   * What a person types before this is done: the number printed on the disk. That a disk looks
   * blank from here does not say that it is the one that was meant, or that nobody uses it.
   *
   * <p>Of several disks it is the number of the last one and how many they are. Who types that has
   * looked at the end of the list and knows its length, so a disk that slipped in, or another one
   * than meant, is noticed; twenty numbers would only be copied, unread, from where they stand.
   */
  public static String confirmation(Order order, List<Disk> known) throws InvalidException {
    List<String> disks = order.disks();
    String last = find(disks.getLast(), known).confirmation();
    return disks.size() == 1 ? last : last + " " + disks.size();
  }

  /** Each disk with what is printed on it, to be compared with the disks that are meant. */
  public static List<String> described(Order order, List<Disk> known) throws InvalidException {
    List<String> lines = new ArrayList<>();
    for (String named : order.disks()) {
      lines.add(described(find(named, known)));
    }
    return lines;
  }

  static String described(Disk disk) {
    return Stream.of(disk.path(), disk.identity().model(), disk.confirmation())
        .filter(word -> !word.isEmpty())
        .distinct()
        .collect(Collectors.joining(" · "));
  }

  static Disk find(String named, List<Disk> known) throws InvalidException {
    return known.stream()
        // Many disks have no stable name; an empty one is nobody's.
        .filter(d -> d.path().equals(named) || (!named.isEmpty() && d.stable().equals(named)))
        .findFirst()
        .orElseThrow(() -> new InvalidException("disk", "problem.disk-missing", named));
  }

  /** What is another machine's, or here twice, is neither built on nor wiped. */
  static void requireOwn(Disk disk) throws InvalidException {
    for (Disk.Use use : disk.uses()) {
      switch (use) {
        case Disk.Use.Remote(var transport, var unit) ->
            throw new InvalidException(
                "disk",
                "problem.disk-remote",
                disk.path(),
                unit.isEmpty() ? transport : transport + " " + unit);
        case Disk.Use.AlsoAs(var path) ->
            throw new InvalidException("disk", "problem.disk-also", disk.path(), path);
        case Disk.Use.Mounted _, Disk.Use.HeldBy _, Disk.Use.Holds _, Disk.Use.Partitioned _ -> {}
      }
    }
  }

  private static void requireBlank(Disk disk) throws InvalidException {
    if (!disk.blank()) {
      throw new InvalidException("disk", "problem.disk-used", disk.path());
    }
  }

  private static String named(String name) throws InvalidException {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidException("name", "problem.disk-name", name);
    }
    return name;
  }

  /** The same disk still answers to this device name. */
  static Guard same(Disk disk) {
    String expected =
        "SIZE=\"%d\" SERIAL=\"%s\" WWN=\"%s\"\n"
            .formatted(disk.size(), disk.identity().serial(), disk.identity().wwn());
    Exec ask =
        Exec.reads("/usr/bin/lsblk", "--nodeps", "--bytes", "--pairs", "--output")
            .and("SIZE,SERIAL,WWN", disk.path());
    return new Guard(Message.of("problem.disk-changed", disk.path()), ask, 0, expected);
  }

  /** Nothing that any program would recognise. */
  private static Guard blank(Disk disk) {
    return Guard.status(
        Message.of("problem.disk-used", disk.path()),
        Exec.reads("/sbin/blkid", "-p", disk.path()).asRoot(),
        NOTHING_FOUND);
  }

  static List<Step> volumeGroup(String name, List<Disk> disks) throws InvalidException {
    named(name);
    List<Step> steps = new ArrayList<>();
    for (Disk disk : disks) {
      steps.add(
          step(
                  "disk-pvcreate",
                  disk.path(),
                  change("/sbin/pvcreate", "--yes", "--metadatasize", "250k", disk.path()))
              .undoneBy(change("/sbin/pvremove", "--yes", disk.path())));
    }
    Exec create = change(DiskTools.VGCREATE.program(), name);
    for (Disk disk : disks) {
      create = create.and(disk.path());
    }
    steps.add(
        step("disk-vgcreate", name, create).undoneBy(change("/sbin/vgremove", "--yes", name)));
    return steps;
  }

  private static List<Step> zpool(Order.Zpool order, List<Disk> disks) throws InvalidException {
    named(order.name());
    if (ZPOOL_WORDS.matcher(order.name()).matches()) {
      throw new InvalidException("name", "problem.zpool-name", order.name());
    }
    Order.Raid raid = order.raid();
    boolean odd = raid == Order.Raid.RAID10 && disks.size() % 2 != 0;
    boolean several = raid == Order.Raid.SINGLE && disks.size() != 1;
    requireDraid(order, disks.size());
    if (disks.size() < raid.fewest() || odd || several) {
      throw new InvalidException(
          "raid",
          "problem.zpool-disks",
          raid.name().toLowerCase(java.util.Locale.ROOT),
          raid.fewest(),
          disks.size());
    }
    if (order.ashift() < 9 || order.ashift() > 16) {
      throw new InvalidException("ashift", "problem.zpool-ashift", order.ashift());
    }
    if (!order.compression().matches("[a-z0-9-]{1,20}")) {
      throw new InvalidException("compression", "problem.zpool-compression", order.compression());
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < disks.size(); i++) {
      boolean pair = raid == Order.Raid.RAID10 && i % 2 == 0;
      boolean first = raid != Order.Raid.RAID10 && i == 0 && !raid.word().isEmpty();
      if (pair || first) {
        words.add(raid.word() + order.draid().words());
      }
      words.add(disks.get(i).lasting());
    }
    Exec create =
        change(Zfs.ZPOOL.program(), "create", "-o", "ashift=" + order.ashift())
            .and("-O", "compression=" + order.compression(), order.name())
            .and(words);
    return List.of(
        step("disk-zpool", order.name(), create)
            .undoneBy(change(Zfs.ZPOOL.program(), "destroy", order.name())),
        step(
                "disk-zpool-boot",
                order.name(),
                change("/usr/bin/systemctl", "enable", ZpoolRemoval.importUnit(order.name())))
            // Only Proxmox VE has this template; elsewhere the pool cache does the same.
            .forgiving(Step.Leniency.OPTIONAL));
  }

  private static void requireDraid(Order.Zpool order, int disks) throws InvalidException {
    Order.Draid draid = order.draid();
    Order.Raid raid = order.raid();
    if (!raid.takesDraid() && !draid.equals(Order.Draid.USUAL)) {
      throw new InvalidException("raid", "problem.zpool-no-draid", raid.word());
    }
    boolean sane = draid.data() >= 0 && draid.spares() >= 0 && draid.spares() <= MOST_SPARES;
    if (!sane || (disks >= raid.fewest() && disks < raid.fewest(draid))) {
      throw new InvalidException(
          sane ? "raid" : "spares",
          sane ? "problem.zpool-draid" : "problem.zpool-spares",
          raid.word(),
          raid.fewest(draid),
          disks);
    }
  }

  private static List<Step> gpt(Disk disk) {
    return List.of(
        step("disk-gpt", disk.path(), change(DiskTools.SGDISK.program(), disk.path(), "-U", "R"))
            .undoneBy(change(DiskTools.SGDISK.program(), "--zap-all", disk.path())));
  }

  private static List<Step> wipe(Disk disk) throws InvalidException {
    if (!disk.ties().isEmpty()) {
      throw new InvalidException("disk", "problem.disk-tied", disk.path(), uses(disk.ties()));
    }
    return WipeSteps.of(disk);
  }

  static String uses(List<Disk.Use> uses) {
    List<String> said = new ArrayList<>();
    for (Disk.Use use : uses) {
      said.add(
          switch (use) {
            case Disk.Use.Mounted(String at) -> at;
            case Disk.Use.HeldBy(String what) -> what;
            case Disk.Use.Holds(String what) -> what;
            case Disk.Use.Partitioned() -> "partitions";
            case Disk.Use.Remote(String transport, _) -> transport;
            case Disk.Use.AlsoAs(String path) -> path;
          });
    }
    return String.join(", ", said);
  }

  static Step step(String title, String about, Exec command) {
    return Step.of(Message.of("step." + title, about), command);
  }

  static Exec change(String... argv) {
    return Exec.changes(argv).asRoot().within(LONG);
  }

  static UUID newUuid() {
    return UUID.randomUUID();
  }

  static Exec write(String path, String text) {
    return change("/usr/bin/dd", "of=" + path, "conv=excl,fsync", "status=none")
        .with(new Input.Text(text));
  }
}
