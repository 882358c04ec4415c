package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.demo.world.Network;
import stowage.settings.HostEntry;
import stowage.ssh.SshConfig;

/**
 * Command lines as they stand in scripts and manuals written for {@code pvesm}, with {@code stowage
 * -H HOST} in its place; see docs/pvesm.md for what differs.
 */
class PvesmScriptTest {
  @TempDir private static Path folder;
  private static Trial trial;

  @BeforeAll
  static void start() throws Exception {
    trial = new Trial(folder, () -> SshConfig.read(folder, folder), HostEntry.DEMO);
    line("path local:iso/x.iso").text();
  }

  @AfterAll
  static void stop() throws IOException {
    trial.close();
  }

  /** Words are separated by blanks; {@code ''} is an empty one, {@code ~} a blank inside one. */
  private static Trial.Shown line(String line) {
    List<String> words = new ArrayList<>(List.of("-H", "demo"));
    Arrays.stream(line.split(" "))
        .map(word -> word.equals("''") ? "" : word.replace('~', ' '))
        .forEach(words::add);
    return trial.run(words.toArray(String[]::new));
  }

  private static String ok(String line) {
    Trial.Shown shown = line(line);
    assertEquals(0, shown.status(), () -> line + ": " + shown);
    return shown.out();
  }

