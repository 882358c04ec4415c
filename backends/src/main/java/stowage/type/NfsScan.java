package stowage.type;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Nfs;

/** What an NFS server exports. */
public final class NfsScan implements Scan {
  private static final String UNKNOWN_HOST = "RPC: Unknown host";

  @Override
  public String word() {
    return "nfs";
  }

  @Override
  public List<String> arguments() {
    return List.of("server");
  }

  @Override
  public Probe<List<Found>> probe(List<String> values) {
    String server = values.getFirst();
    Exec ask = Nfs.exports(server);
    return Probe.of(ask, answer -> read(server, ask, answer));
  }

  private static Reading<List<Found>> read(String server, Exec asked, Result answer) {
    if (!answer.ok() && answer.errorText().contains(UNKNOWN_HOST)) {
      return Reading.failed("problem.server-unresolved", server);
    }
    return Nfs.exports(asked, answer)
        .map(exports -> exports.stream().map(e -> new Found(e.path(), e.clients())).toList());
  }
}
