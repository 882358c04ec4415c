package stowage.type;

import java.util.List;
import java.util.Set;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.tool.Iscsi;

/**
 * The host's sessions with a pool's target.
 *
 * @param mine those with the target
 * @param working ids of all sessions that answer
 */
record IscsiSessions(Pool pool, List<Iscsi.Session> mine, Set<Integer> working) {

  static Probe<IscsiSessions> ask(Pool pool) {
    Exec sessions = Iscsi.sessions();
    return Probe.of(
        List.of(sessions, Iscsi.states()),
        answers ->
            Iscsi.sessions(sessions, answers.getFirst())
                .map(all ->
                    new IscsiSessions(
                        pool,
                        all.stream().filter(s -> s.target().equals(Luns.target(pool))).toList(),
                        Iscsi.loggedIn(answers.getLast()))));
  }

  PoolStatus status() {
    if (mine.isEmpty()) {
      return PoolStatus.inactive("problem.iscsi-no-session", Luns.target(pool), Luns.portal(pool));
    }
    // One path of several is enough.
    return mine.stream().anyMatch(s -> working.contains(s.id()))
        ? PoolStatus.active(0, 0, 0)
        : PoolStatus.inactive("problem.iscsi-session-lost", Luns.target(pool));
  }

  boolean has(Iscsi.Node node) {
    return mine.stream().anyMatch(s -> s.portal().equals(node.portal()));
  }
}
