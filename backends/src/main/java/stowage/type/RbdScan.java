package stowage.type;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.tool.Ceph;

/** Pools of the Ceph cluster that the host belongs to. */
final class RbdScan implements Scan {
  private static final Ceph.Cluster OWN =
      new Ceph.Cluster(
          List.of(RbdVolumes.OWN_CONFIG, "/etc/ceph/ceph.conf"),
          List.of(),
          "admin",
          List.of(
              "/etc/pve/priv/ceph.client.admin.keyring", "/etc/ceph/ceph.client.admin.keyring"));

  @Override
  public String word() {
    return "rbd";
  }

  @Override
  public List<String> arguments() {
    return List.of();
  }

  @Override
  public Probe<List<Found>> probe(List<String> values) {
    Exec ask = Ceph.pools(OWN);
    return Probe.of(ask, answer -> Ceph.pools(ask, answer))
        .map(names -> names.stream().map(name -> new Found(name, "")).toList());
  }
}
