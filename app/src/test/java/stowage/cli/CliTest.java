package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.ssh.SshConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line on the demo host, through SSH. */
class CliTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path folder;
  private static Trial trial;

  @BeforeAll
  static void start() throws Exception {
    HostEntry twin =
        new HostEntry(
            "twin",
            "",
            HostEntry.Origin.DEMO,
            HostEntry.DEMO.address(),
            HostEntry.DEMO.login(),
            true);
    trial = new Trial(folder, CliTest::noConfig, HostEntry.DEMO, twin, down());
    demo("path", "local:iso/x.iso").text();
    assertEquals(List.of("demo"), trial.askedAbout);
  }

  @AfterAll
  static void stop() throws IOException {
    trial.close();
  }

  /** A computer that is up, with nothing that listens. */
  private static HostEntry down() throws IOException {
    try (ServerSocket closed = new ServerSocket(0)) {
      Address address = new Address("127.0.0.1", closed.getLocalPort(), "root", "");
      return new HostEntry("down", "", HostEntry.Origin.SSH, address, Login.AGENT, false);
    }
  }

  private static SshConfig noConfig() {
    return SshConfig.read(folder, folder.resolve("none"));
  }

  private static Trial.Shown demo(String... args) {
    List<String> all = new ArrayList<>(List.of("-H", "demo"));
    all.addAll(List.of(args));
    return trial.run(all.toArray(String[]::new));
  }

  /** Words are separated by blanks; {@code ''} is an empty one. */
  private static Trial.Shown line(String line) {
    return demo(words(line));
  }

  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ")) {
      words.add(word.equals("''") ? "" : word.replace('~', ' '));
    }
    return words.toArray(String[]::new);
  }

  private static String config() throws IOException {
    return Files.readString(folder.resolve("demo/root/etc/pve/storage.cfg"));
  }

  /** All that the demo host holds besides files. */
  private static String state() throws IOException {
    return Files.readString(folder.resolve("demo/state.json"));
  }

  @Test
  void statusIsATableAsPvesmPrintsIt() {
    Trial.Shown status = demo("status");
    assertEquals(0, status.status());
    List<String> lines = status.out().lines().toList();
    assertEquals(
        "Name              Type     Status           Total            Used       Available        %",
        lines.getFirst());
    assertTrue(
        lines.contains(
            "archive            dir   disabled               0               0               0"
                + "      N/A"),
        status.out());
    assertTrue(
        lines.contains(
            "backup2            nfs   inactive               0               0               0"
                + "    0.00%"),
        status.out());
    assertEquals(21, lines.size());
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(
          line.matches(
              "[a-z0-9-]{2,10} +[a-z]+ +(active|inactive|disabled) +\\d+ +\\d+ +\\d+"
                  + " +(\\d+\\.\\d\\d%|N/A)"),
          line);
      // As with pvesm, the longest type name pushes the rest to the right.
      int pushed = line.contains(" iscsidirect ") ? 1 : 0;
      assertEquals(lines.getFirst().length() + pushed, line.length(), line);
    }
    assertEquals(lines.stream().skip(1).sorted().toList(), lines.stream().skip(1).toList());
    assertTrue(status.err().lines().allMatch(l -> l.startsWith("backup2: ")), status.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          status --storage archive   | archive
          status --content vztmpl    | cephfs local nas-iso
          status -content rootdir,import -enabled 1 | ceph-vms flash local local-lvm nas-vm san-vg scratch tank-vm
          """)
  void statusLeavesOutWhatIsNotAskedFor(String call, String names) {
    List<String> lines = line(call).out().lines().skip(1).toList();
    assertEquals(names, String.join(" ", lines.stream().map(l -> l.split(" +")[0]).toList()));
  }

  @Test
  void listAndPathAsPvesmPrintsThem() {
    assertEquals(
        """
        Volid                   Format  Type             Size VMID
        local-lvm:vm-100-disk-0 raw     images    68719476736 100
        """,
        line("list local-lvm --vmid 100").text());
    assertEquals("Volid Format  Type      Size VMID\n", line("list local-lvm --vmid 777").text());
    assertEquals("/dev/pve/vm-100-disk-0\n", line("path local-lvm:vm-100-disk-0").text());
    assertEquals(
        "/mnt/pve/nas-vm/images/105/vm-105-disk-0.qcow2\n",
        line("path nas-vm:105/vm-105-disk-0.qcow2").text());
    assertEquals(
        "rbd:vms/vm-110-disk-0:mon_host=192.0.2.61;192.0.2.62;192.0.2.63:auth_supported=none\n",
        line("path ceph-vms:vm-110-disk-0").text());
    assertTrue(
        line("list local --content iso").text().lines().skip(1).allMatch(l -> l.contains(" iso ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scan nfs nas.example.net | /exports/vm       192.0.2.11,192.0.2.12,192.0.2.13
          scan lvmthin pve         | data
          scan lvm                 | sanvg
          scan zfs                 | tank/vm
          """)
  void scanFindsWhatCouldBeAdded(String call, String expected) {
    assertTrue(line(call).text().lines().anyMatch(expected::equals), line(call)::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nfs --server nas.example.net --export /exports/projects --content images | :990/vm-990-disk-0.qcow2
          dir --path /srv/mine --content images,iso                                | :990/vm-990-disk-0.qcow2
          lvmthin --vgname pve --thinpool data --content images                    | :vm-990-disk-0
          zfspool --pool tank/vm --content images                                  | :vm-990-disk-0
          """)
  void aPoolAndAVolumeFromCradleToGrave(String add, String made) throws Exception {
    String before = config();
    String[] words = add.split(" ", 2);
    String pool = "mine-" + words[0];
    String volume = pool + made;
    String format = made.endsWith("qcow2") ? " --format qcow2" : "";

    Trial.Shown added = line("add " + words[0] + " " + pool + " " + words[1]);
    assertEquals(0, added.status(), added::toString);
    assertTrue(config().startsWith(before.stripTrailing()), config());
    assertTrue(config().contains("\n" + words[0] + ": " + pool + "\n"), config());

    assertEquals(
        "successfully created '" + volume + "'\n",
        ok(line("alloc " + pool + " 990 '' 1G" + format)));
    assertTrue(ok(line("list " + pool + " --vmid 990")).contains(volume));
    assertEquals("", ok(line("snapshot create " + volume + " first")));
    assertTrue(ok(line("snapshot list " + volume)).startsWith("first"));
    assertEquals("", ok(line("snapshot rollback " + volume + " first")));
    assertEquals("", ok(line("snapshot delete " + volume + " first")));
    assertEquals("", ok(line("snapshot list " + volume)));
    assertEquals("Resized '" + volume + "'\n", ok(line("resize " + volume + " 2G")));
    assertTrue(ok(line("list " + pool + " --vmid 990")).contains(" 2147483648 990"));
    assertEquals("Removed volume '" + volume + "'\n", ok(line("free " + volume)));
    assertFalse(ok(line("list " + pool + " --vmid 990")).contains(volume));

    assertEquals("", ok(line("set " + pool + " --disable")));
    assertTrue(ok(line("status --storage " + pool)).contains(" disabled "));
    assertEquals("", ok(line("set " + pool + " --delete disable")));
    assertTrue(ok(line("status --storage " + pool)).contains(" active "));
    assertEquals("", ok(line("remove " + pool)));
    // The blank line between two sections may stay behind.
    assertEquals(before.stripTrailing(), config().stripTrailing());
  }

  /** Warnings may be said. */
  private static String ok(Trial.Shown shown) {
    assertEquals(0, shown.status(), shown::toString);
    return shown.out();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          add dir dry --path /srv/dry                 | +dir: dry
          set local-lvm --disable                     | +\tdisable
          remove scratch                              | -dir: scratch
          alloc local-lvm 990 '' 1G                   | /sbin/lvcreate
          free local-lvm:vm-100-disk-0 --force        | /sbin/lvremove
          resize local-lvm:vm-100-disk-0 80G          | /sbin/lvextend
          snapshot create local-lvm:vm-100-disk-0 dry | /sbin/lvcreate
          """)
  void aDryRunShowsThePlanAndChangesNothing(String call, String expected) throws Exception {
    String before = config() + state();
    String out = ok(line(call + " --dry-run"));
    assertTrue(out.lines().anyMatch(l -> l.startsWith(expected)), out);
    JsonNode json = JSON.readTree(ok(line(call + " --dry-run --json")));
    assertTrue(json.get("commands").isArray() && !json.get("commands").isEmpty());
    assertEquals(before, config() + state());
  }

  @Test
  void volumesComeFromOthersAndGoInTheirOrder() throws Exception {
    String made = ok(line("alloc tank-vm 980 '' 1G"));
    assertEquals("successfully created 'tank-vm:vm-980-disk-0'\n", made);
    assertEquals(
        "renamed to 'tank-vm:vm-981-root'\n",
        ok(line("rename tank-vm:vm-980-disk-0 981 vm-981-root")));
    assertEquals(
        "successfully created 'tank-vm:base-981-root'\n", ok(line("template tank-vm:vm-981-root")));
    String clone = "tank-vm:base-981-root/vm-982-disk-0";
    assertEquals(
        "successfully created '" + clone + "'\n", ok(line("clone tank-vm:base-981-root 982")));
    assertTrue(line("free tank-vm:base-981-root").err().contains(clone));
    assertEquals(
        "successfully created 'local-lvm:vm-983-disk-0'\n",
        ok(line("copy " + clone + " local-lvm 983")));
    assertEquals(
        "successfully created 'local-lvm:base-983-disk-0'\n",
        ok(line("template local-lvm:vm-983-disk-0")));
    assertEquals(
        "successfully created 'scratch:984/vm-984-disk-0.qcow2'\n",
        ok(line("copy local-lvm:base-983-disk-0 scratch 984 --format qcow2")));
    assertEquals(
        "successfully created 'scratch:984/base-984-disk-0.qcow2'\n",
        ok(line("template scratch:984/vm-984-disk-0.qcow2")));
    String layer = "scratch:984/base-984-disk-0.qcow2/985/vm-985-disk-0.qcow2";
    assertEquals(
        "successfully created '" + layer + "'\n",
        ok(line("clone scratch:984/base-984-disk-0.qcow2 985")));
    assertEquals(
        "successfully created 'local-lvm:vm-986-disk-0'\n",
        ok(line("clone local-lvm:base-983-disk-0 986")));
    JsonNode plan = JSON.readTree(ok(line("copy " + layer + " local-lvm 987 --dry-run --json")));
    assertEquals("local-lvm:vm-987-disk-0", plan.get("result").asString());
    for (String volume :
        List.of(
            layer,
            "scratch:984/base-984-disk-0.qcow2",
            "local-lvm:base-983-disk-0",
            "local-lvm:vm-986-disk-0",
            clone,
            "tank-vm:base-981-root")) {
      assertEquals("Removed volume '" + volume + "'\n", ok(line("free " + volume)));
    }
  }

  @Test
  void theListTellsWhoUsesAVolumeWhenAsked() throws Exception {
    assertTrue(ok(line("list local-lvm --vmid 100 --used-by")).contains(" 100        100 (dc1)\n"));
    assertTrue(ok(line("list local-lvm --vmid 100")).endsWith(" 100\n"));
    JsonNode volume = JSON.readTree(ok(line("list local-lvm --vmid 100 --json"))).get(0);
    assertEquals("100", volume.get("used_by").get(0).asString());
  }

  @Test
  void orphansAreListedWithWhatWasSearched() throws Exception {
    String out = ok(line("orphans"));
    assertTrue(out.contains("nas-vm:140/vm-140-disk-0.qcow2 42949672960 "), out);
    assertTrue(out.contains("32 guests"), out);
    JsonNode json = JSON.readTree(ok(line("orphans --json")));
    assertTrue(json.get("complete").asBoolean());
    JsonNode orphan = json.get("volumes").get(0);
    assertEquals("nas-vm:140/vm-140-disk-0.qcow2", orphan.get("volid").asString());
    assertEquals("no-guest", orphan.get("why").asString());
  }

  @Test
  void jsonHasTheShapesOfTheApi() {
    JsonNode pools = JSON.readTree(demo("status", "--json").out());
    assertEquals(20, pools.size());
    JsonNode local = JSON.readTree(ok(line("status --json --storage local"))).get(0);
    assertEquals("dir", local.get("type").asString());
    assertEquals(1, local.get("active").asInt());
    assertEquals(94L << 30, local.get("total").asLong());
    assertEquals(
        (double) local.get("used").asLong() / local.get("total").asLong(),
        local.get("used_fraction").asDouble(),
        1e-9);
    JsonNode volume = JSON.readTree(ok(line("list local-lvm --vmid 100 --json"))).get(0);
    assertEquals("local-lvm:vm-100-disk-0", volume.get("volid").asString());
    assertEquals(100, volume.get("vmid").asInt());
    assertEquals(64L << 30, volume.get("size").asLong());
    JsonNode path = JSON.readTree(ok(line("path local-lvm:vm-100-disk-0 --json")));
    assertEquals("/dev/pve/vm-100-disk-0", path.get("path").asString());
    assertTrue(JSON.readTree(ok(line("scan nfs nas.example.net --json"))).size() >= 4);
    assertEquals("\"local-lvm:vm-991-disk-0\"\n", ok(line("alloc local-lvm 991 '' 1M --json")));
    assertTrue(JSON.readTree(ok(line("snapshot list local-lvm:vm-991-disk-0 --json"))).isArray());
    assertEquals("null\n", ok(line("free local-lvm:vm-991-disk-0 --json")));
    assertEquals("", line("free local-lvm:vm-991-disk-0 --json").out());
    assertEquals(3, JSON.readTree(trial.run("hosts", "--json").text()).size());
    assertEquals("", line("list nosuch --json").out());
  }

  @Test
  void rowsSayWhatTheApiSaysOfSomeOnly() {
    JsonNode unit = JSON.readTree(ok(line("list san1 --json"))).get(0);
    String[] place = unit.get("volid").asString().replaceFirst("san1:", "").split("\\.", 4);
    assertEquals(
        List.of(place[0], place[1], place[2]),
        List.of(unit.get("channel") + "", unit.get("id") + "", unit.get("lun") + ""));
    JsonNode disk = JSON.readTree(ok(line("list local-lvm --vmid 100 --json"))).get(0);
    assertFalse(disk.has("lun") || disk.has("subtype"), disk::toString);
    for (JsonNode backup : JSON.readTree(ok(line("list nas-backup --content backup --json")))) {
      String kind = backup.get("volid").asString().replaceFirst(".*/vzdump-([a-z]+)-.*", "$1");
      assertEquals(kind, backup.get("subtype").asString(), backup::toString);
    }
    JsonNode tank = JSON.readTree(ok(line("scan zfs --json"))).get(0);
    assertTrue(tank.get("size").asLong() > tank.get("free").asLong(), tank::toString);
    assertTrue(tank.get("free").asLong() > 0, tank::toString);
  }

  @Test
  void whatBelongsToNobodyIsListedForEachGuest() throws Exception {
    Path local = folder.resolve("demo/root/var/lib/vz");
    Path hook = Files.createDirectories(local.resolve("snippets")).resolve("hook.sh");
    Path odd = Files.createDirectories(local.resolve("images/12345678901234567890"));
    String before = config();
    try {
      ok(line("set local --content iso,vztmpl,backup,images,snippets,import"));
      Files.writeString(hook, "#!/bin/sh\n");
      Files.writeString(odd.resolve("x.raw"), "x".repeat(512));
      String all = ok(line("list local"));
      assertTrue(all.contains("local:iso/") && all.contains("local:vztmpl/"), all);
      String own = ok(line("list local --vmid 777"));
      assertTrue(own.contains("local:snippets/hook.sh "), own);
      assertFalse(own.contains("iso/") || own.contains("vztmpl/") || own.contains("images"), own);
      JsonNode rows = JSON.readTree(ok(line("list local --content images --json")));
      assertEquals("12345678901234567890", rows.get(0).get("vmid").toString(), rows::toString);
    } finally {
      Files.deleteIfExists(hook);
      Files.deleteIfExists(odd.resolve("x.raw"));
      Files.delete(odd);
      Files.writeString(folder.resolve("demo/root/etc/pve/storage.cfg"), before);
    }
  }

  @Test
  void severalHostsAnswerInTheOrderTheyWereNamed() {
    String out = trial.run("-H", "twin", "-H", "demo", "list", "local-lvm", "--vmid", "100").text();
    assertEquals(
        List.of("twin:", "demo:"), out.lines().filter(l -> l.matches("\\w+:")).toList(), out);

    Trial.Shown all = trial.run("-H", "all", "path", "local:iso/x.iso", "--json");
    assertEquals(Exit.UNREACHABLE.status, all.status());
    JsonNode rows = JSON.readTree(all.out());
    assertEquals(3, rows.size());
    assertEquals("/var/lib/vz/template/iso/x.iso", rows.get(1).get("data").get("path").asString());
    assertEquals("down", rows.get(2).get("host").asString());
    assertFalse(rows.get(2).get("error").asString().isEmpty());
    assertTrue(all.err().startsWith("down: "), all.err());
  }

  @Test
  void eachOfSeveralHostsHasItsRowOfAChange() {
    String[] call = {"-H", "twin", "-H", "demo", "alloc", "tank-vm", "993", "", "1M", "--json"};
    JsonNode rows = JSON.readTree(trial.run(call).out());
    assertEquals("twin", rows.get(0).get("host").asString());
    assertTrue(rows.get(0).get("error").asString().contains("read-only"), rows::toString);
    assertEquals("demo", rows.get(1).get("host").asString());
    assertEquals("tank-vm:vm-993-disk-0", rows.get(1).get("data").asString());
    call = new String[] {"-H", "down", "-H", "demo", "set", "scratch", "--json"};
    rows = JSON.readTree(trial.run(call).out());
    assertFalse(rows.get(0).get("error").asString().isEmpty(), rows::toString);
    assertTrue(rows.get(1).get("changed").asBoolean(), rows::toString);
    assertEquals("null\n", ok(line("free tank-vm:vm-993-disk-0 --json")));
  }

  @Test
  void hostsAreKept() {
    assertEquals("", trial.run("hosts", "add", "fourth", "root@192.0.2.9:2222").text());
    assertTrue(trial.run("hosts").text().contains("fourth root@192.0.2.9:2222\n"));
    assertEquals(Exit.USAGE.status, trial.run("hosts", "add", "fourth", "192.0.2.9").status());
    assertEquals("", trial.run("hosts", "remove", "fourth").text());
    assertFalse(trial.run("hosts").text().contains("fourth"));
  }

  /** {@code ~} stands for a blank inside a word. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | 1x                | add dir 1x --path /srv/x
          2 | local             | add dir local --path /srv/x
          2 | path              | add dir x1
          2 | srv/x             | add dir x1 --path srv/x
          2 | server            | add dir x1 --path /srv/x --server a
          2 | --nonsense        | add dir x1 --path /srv/x --nonsense 1
          2 | nosuch            | add nosuch x1 --path /srv/x
          2 | video             | add dir x1 --path /srv/x --content images,video
          2 | floppy            | add dir x1 --path /srv/x --format floppy
          2 | perhaps           | add dir x1 --path /srv/x --shared perhaps
          2 | export            | add nfs x1 --server nas.example.net
          2 | exports           | add nfs x1 --server nas.example.net --export exports
          2 | password          | add cifs x1 --server nas --share a --username u --password
          2 | password          | add cifs x1 --server nas --share a --password hunter2
          2 | <storage>         | add dir
          2 | nosuch            | set nosuch --disable
          2 | vgname            | set local-lvm --vgname other
          2 | path              | set local --delete path
          2 | bad_node          | set scratch --nodes bad_node
          6 | changed           | set scratch --disable --digest 0000000000000000000000000000000000000000
          2 | nosuch            | remove nosuch
          2 | local             | remove local
          2 | san-vg            | remove san1
          2 | nosuch            | alloc nosuch 100 '' 1G
          2 | 99                | alloc local-lvm 99 '' 1G
          2 | 1000000000        | alloc local-lvm 1000000000 '' 1G
          2 | '"0"'             | alloc local-lvm 100 '' 0
          2 | -5G               | alloc local-lvm 100 '' -5G
          2 | 1X                | alloc local-lvm 100 '' 1X
          2 | 1.5G              | alloc local-lvm 100 '' 1.5G
          2 | 99999999999T      | alloc local-lvm 100 '' 99999999999T
          2 | 101               | alloc local-lvm 100 vm-101-disk-7 1G
          2 | vm-100-disk-0     | alloc local-lvm 100 vm-100-disk-0 1G
          2 | qcow2             | alloc local-lvm 100 '' 1G --format qcow2
          2 | vmdk              | alloc scratch 100 vm-100-disk-9.vmdk 1G --format raw
          2 | floppy            | alloc scratch 100 vm-100-disk-9 1G --format floppy
          2 | archive           | alloc archive 100 '' 1G
          2 | <filename>        | alloc local-lvm 100
          1 | space             | alloc tank-db 104 '' 900T
          2 | archive           | list archive
          2 | nosuch            | list nosuch
          2 | a~b               | list a~b
          2 | video             | list local --content video
          2 | 12                | list local --vmid 12
          2 | vm-100-disk-77    | free local-lvm:vm-100-disk-77
          2 | 100 (dc1)         | free local-lvm:vm-100-disk-0
          2 | 103 (erp-app)     | snapshot rollback local-lvm:vm-103-disk-0 before_update
          2 | 100 (dc1)         | template local-lvm:vm-100-disk-0
          2 | 100 (dc1)         | rename local-lvm:vm-100-disk-0 200
          2 | template          | clone local-lvm:vm-100-disk-0 200
          2 | nosuch            | clone local-lvm:vm-103-disk-0 200 --snapshot nosuch
          2 | tank-vm           | copy local-lvm:vm-100-disk-0 tank-vm 200 --format qcow2
          2 | nonsense          | free nonsense
          2 | local-lvm         | free local-lvm:vm-100-disk-0 --storage local
          2 | vm-100-disk-0     | resize local-lvm:vm-100-disk-0 1G
          2 | vm-100-disk-77    | resize local-lvm:vm-100-disk-77 1G
          2 | a~b               | snapshot create local-lvm:vm-100-disk-0 a~b
          2 | nosuch            | snapshot rollback local-lvm:vm-100-disk-0 nosuch
          2 | nosuch            | snapshot delete local-lvm:vm-100-disk-0 nosuch
          2 | vm-100-disk-77    | snapshot create local-lvm:vm-100-disk-77 one
          2 | nosuch            | path nosuch:x
          2 | garbage           | path garbage
          2 | nosuch            | status --storage nosuch
          2 | video             | status --content video
          1 | showmount         | scan nfs backup2.example.net
          2 | nosuch            | scan nosuch
          2 | frobnicate        | frobnicate
          2 | a~b               | -H a~b status
          3 | 127.0.0.1         | -H down status
          3 | 127.0.0.1         | -H down alloc local-lvm 100 '' 1G
          2 | read-only         | -H twin alloc local-lvm 100 '' 1G
          2 | read-only         | --read-only remove scratch
          """)
  void badInputIsRefusedInOneClearMessage(int status, String named, String call) throws Exception {
    String before = config() + state();
    Trial.Shown shown = call.startsWith("-H") ? trial.run(words(call)) : line(call);
    assertEquals(status, shown.status(), shown::toString);
    assertEquals("", shown.out());
    List<String> said = shown.err().lines().toList();
    assertTrue(said.getFirst().contains(named.replace('~', ' ')), shown.err());
    boolean usage = said.stream().anyMatch(l -> l.startsWith("usage: "));
    assertTrue(usage || said.size() == 1, shown.err());
    assertFalse(shown.err().matches("(?s).*(![a-z.-]+!|\\{\\d|hunter2|Exception).*"), shown.err());
    assertEquals(before, config() + state());
  }

  @Test
  void withSeveralHostsOneMustBeChosen() {
    Trial.Shown shown = trial.run("status");
    assertEquals(Exit.USAGE.status, shown.status());
    assertTrue(shown.err().contains("-H NAME"), shown.err());
  }

  @Test
  void aMissingToolIsNamed() throws Exception {
    List<Path> files =
        List.of(folder.resolve("demo/root/usr/bin/zfs"), folder.resolve("demo/root/usr/sbin/zfs"));
    byte[] content = Files.readAllBytes(files.getFirst());
    try {
      for (Path file : files) {
        Files.delete(file);
      }
      for (String call : List.of("list tank-vm", "alloc tank-vm 101 '' 1G")) {
        Trial.Shown shown = line(call);
        assertEquals(Exit.FAILED.status, shown.status(), shown::toString);
        assertTrue(shown.err().contains("zfs") && shown.err().lines().count() == 1, shown.err());
      }
    } finally {
      for (Path file : files) {
        Files.write(file, content);
      }
    }
  }

  @Test
  void aChangedHostKeyIsRefused(@TempDir Path other) throws Exception {
    try (Trial first = new Trial(other, CliTest::noConfig, HostEntry.DEMO)) {
      first.run("path", "local:iso/x.iso").text();
    }
    Path demo = other.resolve("demo");
    String before = Files.readString(demo.resolve("root/etc/pve/storage.cfg"));
    Files.delete(demo.resolve("host_key"));
    try (Trial second = new Trial(other, CliTest::noConfig, HostEntry.DEMO)) {
      Trial.Shown shown = second.run("set", "scratch", "--disable");
      assertEquals(Exit.HOST_KEY.status, shown.status(), shown::toString);
      assertEquals(1, shown.err().lines().count(), shown.err());
      assertEquals(List.of(), second.askedAbout);
    }
    assertEquals(before, Files.readString(demo.resolve("root/etc/pve/storage.cfg")));
  }

  @Test
  void errorsSpeakKorean() {
    Trial.Shown shown = line("list nosuch --lang ko");
    assertEquals(Exit.USAGE.status, shown.status());
    assertTrue(shown.err().contains("nosuch") && HelpTest.isKorean(shown.err()), shown.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          statsu                     | there is no command statsu | status
          key paperkye vault         | there is no command paperkye | paperkey
          list local --contnet iso   | --contnet                  | --content
          """)
  void whatIsMistypedIsNamedWithWhatIsSimilar(String call, String said, String similar) {
    Trial.Shown shown = line(call);
    assertEquals(Exit.USAGE.status, shown.status());
    assertTrue(shown.err().contains(said), shown.err());
    assertTrue(
        shown.err().lines().anyMatch(l -> l.startsWith("similar: ") && l.contains(similar)),
        shown.err());
  }
}
