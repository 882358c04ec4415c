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
   * What answers for a pool; the server of NFS is the kernel, which can only be stopped. As long as
   * a monitor of Ceph answers, a pool has a size and counts as there, whatever its disks do.
   */
  private static final Map<Fixture, List<String>> SERVERS =
      Map.of(
          Fixture.NFS, List.of(NFS),
          Fixture.CIFS, List.of("smbd.service"),
          Fixture.RBD, List.of("ceph-mon@a.service", "ceph-osd@0.service"));

  /** Where no one service is the server: all that goes there is lost on the way. */
  private static final Map<Fixture, Lost> LOST =
      Map.of(
          Fixture.GLUSTERFS, Lost.to("192.0.2.10"),
          Fixture.CEPHFS, Lost.to("192.0.2.10"),
          Fixture.ZFS, Lost.to("127.0.0.1", 22));

  @RegisterExtension static final Lab LAB = new Lab();

  SilentServersLabTest(Fixture fixture) {
    super(fixture);
  }

  /** The others have no servers; for those of units see {@link SilentUnitsLabTest}. */
  static List<Fixture> types() {
    return ConformanceLabTest.everyType().stream()
        .filter(f -> SERVERS.containsKey(f) || LOST.containsKey(f))
        .toList();
  }

  @Override
  protected List<Exec> silence() {
    Lost lost = LOST.get(fixture());
    if (lost != null) {
      return List.of(lost.begin());
    }
    return List.of(servers().contains(NFS) ? control("stop") : signal("STOP"));
  }

  @Override
  protected List<Exec> voice() {
    if (LOST.containsKey(fixture())) {
      return List.of(Lost.end());
    }
    return List.of(servers().contains(NFS) ? control("start") : signal("CONT"));
  }

  private List<String> servers() {
    return Objects.requireNonNull(SERVERS.get(fixture()));
  }

  private Exec control(String what) {
    return Exec.changes("/usr/bin/systemctl", what).and(servers()).asRoot();
  }

  private Exec signal(String name) {
    return Exec.changes("/usr/bin/systemctl", "kill", "--signal=" + name).and(servers()).asRoot();
  }

  @Override
  protected Rig rig(String test) throws Exception {
    if (test.startsWith(Fixture.ZFS.toString() + "-")) {
      LAB.letIn("127.0.0.1");
    }
    return new Rig(new WireShell(LAB.link("root")), LAB.freshJobs());
  }
}
