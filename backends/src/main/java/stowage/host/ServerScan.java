package stowage.host;

import java.util.List;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.pbs.server.Account;
import stowage.pbs.server.BackupServer;
import stowage.pbs.server.Certificate;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.Space;
import stowage.type.Scan;

/** A look at a backup server through a host, before the host has a pool there. */
public final class ServerScan {
  private final Forwarding forwarding;

  ServerScan(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  /** Those that the account may see, with their comments. */
  public Reading<List<Scan.Found>> datastores(Endpoint server, Account account)
      throws HostException {
    return ask(
        server,
        account,
        there ->
            there.datastores().stream()
                .map(store ->
                    new Scan.Found(
                        store.name(),
                        store.maintenance().isEmpty() ? store.comment() : store.maintenance()))
                .toList());
  }

  /** The root namespace, which has no name, is not among them. */
  public Reading<List<Scan.Found>> namespaces(Endpoint server, Account account, String datastore)
      throws HostException {
    return ask(
        server,
        account,
        there ->
            there.namespaces(datastore).stream()
                .map(Space::namespace)
                .filter(name -> !name.isEmpty())
                .map(name -> new Scan.Found(name, ""))
                .toList());
  }

  /** For a person to compare with what the server's own console says. */
  public Reading<Certificate> certificate(Endpoint server) throws HostException {
    try (Forwarding.Port port = forwarding.open(server.server(), server.port())) {
      return Reading.known(BackupServer.certificate(server.through(port.number())));
    } catch (ServerException e) {
      return new Reading.Failed<>(e.said());
    }
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask(BackupServer server) throws ServerException;
  }

  private <T> Reading<T> ask(Endpoint server, Account account, Question<T> question)
      throws HostException {
    try (Forwarding.Port port = forwarding.open(server.server(), server.port());
        BackupServer there = new BackupServer(server.through(port.number()), account)) {
      return Reading.known(question.ask(there));
    } catch (ServerException e) {
      return new Reading.Failed<>(e.said());
    }
  }
}
