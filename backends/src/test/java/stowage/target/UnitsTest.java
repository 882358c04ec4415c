package stowage.target;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.Quoting;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Remote;
import stowage.tool.ThisMachine;
import stowage.volume.Size;

/**
 * Units of the four kinds of target. What LIO says was recorded on the lab's host; what the others
 * say was put together from their manuals, as no such target could be had.
 */
class UnitsTest {
  private static final Remote REMOTE = new Remote("192.0.2.70");

  private static Site site(Software software, String name, String... settings) {
    return new Site(
        REMOTE,
        software,
        name,
        Stream.of(settings)
            .collect(
                Collectors.toMap(
                    s -> s.substring(0, s.indexOf('=')), s -> s.substring(s.indexOf('=') + 1))));
  }

  private static Units known(Reading<Units> reading) {
    return switch (reading) {
      case Reading.Known<Units>(var units) -> units;
      case Reading.Failed<Units>(var reason) -> throw new AssertionError(reason);
    };
  }

  private static String failure(Reading<Units> reading) {
    return assertInstanceOf(Reading.Failed.class, reading).reason().key();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What the other host runs, without the way there. */
  private static String there(Exec exec) {
    assertEquals(Remote.SSH.program(), exec.argv().getFirst());
    assertEquals("root@192.0.2.70", exec.argv().get(exec.argv().size() - 2));
    return exec.argv().getLast();
  }

  private static String shown(List<Step> steps) {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      text.append(brief(there(step.command()))).append('\n');
      switch (step.undo()) {
        case Step.Undo.By(var commands, _) ->
            commands.forEach(c -> text.append("  < ").append(brief(there(c))).append('\n'));
        case Step.Undo.Impossible() -> text.append("  for good\n");
        case Step.Undo.Unneeded() -> {}
      }
    }
    return text.toString();
  }

  /** Long texts of shell by their first argument. */
  private static String brief(String command) {
    List<String> words = Quoting.split(command);
    return words.getFirst().equals("/bin/sh")
        ? "sh "
            + Quoting.words(words.subList(4, words.size()).stream().map(UnitsTest::sum).toList())
        : command;
  }

  private static String sum(String word) {
    return word.matches("[0-9a-f]{64}") ? "#" : word;
  }

  private static Device disk(String base, String name) {
    return new Device(base, "tank/luns/" + name);
  }

  // LIO

  private static final Site LIO =
      site(Software.LIO, "iqn.2003-01.org.linux-iscsi.lab:zfs", "lio_tpg=tpg1");

  private static final String SAVED =
      """
      {
        "fabric_modules": [],
        "storage_objects": [
          {
            "alua_tpgs": [{"alua_access_state": 0, "name": "default_tg_pt_gp", "tg_pt_gp_id": 0}],
            "attributes": {"block_size": 512, "emulate_tpu": 1},
            "dev": "/dev/zvol/tank/luns/vm-100-disk-0",
            "name": "tank-luns-vm-100-disk-0",
            "plugin": "block",
            "readonly": false,
            "write_back": false,
            "wwn": "2a9fdf6a-0a10-4b0b-a9f6-2b1b2c8fd4c1"
          },
          {
            "dev": "/dev/tank/luns/vm-101-disk-0",
            "name": "vm-101-disk-0",
            "plugin": "block",
            "wwn": "0f1e2d3c-0000-0000-0000-000000000001"
          },
          {"dev": "/srv/iscsi/lun0.img", "name": "lun0", "plugin": "fileio", "wwn": "x"}
        ],
        "targets": [
          {
            "fabric": "iscsi",
            "tpgs": [
              {
                "attributes": {"authentication": 0},
                "enable": true,
                "luns": [
                  {"alias": "6c2d9b4d4f", "index": 0, "storage_object": "/backstores/fileio/lun0"},
                  {"alias": "5bcd9b4d4f", "index": 1, "storage_object": "/backstores/block/tank-luns-vm-100-disk-0"},
                  {"alias": "7acd9b4d4f", "index": 3, "storage_object": "/backstores/block/vm-101-disk-0"}
                ],
                "node_acls": [],
                "parameters": {"withheld": ""},
                "portals": [{"ip_address": "0.0.0.0", "iser": false, "port": 3260}],
                "tag": 1
              }
            ],
            "wwn": "iqn.2003-01.org.linux-iscsi.lab:zfs"
          }
        ]
      }
      """;

