package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import stowage.host.PortalKey;
import stowage.schema.InvalidException;
import stowage.words.Words;

/** Keys for the hosts behind pools of type zfs; {@code pvesm} has no such command. */
@Command(name = "zfs-key")
final class ZfsKeyCommand implements Runnable {
  private static final String PORTAL = "<zfs-portal>";
  private final Cli cli;

  ZfsKeyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Optional.ofNullable(cli.line().getSubcommands().get("zfs-key"))
        .ifPresent(line -> line.usage(cli.out()));
  }

  /** Fails as long as something is missing, so that scripts can wait for it. */
  @Command(name = "check")
  int check(@Parameters(paramLabel = PORTAL) String portal) throws InvalidException {
    AtomicBoolean ready = new AtomicBoolean(true);
    int status =
        cli.session()
            .ask(
                host -> host.portalKey(portal),
                new Session.Form<>(
                    key -> {
                      ready.compareAndSet(true, key.ready());
                      return text(key);
                    },
                    key -> {
                      ready.compareAndSet(true, key.ready());
                      return json(key);
                    }));
    return status == Exit.OK.status && !ready.get() ? Exit.FAILED.status : status;
  }

  @Command(name = "create")
  int create(@Parameters(paramLabel = PORTAL) String portal) throws InvalidException {
    int status =
        new Changes(cli.session()).apply(host -> host.planPortalKey(portal), "cli.portal-key-made");
    if (status == Exit.OK.status && !cli.dryRun) {
      check(portal);
    }
    return status;
  }

  private List<String> text(PortalKey key) {
    Words words = cli.words();
    List<String> lines = new ArrayList<>();
    if (key.publicKey() != null) {
      lines.add(words.say("cli.portal-public", key.remote().key()));
      lines.add(key.publicKey());
    }
    if (!key.programs().isEmpty()) {
      lines.add(
          words.say(
              "cli.portal-programs", key.remote().portal(), String.join(" ", key.programs())));
    }
    lines.add(key.missing().map(words::say).orElseGet(() -> words.say("cli.portal-ready")));
    if (key.publicKey() != null && key.trouble() != null) {
      lines.add(words.say("cli.portal-command"));
      lines.add(key.command());
    }
    return lines;
  }

  private Map<String, Object> json(PortalKey key) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("portal", key.remote().portal());
    row.put("file", key.remote().key());
    row.put("publicKey", key.publicKey() == null ? "" : key.publicKey());
    row.put("ready", key.ready());
    row.put("missing", key.missing().map(cli.words()::say).orElse(""));
    row.put("command", key.command());
    row.put("programs", key.programs());
    return row;
  }
}
