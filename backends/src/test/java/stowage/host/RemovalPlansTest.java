package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.disk.Removal;
import stowage.disk.Shown;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Lock;
import stowage.exec.Result;
import stowage.exec.ScriptedHost;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/** What was made of disks, taken apart again: what it takes, what it refuses, what is told. */
class RemovalPlansTest {
  private static final String DISKS =
      """
      {"blockdevices": [
        {"name":"sda","path":"/dev/sda","type":"disk","size":8589934592,"model":"WD40",
         "serial":"S1","fstype":"LVM2_member"},
        {"name":"sdb","path":"/dev/sdb","type":"disk","size":8589934592,"serial":"S2",
         "pttype":"gpt","children":[
           {"name":"sdb1","path":"/dev/sdb1","type":"part","fstype":"zfs_member"},
           {"name":"sdb9","path":"/dev/sdb9","type":"part"}]},
        {"name":"sdc","path":"/dev/sdc","type":"disk","size":8589934592,"serial":"S3",
         "pttype":"gpt","children":[
           {"name":"sdc1","path":"/dev/sdc1","type":"part","fstype":"ext4",
            "mountpoints":["/mnt/pve/d1"]}]},
        {"name":"sdd","path":"/dev/sdd","type":"disk","size":8589934592,"serial":"S4",
         "tran":"iscsi","fstype":"LVM2_member"}]}
      """;

  private static final String MOUNTS =
      "/dev/sde /boot/efi vfat rw 0 0\n/dev/fuse /etc/pve fuse rw,nosuid 0 0\n";

  private static final String UNIT = "/etc/systemd/system/mnt-pve-d1.mount";
  private static final String UNIT_TEXT =
      """
      [Unit]
      Description=Storage d1

      [Mount]
      What=/dev/disk/by-uuid/aa-bb
      Where=/mnt/pve/d1
      Type=ext4
      Options=defaults

      [Install]
      WantedBy=multi-user.target
      """;

  private static final Removal GROUP = new Removal.VolumeGroup("vg1", false);
  private static final Removal THIN = Removal.ThinPool.of("vg1/data", false);
  private static final Removal ZPOOL = new Removal.Zpool("tank", false);
  private static final Removal DIRECTORY = new Removal.Directory("d1", false);

  static List<Removal> all() {
    return List.of(GROUP, THIN, ZPOOL, DIRECTORY);
  }

  private static String members(String... devices) {
    StringBuilder rows = new StringBuilder();
    for (String device : devices) {
      rows.append(rows.isEmpty() ? "" : ",")
          .append("{\"pv_name\":\"" + device + "\",\"vg_name\":\"vg1\",\"vg_uuid\":\"u\"}");
    }
    return "{\"report\":[{\"pv\":[" + rows + "]}]}";
  }

  /** NAME:ATTRIBUTES:POOL for each. */
  private static String volumes(String... volumes) {
    StringBuilder rows = new StringBuilder();
    for (String volume : volumes) {
      String[] parts = volume.split(":", -1);
      rows.append(rows.isEmpty() ? "" : ",")
          .append(
              """
              {"vg_name":"vg1","lv_name":"%s","lv_size":"1","lv_attr":"%s","pool_lv":"%s",
               "data_percent":"","metadata_percent":"","lv_metadata_size":"","lv_tags":"",
               "origin":"","lv_time":""}\
              """
                  .formatted((Object[]) parts));
    }
    return "{\"report\":[{\"lv\":[" + rows + "]}]}";
  }

  private static ScriptedHost host(String config) {
    return new ScriptedHost()
        .on("/usr/bin/cat /etc/pve/storage.cfg", config)
        .on("/usr/bin/uname -n", "pve1\n")
        .on("/usr/bin/cat /proc/mounts", MOUNTS + "tank /tank zfs rw 0 0\n")
        .on("/usr/bin/find", "")
        .on("/usr/bin/stat", Result.exited(1, "/etc/pve\n", ""))
        .on("/usr/bin/lsblk --json", DISKS)
        .on("/usr/bin/lsblk --pairs", "PATH=\"/dev/sdc1\" UUID=\"aa-bb\"\n")
        .on("/usr/bin/cat " + UNIT.substring(0, 10), Result.exited(1, "", "cat: No such file"))
        .on("/usr/bin/cat " + UNIT, UNIT_TEXT)
        .on("/usr/bin/test -h", Result.exited(0, "", ""))
        .on("/sbin/pvs", members("/dev/sda"))
        .on("/sbin/lvs", volumes())
        .on("/sbin/zpool list -H -P -L -v", "tank\n\t/dev/sdb1\n")
        .on("/sbin/zpool list -Hp", Result.exited(1, "", "cannot open 'x': no such pool"))
        .on("/sbin/zpool list -Hp -o name,guid,size tank", "tank\t77\t4096\n")
        .on("/sbin/zfs list", "tank\tyes\t/tank\n")
        .on("/sbin/zfs get", "used\t4096\navailable\t8192\n");
  }

