package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.disk.DiskTools;
import stowage.disk.Order;
import stowage.exec.HostException;
import stowage.exec.Lock;
import stowage.exec.Result;
import stowage.exec.ScriptedHost;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.schema.Drafts;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.tool.HostTool;

class DiskPlansTest {
  private static final String DISKS =
      """
      {"blockdevices": [
        {"name":"sda","path":"/dev/sda","type":"disk","size":8589934592,"model":"WD40",
         "serial":"S1"},
        {"name":"sdb","path":"/dev/sdb","type":"disk","size":8589934592,"serial":"S2",
         "fstype":"ext4"},
        {"name":"sdc","path":"/dev/sdc","type":"disk","size":8589934592,"fstype":"ext4",
         "mountpoints":["/"]}]}
      """;

  private static final String PROGRAMS =
      DiskTools.ALL.stream().map(tool -> tool.program() + "\n").collect(Collectors.joining());

  private static ScriptedHost host() {
    return new ScriptedHost()
        .on("/usr/bin/cat /etc/pve/storage.cfg", "dir: one\n\tpath /a\n\n")
        .on("/usr/bin/uname -n", "pve1\n")
        .on("/usr/bin/cat /proc/mounts", "/dev/sdc / ext4 rw 0 0\n")
        .on("/usr/bin/find", "")
        .on("/usr/bin/stat", Result.exited(1, "/etc/pve\n" + PROGRAMS, ""))
        .on("/usr/bin/lsblk", DISKS);
  }

  private static Proposal plan(ScriptedHost host, Order order) throws Exception {
    return new DiskPlans(new Inquiry(host)).plan(order);
  }

