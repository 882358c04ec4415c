package stowage.type;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.tool.Iscsi;

/** Targets behind a portal, with all portals that lead to each. */
final class IscsiScan implements Scan {

  @Override
  public String word() {
    return "iscsi";
  }

  @Override
  public List<String> arguments() {
    return List.of("portal");
  }

  @Override
  public Probe<List<Found>> probe(List<String> values) {
    String portal = values.getFirst();
    Exec ask = Iscsi.discovery(portal);
    return Probe.of(
        ask,
        answer ->
            switch (Iscsi.nodes(ask, answer)) {
              case Reading.Failed<List<Iscsi.Node>>(var reason) ->
                  Reading.failed("problem.iscsi-offline", portal, reason);
              case Reading.Known<List<Iscsi.Node>>(var nodes) -> Reading.known(found(nodes));
            });
  }

  private static List<Found> found(List<Iscsi.Node> nodes) {
    Map<String, String> portals =
        nodes.stream()
            .collect(
                Collectors.toMap(
                    Iscsi.Node::target, Iscsi.Node::portal, (a, b) -> a + "," + b, TreeMap::new));
    return portals.entrySet().stream().map(e -> new Found(e.getKey(), e.getValue())).toList();
  }
}
