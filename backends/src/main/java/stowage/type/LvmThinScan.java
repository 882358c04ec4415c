package stowage.type;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.tool.LvmReport;
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
    Exec ask = LvmReport.volumes(group);
    return Probe.of(
        ask,
        answer ->
            LvmReport.lacksGroup(answer, group)
                ? Reading.failed("problem.volume-group-missing", group)
                : LvmReport.volumes(ask, answer)
                    .map(all ->
                        all.stream()
                            .filter(v -> v.type() == 't')
                            .map(v ->
                                new Found(
                                    v.name(), v.size() == null ? "" : new Size(v.size()).text()))
                            .toList()));
  }
}