  @Test
  void aLioTargetIsRead() throws InvalidException {
    Units units = known(Software.LIO.read(LIO, bytes(SAVED)));
    assertEquals(
        Optional.of(new Units.Spot(1, "2a9fdf6a-0a10-4b0b-a9f6-2b1b2c8fd4c1")),
        units.find(disk("/dev", "vm-100-disk-0")));
    assertEquals(3, units.find(disk("/dev/zvol", "vm-101-disk-0")).orElseThrow().number());
    assertEquals(Optional.empty(), units.find(disk("/dev", "vm-1-disk-0")));
    assertEquals(Set.of(0, 1, 3), units.taken());
    assertEquals(new Units.Spot(2, ""), units.free());
    assertEquals(Remote.digest(bytes(SAVED)), units.unchanged().prefix());
  }

  @Test
  void aTargetThatIsNotThereIsNamed() {
    for (Site other :
        List.of(
            site(Software.LIO, "iqn.2003-01.org.linux-iscsi.lab:zfs", "lio_tpg=tpg2"),
            site(Software.LIO, "iqn.2003-01.org.linux-iscsi.lab:other", "lio_tpg=tpg1"))) {
      assertEquals("problem.target-missing", failure(Software.LIO.read(other, bytes(SAVED))));
    }
    assertEquals("problem.answer-unreadable", failure(Software.LIO.read(LIO, bytes("{ no"))));
  }

  @Test
  void aLioUnitComesAndGoes() throws InvalidException {
    Units units = known(Software.LIO.read(LIO, bytes(SAVED)));
    Device fresh = disk("/dev/zvol", "vm-102-disk-0");
    Units.Edited with = units.attach(fresh, units.free());
    assertEquals(
        """
        /usr/bin/targetcli /backstores/block create name=tank-luns-vm-102-disk-0 dev=/dev/zvol/tank/luns/vm-102-disk-0
          < /usr/bin/targetcli /backstores/block delete tank-luns-vm-102-disk-0
          < /usr/bin/targetcli saveconfig
        /usr/bin/targetcli /backstores/block/tank-luns-vm-102-disk-0 set attribute emulate_tpu=1
        /usr/bin/targetcli /iscsi/iqn.2003-01.org.linux-iscsi.lab:zfs/tpg1/luns create /backstores/block/tank-luns-vm-102-disk-0 lun=2
        /usr/bin/targetcli saveconfig
        """,
        shown(with.steps()));
    assertEquals(2, with.after().find(fresh).orElseThrow().number());
    Units.Edited without = units.detach(disk("/dev/zvol", "vm-101-disk-0"));
    assertEquals(
        """
        /usr/bin/targetcli /backstores/block delete vm-101-disk-0
          < /usr/bin/targetcli /backstores/block create name=vm-101-disk-0 dev=/dev/tank/luns/vm-101-disk-0 wwn=0f1e2d3c-0000-0000-0000-000000000001
          < /usr/bin/targetcli /backstores/block/vm-101-disk-0 set attribute emulate_tpu=1
          < /usr/bin/targetcli /iscsi/iqn.2003-01.org.linux-iscsi.lab:zfs/tpg1/luns create /backstores/block/vm-101-disk-0 lun=3
          < /usr/bin/targetcli saveconfig
        /usr/bin/targetcli saveconfig
        """,
        shown(without.steps()));
    assertEquals(List.of(), units.detach(fresh).steps());
    assertEquals(List.of(), units.grow(fresh, Size.mib(8)));
  }

  @Test
  void whatWouldTakeFromOthersIsRefused() {
    Units units = known(Software.LIO.read(LIO, bytes(SAVED)));
    Units.Spot spot = new Units.Spot(9, "");
    assertThrows(
        InvalidException.class, () -> units.attach(disk("/dev/zvol", "vm-100-disk-0"), spot));
    assertThrows(InvalidException.class, () -> units.attach(disk("/dev", "vm-1-a.b"), spot));
  }

  @Test
  void passwordsStayThere(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("saveconfig.json");
    Files.writeString(
        file,
        """
        {"targets": [{"chap_password": "sec\\"ret\\\\", "chap_userid": "anna", "mutual_password": "", "wwn": "x"}]}
        """);
    String text = LioUnits.SURVEY.replace("/etc/rtslib-fb-target/saveconfig.json", file.toString());
    Result told = ThisMachine.run(Exec.reads("/bin/sh", "-c", text));
    assertEquals(
        "{\"targets\": [{\"withheld\": \"\", \"withheld\": \"\", \"withheld\": \"\", \"wwn\": \"x\"}]}\n",
        told.text());
    assertEquals("problem.target-missing", failure(Software.LIO.read(LIO, told.out())));
  }

