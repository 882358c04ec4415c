package stowage.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.disk.Made;
import stowage.disk.Order;
import stowage.disk.Removal;
import stowage.disk.Smart;
import stowage.host.Workshop;
import stowage.schema.InvalidException;

/** Disks of the host, and what is made of them; {@code pvesm} has no such command. */
@Command(name = "disks")
final class DisksCommand implements Callable<Integer> {
  private static final String NAME = "<name>";
  private static final String DISK = "<disk>";
  private static final String CONFIRM = "--confirm";
  private static final String SERIAL = "SERIAL";
  private final Cli cli;

  DisksCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    return list();
  }

  @Command(name = "list")
  int list() throws InvalidException {
    DiskTable table = new DiskTable(cli.words());
    return cli.session()
        .ask(host -> host.disks(), new Session.Form<>(table::text, DiskTable::json));
  }

  @Command(name = "made")
  int made() throws InvalidException {
    return cli.session()
        .ask(
            host -> host.workshop().then(Workshop::made),
            new Session.Form<>(MadeTable::text, MadeTable::json));
  }

  @Command(name = "smart")
  int smart(@Parameters(paramLabel = DISK) String disk) throws InvalidException {
    return cli.session()
        .ask(host -> host.smart(disk), new Session.Form<>(this::text, DisksCommand::json));
  }

  @Command(name = "vg")
  int group(
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1..*", arity = "1..*") List<String> disks,
      @Option(names = CONFIRM, paramLabel = SERIAL) @Nullable String confirmed)
      throws InvalidException {
    return make(new Order.VolumeGroup(name, disks), confirmed);
  }

  @Command(name = "thinpool")
  int thinPool(
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1") String disk,
      @Option(names = CONFIRM, paramLabel = SERIAL) @Nullable String confirmed)
      throws InvalidException {
    return make(new Order.ThinPool(name, disk), confirmed);
  }

  @Command(name = "zpool")
  int zpool(
      @Mixin ZpoolOptions zpool,
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1..*", arity = "1..*") List<String> disks,
      @Option(names = CONFIRM, paramLabel = SERIAL) @Nullable String confirmed)
      throws InvalidException {
    Order.Raid raid = one("raid", Order.Raid.values(), zpool.raid);
    Order.Draid draid = new Order.Draid(zpool.data, zpool.spares);
    return make(
        new Order.Zpool(name, raid, disks, zpool.ashift, zpool.compression, draid), confirmed);
  }

  /** How a ZFS pool is laid out. */
  static final class ZpoolOptions {
    @Option(names = "--raid", paramLabel = "LEVEL", defaultValue = "single")
    String raid = "";

    @Option(names = "--draid-data", paramLabel = "N", defaultValue = "0")
    int data;

    @Option(names = "--draid-spares", paramLabel = "N", defaultValue = "0")
    int spares;

    @Option(names = "--ashift", paramLabel = "N", defaultValue = "" + Order.Zpool.USUAL_ASHIFT)
    int ashift;

    @Option(
        names = "--compression",
        paramLabel = "WORD",
        defaultValue = Order.Zpool.USUAL_COMPRESSION)
    String compression = "";
  }

  @Command(name = "directory")
  int directory(
      @Option(names = "--filesystem", paramLabel = "ext4|xfs", defaultValue = "ext4")
          String fileSystem,
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1") String disk,
      @Option(names = CONFIRM, paramLabel = SERIAL) @Nullable String confirmed)
      throws InvalidException {
    return make(
        new Order.Directory(name, disk, one("filesystem", Order.FileSystem.values(), fileSystem)),
        confirmed);
  }

  @Command(name = "btrfs")
  int btrfs(
      @Option(names = "--raid", paramLabel = "PROFILE", defaultValue = "single") String profile,
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1..*", arity = "1..*") List<String> disks,
      @Option(names = CONFIRM, paramLabel = SERIAL) @Nullable String confirmed)
      throws InvalidException {
    return make(new Order.Btrfs(name, disks, profile), confirmed);
  }

  @Command(name = "gpt")
  int gpt(
      @Parameters(paramLabel = DISK) String disk,
      @Option(names = CONFIRM, paramLabel = SERIAL) @Nullable String confirmed)
      throws InvalidException {
    return make(new Order.Gpt(disk), confirmed);
  }

  @Command(name = "remove")
  int remove(
      @Parameters(paramLabel = "<what>", index = "0") String what,
      @Parameters(paramLabel = "<[group/]pool>", index = "1") String name,
      @Option(names = "--wipe") boolean wipe,
      @Option(names = CONFIRM, paramLabel = "NAME") @Nullable String confirmed)
      throws InvalidException {
    Removal removal = one("what", Made.Kind.values(), what).removal(name, wipe);
    return new ConfirmedChange(cli, "problem.removal-confirm", confirmed)
        .apply(host -> host.planRemoval(removal), "cli.disk.removed");
  }

  @Command(name = "wipe")
  int wipe(
      @Parameters(paramLabel = DISK) String disk,
      @Option(names = CONFIRM, paramLabel = SERIAL) @Nullable String confirmed)
      throws InvalidException {
    return apply(new Order.Wipe(disk), confirmed, "cli.disk.wiped");
  }

  private int make(Order order, @Nullable String confirmed) throws InvalidException {
    return apply(order, confirmed, "cli.disk.made");
  }

  private int apply(Order order, @Nullable String confirmed, String success)
      throws InvalidException {
    return new ConfirmedChange(cli, "problem.disk-confirm", confirmed)
        .apply(host -> host.planDisks(order), success);
  }

  private static <E extends Enum<E>> E one(String option, E[] values, String text)
      throws InvalidException {
    return Arrays.stream(values)
        .filter(v -> v.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidException(
                option,
                "problem.choice",
                text,
                Arrays.toString(values).toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "")));
  }

  private List<String> text(Smart smart) {
    List<String> lines = new ArrayList<>();
    String health =
        smart.passed() == null
            ? "cli.disk.health-unknown"
            : smart.passed() ? "cli.disk.health-ok" : "cli.disk.health-bad";
    lines.add(cli.words().say("cli.disk.health", cli.words().say(health)));
    if (smart.celsius() != null) {
      lines.add(cli.words().say("ui-disks.temperature", smart.celsius()));
    }
    if (smart.wear() != null) {
      lines.add(cli.words().say("ui-disks.wear", smart.wear()));
    }
    for (Smart.Attribute a : smart.attributes()) {
      lines.add(
          "%3d %-28s %3d %3d %3d %s"
              .formatted(a.id(), a.name(), a.value(), a.worst(), a.threshold(), a.raw()));
    }
    return lines;
  }

  private static Map<String, Object> json(Smart smart) {
    Map<String, Object> row = new LinkedHashMap<>();
    String health = smart.passed() == null ? "UNKNOWN" : smart.passed() ? "PASSED" : "FAILED";
    row.put("health", health);
    if (smart.celsius() != null) {
      row.put("temperature", smart.celsius());
    }
    if (smart.wear() != null) {
      row.put("wearout", smart.wear());
    }
    row.put("attributes", smart.attributes());
    return row;
  }
}
