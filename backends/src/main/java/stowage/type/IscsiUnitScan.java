package stowage.type;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.tool.LibIscsi;
import stowage.volume.Size;

/** Units of all targets behind a portal, without logging the host's kernel in. */
final class IscsiUnitScan implements Scan {

  @Override
  public String word() {
    return "iscsi-luns";
  }

  @Override
  public List<String> arguments() {
    return List.of("portal");
  }

  @Override
  public Probe<List<Found>> probe(List<String> values) {
    Exec ask = LibIscsi.units(values.getFirst());
    return Probe.of(ask, answer -> LibIscsi.units(ask, answer))
        .map(units ->
            units.stream()
                .map(u -> new Found(u.target() + "/" + u.number(), new Size(u.size()).text()))
                .toList());
  }
}
