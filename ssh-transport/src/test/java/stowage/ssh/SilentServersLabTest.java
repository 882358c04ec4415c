package stowage.ssh;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.conformance.Fixture;
import stowage.conformance.PoolWithoutServer;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.WireShell;

/** Servers of a real host that stop answering while their pools are in use. */
@Tag("lab-long")
@ParameterizedClass
@MethodSource("types")
class SilentServersLabTest extends PoolWithoutServer {
  private static final String NFS = "nfs-server.service";

  /**
   * What answers for a pool; the server of NFS is the kernel, which can only be stopped. Two types
   * are missing, as no one service is their server: the bricks of Gluster go on without glusterd,
   * and Ceph's monitors tell the space of a file system whose metadata server is silent.
   */
  private static final Map<Fixture, String> SERVERS =
      Map.of(
          Fixture.NFS, NFS,
          Fixture.CIFS, "smbd.service",
          Fixture.RBD, "ceph-osd@0.service");

  @RegisterExtension static final Lab LAB = new Lab();

  private final String server;

  SilentServersLabTest(Fixture fixture) {
    super(fixture);
    server = Objects.requireNonNull(SERVERS.get(fixture));
  }

  /** The others have no servers, or lose them to {@link BlockFaultsLabTest} only. */
  static List<Fixture> types() {
    return ConformanceLabTest.ownTypes().stream().filter(SERVERS::containsKey).toList();
  }

  @Override
  protected List<Exec> silence() {
    return server.equals(NFS) ? List.of(control("stop")) : List.of(signal("STOP"));
  }

  @Override
  protected List<Exec> voice() {
    return List.of(server.equals(NFS) ? control("start") : signal("CONT"));
  }

  private Exec control(String what) {
    return Exec.changes("/usr/bin/systemctl", what, server).asRoot();
  }

  private Exec signal(String name) {
    return Exec.changes("/usr/bin/systemctl", "kill", "--signal=" + name, server).asRoot();
  }

  @Override
  protected Rig rig(String test) {
    return new Rig(new WireShell(LAB.link("root")), LAB.freshJobs());
  }
}
