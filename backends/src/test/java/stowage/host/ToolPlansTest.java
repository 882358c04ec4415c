package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.conformance.LocalHost;
import stowage.conformance.Rig;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/** Missing programs on a host whose apt-get knows the packages that a test gives it. */
class ToolPlansTest {
  /** Packages are files of what it says of them; installing one puts its programs in place. */
  private static final String APT =
      """
      echo "$*" >>ROOT/apt.log
      simulate= mode=
      while [ $# -gt 0 ] && [ "$1" != -- ]; do
        case $1 in --simulate) simulate=1 ;; update | install | remove) mode=$1 ;; esac
        shift
      done
      [ $mode = update ] && exit 0
      shift
      for p; do
        [ -f ROOT/packages/$p ] || { echo "E: Unable to locate package $p" >&2; exit 100; }
        case $simulate$mode in
          1install) cat ROOT/packages/$p ;;
          install) mkdir -p ROOT/sbin; touch ROOT/sbin/mount.nfs ROOT/sbin/showmount ;;
          remove) rm -f ROOT/sbin/mount.nfs ROOT/sbin/showmount ;;
        esac
      done
      [ ! -e ROOT/broken ] || [ "$simulate$mode" != install ] || { echo 'E: Sub-process died' >&2; exit 100; }
      """;

  private static final String NFS =
      """
      Reading package lists...
      The following NEW packages will be installed:
        libnfsidmap1 nfs-common rpcbind
      0 upgraded, 3 newly installed, 0 to remove and 135 not upgraded.
      Inst libnfsidmap1 (1:2.6.2-4+deb12u1 Debian:12.15/oldstable [amd64])
      Inst rpcbind (1.2.6-6+b1 Debian:12.15/oldstable [amd64])
      Inst libtirpc3 [1.3.2] (1.3.3+ds-1 Debian:12.15/oldstable [amd64])
      Inst nfs-common (1:2.6.2-4+deb12u1 Debian:12.15/oldstable [amd64])
      Conf nfs-common (1:2.6.2-4+deb12u1 Debian:12.15/oldstable [amd64])
      """;

  @TempDir Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root).program("/usr/bin/apt-get", APT.replace("ROOT", root.toString()));
    machine.write("/packages/nfs-common", NFS);
    for (String dependency : List.of("libnfsidmap1", "rpcbind")) {
      machine.write("/packages/" + dependency, "");
    }
    rig = Rig.on(machine);
  }

  private List<String> log() throws Exception {
    return machine.read("/apt.log").lines().toList();
  }

  private Problem refused(String... packages) {
    return assertThrows(InvalidException.class, () -> rig.host().planInstall(List.of(packages)))
        .problems()
        .getFirst();
  }

  @Test
  void whatIsMissingIsInstalledAndWhatComesAlongIsTold() throws Exception {
    Proposal proposal = rig.host().planInstall(List.of("nfs-common"));
    assertEquals(
        List.of("finding.installs-more", "finding.replaces"),
        proposal.findings().stream().map(f -> f.key()).toList());
    assertEquals(List.of("libnfsidmap1, rpcbind"), proposal.findings().getFirst().args());
    assertEquals(List.of("libtirpc3"), proposal.findings().getLast().args());
    rig.done(proposal);
    assertTrue(Files.exists(machine.at("/sbin/mount.nfs")));
    String last = log().getLast();
    assertTrue(last.endsWith("--no-install-recommends --no-remove install -- nfs-common"), last);
    assertEquals("problem.package-there", refused("nfs-common").said().key());
  }

  @Test
  void aFailureTakesBackWhatWasNotThereBefore() throws Exception {
    Proposal proposal = rig.host().planInstall(List.of("nfs-common"));
    machine.write("/broken", "");
    Outcome outcome = rig.host().apply(proposal, rig.freshJob(), _ -> {});
    assertEquals(new Outcome.Verdict.Undone(1), outcome.verdict());
    assertFalse(Files.exists(machine.at("/sbin/mount.nfs")));
    String last = log().getLast();
    assertTrue(last.endsWith("remove -- libnfsidmap1 rpcbind nfs-common"), last);
  }

  @Test
  void whoeverWasFasterIsNotDisturbed() throws Exception {
    Proposal proposal = rig.host().planInstall(List.of("nfs-common"));
    machine.write("/sbin/mount.nfs", "").write("/sbin/showmount", "");
    int before = log().size();
    assertThrows(
        HostException.Conflict.class, () -> rig.host().apply(proposal, rig.freshJob(), _ -> {}));
    assertEquals(before, log().size(), "apt was not called");
  }

  @Test
  void allThatIsMissingMeansAllThatTheHostCanGet() throws Exception {
    Proposal proposal = rig.host().planInstall(List.of());
    assertEquals("nfs-common", proposal.made().orElseThrow());
    List<String> told =
        proposal.findings().stream()
            .filter(f -> f.key().equals("finding.not-installable"))
            .map(f -> f.args().getFirst().toString())
            .toList();
    assertTrue(told.containsAll(List.of("cifs-utils", "proxmox-backup-client")), told::toString);
    Files.delete(machine.at("/packages/nfs-common"));
    assertEquals("problem.none-installable", refused().said().key());
  }

  @Test
  void nothingIsRemovedForIt() throws Exception {
    machine.write("/packages/nfs-common", NFS + "Remv unfs3 [0.9.22-1]\n");
    Problem problem = refused("nfs-common");
    assertEquals("problem.install-removes", problem.said().key());
    assertEquals(List.of("nfs-common", "unfs3"), problem.said().args());
  }

  @Test
  void onlyPackagesThatPoolTypesNeed() {
    Problem problem = refused("sl");
    assertEquals("problem.package-unknown", problem.said().key());
    assertTrue(problem.said().args().getLast().toString().contains("open-iscsi"));
    // Words that apt would take for options never get to it.
    assertEquals("problem.package-unknown", refused("--purge").said().key());
  }

  @Test
  void aPackageThatIsThereWithoutItsProgramIsLookedAtByAPerson() throws Exception {
    machine.write("/packages/nfs-common", "nfs-common is already the newest version.\n");
    assertEquals("problem.install-nothing", refused("nfs-common").said().key());
  }

  @Test
  void whatAptSaysIsPassedOn() {
    HostException.NoAnswer why =
        assertThrows(
            HostException.NoAnswer.class, () -> rig.host().planInstall(List.of("cifs-utils")));
    assertTrue(why.toString().contains("Unable to locate package cifs-utils"), why.toString());
  }
}