  // COMSTAR

  private static final String SOLARIS =
      """
      unit 600144F0E1CE620000005A5B5D2F0001 /dev/zvol/rdsk/tank/luns/vm-100-disk-0
      View Entry: 0
          Host group   : All
          Target group : All
          LUN          : 4
      unit 600144f0aaaabbbbccccddddeeee0002 /dev/zvol/rdsk/tank/luns/vm-101-disk-0
      unit 600144f0aaaabbbbccccddddeeee0003 /dev/zvol/rdsk/tank/other
      View Entry: 0
          Host group   : hg
          Target group : All
          LUN          : 0
      View Entry: 1
          LUN          : 7
      """;

  @Test
  void aComstarTargetIsReadAndChanged() throws InvalidException {
    Site site =
        site(Software.COMSTAR, "iqn.x", "comstar_hg=hosts", "comstar_tg=tgs", "nowritecache=1");
    Units units = known(Software.COMSTAR.read(site, bytes(SOLARIS)));
    Device disk = disk("/dev/zvol/rdsk", "vm-100-disk-0");
    assertEquals(
        new Units.Spot(4, "600144F0E1CE620000005A5B5D2F0001"), units.find(disk).orElseThrow());
    assertEquals(Optional.empty(), units.find(disk("/dev/zvol/rdsk", "vm-101-disk-0")));
    assertEquals(Set.of(0, 4), units.taken());
    Device fresh = disk("/dev/zvol/rdsk", "vm-102-disk-0");
    // The last 25 digits of md5("/dev/zvol/rdsk/tank/luns/vm-102-disk-0").
    String guid = "600144f" + MD5.substring(7);
    assertEquals(
        """
        /usr/sbin/stmfadm create-lu -p wcd=true -p guid=%s /dev/zvol/rdsk/tank/luns/vm-102-disk-0
          < /usr/sbin/stmfadm delete-lu %s
        /usr/sbin/stmfadm add-view -h hosts -t tgs -n 1 %s
        """
            .formatted(guid, guid, guid),
        shown(units.attach(fresh, units.free()).steps()));
    Units.Edited without = units.detach(disk);
    assertEquals(
        """
        /usr/sbin/stmfadm delete-lu 600144F0E1CE620000005A5B5D2F0001
          < /usr/sbin/stmfadm import-lu /dev/zvol/rdsk/tank/luns/vm-100-disk-0
          < /usr/sbin/stmfadm add-view -h hosts -t tgs -n 4 600144F0E1CE620000005A5B5D2F0001
        """,
        shown(without.steps()));
    assertTrue(
        shown(without.after().attach(disk, units.find(disk).orElseThrow()).steps())
            .startsWith("/usr/sbin/stmfadm import-lu /dev/zvol/rdsk/tank/luns/vm-100-disk-0\n"));
    assertEquals(
        """
        /usr/sbin/stmfadm modify-lu -s 16384K 600144F0E1CE620000005A5B5D2F0001
          for good
        """,
        shown(units.grow(disk, Size.mib(16))));
  }

  private static final String MD5 = "8307a7e1d01a543ac77ac65d45adac54";

  // IET

  private static final String IETD =
      """
      IncomingUser anna geheim
      # Target iqn.2001-04.net.example:old
      Target iqn.2001-04.net.example:other
      \tLun 0 Path=/dev/sdb,Type=fileio
      Target iqn.2001-04.net.example:tank
      \tLun 0 Path=/dev/tank/luns/vm-100-disk-0,Type=blockio
      \tLun 2 Type=blockio,Path=/dev/zvol/tank/luns/vm-101-disk-0
      \tAlias tank
      """;

  private static byte[] file(String path, String daemon, String text, String rest) {
    return bytes(path + "\n" + daemon + "\n  " + bytes(text).length + "\n" + text + rest);
  }

  private static final String VOLUMES =
      """
      tid:1 name:iqn.2001-04.net.example:other
      tid:7 name:iqn.2001-04.net.example:tank
      \tlun:0 state:0 iotype:blockio iomode:wt blocks:65536 blocksize:512 path:/dev/tank/luns/vm-100-disk-0
      """;

