package stowage.type;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.tool.LvmReport;
import stowage.volume.Size;

/** Volume groups of the host. */
final class LvmScan implements Scan {

  @Override
  public String word() {
    return "lvm";
  }

  @Override
  public List<String> arguments() {
    return List.of();
  }

  @Override
  public Probe<List<Found>> probe(List<String> values) {
    Exec ask = LvmReport.groups();
    return Probe.of(ask, answer -> LvmReport.groups(ask, answer))
        .map(all -> all.stream().map(LvmScan::found).toList());
  }

  private static Found found(LvmReport.VolumeGroup group) {
    return new Found(
        group.name(), new Size(group.free()).text() + " / " + new Size(group.size()).text());
  }
}