  private static ScriptedHost host() {
    return host("dir: one\n\tpath /a\n\n");
  }

  private static ScriptedHost thin(String... volumes) {
    return host().on("/sbin/lvs", volumes(volumes));
  }

  private static Proposal plan(ScriptedHost host, Removal removal) throws Exception {
    return new RemovalPlans(new Inquiry(host)).plan(removal);
  }

  private static String steps(ScriptedHost host, Removal removal) throws Exception {
    return Shown.steps(plan(host, removal).plan().steps());
  }

  private static Problem refusal(ScriptedHost host, Removal removal) {
    return assertThrows(InvalidException.class, () -> plan(host, removal)).problems().getFirst();
  }

  private static String key(ScriptedHost host, Removal removal) {
    return refusal(host, removal).said().key().replace("problem.", "");
  }

  @Test
  void aGroupAndAPoolAreRemovedAndTheirDisksStayMarked() throws Exception {
    assertEquals("/sbin/vgremove vg1 <- never\n", steps(host(), GROUP));
    assertEquals("/sbin/lvremove --yes vg1/data <- never\n", steps(thin("data:twi-a-tz--:"), THIN));
    assertEquals(
        """
        /sbin/zfs unmount tank <- /sbin/zfs mount tank
        /sbin/zpool destroy tank <- never
        (/usr/bin/systemctl disable zfs-import@tank.service)
        """,
        steps(host(), ZPOOL));
    assertEquals(
        "/sbin/zfs unmount tank <- /sbin/zfs mount tank\n/sbin/zpool destroy tank <- never\n",
        steps(host().on("/usr/bin/test -h", Result.exited(1, "", "")), ZPOOL),
        "nothing imports it by name");
  }

  @Test
  void aDirectoryIsOnlyUnmountedAndThatIsTakenBackIfItFails() throws Exception {
    assertEquals(
        """
        /usr/bin/systemctl stop mnt-pve-d1.mount <- /usr/bin/systemctl start mnt-pve-d1.mount
        /usr/bin/systemctl disable mnt-pve-d1.mount <- /usr/bin/systemctl enable mnt-pve-d1.mount
        /usr/bin/rm -f /etc/systemd/system/mnt-pve-d1.mount \
        <- /usr/bin/dd of=/etc/systemd/system/mnt-pve-d1.mount conv=excl,fsync status=none \
        && /usr/bin/systemctl daemon-reload
        (/usr/bin/systemctl daemon-reload)
        """,
        steps(host(), DIRECTORY));
    Proposal proposal = plan(host(), DIRECTORY);
    assertEquals(Optional.empty(), proposal.doomed(), "its files stay");
    assertEquals(
        List.of(Message.of("finding.removal-unmounted", "/mnt/pve/d1", "/dev/sdc1")),
        proposal.findings());
  }

  @ParameterizedTest
  @CsvSource({
    "vg, /dev/sda",
    "zpool, /dev/sdb1 /dev/sdb9 /dev/sdb",
    "directory, /dev/sdc1 /dev/sdc"
  })
  void disksAreWipedToTheirLastPartition(String kind, String wiped) throws Exception {
    Removal removal =
        switch (kind) {
          case "vg" -> new Removal.VolumeGroup("vg1", true);
          case "zpool" -> new Removal.Zpool("tank", true);
          default -> new Removal.Directory("d1", true);
        };
    String disk = wiped.substring(wiped.lastIndexOf(' ') + 1);
    String steps = steps(host(), removal);
    assertTrue(
        steps.endsWith(
            """
            /sbin/wipefs --all %s <- never
            /usr/bin/dd if=/dev/zero of=%s bs=1M conv=fdatasync status=none count=200 <- never
            (/usr/bin/udevadm trigger --settle %s)
            """
                .formatted(wiped, disk, disk)),
        steps);
    Proposal proposal = plan(host(), removal);
    assertEquals(Optional.of(removal.name()), proposal.doomed());
    assertEquals("finding.removal-disks", proposal.findings().getLast().key());
    assertTrue(
        proposal.plan().guards().stream()
            .anyMatch(g -> g.check().shown().endsWith("SIZE,SERIAL,WWN " + disk)),
        "the same disk still answers to this name");
  }

