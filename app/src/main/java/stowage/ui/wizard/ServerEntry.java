package stowage.ui.wizard;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.ServerScan;
import stowage.pbs.server.Account;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.Pin;
import stowage.schema.Draft;
import stowage.schema.Drafts;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.schema.Property;
import stowage.type.Pool;
import stowage.ui.form.FormModel;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.keys.NewKey;

/** What is entered for a pool on a backup server, and the way to ask the server about it. */
final class ServerEntry implements AutoCloseable {
  private final Desk desk;
  private final HostModel host;
  private final FormModel form;
  private String name = "";
  private @Nullable NewKey key;
  private byte @Nullable [] master;

  ServerEntry(Desk desk, HostModel host, FormModel form) {
    this.desk = desk;
    this.host = host;
    this.form = form;
  }

  /** What a pool of a connected host knows of a server's certificate. */
  record KnownPin(String host, StorageId pool, Pin pin) {}

  @FunctionalInterface
  interface Question<T> {
    Reading<T> ask(ServerScan scan, Endpoint server) throws HostException;
  }

  /** A question of somebody who logs in. */
  @FunctionalInterface
  interface Visit<T> {
    Reading<T> ask(ServerScan scan, Endpoint server, Account account) throws HostException;
  }

  FormModel form() {
    return form;
  }

  String name() {
    return name;
  }

  void name(String entered) {
    name = entered.strip();
  }

  String entered(Property<?> property) {
    return form.entry(property.key()).map(e -> e.text().get().strip()).orElse("");
  }

  void enter(Property<?> property, String text) {
    form.entry(property.key()).ifPresent(e -> e.text().set(text));
  }

  Optional<NewKey> key() {
    return Optional.ofNullable(key);
  }

  /**
   * @param chosen taken over; null for none
   */
  void key(@Nullable NewKey chosen) {
    key().ifPresent(NewKey::close);
    key = chosen;
    if (chosen == null) {
      master = null;
    }
  }

  Optional<byte[]> master() {
    return Optional.ofNullable(master);
  }

  void master(byte @Nullable [] pem) {
    master = pem;
  }

  /** Empty when this is no address of a server. */
  Optional<Endpoint> endpoint() {
    String port = entered(Properties.PBS_PORT);
    try {
      return Optional.of(
          Endpoint.direct(
              entered(Properties.SERVER),
              port.isEmpty() ? Endpoint.USUAL_PORT : Integer.parseInt(port),
              Pin.parse(entered(Properties.FINGERPRINT)).orElse(null)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Work off the screen's thread. */
  <T> Callable<Reading<T>> ask(Question<T> question) {
    Host open = host.host().orElse(null);
    Endpoint server = endpoint().orElse(null);
    if (open == null) {
      return () -> Reading.failed("ui-plan.no-connection");
    }
    if (server == null) {
      String port = entered(Properties.PBS_PORT);
      return () -> Reading.failed("problem.server-address", entered(Properties.SERVER), port);
    }
    ServerScan scan = desk.servers(open, server.server()).scan();
    return () -> question.ask(scan, server);
  }

  /** The same for who was entered. */
  <T> Callable<Reading<T>> visit(Visit<T> visit) {
    String user = entered(Properties.PBS_USERNAME);
    Secret secret =
        Secret.of(
            form.entry(Properties.PASSWORD.key())
                .map(e -> e.text().get())
                .orElse("")
                .toCharArray());
    Account account;
    try {
      account = new Account(user.isEmpty() ? "root@pam" : user, secret);
    } catch (IllegalArgumentException _) {
      secret.close();
      return () -> Reading.failed("problem.server-user", user);
    }
    Callable<Reading<T>> asked = ask((scan, server) -> visit.ask(scan, server, account));
    return () -> {
      try (secret) {
        return asked.call();
      }
    };
  }

  /** What other pools on the same server have been told to accept. */
  List<KnownPin> knownPins() {
    Optional<Endpoint> here = endpoint();
    return desk.fleet().hosts().stream()
        .flatMap(h ->
            h.known().stream()
                .flatMap(state -> state.pools().stream())
                .filter(p -> here.map(e -> isAt(p.pool(), e)).orElse(false))
                .flatMap(p ->
                    p.pool().get(Properties.FINGERPRINT).flatMap(Pin::parse).stream()
                        .map(pin -> new KnownPin(h.name(), p.pool().id(), pin))))
        .toList();
  }

  private static boolean isAt(Pool pool, Endpoint server) {
    return pool.type() == StorageType.PBS
        && pool.get(Properties.SERVER).orElse("").equalsIgnoreCase(server.server())
        && pool.get(Properties.PBS_PORT).orElse((long) Endpoint.USUAL_PORT) == server.port();
  }

  /** What is wrong with these so far. */
  List<Problem> problems(Collection<String> fields) {
    Draft draft = form.draft(name);
    try {
      return Drafts.checkAdd(draft, taken()).stream()
          .filter(problem -> fields.contains(problem.field()))
          .toList();
    } finally {
      draft.secrets().values().forEach(Secret::close);
    }
  }

  private Set<String> taken() {
    return host.known().stream()
        .flatMap(state -> state.pools().stream())
        .map(p -> p.pool().id().text())
        .collect(Collectors.toSet());
  }

  /** All that was entered; its secrets are the caller's to close. */
  Draft draft() {
    Draft entered = form.draft(name);
    Map<String, Secret> secrets = new HashMap<>(entered.secrets());
    key().ifPresent(chosen -> secrets.put(Properties.ENCRYPTION_KEY.key(), chosen.copy()));
    master()
        .ifPresent(pem ->
            secrets.put(Properties.MASTER_PUBKEY.key(), Secret.of(Arrays.copyOf(pem, pem.length))));
    return new Draft(entered.id(), entered.type(), entered.values(), secrets, entered.deletes());
  }

  @Override
  public void close() {
    key().ifPresent(NewKey::close);
    key = null;
    enter(Properties.PASSWORD, "");
  }
}
