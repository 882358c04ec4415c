package stowage.ui.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.host.HostState;
import stowage.host.HostState.PoolState;
import stowage.message.Message;
import stowage.ui.Fakes;

class QueryTest {
  private static final HostState STATE = Fakes.state(HostState.Kind.CLUSTER);

  private static Set<String> found(String text) {
    Query query = Query.parse(text);
    Set<String> found = new TreeSet<>();
    for (PoolState pool : STATE.pools()) {
      if (query.matches("pve3", pool)) {
        found.add(pool.pool().id().text());
      }
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "type:nfs, nas-iso",
    "TYPE:NFS, nas-iso",
    "type:zfs, tank-vm",
    "usage:>80, 'tank-vm,vault'",
    "usage:>=89%, 'tank-vm,vault'",
    "usage:<50, local",
    "content:backup type:dir, 'local,old-backups'",
    "content:backup type:dir old, old-backups",
    "back, old-backups",
    "host:pve3 type:pbs, vault",
    "LOCAL-, local-lvm",
  })
  void allPartsMustHold(String text, String names) {
    assertEquals(new TreeSet<>(List.of(names.split(","))), found(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"host:pve4", "type:nfs type:dir", "nowhere", "usage:>80 content:iso"})
  void nothingMatchesWhatContradictsItself(String text) {
    assertEquals(Set.of(), found(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "usage:", "usage:>", "usage:<="})
  void nothingTypedYetFindsEverything(String text) {
    Query query = Query.parse(text);
    assertTrue(query.isEmpty());
    assertEquals(Fakes.names(STATE), found(text));
    assertEquals(List.of(), query.problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "=80", ">x", ">-1", ">1000", ">8.5"})
  void aUsageThatIsNoneIsNamed(String value) {
    assertEquals(
        List.of(Message.of("ui.search-bad-usage", value)),
        Query.parse("usage:" + value).problems());
  }

  @Test
  void aHostMatchesByItsName() {
    assertTrue(Query.parse("pve").matches("pve3"));
    assertTrue(Query.parse("host:PVE3").matches("pve3"));
    assertTrue(!Query.parse("type:nfs").matches("pve3"));
  }
}
