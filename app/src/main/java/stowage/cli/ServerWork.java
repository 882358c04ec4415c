package stowage.cli;

import java.util.List;
import java.util.Map;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.ServerPool;
import stowage.host.Servers;
import stowage.pbs.PbsException;
import stowage.pbs.server.ServerException;
import stowage.schema.InvalidException;

/** Something asked of the backup server behind a pool, or done there, host after host. */
final class ServerWork {
  private final Session session;
  private final boolean direct;

  /**
   * @param direct whether this computer goes to the server by itself
   */
  ServerWork(Session session, boolean direct) {
    this.session = session;
    this.direct = direct;
  }

  @FunctionalInterface
  interface Work {
    Shown on(ServerPool pool) throws ServerException, InvalidException;
  }

  /** Work that looks at the host as well. */
  @FunctionalInterface
  interface BothWork {
    Shown on(Host host, ServerPool pool)
        throws HostException, ServerException, InvalidException, PbsException;
  }

  /** Only looks. */
  int ask(StorageId pool, Work work) throws InvalidException {
    return ask(pool, (_, at) -> work.on(at));
  }

  int ask(StorageId pool, BothWork work) throws InvalidException {
    return new EachHost(session)
        .run((host, name) -> {
          try (ServerPool at = servers(host).of(pool)) {
            return work.on(host, at);
          } catch (PbsException e) {
            session.output().error(name, e.said());
            return new Shown(
                List.of(), Map.of("error", session.output().words().say(e.said())), Exit.FAILED);
          }
        });
  }

  /**
   * Changes something on the server; with {@code --dry-run} only says so.
   *
   * @param call what would be done, in the server's own words
   */
  int change(StorageId pool, String call, Work work) throws InvalidException {
    return session.wishes().dryRun()
        ? ask(
            pool,
            _ ->
                Shown.of(
                    List.of(session.output().words().say("cli.server-would", pool.text(), call)),
                    Map.of("call", call)))
        : ask(pool, work);
  }

  private Servers servers(Host host) {
    Servers all = asking(host, session);
    return direct ? all.directly() : all;
  }

  /** Those that a host reaches; the terminal is asked for a second factor. */
  static Servers asking(Host host, Session session) {
    return host.servers().asking(new TerminalCodes(session.output().words()));
  }
}