  private static final Site IET = site(Software.IET, "iqn.2001-04.net.example:tank");

  @Test
  void anIetTargetIsReadAndChanged() throws InvalidException {
    Units units = known(Software.IET.read(IET, file("/etc/iet/ietd.conf", "", IETD, VOLUMES)));
    Device disk = disk("/dev", "vm-101-disk-0");
    assertEquals(2, units.find(disk).orElseThrow().number());
    assertEquals(Optional.empty(), units.find(disk("/dev", "vm-2-disk-0")));
    assertEquals(Set.of(0, 2), units.taken());
    Device fresh = disk("/dev", "vm-102-disk-0");
    Units.Edited with = units.attach(fresh, units.free());
    assertEquals(
        """
        sh /etc/iet/ietd.conf '#' '#' ''
          < sh /etc/iet/ietd.conf '#' '#' ''
        /usr/sbin/ietadm --op new --tid=7 --lun=1 --params Path=/dev/tank/luns/vm-102-disk-0,Type=blockio
          < /usr/sbin/ietadm --op delete --tid=7 --lun=1
        """,
        shown(with.steps()));
    assertEquals(
        IETD.replace("\tAlias", "\tLun 1 Path=/dev/tank/luns/vm-102-disk-0,Type=blockio\n\tAlias"),
        sent(with.steps().getFirst().command()));
    assertEquals(1, with.after().find(fresh).orElseThrow().number());
    Units.Edited without = with.after().detach(disk);
    assertEquals(
        """
        /usr/sbin/ietadm --op delete --tid=7 --lun=2
          < /usr/sbin/ietadm --op new --tid=7 --lun=2 --params Path=/dev/zvol/tank/luns/vm-101-disk-0,Type=blockio
        sh /etc/iet/ietd.conf '#' '#' ''
          < sh /etc/iet/ietd.conf '#' '#' ''
        """,
        shown(without.steps()));
    assertFalse(sent(without.steps().getLast().command()).contains("vm-101"));
    assertTrue(sent(without.steps().getLast().command()).contains("vm-102"));
    assertEquals(2, units.grow(disk, Size.mib(16)).size());
    assertEquals(
        "problem.target-missing",
        failure(Software.IET.read(IET, file("/etc/iet/ietd.conf", "", IETD, ""))));
  }

  private static String sent(Exec exec) {
    Input.Hidden hidden = assertInstanceOf(Input.Hidden.class, exec.input());
    return new String(hidden.secret().reveal(), StandardCharsets.UTF_8);
  }

  // istgt

  private static final String ISTGT =
      """
      [Global]
        NodeBase "iqn.2007-09.jp.ne.peach.istgt"
        PidFile /var/run/istgt/istgt.pid

      [LogicalUnit1]
        TargetName other
        LUN0 Storage /tank/file 10GB

      [LogicalUnit2]
        TargetName tank
        Mapping PortalGroup1 InitiatorGroup1
        UnitType Disk
        LUN0 Storage /dev/zvol/tank/luns/vm-100-disk-0 AUTO
        LUN0 Option WriteCache Disable
        # LUN1 was here

      [LogicalUnit3]
        TargetName iqn.2012-01.net.example:third
      """;

  private static final String CONF = "/usr/local/etc/istgt/istgt.conf";
  private static final String DAEMON = "/usr/local/etc/rc.d/istgt";

