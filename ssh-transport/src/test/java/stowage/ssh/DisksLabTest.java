package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stowage.disk.Disk;
import stowage.disk.Made;
import stowage.disk.Order;
import stowage.disk.Removal;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.exec.Sudo;
import stowage.exec.WireShell;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.host.Workshop;
import stowage.schema.InvalidException;

/** Storage made of a real host's blank disks, by a user with {@code sudo}, and taken away again. */
@Tag("lab")
class DisksLabTest {
  private static final String ONE = "/dev/disk/by-id/virtio-spare1";
  private static final String TWO = "/dev/disk/by-id/virtio-spare2";

  private Lab lab;
  private Host host;

  @BeforeEach
  void connect() throws Exception {
    lab = new Lab();
    host = new Host("lab", new Sudo(new WireShell(lab.link("operator")), "operator"));
  }

  @AfterEach
  void close() {
    host.close();
    lab.close();
  }

  private Disk disk(String stable) throws HostException {
    return host.disks().optional().orElseThrow().stream()
        .filter(d -> d.stable().equals(stable))
        .findFirst()
        .orElseThrow();
  }

  private void root(String... command) throws HostException {
    try (Shell shell = new WireShell(lab.link("root"))) {
      Result result = shell.run(Exec.changes(command).within(Duration.ofMinutes(2)));
      assertTrue(result.ok(), result::errorText);
    }
  }

  private Outcome apply(Order order) throws Exception {
    Proposal proposal = host.planDisks(order);
    return host.apply(proposal, "disks-" + UUID.randomUUID(), _ -> {});
  }

  private void done(Order order) throws Exception {
    Outcome outcome = apply(order);
    assertInstanceOf(Outcome.Verdict.Done.class, outcome.verdict(), outcome::toString);
  }

  private void gone(Removal removal) throws Exception {
    Outcome outcome = host.apply(host.planRemoval(removal), "remove-" + UUID.randomUUID(), _ -> {});
    assertInstanceOf(Outcome.Verdict.Done.class, outcome.verdict(), outcome::toString);
  }

  @Test
  void disksBecomeStorageAndBlankAgain() throws Exception {
    assertTrue(disk(ONE).blank() && disk(TWO).blank(), "the lab's spare disks are blank");

    done(new Order.ThinPool("labthin", ONE));
    assertTrue(disk(ONE).uses().contains(new Disk.Use.HeldBy("lvm labthin-labthin")));
    assertTrue(
        host.workshop().then(Workshop::made).optional().orElseThrow().stream()
            .anyMatch(m -> m.kind() == Made.Kind.THINPOOL && m.name().equals("labthin/labthin")));
    assertThrows(InvalidException.class, () -> host.planDisks(new Order.Gpt(ONE)), "not blank");
    assertThrows(InvalidException.class, () -> host.planDisks(new Order.Wipe(ONE)), "in use");
    assertThrows(
        InvalidException.class,
        () -> host.planRemoval(new Removal.VolumeGroup("labthin", true)),
        "the thin pool is in it");
    gone(Removal.ThinPool.of("labthin", false));
    assertEquals(List.of(new Disk.Use.Holds("LVM2_member")), disk(ONE).uses());
    gone(new Removal.VolumeGroup("labthin", false));
    Proposal wipe = host.planDisks(new Order.Wipe(ONE));
    assertEquals("spare1", wipe.doomed().orElseThrow());
    done(new Order.Wipe(ONE));
    assertTrue(disk(ONE).blank());
    done(new Order.ThinPool("labthin", ONE));
    gone(Removal.ThinPool.of("labthin", true));
    assertTrue(disk(ONE).blank(), "the group went with its disk");

    done(new Order.Zpool("labpool", Order.Raid.MIRROR, List.of(ONE, TWO), 12, "on"));
    assertTrue(disk(TWO).uses().contains(new Disk.Use.HeldBy("zpool labpool")));
    root("/sbin/zfs", "create", "labpool/inner");
    root("/usr/bin/systemd-run", "--unit=holder", "--working-directory=/labpool", "sleep", "600");
    Outcome busy =
        host.apply(
            host.planRemoval(new Removal.Zpool("labpool", true)),
            "busy-" + UUID.randomUUID(),
            _ -> {});
    assertInstanceOf(Outcome.Verdict.Undone.class, busy.verdict(), busy::toString);
    root("/usr/bin/mountpoint", "-q", "/labpool/inner");
    root("/usr/bin/systemctl", "stop", "holder");
    gone(new Removal.Zpool("labpool", true));
    assertTrue(disk(ONE).blank() && disk(TWO).blank(), "both sides of the mirror");

    done(new Order.Directory("lab-dir", ONE, Order.FileSystem.EXT4));
    assertTrue(disk(ONE).uses().contains(new Disk.Use.Mounted("/mnt/pve/lab-dir")));
    gone(new Removal.Directory("lab-dir", false));
    assertTrue(disk(ONE).uses().contains(new Disk.Use.Holds("ext4")), "its files stay");
    done(new Order.Wipe(ONE));
    done(new Order.Btrfs("lab-dir", List.of(ONE, TWO), "raid1"));
    gone(new Removal.Directory("lab-dir", true));
    assertTrue(disk(ONE).blank() && disk(TWO).blank(), "as before");
  }

  @Test
  void whatFailsOnTheWayIsTakenBack() throws Exception {
    // A volume group of that name is there already, so the second step fails.
    Outcome outcome = apply(new Order.VolumeGroup("vgthick", List.of(TWO)));
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict(), outcome::toString);
    assertTrue(disk(TWO).blank());
  }
}
