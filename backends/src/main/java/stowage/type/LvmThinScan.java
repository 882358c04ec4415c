package stowage.type;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.tool.Lvm;
import stowage.volume.Size;

/** Thin pools of a volume group. */
final class LvmThinScan implements Scan {

  @Override
  public String word() {
    return "lvmthin";
  }

  @Override
  public List<String> arguments() {
    return List.of("vg");
  }

  @Override
  public Probe<List<Found>> probe(List<String> values) {
    String group = values.getFirst();
    Exec ask = Lvm.volumes(group);
    return Probe.of(
        ask,
        answer ->
            Lvm.lacksGroup(answer, group)
                ? Reading.failed("problem.volume-group-missing", group)
                : Lvm.volumes(ask, answer)
                    .map(all ->
                        all.stream()
                            .filter(v -> v.type() == 't')
                            .map(v ->
                                new Found(
                                    v.name(), v.size() == null ? "" : new Size(v.size()).text()))
                            .toList()));
  }
}
