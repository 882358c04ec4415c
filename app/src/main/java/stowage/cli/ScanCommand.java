package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;
import stowage.exec.Secret;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.type.Scan;
import stowage.type.Scans;

/** A look at what a host can reach: {@code scan nfs SERVER}… */
@Command(name = "scan")
final class ScanCommand implements Runnable {
  private static final String PASSWORD = Properties.PASSWORD.key();

  /** Of those scans that are answered according to who asks. */
  private static final List<String> WHO =
      List.of(Properties.USERNAME.key(), Properties.DOMAIN.key(), PASSWORD);

  private static final Set<String> ALIASED =
      Set.of("nfs", "cifs", "glusterfs", "iscsi", "lvm", "lvmthin", "zfs");

  private final Cli cli;

  private ScanCommand(Cli cli) {
    this.cli = cli;
  }

  static CommandLine line(Cli cli) {
    CommandLine line = new CommandLine(new ScanCommand(cli));
    Scans.all().forEach(scan -> line.addSubcommand(one(cli, scan, scan.word())));
    line.addSubcommand("pbs", new CommandLine(new ScanServerCommand(cli)));
    return line;
  }

  /** The same by the one word that older scripts have for it: {@code nfsscan SERVER}… */
  static List<CommandLine> aliases(Cli cli) {
    return Scans.all().stream()
        .filter(scan -> ALIASED.contains(scan.word()))
        .map(scan -> {
          CommandLine line = one(cli, scan, scan.word() + "scan");
          line.getCommandSpec().usageMessage().hidden(true);
          return line;
        })
        .toList();
  }

  private static CommandLine one(Cli cli, Scan scan, String name) {
    One asked = new One(cli, scan);
    CommandLine one = new CommandLine(asked);
    one.getCommandSpec().name(name);
    for (int i = 0; i < scan.arguments().size(); i++) {
      one.getCommandSpec()
          .addPositional(
              PositionalParamSpec.builder()
                  .index(Integer.toString(i))
                  .paramLabel("<" + scan.arguments().get(i) + ">")
                  .type(String.class)
                  .required(true)
                  .build());
    }
    if (scan.asksWho()) {
      WHO.forEach(key -> one.getCommandSpec().addOption(option(key)));
      one.getCommandSpec().addMixin("passwords", CommandSpec.forAnnotatedObject(asked.passwords));
    }
    return one;
  }

  private static OptionSpec option(String key) {
    OptionSpec.Builder option =
        OptionSpec.builder("--" + key).type(String.class).paramLabel(key.toUpperCase(Locale.ROOT));
    return key.equals(PASSWORD) ? option.arity("0..1").fallbackValue("").build() : option.build();
  }

  @Override
  public void run() {
    line(cli).usage(cli.out());
  }

  /**
   * What {@code pvesm} and the API of Proxmox VE call the two parts; they show no second one for
   * some.
   */
  private record Parts(String name, String detail) {
    static Parts of(Scan scan) {
      return switch (scan.word()) {
        case "nfs" -> new Parts("path", "options");
        case "cifs" -> new Parts("share", "description");
        case "iscsi" -> new Parts("target", "portal");
        case "glusterfs" -> new Parts("volname", "");
        case "iscsi-luns" -> new Parts("lun", "size");
        case "lvm" -> new Parts("vg", "");
        case "lvmthin" -> new Parts("lv", "");
        case "zfs", "rbd" -> new Parts("pool", "");
        default -> new Parts("name", "detail");
      };
    }
  }

  /** One kind of scan. */
  @Command
  private static final class One implements Callable<Integer> {
    private final Cli cli;
    private final Scan scan;
    private final Parts parts;
    private final Passwords passwords = new Passwords();
    @Spec private CommandSpec spec = CommandSpec.create();

    One(Cli cli, Scan scan) {
      this.cli = cli;
      this.scan = scan;
      this.parts = Parts.of(scan);
    }

    @Override
    public Integer call() throws InvalidException {
      List<String> given = new ArrayList<>();
      spec.positionalParameters().forEach(p -> given.add(p.<Object>getValue().toString()));
      Map<String, Secret> secrets = Secrets.ask(mentioned(), passwords, cli);
      try {
        Scan.Who who =
            new Scan.Who(
                option(Properties.USERNAME.key()),
                option(Properties.DOMAIN.key()),
                secrets.get(PASSWORD));
        return cli.session()
            .ask(
                host -> host.scan(scan, given, who),
                new Session.Form<>(this::text, found -> found.stream().map(this::json).toList()));
      } finally {
        secrets.values().forEach(Secret::close);
      }
    }

    private String option(String key) {
      return spec.commandLine().getParseResult().matchedOptionValue("--" + key, "");
    }

    private Map<String, String> mentioned() {
      return spec.commandLine().getParseResult().hasMatchedOption("--" + PASSWORD)
          ? Map.of(PASSWORD, option(PASSWORD))
          : Map.of();
    }

    private List<String> text(List<Scan.Found> found) {
      int width = Math.max(1, found.stream().mapToInt(f -> f.name().length()).max().orElse(1));
      return found.stream()
          .map(f ->
              parts.detail().isEmpty() || f.detail().isEmpty()
                  ? f.name()
                  : ("%-" + width + "s %s").formatted(f.name(), f.detail()))
          .toList();
    }

    private Map<String, @Nullable Object> json(Scan.Found found) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put(parts.name(), found.name());
      if (!parts.detail().isEmpty()) {
        row.put(parts.detail(), found.detail());
      }
      if (scan.word().equals("zfs")) {
        row.put("size", found.room() == null ? null : found.room().size());
        row.put("free", found.room() == null ? null : found.room().free());
      }
      return row;
    }
  }
}
