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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.disk.Order;
import stowage.disk.Smart;
import stowage.host.Proposal;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/** Disks of the host, and what is made of them; {@code pvesm} has no such command. */
@Command(name = "disks")
final class DisksCommand implements Callable<Integer> {
  private static final String NAME = "<name>";
  private static final String DISK = "<disk>";
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

  @Command(name = "smart")
  int smart(@Parameters(paramLabel = DISK) String disk) throws InvalidException {
    return cli.session()
        .ask(host -> host.smart(disk), new Session.Form<>(this::text, DisksCommand::json));
  }

  @Command(name = "vg")
  int group(
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1..*", arity = "1..*") List<String> disks)
      throws InvalidException {
    return make(new Order.VolumeGroup(name, disks));
  }

  @Command(name = "thinpool")
  int thinPool(
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1") String disk)
      throws InvalidException {
    return make(new Order.ThinPool(name, disk));
  }

  @Command(name = "zpool")
  int zpool(
      @Option(names = "--raid", paramLabel = "LEVEL", defaultValue = "single") String raid,
      @Option(names = "--ashift", paramLabel = "N", defaultValue = "12") int ashift,
      @Option(names = "--compression", paramLabel = "WORD", defaultValue = "on") String compression,
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1..*", arity = "1..*") List<String> disks)
      throws InvalidException {
    return make(
        new Order.Zpool(name, one("raid", Order.Raid.values(), raid), disks, ashift, compression));
  }

  @Command(name = "directory")
  int directory(
      @Option(names = "--filesystem", paramLabel = "ext4|xfs", defaultValue = "ext4")
          String fileSystem,
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1") String disk)
      throws InvalidException {
    return make(
        new Order.Directory(name, disk, one("filesystem", Order.FileSystem.values(), fileSystem)));
  }

  @Command(name = "btrfs")
  int btrfs(
      @Option(names = "--raid", paramLabel = "PROFILE", defaultValue = "single") String profile,
      @Parameters(paramLabel = NAME, index = "0") String name,
      @Parameters(paramLabel = DISK, index = "1..*", arity = "1..*") List<String> disks)
      throws InvalidException {
    return make(new Order.Btrfs(name, disks, profile));
  }

  @Command(name = "gpt")
  int gpt(@Parameters(paramLabel = DISK) String disk) throws InvalidException {
    return make(new Order.Gpt(disk));
  }

  @Command(name = "wipe")
  int wipe(
      @Parameters(paramLabel = DISK) String disk,
      @Option(names = "--confirm", paramLabel = "SERIAL") @Nullable String confirmed)
      throws InvalidException {
    boolean looks = cli.dryRun;
    return new Changes(cli.session())
        .apply(
            host -> {
              Proposal proposal = host.planDisks(new Order.Wipe(disk));
              String wanted = proposal.doomed().orElse("");
              if (!looks && !wanted.equals(confirmed)) {
                throw new InvalidException(
                    List.of(new Problem("confirm", Message.of("problem.disk-confirm", wanted))));
              }
              return proposal;
            },
            "cli.disk.wiped",
            disk);
  }

  private int make(Order order) throws InvalidException {
    return new Changes(cli.session()).apply(host -> host.planDisks(order), "cli.disk.made");
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
