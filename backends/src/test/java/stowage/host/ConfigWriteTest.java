package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.config.StorageConfig;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Input;
import stowage.exec.Lock;
import stowage.exec.Result;
import stowage.exec.ScriptedHost;
import stowage.exec.Step;
import stowage.schema.InvalidException;

/** How the configuration is written, on each kind of host. */
class ConfigWriteTest {
  private static final String PLAIN = "/dev/sda1 / ext4 rw 0 0\n";
  private static final String CLUSTER = PLAIN + "/dev/fuse /etc/pve fuse rw,nosuid 0 0\n";
  private static final Result MISSING =
      Result.exited(1, "", "cat: /etc/pve/storage.cfg: No such file or directory\n");
  private static final Result ONE = Result.exited(0, "dir: one\n\tpath /a\n\n", "");
  private static final byte[] AFTER = "dir: two\n\tpath /b\n\n".getBytes(StandardCharsets.UTF_8);

  private static ConfigWrite write(Result config, String mounts, String present, byte[] after)
      throws Exception {
    ScriptedHost host =
        new ScriptedHost()
            .on("/usr/bin/cat /etc/pve/storage.cfg", config)
            .on("/usr/bin/uname -n", "pve1\n")
            .on("/usr/bin/cat /proc/mounts", mounts)
            .on("/usr/bin/find", "")
            .on("/usr/bin/stat", Result.exited(1, present, ""));
    return new ConfigWrite(new Inquiry(host).survey(), StorageConfig.parse(after));
  }

  private static List<String> shown(List<Step> steps) {
    return steps.stream().map(s -> s.command().shown()).toList();
  }

  @Test
  void nodesOfAClusterTakeTheClustersLockAndItsOnlyMode() throws Exception {
    ConfigWrite write = write(ONE, CLUSTER, "/etc/pve\n", AFTER);
    assertEquals(new Lock.Cluster("file-storage_cfg"), write.lock());
    assertTrue(shown(write.steps()).get(2).startsWith("/usr/bin/chmod 0640 "));
    assertEquals(List.of(), write.ground());
  }

  @Test
  void aPlainHostKeepsTheModeOfTheFileThatWasThere() throws Exception {
    ConfigWrite write = write(ONE, PLAIN, "/etc/pve\n", AFTER);
    assertEquals(new Lock.File("/var/lock/pve-manager/storage_cfg"), write.lock());
    assertTrue(
        shown(write.steps()).get(2).startsWith("/usr/bin/chmod --reference=/etc/pve/storage.cfg "));
  }

  @Test
  void theFirstPoolOfAHostMakesTheDirectoryAndHoldsThatNoFileIsThere() throws Exception {
    ConfigWrite write = write(MISSING, PLAIN, "", AFTER);
    Step made = write.ground().getFirst();
    assertEquals("/usr/bin/mkdir -m 0755 /etc/pve", made.command().shown());
    Step.Undo.By undo = (Step.Undo.By) made.undo();
    assertEquals("/usr/bin/rmdir /etc/pve", undo.commands().getFirst().shown());
    assertEquals("/usr/bin/test '!' -e /etc/pve/storage.cfg", write.guard().check().shown());
    assertTrue(shown(write.steps()).get(2).startsWith("/usr/bin/chmod 0640 "));
  }

  @Test
  void aFileThatSomebodyElseChangedMeanwhileIsNotOverwritten() throws Exception {
    Guard guard = write(ONE, PLAIN, "/etc/pve\n", AFTER).guard();
    assertEquals("/usr/bin/sha1sum /etc/pve/storage.cfg", guard.check().shown());
    assertEquals(0, guard.status());
    assertEquals(StorageConfig.parse(ONE.out()).digest(), guard.prefix());
    Guard empty = write(Result.exited(0, "", ""), PLAIN, "/etc/pve\n", AFTER).guard();
    assertEquals("da39a3ee5e6b4b0d3255bfef95601890afd80709", empty.prefix());
  }

  @Test
  void theNewFileIsThereWholeOrNotAtAll() throws Exception {
    List<Step> steps = write(ONE, PLAIN, "/etc/pve\n", AFTER).steps();
    String draft =
        "/etc/pve/storage.cfg.tmp." + StorageConfig.parse(AFTER).digest().substring(0, 12);
    assertEquals(
        List.of(
            "/usr/bin/rm -f " + draft,
            "/usr/bin/dd of=" + draft + " bs=1M iflag=fullblock conv=excl,fsync status=none",
            "/usr/bin/chmod --reference=/etc/pve/storage.cfg " + draft,
            "/usr/bin/mv -f -T " + draft + " /etc/pve/storage.cfg"),
        shown(steps));
    assertEquals(new Input.Text("dir: two\n\tpath /b\n\n"), steps.get(1).command().input());
    Step.Undo.By undo = (Step.Undo.By) steps.get(1).undo();
    assertTrue(undo.partial(), "half a draft goes as well");
    for (Step step : steps) {
      assertEquals(Exec.Identity.ROOT, step.command().identity());
    }
  }

  @Test
  void aFileThatIsNoTextIsNotTouched() throws Exception {
    byte[] latin1 = "dir: two\n\tpath /b\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    ConfigWrite write = write(ONE, PLAIN, "/etc/pve\n", latin1);
    InvalidException refused = assertThrows(InvalidException.class, write::requireText);
    assertEquals("problem.config-encoding", refused.problems().getFirst().said().key());
    write(ONE, PLAIN, "/etc/pve\n", "# 한글\n".getBytes(StandardCharsets.UTF_8)).requireText();
  }
}
