package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.conformance.BlankDisk;
import stowage.conformance.LocalHost;
import stowage.host.Host;
import stowage.settings.HostEntry;
import stowage.settings.Settings;
import stowage.settings.SettingsFile;
import stowage.ssh.SshConfig;

/** Disks of the demo host, which can be looked at and planned with. */
class DisksCliTest {
  @TempDir private Path folder;
  private Trial trial;

  @BeforeEach
  void start() throws Exception {
    trial = new Trial(folder, () -> SshConfig.read(folder, folder), HostEntry.DEMO);
    demo("path", "local:iso/x.iso").text();
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

  private String refused(String... args) {
    Trial.Shown shown = demo(args);
    assertEquals(Exit.USAGE.status, shown.status(), shown::toString);
    return shown.err();
  }

  @Test
  void aUnitOfTheNetworkIsListedAsSuchAndLeftAlone() {
    String list = demo("disks").text();
    assertTrue(
        list.contains("LUN of the network (iscsi iqn.2024-01.net.example:store1-lun-1)"), list);
    assertTrue(demo("--json", "disks").text().contains("\"kind\" : \"remote\""));
    for (String what : List.of("gpt", "wipe")) {
      String said = refused("--dry-run", "disks", what, "/dev/sdg");
      assertTrue(said.contains("a LUN of the network"), said);
    }
    String said = refused("disks", "vg", "grab", "/dev/sdj", "/dev/sdg", "--confirm", "x");
    assertTrue(said.contains("/dev/sdg is not this host's own disk"), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vg new1 /dev/sdj",
        "thinpool new1 /dev/sdj",
        "zpool new1 /dev/sdj",
        "directory new1 /dev/sdj",
        "btrfs new1 /dev/sdj",
        "gpt /dev/sdj"
      })
  void nothingIsMadeOfADiskWithoutItsNumber(String line) {
    List<String> words = new ArrayList<>(List.of("disks"));
    words.addAll(List.of(line.split(" ")));
    String said = refused(words.toArray(String[]::new));
    assertTrue(said.contains("/dev/sdj · WDC WD40EFPX-68C6CN0 · WD-WX32DB1A84C2"), said);
    assertTrue(said.contains("--confirm WD-WX32DB1A84C2\n"), said);
    words.addAll(List.of("--confirm", "WD-WX32DB1A8RP7"));
    assertTrue(refused(words.toArray(String[]::new)).contains("--confirm WD-WX32DB1A84C2"));
    words.set(words.size() - 1, "WD-WX32DB1A84C2");
    // The demo host can't go further: it has no programs that change disks.
    String further = refused(words.toArray(String[]::new));
    assertTrue(further.contains("does not simulate what is made of them"), further);
  }

  @Test
  void whatWasMadeIsTakenApartByItsName() {
    String shown = demo("--dry-run", "disks", "remove", "thinpool", "spare/thin0", "--wipe").out();
    assertTrue(
        shown.contains("/sbin/lvremove --yes spare/thin0\n")
            && shown.contains("/sbin/vgremove spare\n")
            && shown.contains("/sbin/wipefs --all /dev/sdd\n"),
        shown);
    String said = refused("disks", "remove", "thinpool", "spare/thin0", "--wipe");
    assertTrue(said.contains("/dev/sdd · INTEL SSDSC2KB480G8 · BTYF012504LK480B"), said);
    assertTrue(said.contains("confirm with its name: --confirm spare/thin0\n"), said);
    assertEquals(
        said,
        refused("disks", "remove", "thinpool", "spare/thin0", "--wipe", "--confirm", "spare"));
    assertTrue(
        refused("disks", "remove", "thinpool", "spare/thin0", "--confirm", "spare/thin0")
            .contains("does not simulate"));
  }

  @Test
  void whatDisksHaveBecomeIsListed() {
    String list = demo("disks", "made").text().replaceAll(" +", " ");
    assertTrue(list.startsWith("What Name Size Free State\nzpool tank 3994319585280 "), list);
    assertTrue(list.contains(" ONLINE\nthinpool pve/data 450971566080 "), list);
    assertTrue(list.contains("\nthinpool spare/thin0 429496729600 429496729600\nvg pve "), list);
    String json = demo("--json", "disks", "made").text();
    assertTrue(json.contains("\"name\" : \"spare/thin0\""), json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vg pve | "pve" is not empty: base-125-disk-0, data, root, snap_vm-103-disk-0_before_update
          vg sanvg | "sanvg" is not empty: vm-116-disk-0, vm-117-disk-0, vm-124-disk-0. Remove
          thinpool pve/data | "pve/data" is
          thinpool spare/other | nothing of that kind called "spare/other"
          zpool tank | "tank" is
          zpool ../x | nothing of that kind called "../x"
          directory fast | there is no /etc/systemd/system/mnt-pve-fast.mount
          pool tank | zpool, thinpool, vg, directory
          """)
  void whatIsInUseOrNotThereIsNotTakenApart(String line, String why) {
    List<String> words = new ArrayList<>(List.of("--dry-run", "disks", "remove"));
    words.addAll(List.of(line.split(" ")));
    String said = refused(words.toArray(String[]::new));
    assertTrue(said.contains(why), said);
  }

  @Test
  void ofSeveralDisksTheLastIsNamedAndHowMany() {
    String said = refused("disks", "vg", "new1", "/dev/sdk", "/dev/sdj");
    assertTrue(said.contains("--confirm 'WD-WX32DB1A84C2 2'\n"), said);
  }

  @Test
  void whatWasMadeIsAddedAsAPoolByTheLineThatIsPrinted(@TempDir Path root) throws Exception {
    LocalHost machine = BlankDisk.of(root);
    SettingsFile settings = new SettingsFile(root.resolve("settings.json"));
    settings.save(Settings.USUAL.with(List.of(HostEntry.DEMO)));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Cli.World world =
        new Cli.World(
            new PrintWriter(out),
            new PrintWriter(err),
            settings,
            (_, _) -> entry -> new Host(entry.name(), machine.shell()),
            Locale.ENGLISH,
            new Cli.Data(
                new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), Map.of()));
    int status = Cli.run(world, "-H", "demo", "disks", "vg", "vg1", "/dev/sda", "--confirm", "S1");
    assertEquals(0, status, err::toString);
    assertEquals("vg1\n", machine.read("/made"));
    assertEquals(
        """
        'vg1' is ready
        To use it as a pool:
          stowage -H demo add lvm vg1 --content images,rootdir --vgname vg1
        """,
        out.toString());
  }

  @Test
  void draidTakesItsGroupsAndSparesFromOptions() {
    String shown =
        demo(
                "--dry-run",
                "disks",
                "zpool",
                "--raid",
                "draid",
                "--draid-data",
                "1",
                "--draid-spares",
                "1",
                "tank2",
                "/dev/sdj",
                "/dev/sdk",
                "/dev/sdl")
            .out();
    assertTrue(shown.contains("-o ashift=12 -O compression=on tank2 draid:1d:1s /dev/"), shown);
    String said =
        refused(
            "--dry-run",
            "disks",
            "zpool",
            "--raid",
            "draid",
            "--draid-data",
            "2",
            "--draid-spares",
            "1",
            "tank2",
            "/dev/sdj",
            "/dev/sdk",
            "/dev/sdl");
    assertTrue(said.contains("takes 4 disks or more, not 3"), said);
  }

  @Test
  void whatIsMissingForDisksIsNamedAndInstalled() throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith("sgdisk")).toList()) {
        Files.delete(file);
      }
    }
    String said = refused("--dry-run", "disks", "gpt", "/dev/sdj");
    assertTrue(said.contains("no program /sbin/sgdisk"), said);
    assertTrue(said.contains("apt install gdisk"), said);
    String tools = demo("tools").text().replaceAll(" +", " ");
    assertTrue(tools.contains("/sbin/sgdisk gdisk missing\n"), tools);
    assertTrue(tools.contains("/usr/bin/wget wget there\n"), tools);
    assertTrue(tools.contains("/usr/sbin/smartctl smartmontools there\n"), tools);
    assertEquals("installed gdisk\n", demo("tools", "install", "gdisk").text());
    assertEquals(0, demo("--dry-run", "disks", "gpt", "/dev/sdj").status());
  }
}
