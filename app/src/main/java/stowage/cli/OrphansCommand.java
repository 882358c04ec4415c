package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import stowage.config.StorageId;
import stowage.exec.Reading;
import stowage.host.Orphans;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.volume.Volume;

/** Volumes that no guest's configuration names. Nothing is removed. */
@Command(name = "orphans")
final class OrphansCommand implements Callable<Integer> {
  private final Cli cli;

  OrphansCommand(Cli cli) {
    this.cli = cli;
  }

  /** Ends with a failure when not all was searched, so that no script goes on from there. */
  @Override
  public Integer call() throws InvalidException {
    Session session = cli.session();
    AtomicBoolean complete = new AtomicBoolean(true);
    int status =
        session.ask(
            host -> {
              Orphans orphans = host.orphans();
              orphans.gaps().forEach(gap -> session.output().error(host.name(), gap));
              if (!orphans.complete()) {
                complete.set(false);
                session.output().error(host.name(), Message.of("cli.orphans-incomplete"));
              }
              return Reading.known(orphans);
            },
            new Session.Form<>(this::text, OrphansCommand::json));
    return status == Exit.OK.status && !complete.get() ? Exit.FAILED.status : status;
  }

  private List<String> text(Orphans orphans) {
    List<String> lines = new ArrayList<>();
    for (Orphans.Orphan orphan : orphans.found()) {
      Volume volume = orphan.volume();
      lines.add(
          "%s %s %s"
              .formatted(
                  volume.id(),
                  VolumeTable.size(volume),
                  cli.words().say(key(orphan.why()), volume.guest().orElse(""))));
    }
    lines.add(
        cli.words()
            .say(
                "cli.orphans-searched",
                orphans.pools().stream().map(StorageId::text).collect(Collectors.joining(", ")),
                orphans.guests()));
    return lines;
  }

  private static Object json(Orphans orphans) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("complete", orphans.complete());
    all.put("pools", orphans.pools().stream().map(StorageId::text).toList());
    all.put("guests", orphans.guests());
    all.put("volumes", orphans.found().stream().map(OrphansCommand::json).toList());
    return all;
  }

  private static Map<String, Object> json(Orphans.Orphan orphan) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("volid", orphan.volume().id().toString());
    row.put("size", orphan.volume().space().size());
    row.put("vmid", orphan.volume().guest().orElse(""));
    row.put("why", orphan.why().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return row;
  }

  static String key(Orphans.Why why) {
    return switch (why) {
      case NO_GUEST -> "finding.orphan-no-guest";
      case NOT_NAMED -> "finding.orphan-not-named";
    };
  }
}