  @Test
  void aWipedThinPoolTakesItsGroupAlong() throws Exception {
    ScriptedHost host = thin("data:twi-a-tz--:");
    String steps = steps(host, Removal.ThinPool.of("vg1/data", true));
    assertTrue(
        steps.startsWith(
            "/sbin/lvremove --yes vg1/data <- never\n/sbin/vgremove vg1 <- never\n/sbin/wipefs"),
        steps);
    ScriptedHost shared = thin("data:twi-a-tz--:", "root:-wi-ao----:");
    assertEquals("removal-beside", key(shared, Removal.ThinPool.of("vg1/data", true)));
    assertEquals("/sbin/lvremove --yes vg1/data <- never\n", steps(shared, THIN));
  }

  @Test
  void whatHoldsVolumesStays() {
    assertEquals(
        Message.of("problem.removal-holds", "vg1", "root, swap"),
        refusal(thin("root:-wi-ao----:", "swap:-wi-ao----:"), GROUP).said());
    assertEquals(
        Message.of("problem.removal-holds", "vg1/data", "vm-100-disk-0"),
        refusal(thin("data:twi-aotz--:", "vm-100-disk-0:Vwi-a-tz--:data"), THIN).said());
    ScriptedHost guests =
        host()
            .on(
                "/sbin/zfs list",
                "tank/vm/vm-100-disk-0\t-\t-\ntank/vm\tno\tnone\ntank\tyes\t/tank\n");
    assertEquals(
        Message.of("problem.removal-holds", "tank", "tank/vm/vm-100-disk-0"),
        refusal(guests, ZPOOL).said());
  }

  @Test
  void ofManyVolumesSomeAreNamed() {
    String[] many = new String[7];
    for (int i = 0; i < many.length; i++) {
      many[i] = "v" + i + ":-wi-a-----:";
    }
    assertEquals(
        Message.of("problem.removal-holds", "vg1", "v0, v1, v2, v3, v4 …"),
        refusal(thin(many), GROUP).said());
  }

