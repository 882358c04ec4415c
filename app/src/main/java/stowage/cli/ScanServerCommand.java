package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.exec.Secret;
import stowage.pbs.server.Account;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.Pin;
import stowage.schema.InvalidException;
import stowage.type.Scan;

/** Datastores of a backup server that the host reaches; there need not be a pool for it. */
@Command(name = "pbs")
final class ScanServerCommand implements Callable<Integer> {
  private static final String PASSWORD = "password";
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<server>")
  private String server = "";

  @Parameters(index = "1", paramLabel = "<username>")
  private String username = "";

  @Option(names = "--password", paramLabel = "PASSWORD", arity = "0..1", fallbackValue = "")
  private @Nullable String password;

  @Mixin private final Passwords passwords = new Passwords();

  @Option(names = "--fingerprint", paramLabel = "FINGERPRINT")
  private @Nullable String fingerprint;

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "8007")
  private int port;

  @Mixin private final Printing printing = new Printing();

  @Option(names = "--direct")
  private boolean direct;

  ScanServerCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    Endpoint endpoint = endpoint();
    Session session = printing.session(cli);
    Map<String, Secret> secrets =
        Secrets.ask(Map.of(PASSWORD, password == null ? "" : password), passwords, cli);
    try {
      Secret secret = Optional.ofNullable(secrets.get(PASSWORD)).orElseThrow();
      Account account = account(secret);
      return session.ask(
          host ->
              (direct ? host.servers().directly() : host.servers())
                  .scan()
                  .datastores(endpoint, account),
          new Session.Form<>(ScanServerCommand::text, ScanServerCommand::json));
    } finally {
      secrets.values().forEach(Secret::close);
    }
  }

  private Endpoint endpoint() throws InvalidException {
    Pin pin = null;
    if (fingerprint != null) {
      String given = fingerprint;
      pin =
          Pin.parse(given)
              .orElseThrow(
                  () -> new InvalidException("fingerprint", "problem.rule.fingerprint", given));
    }
    try {
      return Endpoint.direct(server, port, pin);
    } catch (IllegalArgumentException _) {
      throw new InvalidException("server", "problem.server-address", server, port);
    }
  }

  private Account account(Secret secret) throws InvalidException {
    try {
      return new Account(username, secret, new TerminalCodes(cli.words()));
    } catch (IllegalArgumentException _) {
      throw new InvalidException("username", "problem.server-user", username);
    }
  }

  private static List<String> text(List<Scan.Found> found) {
    int width = Math.max(1, found.stream().mapToInt(f -> f.name().length()).max().orElse(1));
    List<String> lines = new ArrayList<>();
    found.forEach(
        f -> lines.add(("%-" + width + "s %s").formatted(f.name(), f.detail()).stripTrailing()));
    return lines;
  }

  private static List<Map<String, Object>> json(List<Scan.Found> found) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Scan.Found store : found) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("store", store.name());
      row.put("comment", store.detail());
      rows.add(row);
    }
    return rows;
  }
}