  private static String config() throws IOException {
    return Files.readString(folder.resolve("demo/root/etc/pve/storage.cfg"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sta --storage local                 | status --storage local
          scan lvmt pve                       | scan lvmthin pve
          lvmthinscan pve                     | scan lvmthin pve
          zfss                                | scan zfs
          ci files.example.net                | scan cifs files.example.net
          he status                           | status --help
          lvmscan                             | scan lvm
          zfsscan                             | scan zfs
          nfsscan nas.example.net             | scan nfs nas.example.net
          cifsscan files.example.net          | scan cifs files.example.net
          glusterfsscan 192.0.2.41            | scan glusterfs 192.0.2.41
          iscsiscan 192.0.2.50                | scan iscsi 192.0.2.50
          list --vmid=100 local-lvm           | list local-lvm --vmid 100
          list -vmid 100 local-lvm            | list local-lvm --vmid 100
          status --content iso;vztmpl         | status --content iso,vztmpl
          status --content iso~vztmpl         | status --content iso,vztmpl
          status --enabled                    | status --enabled 1
          status --enabled=1                  | status --enabled 1
          status --enabled yes                | status --enabled 1
          status --format 1                   | status
          """)
  void whatMeansTheSameSaysTheSame(String call, String same) {
    assertEquals(ok(same), ok(call));
    assertNotEquals("", ok(call));
  }

  @Test
  void anotherNodeSeesWhatIsShared() {
    List<String> there =
        ok("status --target pve2").lines().skip(1).map(line -> line.split(" +")[0]).toList();
    assertTrue(there.contains("nas-vm"), there::toString);
    assertTrue(!there.contains("local") && !there.contains("local-lvm"), there::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "s",
    "c",
    "f",
    "h",
    "re",
    "se",
    "zfs",
    "scan iscs",
    "frobnicate",
    "scan nosuch",
    "list local --nosuch 1",
    "list",
    "list local x"
  })
  void aWrongCallFailsWithTheUsage(String call) {
    Trial.Shown shown = line(call);
    assertEquals(2, shown.status(), shown::toString);
    assertEquals("", shown.out());
    assertTrue(shown.err().toLowerCase(Locale.ROOT).contains("usage"), shown.err());
  }

  @Test
  void whatCouldMeanSeveralCommandsIsAskedBack() {
    String said = line("zfs --lang ko").err();
    assertTrue(said.contains("'zfs-key', 'zfsscan'") && HelpTest.isKorean(said), said);
  }

  /** The examples of the manual, and what they leave in the file. */
  @Test
  void poolsAreAddedChangedAndRemoved() throws Exception {
    String before = config();
    Map<String, List<String>> added =
        Map.of(
            "add dir backup1 --path /mnt/backup --content backup,iso --prune-backups keep-last=3",
            List.of("dir: backup1", "\tpath /mnt/backup", "\tprune-backups keep-last=3"),
            "add nfs nas1 --server nas.example.net --export /exports/projects --content iso,vztmpl --options vers=4.2",
            List.of("nfs: nas1", "\texport /exports/projects", "\toptions vers=4.2"),
            "add lvmthin thin1 --vgname pve --thinpool data",
            List.of("lvmthin: thin1", "\tvgname pve", "\tthinpool data"),
            "add zfspool zfs1 -pool tank/vm -content images -sparse",
            List.of("zfspool: zfs1", "\tpool tank/vm", "\tsparse 1"));
    for (Map.Entry<String, List<String>> each : added.entrySet()) {
      assertEquals("", ok(each.getKey()));
      for (String wanted : each.getValue()) {
        assertTrue(config().contains(wanted + "\n"), config());
      }
    }
    assertEquals("", ok("set zfs1 --disable 1"));
    assertTrue(config().contains("zfspool: zfs1\n\tdisable\n"), config());
    assertTrue(ok("status --storage zfs1").contains(" disabled "));
    assertEquals("", ok("set zfs1 --disable 0"));
    assertEquals("", ok("set zfs1 --delete sparse,disable"));
    assertEquals("", ok("set backup1"));
    for (String pool : List.of("backup1", "nas1", "thin1", "zfs1")) {
      assertEquals("", ok("remove " + pool));
    }
    assertEquals(before.stripTrailing(), config().stripTrailing());
  }

  /** As a timer or a pipeline calls it; where a value is given, it would be seen by everybody. */
  @Test
  void secretsAreHandedOverWithoutATerminal() throws Exception {
    String cifs = "add cifs smb1 --server files.example.net --share vmdata --username u ";
    Path secret = folder.resolve("demo/root/etc/pve/priv/storage/smb1.pw");
    trial.environment = Map.of(Passwords.VARIABLE, "of the environment");
    assertEquals("", ok(cifs + "--password"));
    assertEquals("password=of the environment\n", Files.readString(secret));
    assertEquals("", ok("set smb1 --content iso"));
    assertEquals("password=of the environment\n", Files.readString(secret));
    trial.piped = "of the pipe\r\nnot this\n".getBytes(StandardCharsets.UTF_8);
    assertEquals("", ok("set smb1 --password --password-fd 0"));
    assertEquals("password=of the pipe\n", Files.readString(secret));
    trial.environment = Map.of();
    Path file = Files.writeString(folder.resolve("given"), "of a descriptor\n");
    try (var _ = Files.newInputStream(file)) {
      assertEquals("", ok("set smb1 --password-fd " + descriptor(file)));
    }
    assertEquals("password=of a descriptor\n", Files.readString(secret));
    for (String refused : List.of("set smb1 --password", "set smb1 --password-fd 999")) {
      Trial.Shown shown = line(refused);
      assertEquals(2, shown.status(), shown::toString);
      assertTrue(shown.err().startsWith("password: "), shown.err());
    }
    assertTrue(line("set smb1 --password").err().contains(Passwords.VARIABLE));
    assertEquals("", ok("remove smb1"));
  }

  /** The number of the descriptor that this process has open for the file. */
  private static String descriptor(Path file) throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(each -> isSame(each, file)).findFirst().orElseThrow().getFileName() + "";
    }
  }

  private static boolean isSame(Path each, Path file) {
    try {
      return Files.isSameFile(each, file);
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void secretsOfSeveralLinesComeThroughAPipe() throws Exception {
    String keyring = "[client.admin]\n\tkey = AQBSZPtmAAAAABAAYmFzZTY0IG9mIDE2IGJ5dA==\n";
    trial.piped = keyring.getBytes(StandardCharsets.UTF_8);
    assertEquals("", ok("set ceph-vms --keyring -"));
    assertEquals(
        keyring, Files.readString(folder.resolve("demo/root/etc/pve/priv/ceph/ceph-vms.keyring")));
    trial.piped = new byte[0];
    assertTrue(line("set ceph-vms --keyring -").err().startsWith("keyring: nothing was entered"));
    assertTrue(line("set ceph-vms --keyring").err().contains("- for standard input"));
  }

  @Test
  void sharesAreScannedWithAPasswordOfTheScript() {
    trial.environment = Map.of(Passwords.VARIABLE, Network.WRONG_PASSWORD);
    assertEquals(1, line("scan cifs files.example.net --username u --password").status());
    trial.environment = Map.of(Passwords.VARIABLE, "s3cret");
    String found = ok("scan cifs files.example.net --username u --password");
    trial.environment = Map.of();
    assertNotEquals("", found);
    assertTrue(
        line("scan cifs files.example.net --username u --password")
            .err()
            .contains("--password-fd"));
    trial.piped = "s3cret\n".getBytes(StandardCharsets.UTF_8);
    assertEquals(found, ok("cifsscan files.example.net --username u --password-fd 0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          help                  | --help
          help alloc            | alloc --help
          help --verbose list   | list --help
          help list --verbose   | list --help
          help sta              | status --help
          help scan lvmthin     | scan lvmthin --help
          help lvmthinscan      | lvmthinscan --help
          help help             | help --help
          """)
  void helpIsGivenInBothWays(String call, String same) {
    assertEquals(ok(same), ok(call));
    assertTrue(ok(call).startsWith("Usage: stowage"), ok(call));
  }

  @ParameterizedTest
  @CsvSource({"help nosuch, nosuch", "help list local, local", "help scan nosuch, nosuch"})
  void helpOnWhatIsNoCommandFails(String call, String named) {
    Trial.Shown shown = line(call);
    assertEquals(2, shown.status(), shown::toString);
    assertEquals("", shown.out());
    assertTrue(shown.err().startsWith("there is no command " + named + "\n"), shown.err());
  }

  @ParameterizedTest
  @CsvSource({
    "alloc local-lvm 991 '' 4194304, 4294967296",
    "alloc local-lvm 991 '' 4096M, 4294967296",
    "alloc local-lvm 991 vm-991-disk-0 4G, 4294967296",
    "alloc tank-vm 991 '' 1 --format raw, 1048576",
  })
  void sizesAreInKibibytesUnlessTheySayOtherwise(String call, long bytes) {
    String volume = ok(call).strip().replaceAll("successfully created '(.*)'", "$1");
    String pool = call.split(" ")[1];
    assertTrue(volume.startsWith(pool + ":vm-991-disk-"), volume);
    assertTrue(ok("list " + pool + " --vmid 991").contains(" " + bytes + " 991"), volume);
    String name = volume.substring(volume.indexOf(':') + 1);
    assertEquals(
        "Removed volume '" + volume + "'\n",
        ok("free " + name + " --storage " + pool + " --delay 10"));
  }

  /** The field, the value and the rule, on standard error alone. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          add dir local --path /x           | "local"
          add dir x1                        | path
          add dir x1 --path /x --server y   | server
          set nosuch --disable 1            | storage: There is no pool "nosuch"
          remove nosuch                     | storage: There is no pool "nosuch"
          list archive                      | "archive" is disabled
          alloc local-lvm 100 '' 1T2        | size
          free nonsense                     | nonsense
          free local-lvm:vm-100-disk-0 --delay 31 | delay: 31
          path nonsense                     | unable to parse volume ID "nonsense"
          """)
  void errorsSayWhatIsWrong(String call, String words) {
    Trial.Shown shown = line(call);
    assertNotEquals(0, shown.status());
    assertEquals("", shown.out());
    assertTrue(shown.err().contains(words), shown.err());
  }
}
