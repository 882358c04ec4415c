package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.ServerPool;
import stowage.host.Servers;
import stowage.message.Message;
import stowage.pbs.server.ServerException;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;

/** Something asked of the backup server behind a pool, or done there, host after host. */
final class ServerWork {
  private final Session session;
  private final Output output;
  private final boolean direct;

  /**
   * @param direct whether this computer goes to the server by itself
   */
  ServerWork(Session session, boolean direct) {
    this.session = session;
    this.output = session.output();
    this.direct = direct;
  }

  /**
   * What came of it.
   *
   * @param lines for people
   * @param json the same for programs
   */
  record Shown(List<String> lines, Object json, Exit exit) {
    static Shown of(List<String> lines, Object json) {
      return new Shown(lines, json, Exit.OK);
    }
  }

  @FunctionalInterface
  interface Work {
    Shown on(ServerPool pool) throws ServerException, InvalidException;
  }

  /** Work that looks at the host as well. */
  @FunctionalInterface
  interface BothWork {
    Shown on(Host host, ServerPool pool) throws HostException, ServerException, InvalidException;
  }

  /** Only looks. */
  int ask(StorageId pool, Work work) throws InvalidException {
    return ask(pool, (_, at) -> work.on(at));
  }

  int ask(StorageId pool, BothWork work) throws InvalidException {
    return run(pool, work);
  }

  /**
   * Changes something on the server; with {@code --dry-run} only says so.
   *
   * @param call what would be done, in the server's own words
   */
  int change(StorageId pool, String call, Work work) throws InvalidException {
    Work chosen =
        session.wishes().dryRun()
            ? _ ->
                Shown.of(
                    List.of(output.words().say("cli.server-would", pool.text(), call)),
                    Map.of("call", call))
            : work;
    return run(pool, (_, at) -> chosen.on(at));
  }

  private int run(StorageId pool, BothWork work) throws InvalidException {
    List<HostEntry> hosts = session.hosts();
    List<Object> rows = new ArrayList<>();
    Exit worst = Exit.OK;
    for (HostEntry entry : hosts) {
      boolean several = hosts.size() > 1;
      String name = several ? entry.name() : "";
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("host", entry.name());
      try (Host host = session.door().open(entry)) {
        try (ServerPool at = servers(host).of(pool)) {
          Shown shown = work.on(host, at);
          worst = worst.worse(shown.exit());
          row.put("data", shown.json());
          rows.add(several ? row : shown.json());
          if (!session.wishes().json()) {
            shown.lines().forEach(line -> output.line(several ? name + ": " + line : line));
          }
        }
      } catch (HostException e) {
        worst = worst.worse(Exit.of(e));
        failed(name, row, e.said()).ifPresent(rows::add);
      } catch (ServerException e) {
        worst = worst.worse(Exit.of(e));
        failed(name, row, e.said()).ifPresent(rows::add);
      } catch (InvalidException e) {
        output.problems(e.problems());
        worst = worst.worse(Exit.USAGE);
      }
    }
    if (session.wishes().json() && !rows.isEmpty()) {
      output.json(hosts.size() > 1 ? rows : rows.getFirst());
    }
    return worst.status;
  }

  private Servers servers(Host host) {
    Servers all = host.servers().asking(new TerminalCodes(output.words()));
    return direct ? all.directly() : all;
  }

  /** The row of a host among several; one alone has only the message. */
  private Optional<Object> failed(String name, Map<String, Object> row, Message said) {
    output.error(name, said);
    row.put("error", output.words().say(said));
    return name.isEmpty() ? Optional.empty() : Optional.of(row);
  }
}
