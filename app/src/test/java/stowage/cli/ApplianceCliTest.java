package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.settings.HostEntry;
import stowage.ssh.SshConfig;

/** ZFS over iSCSI on the demo host: its storage server, and the way into others. */
class ApplianceCliTest {
  @TempDir private Path folder;
  private Trial trial;

  @BeforeEach
  void start() throws Exception {
    trial = new Trial(folder, () -> SshConfig.read(folder, folder), HostEntry.DEMO);
  }

  @AfterEach
  void stop() throws IOException {
    trial.close();
  }

  private Trial.Shown demo(String... args) {
    List<String> all = new ArrayList<>(List.of("-H", "demo"));
    all.addAll(List.of(args));
    return trial.run(all.toArray(String[]::new));
  }

  private String done(String... args) {
    Trial.Shown shown = demo(args);
    assertEquals(0, shown.status(), () -> String.join(" ", args) + ": " + shown.err());
    return shown.out();
  }

  @Test
  void volumesLiveAsUnitsOfTheServer() {
    String volume = "appliance:vm-987-disk-0";
    String address = "iscsi://192.0.2.70/iqn.2003-01.net.example.appliance:sn.1/";
    assertEquals(address + "0\n", done("path", "appliance:vm-117-disk-1"));
    String preview = done("--dry-run", "alloc", "appliance", "987", "", "1G");
    assertTrue(preview.contains("targetcli /backstores/block create"), preview);
    done("alloc", "appliance", "987", "", "1G");
    assertEquals(address + "2\n", done("path", volume));
    done("resize", volume, "2G");
    done("snapshot", "create", volume, "one");
    done("snapshot", "rollback", volume, "one");
    assertEquals(address + "2\n", done("path", volume), "the number stays");
    done("snapshot", "delete", volume, "one");
    done("template", volume);
    done("clone", "appliance:base-987-disk-0", "988");
    String clone = "appliance:base-987-disk-0/vm-988-disk-0";
    assertEquals(address + "3\n", done("path", clone));
    Trial.Shown refused = demo("free", "appliance:base-987-disk-0");
    assertTrue(refused.err().contains("vm-988-disk-0"), refused.err());
    done("free", clone);
    done("free", "appliance:base-987-disk-0");
    assertFalse(done("list", "appliance").contains("987"));
    assertTrue(demo("rename", "appliance:vm-117-disk-1", "118").err().contains("can't do that"));
  }

  @Test
  void aHostIsLedIntoAServer() {
    String ready = done("zfs-key", "check", "192.0.2.70");
    assertTrue(ready.contains("All is ready"), ready);
    assertTrue(ready.contains("/usr/bin/targetcli"), ready);

    String key = "/etc/pve/priv/zfs/192.0.2.71_id_rsa";
    Trial.Shown open = demo("zfs-key", "check", "192.0.2.71");
    assertEquals(Exit.FAILED.status, open.status());
    assertTrue(open.out().contains("There is no key " + key), open.out());
    String preview = done("--dry-run", "zfs-key", "create", "192.0.2.71");
    assertTrue(preview.contains("ssh-keygen -q -t rsa -b 4096 -N ''"), preview);
    String made = done("zfs-key", "create", "192.0.2.71");
    assertTrue(made.contains("key " + key + " made"), made);
    assertTrue(made.contains("ssh-rsa "), made);
    assertTrue(made.contains("ssh-copy-id -i " + key + ".pub root@192.0.2.71"), made);
    assertTrue(demo("zfs-key", "create", "192.0.2.71").err().contains("stays as it is"));
    assertTrue(done("--json", "zfs-key", "check", "192.0.2.70").contains("\"ready\" : true"));
    assertEquals(Exit.USAGE.status, demo("zfs-key", "check", "192.0.2.71:3260").status());
    assertEquals(Exit.USAGE.status, demo("zfs-key", "create", "../x").status());
  }
}
