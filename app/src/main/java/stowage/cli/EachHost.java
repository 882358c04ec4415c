package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.message.Message;
import stowage.pbs.server.ServerException;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;

/** Something done on one chosen host after the other; one that fails keeps no other from it. */
final class EachHost {
  private final Session session;
  private final Output output;

  EachHost(Session session) {
    this.session = session;
    this.output = session.output();
  }

  @FunctionalInterface
  interface Work {
    /**
     * @param name of the host among several; empty for one alone
     */
    Shown on(Host host, String name) throws HostException, ServerException, InvalidException;
  }

  int run(Work work) throws InvalidException {
    List<HostEntry> hosts = session.hosts();
    boolean several = hosts.size() > 1;
    List<@Nullable Object> rows = new ArrayList<>();
    Exit worst = Exit.OK;
    for (HostEntry entry : hosts) {
      String name = several ? entry.name() : "";
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("host", entry.name());
      try (Host host = session.door().open(entry)) {
        Shown shown = work.on(host, name);
        worst = worst.worse(shown.exit());
        row.put("data", shown.json());
        rows.add(several ? row : shown.json());
        shown.lines().forEach(line -> line(name, line));
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
      output.json(several ? rows : rows.getFirst());
    }
    return worst.status;
  }

  /** For people only; says of which host it is when there are several. */
  void line(String name, String text) {
    if (!session.wishes().json()) {
      output.line(name.isEmpty() ? text : name + ": " + text);
    }
  }

  /** The row of a host among several; one alone has only the message. */
  private Optional<Object> failed(String name, Map<String, @Nullable Object> row, Message said) {
    output.error(name, said);
    row.put("error", output.words().say(said));
    return name.isEmpty() ? Optional.empty() : Optional.of(row);
  }
}