  @Test
  void anIstgtTargetIsReadAndChanged() throws InvalidException {
    Site site = site(Software.ISTGT, "iqn.2007-09.jp.ne.peach.istgt:tank", "nowritecache=1");
    Units units = known(Software.ISTGT.read(site, file(CONF, DAEMON, ISTGT, "")));
    Device disk = disk("/dev/zvol", "vm-100-disk-0");
    assertEquals(0, units.find(disk).orElseThrow().number());
    Device fresh = disk("/dev/zvol", "vm-102-disk-0");
    Units.Edited with = units.attach(fresh, units.free());
    assertEquals(
        """
        sh %s '#' '#' ''
          < sh %s '#' '#' %s
        sh /var/run/istgt/istgt.pid
        """
            .formatted(CONF, CONF, DAEMON),
        shown(with.steps()));
    assertEquals(
        ISTGT.replace(
            "WriteCache Disable\n",
            "WriteCache Disable\n"
                + "  LUN1 Storage /dev/zvol/tank/luns/vm-102-disk-0 AUTO\n"
                + "  LUN1 Option WriteCache Disable\n"),
        sent(with.steps().getFirst().command()));
    Units.Edited without = units.detach(disk);
    assertEquals(
        """
        sh %s '#' '#' %s
          < sh %s '#' '#' %s
        """
            .formatted(CONF, DAEMON, CONF, DAEMON),
        shown(without.steps()));
    assertFalse(sent(without.steps().getFirst().command()).contains("LUN0 Option"));
    assertTrue(sent(without.steps().getFirst().command()).contains("LUN0 Storage /tank/file"));
    // Back under the same number: the file is as it was but for the order of lines.
    Units.Edited again = without.after().attach(disk, units.find(disk).orElseThrow());
    assertEquals(
        ISTGT.lines().sorted().toList(),
        sent(again.steps().getFirst().command()).lines().sorted().toList());
    assertEquals("sh " + DAEMON + "\n  for good\n", shown(units.grow(disk, Size.mib(16))));
    Site third = site(Software.ISTGT, "iqn.2012-01.net.example:third");
    assertEquals(
        Set.of(), known(Software.ISTGT.read(third, file(CONF, DAEMON, ISTGT, ""))).taken());
    assertEquals(
        "problem.target-missing",
        failure(Software.ISTGT.read(site(Software.ISTGT, "iqn.x"), file(CONF, DAEMON, ISTGT, ""))));
  }

  // Files

  /** The same command without the way to another host. */
  private static Exec here(Exec exec) {
    return new Exec(
        List.of("/bin/sh", "-c", exec.argv().getLast()),
        exec.input(),
        exec.effect(),
        Exec.Identity.LOGIN,
        exec.limit(),
        exec.outputLimit());
  }

