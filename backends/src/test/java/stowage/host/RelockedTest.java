package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.exec.Exec;
import stowage.exec.Lock;
import stowage.exec.Step;
import stowage.message.Message;

class RelockedTest {
  private static final Step REMOVE =
      Step.of(Message.of("step.volume-remove"), Exec.changes("/sbin/lvremove", "-f", "vg/del-x"));

  private static List<String> shown(Lock... locks) {
    return Relocked.steps(List.of(locks), REMOVE).stream().map(s -> s.command().shown()).toList();
  }

  @Test
  void nodesOfAClusterWaitForEachOther() {
    assertEquals(
        List.of(
            "/usr/bin/mkdir /etc/pve/priv/lock/storage-san",
            "/sbin/lvremove -f vg/del-x",
            "/usr/bin/rmdir /etc/pve/priv/lock/storage-san"),
        shown(new Lock.Cluster("storage-san")));
    Step take = Relocked.steps(List.of(new Lock.Cluster("storage-san")), REMOVE).getFirst();
    assertEquals(List.of("File exists"), take.leniency().retriedErrors());
  }

  @Test
  void aSingleHostNeedsNoLockForIt() {
    assertEquals(
        List.of("/sbin/lvremove -f vg/del-x"), shown(new Lock.File("/var/lock/pve-storage-a")));
  }
}
