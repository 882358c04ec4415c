package stowage.type;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.tool.Iscsi;

/**
 * How the host comes to a target: it asks the portal for its targets, logs in at every portal of
 * the pool's, and looks for new units where it is logged in already.
 *
 * @param known portals of the target that the host has heard of
 * @param found what the pool's portal says now
 * @param rescanned whether somebody has looked for new units within the last seconds
 */
record IscsiLogin(
    Pool pool,
    IscsiSessions sessions,
    List<Iscsi.Node> known,
    Reading<List<Iscsi.Node>> found,
    boolean rescanned) {

  static Probe<Change> probe(Pool pool) {
    Probe<IscsiSessions> sessions = IscsiSessions.ask(pool);
    Exec records = Iscsi.records();
    Exec discovery = Iscsi.discovery(Luns.portal(pool));
    int split = sessions.programs().size();
    List<Exec> programs = new ArrayList<>(sessions.programs());
    programs.addAll(List.of(records, discovery, Iscsi.rescanned()));
    return Probe.of(
        programs,
        answers -> {
          List<Result> more = answers.subList(split, answers.size());
          return sessions
              .read(answers.subList(0, split))
              .then(there ->
                  Iscsi.nodes(records, more.get(0))
                      .then(known ->
                          new IscsiLogin(
                                  pool,
                                  there,
                                  of(pool, known),
                                  Iscsi.nodes(discovery, more.get(1)),
                                  !more.get(2).text().isBlank())
                              .change()));
        });
  }

  private static List<Iscsi.Node> of(Pool pool, List<Iscsi.Node> all) {
    return all.stream().filter(n -> n.target().equals(Luns.target(pool))).distinct().toList();
  }

  private Reading<Change> change() {
    List<Iscsi.Node> nodes = known.isEmpty() ? of(pool, found.optional().orElse(List.of())) : known;
    List<Iscsi.Node> missing = nodes.stream().filter(n -> !sessions.has(n)).toList();
    if (sessions.mine().isEmpty()) {
      return switch (found) {
        case Reading.Failed<List<Iscsi.Node>>(var reason) ->
            Reading.failed("problem.iscsi-offline", Luns.portal(pool), reason);
        case Reading.Known<List<Iscsi.Node>> _ ->
            nodes.isEmpty()
                ? Reading.failed("problem.iscsi-no-target", Luns.target(pool), Luns.portal(pool))
                : Reading.known(login(nodes));
      };
    }
    Message lost = sessions.status().reason();
    if (lost != null) {
      return new Reading.Failed<>(lost);
    }
    List<Step> steps = new ArrayList<>();
    missing.forEach(node -> steps.add(login(node).forgiving(Step.Leniency.OPTIONAL)));
    steps.addAll(missing.isEmpty() ? rescan() : List.of(settle()));
    return Reading.known(new Change(List.of(), steps));
  }

  /** The portal that has just answered must let the host in; the others are further paths. */
  private Change login(List<Iscsi.Node> nodes) {
    String target = Luns.target(pool);
    List<Step> steps = new ArrayList<>();
    Step remember =
        Step.of(
            Message.of("step.iscsi-discover", Luns.portal(pool)),
            Iscsi.remember(Luns.portal(pool)));
    steps.add(known.isEmpty() ? remember.undoneBy(Iscsi.forget(target)) : optional(remember));
    steps.add(
        optional(Step.of(Message.of("step.iscsi-impatient", target), Iscsi.impatient(target))));
    String own = Iscsi.withPort(Luns.portal(pool));
    List<Iscsi.Node> first = nodes.stream().filter(n -> n.portal().equals(own)).toList();
    if (first.isEmpty()) {
      steps.add(
          Step.of(Message.of("step.iscsi-login", target, own), Iscsi.login(target))
              .undoneBy(Iscsi.logout(target))
              .forgiving(Iscsi.present()));
    } else {
      steps.add(login(first.getFirst()).forgiving(Iscsi.present()));
      nodes.stream()
          .filter(n -> !n.portal().equals(own))
          .forEach(n -> steps.add(optional(login(n))));
    }
    steps.add(settle());
    return new Change(List.of(), steps);
  }

  private static Step login(Iscsi.Node node) {
    return Step.of(Message.of("step.iscsi-login", node.target(), node.portal()), Iscsi.login(node))
        .undoneBy(Iscsi.logout(node));
  }

  private List<Step> rescan() {
    if (rescanned) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    for (Iscsi.Session session : sessions.mine()) {
      steps.add(
          optional(
              Step.of(
                  Message.of("step.iscsi-rescan", session.portal()), Iscsi.rescan(session.id()))));
    }
    steps.add(optional(Step.of(Message.of("step.iscsi-rescanned"), Iscsi.noteRescan())));
    steps.add(settle());
    return steps;
  }

  private static Step settle() {
    return optional(Step.of(Message.of("step.iscsi-settle"), Iscsi.settle()));
  }

  private static Step optional(Step step) {
    return step.forgiving(Step.Leniency.OPTIONAL);
  }
}