  static Stream<Arguments> orders() {
    List<String> sda = List.of("/dev/sda");
    return Stream.of(
        Arguments.of(new Order.VolumeGroup("vg1", sda), "step.disks-vg", "vg1"),
        Arguments.of(new Order.ThinPool("thin", "/dev/sda"), "step.disks-thinpool", "thin/thin"),
        Arguments.of(
            new Order.Zpool("tank", Order.Raid.SINGLE, sda, 12, "on"), "step.disks-zpool", "tank"),
        Arguments.of(
            new Order.Directory("d1", "/dev/sda", Order.FileSystem.XFS),
            "step.disks-directory",
            "/mnt/pve/d1"),
        Arguments.of(new Order.Btrfs("b1", sda, "single"), "step.disks-btrfs", "/mnt/pve/b1"),
        Arguments.of(new Order.Gpt("/dev/sda"), "step.disks-gpt", "/dev/sda"),
        Arguments.of(new Order.Wipe("/dev/sda"), "step.disks-wipe", "/dev/sda"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void whateverIsMadeOfDisksTakesTheDisksLock(Order order, String title, String made)
      throws Exception {
    Proposal proposal = plan(host(), order);
    assertEquals(List.of(new Lock.File("/run/lock/pve-diskmanage.lck")), proposal.plan().locks());
    assertEquals(title, proposal.plan().title().key());
    assertEquals("/dev/sda", proposal.plan().title().args().getLast());
    assertEquals(Optional.of(made), proposal.made());
    assertEquals(Optional.empty(), proposal.configDiff(), "pools are added by themselves");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void whateverIsDoneToADiskIsConfirmedByItsNumber(Order order, String title, String made)
      throws Exception {
    Proposal proposal = plan(host(), order);
    assertEquals(Optional.of("S1"), proposal.doomed());
    assertEquals(!(order instanceof Order.Wipe), proposal.takesDisks());
    assertEquals(List.of(Message.of("finding.disks", "/dev/sda · WD40 · S1")), proposal.findings());
  }

  @ParameterizedTest
  @MethodSource("orders")
  void whatMakesItMustBeThereBeforeAnythingIsPlanned(Order order, String title, String made)
      throws Exception {
    for (HostTool tool : order.tools()) {
      ScriptedHost lacking =
          host().on("/usr/bin/stat", Result.exited(1, PROGRAMS.replace(tool.program(), "x"), ""));
      Problem problem =
          assertThrows(InvalidException.class, () -> plan(lacking, order)).problems().getFirst();
      assertEquals(
          Message.of("problem.tool-missing", tool.program(), tool.debianPackage()), problem.said());
    }
    assertEquals(order instanceof Order.Wipe, order.tools().isEmpty());
  }

  private static String pool(ScriptedHost host, Order order) throws Exception {
    return plan(host, order)
        .next()
        .map(next -> {
          Draft draft = next.draft();
          return (next instanceof Sequel.KnownPool ? "join " : "")
              + (draft.type() + " " + draft.id() + " " + new TreeMap<>(draft.values()));
        })
        .orElse("");
  }

  @Test
  void whatWasMadeCanBeAddedAsAPoolAtOnce() throws Exception {
    List<String> sda = List.of("/dev/sda");
    assertEquals(
        "lvm vg1 {content=images,rootdir, vgname=vg1}",
        pool(host(), new Order.VolumeGroup("vg1", sda)));
    assertEquals(
        "lvmthin fast {content=images,rootdir, thinpool=fast, vgname=fast}",
        pool(host(), new Order.ThinPool("fast", "/dev/sda")));
    assertEquals(
        "zfspool tank {content=images,rootdir, pool=tank}",
        pool(host(), new Order.Zpool("tank", Order.Raid.SINGLE, sda, 12, "on")));
    String files =
        "images,rootdir,iso,backup,vztmpl,snippets, is_mountpoint=yes, path=/mnt/pve/d1}";
    assertEquals(
        "dir d1 {content=" + files,
        pool(host(), new Order.Directory("d1", "/dev/sda", Order.FileSystem.XFS)));
    assertEquals("btrfs d1 {content=" + files, pool(host(), new Order.Btrfs("d1", sda, "single")));
    assertEquals("", pool(host(), new Order.Gpt("/dev/sda")));
    assertEquals("", pool(host(), new Order.Wipe("/dev/sdb")));
  }

  @Test
  void inAClusterThePoolIsForThisNodeOnly() throws Exception {
    ScriptedHost node =
        host().on("/usr/bin/cat /proc/mounts", "/dev/fuse /etc/pve fuse rw,nosuid 0 0\n");
    assertEquals(
        "lvm vg1 {content=images,rootdir, nodes=pve1, vgname=vg1}",
        pool(node, new Order.VolumeGroup("vg1", List.of("/dev/sda"))));
  }

  @Test
  void whatOtherNodesHaveAsAPoolThisNodeJoins() throws Exception {
    Order order = new Order.VolumeGroup("vg1", List.of("/dev/sda"));
    String fresh = "lvm vg1 {content=images,rootdir, nodes=pve1, vgname=vg1}";
    for (var each :
        Map.of(
                "lvm: vg1\n\tvgname vg1\n\tnodes pve3,pve2\n\n",
                "join lvm vg1 {nodes=pve2,pve3,pve1}",
                "lvm: vg1\n\tvgname vg1\n\tnodes pve1,pve2\n\n",
                "",
                "lvm: vg1\n\tvgname vg1\n\n",
                "",
                "lvm: vg1\n\tvgname other\n\tnodes pve2\n\n",
                fresh,
                "lvm: vg2\n\tvgname vg1\n\tnodes pve2\n\n",
                fresh,
                "lvmthin: vg1\n\tvgname vg1\n\tthinpool vg1\n\tnodes pve2\n\n",
                fresh)
            .entrySet()) {
      ScriptedHost node =
          host()
              .on("/usr/bin/cat /etc/pve/storage.cfg", each.getKey())
              .on("/usr/bin/cat /proc/mounts", "/dev/fuse /etc/pve fuse rw,nosuid 0 0\n");
      assertEquals(each.getValue(), pool(node, order), each.getKey());
    }
  }

  @Test
  void everyPoolThatIsOfferedWouldBeTaken() throws Exception {
    List<String> sda = List.of("/dev/sda");
    for (Order order :
        List.of(
            new Order.VolumeGroup("vg1", sda),
            new Order.ThinPool("fast", "/dev/sda"),
            new Order.Zpool("tank", Order.Raid.SINGLE, sda, 12, "on"),
            new Order.Directory("d1", "/dev/sda", Order.FileSystem.XFS),
            new Order.Btrfs("b1", sda, "single"))) {
      assertEquals(
          List.of(),
          Drafts.checkAdd(plan(host(), order).next().orElseThrow().draft(), List.of("one")));
    }
  }

  @Test
  void programsThatWereNotLookedForAreNotMissing() {
    ScriptedHost silent =
        host()
            .on("/usr/bin/stat", new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]));
    assertThrows(HostException.class, () -> plan(silent, new Order.Gpt("/dev/sda")));
  }

  @Test
  void whatIsInUseIsRefused() {
    for (Order order : List.of(new Order.Wipe("/dev/sdc"), new Order.Gpt("/dev/sdb"))) {
      assertThrows(InvalidException.class, () -> plan(host(), order));
    }
  }

  @Test
  void withoutAnAnswerAboutTheDisksNothingIsPlanned() {
    for (Result answer :
        List.of(
            Result.exited(0, "", ""),
            Result.exited(1, "", "lsblk: failed to access sysfs"),
            new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]))) {
      ScriptedHost silent = host().on("/usr/bin/lsblk", answer);
      assertThrows(
          HostException.class, () -> plan(silent, new Order.Wipe("/dev/sda")), answer::toString);
    }
  }
}
