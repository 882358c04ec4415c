package stowage.type;

import java.util.List;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Answers;
import stowage.tool.Gluster;
import stowage.tool.Nfs;

/** Volumes of GlusterFS: its own program tells, or the NFS server that older versions bring. */
public final class GlusterfsScan implements Scan {
  private static final Pattern VOLUME = Pattern.compile("/[^\\s/]+");

  @Override
  public String word() {
    return "glusterfs";
  }

  @Override
  public List<String> arguments() {
    return List.of("server");
  }

  @Override
  public Probe<List<Found>> probe(List<String> values) {
    Exec ask = Gluster.volumes(values.getFirst());
    Exec exports = Nfs.exports(values.getFirst());
    return Probe.of(List.of(ask, exports), answers -> read(ask, exports, answers));
  }

  private static Reading<List<Found>> read(Exec ask, Exec exports, List<Result> answers) {
    Result own = answers.getFirst();
    if (own.ok()) {
      return Reading.known(
          Gluster.volumes(own).stream().map(volume -> new Found(volume, "")).toList());
    }
    return Nfs.exports(exports, answers.getLast())
        .optional()
        .<Reading<List<Found>>>map(all ->
            Reading.known(
                all.stream()
                    .map(Nfs.Export::path)
                    .filter(VOLUME.asMatchPredicate())
                    .map(path -> new Found(path.substring(1), ""))
                    .toList()))
        .orElseGet(() -> Answers.failed(ask, own));
  }
}
