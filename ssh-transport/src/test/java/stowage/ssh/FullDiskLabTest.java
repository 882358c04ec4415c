package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.conformance.Fixture;
import stowage.conformance.PoolOnFullDisk;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Link;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/**
 * Full disks of a real host. What is mounted for that is seen by this test only: others work on the
 * same host.
 */
@Tag("lab-long")
@ParameterizedClass
@MethodSource("types")
class FullDiskLabTest extends PoolOnFullDisk {
  private static final String ROOM = "/run/stowage-full-disk";
  @RegisterExtension static final Lab LAB = new Lab();

  FullDiskLabTest(Fixture fixture) {
    super(fixture);
  }

  /** Of each kind one: files, and volumes that take their space at once or when it is written. */
  static List<Fixture> types() {
    List<Fixture> wanted = ConformanceLabTest.everyType();
    return Stream.of(Fixture.DIR, Fixture.LVMTHIN, Fixture.LVM, Fixture.ZFSPOOL, Fixture.BTRFS)
        .filter(wanted::contains)
        .toList();
  }

  @BeforeAll
  static void start() throws HostException {
    String make =
        """
        mkdir -p %s && mount --bind %s %s && mount --make-private %s && \
        touch %s/mounts && unshare --mount=%s/mounts --propagation private true\
        """;
    assertTrue(onHost(make.replace("%s", ROOM)).ok());
  }

  @AfterAll
  static void stop() throws HostException {
    onHost("umount %s/mounts; umount %s; rm -rf %s".replace("%s", ROOM));
  }

  private static Result onHost(String script) throws HostException {
    try (Shell shell = new WireShell(LAB.link("root"))) {
      return shell.run(Exec.changes("/bin/sh", "-c", script));
    }
  }

  @Override
  protected Rig rig(String test) {
    Link inside = new Prefixed(LAB.link("root"), "nsenter --mount=" + ROOM + "/mounts");
    return new Rig(new WireShell(inside), LAB.freshJobs());
  }
}
