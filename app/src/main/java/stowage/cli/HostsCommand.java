package stowage.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.schema.InvalidException;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.settings.Settings;

/** The hosts that the console and the command line know. */
@Command(name = "hosts")
final class HostsCommand implements java.util.concurrent.Callable<Integer> {
  private final Cli cli;

  HostsCommand(Cli cli) {
    this.cli = cli;
  }

  /** Lists them. */
  @Override
  public Integer call() throws InvalidException {
    Session session = cli.session();
    List<HostEntry> hosts = session.known().hosts();
    if (session.wishes().json()) {
      session.output().json(hosts.stream().map(HostsCommand::json).toList());
      return Exit.OK.status;
    }
    int width = Math.max(4, hosts.stream().mapToInt(h -> h.name().length()).max().orElse(4));
    for (HostEntry host : hosts) {
      String address = host.demo() ? "demo" : host.address().shown();
      session
          .output()
          .line(
              ("%-" + width + "s %s%s%s")
                  .formatted(
                      host.name(),
                      address,
                      host.group().isEmpty() ? "" : " [" + host.group() + "]",
                      host.readOnly() ? " read-only" : ""));
    }
    if (hosts.isEmpty()) {
      session.output().note(cli.words().say("cli.hosts-empty"));
    }
    return Exit.OK.status;
  }

  @Command(name = "add")
  int add(
      @Parameters(paramLabel = "<name>") String name,
      @Parameters(paramLabel = "<[user@]address[:port]>") String address,
      @Option(names = "--key-file", paramLabel = "FILE") @Nullable String keyFile,
      @Option(names = "--ask-password") boolean password,
      @Option(names = "--jump", paramLabel = "HOST") @Nullable String jump,
      @Option(names = "--group", paramLabel = "NAME") @Nullable String group)
      throws InvalidException, IOException {
    Session session = cli.session();
    Settings settings = session.known();
    if (name.equals("all") || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw new InvalidException("name", "cli.host-name", name);
    }
    if (settings.hosts().stream().anyMatch(h -> h.name().equals(name))) {
      throw new InvalidException("name", "cli.host-known", name);
    }
    HostEntry parsed = HostChoice.parse(name, address);
    Address at = parsed.address();
    Login login =
        keyFile != null
            ? new Login(Login.Method.KEY_FILE, keyFile)
            : password ? new Login(Login.Method.PASSWORD, "") : Login.AGENT;
    List<HostEntry> hosts = new ArrayList<>(settings.hosts());
    hosts.add(
        new HostEntry(
            name,
            group == null ? "" : group,
            HostEntry.Origin.SSH,
            new Address(at.host(), at.port(), at.user(), jump == null ? "" : jump),
            login,
            session.wishes().readOnly()));
    session.settings().save(settings.with(hosts));
    return Exit.OK.status;
  }

  @Command(name = "remove")
  int remove(@Parameters(paramLabel = "<name>") String name) throws InvalidException, IOException {
    Session session = cli.session();
    Settings settings = session.known();
    List<HostEntry> left = settings.hosts().stream().filter(h -> !h.name().equals(name)).toList();
    if (left.size() == settings.hosts().size()) {
      throw new InvalidException("name", "cli.host-unknown", name);
    }
    session.settings().save(settings.with(left));
    return Exit.OK.status;
  }

  private static Map<String, Object> json(HostEntry host) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", host.name());
    row.put("address", host.demo() ? "demo" : host.address().shown());
    row.put("group", host.group());
    row.put("jump", host.address().jump());
    row.put("readOnly", host.readOnly());
    return row;
  }
}