  @Test
  void whatGoesWithAZpoolIsTold() throws Exception {
    ScriptedHost host =
        host()
            .on(
                "/sbin/zfs list",
                "tank/media\tyes\t/tank/media\ntank/db\tyes\tlegacy\ntank\tyes\t/tank\n");
    Proposal proposal = plan(host, ZPOOL);
    assertEquals(
        List.of("finding.removal-zpool", "finding.removal-datasets", "finding.removal-marked"),
        proposal.findings().stream().map(Message::key).toList());
    assertEquals(List.of(2, "tank/db, tank/media"), proposal.findings().get(1).args());
    assertEquals(List.of("/dev/sdb · S2"), proposal.findings().get(2).args());
    assertEquals(
        """
        /sbin/zfs unmount tank/media <- /sbin/zfs mount tank/media
        /sbin/zfs unmount tank <- /sbin/zfs mount tank
        /sbin/zpool destroy tank <- never
        """,
        Shown.steps(proposal.plan().steps().subList(0, 3)),
        "what is not unmounted by ZFS is left to the destruction");
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatAPoolLiesOnStays(Removal removal) {
    String config =
        """
        lvm: aa
        \tvgname vg1

        lvmthin: bb
        \tvgname vg1
        \tthinpool data

        zfspool: cc
        \tpool tank/vm

        dir: dd
        \tpath /mnt/pve/d1/sub

        """;
    ScriptedHost host = host(config).on("/sbin/lvs", volumes("data:twi-a-tz--:"));
    if (removal.equals(GROUP)) {
      host = host(config);
    }
    assertEquals("removal-pool", key(host, removal));
    assertEquals(removal.name(), refusal(host, removal).said().args().getFirst());
  }

  @Test
  void aDirectoryPoolOnAZpoolKeepsIt() {
    assertEquals("removal-pool", key(host("dir: dd\n\tpath /tank/files\n\n"), ZPOOL));
    assertEquals("removal-pool", key(host("dir: dd\n\tpath /tank\n\n"), ZPOOL));
  }

  @Test
  void aPoolOfAnotherNodeDoesNotAndADisabledOneIsTold() throws Exception {
    assertEquals(
        "/sbin/vgremove vg1 <- never\n",
        steps(host("lvm: aa\n\tvgname vg1\n\tnodes pve2\n\n"), GROUP));
    Proposal proposal = plan(host("lvm: aa\n\tvgname vg1\n\tdisable 1\n\n"), GROUP);
    assertEquals(Message.of("finding.removal-pool", "aa"), proposal.findings().getFirst());
  }

  @Test
  void theZpoolThatTheHostRunsFromStays() {
    ScriptedHost host =
        host().on("/usr/bin/cat /proc/mounts", MOUNTS + "tank/ROOT/pve-1 / zfs rw,relatime 0 0\n");
    assertEquals(Message.of("problem.removal-system", "tank", "/"), refusal(host, ZPOOL).said());
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsNotThereIsNotTakenApart(Removal removal) {
    Removal other =
        switch (removal) {
          case Removal.VolumeGroup _ -> new Removal.VolumeGroup("vg9", false);
          case Removal.ThinPool _ -> Removal.ThinPool.of("vg9", false);
          case Removal.Zpool _ -> new Removal.Zpool("vg9", false);
          case Removal.Directory _ -> new Removal.Directory("vg9", false);
        };
    ScriptedHost host = host().on("/sbin/pvs", members());
    assertEquals(
        removal instanceof Removal.Directory ? "removal-no-unit" : "removal-missing",
        key(host, other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "-rf", "a/b/c", "x y", "a\nb", "$(id)", "a\"b"})
  void whatIsNoNameIsAskedOfNobody(String name) {
    for (Removal removal :
        List.of(
            new Removal.VolumeGroup(name, true),
            Removal.ThinPool.of(name, true),
            new Removal.Zpool(name, true),
            new Removal.Directory(name, true))) {
      ScriptedHost host = host();
      assertEquals("removal-missing", key(host, removal));
      assertEquals(List.of(), host.asked().stream().filter(a -> a.startsWith("/sbin")).toList());
    }
  }

  @Test
  void aUnitThatSomebodyElseWroteIsLeftAlone() {
    for (String text :
        List.of(
            UNIT_TEXT.replace("/mnt/pve/d1", "/mnt/pve/d2"),
            UNIT_TEXT.replace("/dev/disk/by-uuid/aa-bb", "server:/export"))) {
      assertEquals("removal-unit", key(host().on("/usr/bin/cat " + UNIT, text), DIRECTORY), text);
    }
  }

  @Test
  void unitsOfTheNetworkAndDisksThatCanNotBeSeenAreNotTouched() {
    assertEquals("disk-remote", key(host().on("/sbin/pvs", members("/dev/sdd")), GROUP));
    ScriptedHost multipath = host().on("/sbin/pvs", members("/dev/mapper/3600140"));
    assertEquals(
        Message.of("problem.removal-not-disk", "vg1", "/dev/mapper/3600140"),
        refusal(multipath, GROUP).said());
  }

  @Test
  void aDiskThatCarriesSomethingElseIsNotWiped() throws Exception {
    ScriptedHost other =
        host()
            .on(
                "/usr/bin/lsblk --json",
                DISKS.replace("{\"name\":\"sdb9\"", "{\"name\":\"sdb2\"").replace("sdb9", "sdb2"));
    assertEquals(
        Message.of("problem.removal-part", "/dev/sdb", "/dev/sdb2"),
        refusal(other, new Removal.Zpool("tank", true)).said());
    assertTrue(steps(other, ZPOOL).contains("/sbin/zpool destroy tank <- never\n"));
    ScriptedHost mounted =
        host()
            .on(
                "/usr/bin/lsblk --json",
                DISKS.replace("\"/mnt/pve/d1\"", "\"/mnt/pve/d1\",\"/x\""));
    assertEquals("disk-tied", key(mounted, new Removal.Directory("d1", true)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void itTakesTheDisksLockAndIsHeldToWhatWasSeen(Removal removal) throws Exception {
    Proposal proposal = plan(removal.equals(THIN) ? thin("data:twi-a-tz--:") : host(), removal);
    assertEquals(List.of(new Lock.File("/run/lock/pve-diskmanage.lck")), proposal.plan().locks());
    assertEquals(Optional.of(removal.name()), proposal.made());
    assertEquals(
        removal.destroys() ? Optional.of(removal.name()) : Optional.empty(), proposal.doomed());
    List<Guard> guards = proposal.plan().guards();
    assertTrue(guards.size() >= 2, guards::toString);
    assertTrue(
        guards.stream().anyMatch(g -> g.check().shown().contains("storage.cfg")),
        "no pool may come to lie on it meanwhile");
    for (Step step : proposal.plan().steps()) {
      assertEquals(Exec.Identity.ROOT, step.command().identity(), step::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/sbin/pvs, vg",
    "/sbin/lvs, vg",
    "/sbin/zfs list, zpool",
    "/sbin/zfs get, zpool",
    "/sbin/zpool list -Hp, zpool",
    "/usr/bin/lsblk, directory"
  })
  void withoutAnAnswerNothingIsPlanned(String program, String kind) {
    Removal removal =
        switch (kind) {
          case "vg" -> GROUP;
          case "zpool" -> ZPOOL;
          default -> DIRECTORY;
        };
    ScriptedHost silent =
        host().on(program, new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]));
    assertThrows(HostException.class, () -> plan(silent, removal));
  }
}