  @Test
  void aFileIsReplacedOnlyIfItIsAsItWas(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("a file.conf");
    Path log = folder.resolve("log");
    Path daemon = folder.resolve("daemon");
    Files.writeString(daemon, "#!/bin/sh\necho \"$1\" >>'" + log + "'\n");
    assertTrue(daemon.toFile().setExecutable(true));
    Files.write(path, new byte[] {'a', '\n', (byte) 0xe9, '\n', 'c'});
    byte[] before = Files.readAllBytes(path);
    Result told =
        ThisMachine.run(
            Exec.reads(
                "/bin/sh",
                "-c",
                "f=$1; d=$2; " + ConfigFile.SHOW,
                "sh",
                path.toString(),
                daemon.toString()));
    ConfigFile file = ConfigFile.of(told.out()).orElseThrow().file();
    Step step = file.replaced(REMOTE, Message.of("x"), file.with(2, List.of("new")), false);
    Step.Undo.By undo = assertInstanceOf(Step.Undo.By.class, step.undo());

    // Taking back what was not done changes nothing, restarts nothing, and ends well.
    assertTrue(ThisMachine.run(here(undo.commands().getFirst())).ok());
    assertFalse(Files.exists(log));
    assertArrayEquals(before, Files.readAllBytes(path));
    // What somebody else has made of it stays, and is no "as before".
    Files.writeString(path, "theirs\n");
    assertEquals(75, ThisMachine.run(here(undo.commands().getFirst())).status());
    assertEquals("theirs\n", Files.readString(path));
    assertFalse(Files.exists(log));
    Files.write(path, before);
    assertTrue(ThisMachine.run(here(step.command())).ok());
    assertEquals("a\n\u00e9\nc\nnew\n", Files.readString(path, StandardCharsets.ISO_8859_1));
    assertEquals(75, ThisMachine.run(here(step.command())).status(), "not twice");
    assertTrue(ThisMachine.run(here(undo.commands().getFirst())).ok());
    assertArrayEquals(before, Files.readAllBytes(path));
    assertEquals("onerestart\n", Files.readString(log));

    // What did not arrive whole is no file.
    Exec cut = here(step.command()).with(new Input.Text("a\n"));
    assertEquals(75, ThisMachine.run(cut).status());
    assertArrayEquals(before, Files.readAllBytes(path));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(3, left.count(), "nothing is left beside it");
    }
  }

  @Test
  void aSumIsThatOfTheOutput() throws Exception {
    Result told = ThisMachine.run(here(REMOTE.sum("printf 'a\\n'; echo b")));
    assertTrue(told.text().startsWith(Remote.digest("a\nb\n")), told.text());
  }

  @Test
  void oneNumberMayBeSeenByDifferentInitiatorsAsDifferentUnits() throws InvalidException {
    String both =
        """
        unit 600144f0aaaabbbbccccddddeeee0001 /dev/zvol/rdsk/tank/luns/vm-100-disk-0
        View Entry: 0
            LUN          : 4
        unit 600144f0aaaabbbbccccddddeeee0002 /dev/zvol/rdsk/tank/luns/vm-101-disk-0
        View Entry: 0
            LUN          : 4
        """;
    Units units = known(Software.COMSTAR.read(site(Software.COMSTAR, "iqn.x"), bytes(both)));
    assertEquals(Set.of(4), units.taken());
    for (String name : List.of("vm-100-disk-0", "vm-101-disk-0")) {
      Device disk = disk("/dev/zvol/rdsk", name);
      assertEquals(4, units.find(disk).orElseThrow().number(), name);
      Units after = units.detach(disk).after();
      assertEquals(Optional.empty(), after.find(disk), name);
      assertEquals(1, after.units().size(), "the other one stays");
      assertEquals(Set.of(4), after.taken());
    }
  }

  @Test
  void aDeviceBehindTwoNumbersIsItsFirstAndBothAreTaken() throws InvalidException {
    String twice =
        IETD.replace("\tAlias", "\tLun 1 Path=/dev/tank/luns/vm-101-disk-0,Type=blockio\n\tAlias");
    Units units = known(Software.IET.read(IET, file("/etc/iet/ietd.conf", "", twice, VOLUMES)));
    Device disk = disk("/dev", "vm-101-disk-0");
    assertEquals(2, units.find(disk).orElseThrow().number());
    assertEquals(Set.of(0, 1, 2), units.taken());
    assertEquals(3, units.free().number());
    Units after = units.detach(disk).after();
    assertEquals(1, after.find(disk).orElseThrow().number(), "it still is a unit");
    assertEquals(Optional.empty(), after.detach(disk).after().find(disk));
  }

  @Test
  void whatIsNoUnitIsLeftAlone() throws InvalidException {
    Device stranger = disk("/dev", "vm-999-disk-0");
    for (Units units :
        List.of(
            known(Software.LIO.read(LIO, bytes(SAVED))),
            known(Software.COMSTAR.read(site(Software.COMSTAR, "iqn.x"), bytes(SOLARIS))),
            known(Software.IET.read(IET, file("/etc/iet/ietd.conf", "", IETD, VOLUMES))))) {
      assertEquals(Optional.empty(), units.find(stranger));
      assertEquals(List.of(), units.grow(stranger, Size.mib(8)));
      Units.Edited none = units.detach(stranger);
      assertEquals(List.of(), none.steps());
      assertEquals(units.taken(), none.after().taken());
      // The end of a longer name is another device.
      assertEquals(Optional.empty(), units.find(new Device("/dev", "luns/vm-100-disk-0x")));
    }
  }

  @Test
  void aUnitThatNobodySeesYetHasNoNumberAndStillGrowsAndGoes() {
    Units units = known(Software.COMSTAR.read(site(Software.COMSTAR, "iqn.x"), bytes(SOLARIS)));
    Device unseen = disk("/dev/zvol/rdsk", "vm-101-disk-0");
    assertEquals(Optional.empty(), units.find(unseen));
    assertEquals(
        "/usr/sbin/stmfadm modify-lu -s 8192K 600144f0aaaabbbbccccddddeeee0002\n  for good\n",
        shown(units.grow(unseen, Size.mib(8))));
    assertEquals(
        """
        /usr/sbin/stmfadm delete-lu 600144f0aaaabbbbccccddddeeee0002
          < /usr/sbin/stmfadm import-lu /dev/zvol/rdsk/tank/luns/vm-101-disk-0
        """,
        shown(units.detach(unseen).steps()));
  }

  @Test
  void fullIsSaid() {
    StringBuilder text = new StringBuilder("[LogicalUnit1]\n  TargetName t\n");
    for (int i = 0; i < 64; i++) {
      text.append("  LUN")
          .append(i)
          .append(" Storage /dev/zvol/tank/v")
          .append(i)
          .append(" AUTO\n");
    }
    Units units =
        known(
            Software.ISTGT.read(
                site(Software.ISTGT, "t"), file(CONF, DAEMON, text.toString(), "")));
    InvalidException full = assertThrows(InvalidException.class, units::free);
    assertEquals("problem.units-full", full.problems().getFirst().said().key());
    assertEquals(Map.of(), units.site().settings());
  }
}
