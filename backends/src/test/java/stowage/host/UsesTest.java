package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.type.Pools;
import stowage.volume.ContentType;
import stowage.volume.VolumeId;

class UsesTest {
  private static final String CONFIG =
      """
      dir: local
      	path /var/lib/vz
      	content images

      dir: twin
      	path /var/lib/vz
      	content images

      lvmthin: thin
      	vgname pve
      	thinpool data
      	content images

      zfspool: tank
      	pool tank/vm
      	content images

      """;
  private static final Pools POOLS =
      Pools.of(StorageConfig.parse(CONFIG.getBytes(java.nio.charset.StandardCharsets.UTF_8)));

  @TempDir Path root;
  private LocalHost machine;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root).write(StorageConfig.PATH, CONFIG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scsi0: local:100/vm-100-disk-0.raw,size=8G        | local:100/vm-100-disk-0.raw",
        "virtio1: file=local:100/vm-100-disk-0.raw,size=8G | local:100/vm-100-disk-0.raw",
        "scsi0: local:100/vm-100-disk-0.raw                | twin:100/vm-100-disk-0.raw",
        "scsi0: local:7/base-7-a.raw/100/vm-100-x.qcow2    | local:100/vm-100-x.qcow2",
        "scsi0: local:100/vm-100-x.qcow2                   | local:7/base-7-a.raw/100/vm-100-x.qcow2",
        "unused3: thin:vm-100-disk-0                       | thin:vm-100-disk-0",
        "rootfs: tank:base-7-a/vm-100-disk-0,size=8G       | tank:vm-100-disk-0",
        "mp0: /dev/pve/vm-100-disk-0,mp=/data              | thin:vm-100-disk-0",
        "scsi0: /dev/mapper/pve-vm--100--disk--0           | thin:vm-100-disk-0",
        "scsi0: /dev/zvol/tank/vm/vm-100-disk-0            | tank:vm-100-disk-0",
        "args: -drive file=/dev/pve/vm-100-disk-0,if=ide   | thin:vm-100-disk-0",
        "vmstate: thin:vm-100-state-one                    | thin:vm-100-state-one",
        "ide2: local:iso/a b.iso,media=cdrom               | local:iso/a b.iso",
        "hookscript: local:snippets/hook.pl                | local:snippets/hook.pl",
        "cicustom: user=local:snippets/a.yaml              | local:snippets/a.yaml",
        "lxc.mount.entry: /var/lib/vz/images/100/vm-100-a.raw mnt none bind | local:100/vm-100-a.raw",
      })
  void whatAConfigurationNamesIsFoundHoweverItIsNamed(String line, String volume) {
    assertEquals(
        List.of("100 (mail)"), users("/etc/pve/nodes/n/qemu-server/100.conf", line, volume));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<source file='/var/lib/vz/images/100/vm-100-disk-0.raw'/> | local:100/vm-100-disk-0.raw",
        "<source file=\"/var/lib/vz/images/100/vm-100-disk-0.raw\" index=\"1\"/>"
            + " | local:100/vm-100-disk-0.raw",
        "<source file='/var/lib/vz/images/100/a&amp;b.raw'/>       | local:100/a&b.raw",
        "<source dev='/dev/pve/vm-100-disk-0'/>                    | thin:vm-100-disk-0",
        "<nvram>/var/lib/vz/images/100/vars.raw</nvram>            | local:100/vars.raw",
      })
  void libvirtNamesVolumesByTheirPaths(String line, String volume) {
    assertEquals(List.of("web"), users("/etc/libvirt/qemu/web.xml", line, volume));
    assertEquals(List.of("web"), users("/run/libvirt/qemu/web.xml", line, volume));
    assertEquals(List.of(), users("/etc/libvirt/qemu/networks/web.xml", line, volume));
  }

  private static List<String> users(String file, String line, String volume) {
    String text = file + "\0name: mail\n" + file + "\0" + line + "\n" + file + "\0name: old\n";
    Guests guests = GuestConfigs.guests(Result.exited(0, "", ""), Result.exited(0, text, ""));
    return Uses.of(guests, POOLS, true).of(VolumeId.parse(volume).orElseThrow()).stream()
        .map(Guest::label)
        .toList();
  }

  @Test
  void anyoneMayWriteAnythingIntoAConfiguration() {
    String text = "x\0\n\0\0\n/etc/pve/lxc/100.conf\0rootfs: :::,,=\n/etc/pve/lxc/100.conf\0mp0:";
    Guests guests = GuestConfigs.guests(Result.exited(0, "", ""), Result.exited(0, text, ""));
    assertEquals(List.of(new Guest("100", null)), guests.all());
    assertTrue(guests.gap().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/grep: /etc/pve/nodes/n/lxc/100.conf: Permission denied",
        "/usr/bin/grep: /etc/pve/nodes/n/lxc/100.conf: No such file or directory",
        "/usr/bin/find: '/etc/pve/nodes/n': Input/output error",
        "sudo: a password is required"
      })
  void whatCouldNotBeReadIsAGap(String error) {
    Result none = Result.exited(0, "", "");
    assertTrue(GuestConfigs.guests(none, Result.exited(1, "", error + "\n")).gap().isPresent());
    assertTrue(GuestConfigs.guests(Result.exited(1, "", error + "\n"), none).gap().isPresent());
  }

  @Test
  void aHostWithoutTheDirectoriesHasBeenReadWhole() {
    Result missing =
        Result.exited(
            1,
            "",
            """
            /usr/bin/find: '/etc/pve/nodes': No such file or directory
            /usr/bin/find: ‘/etc/pve/qemu-server/’: No such file or directory
            /usr/bin/find: '/run/libvirt/qemu/': No such file or directory
            """);
    assertTrue(GuestConfigs.guests(missing, missing).gap().isEmpty());
  }

  @Test
  void longAnswersAndLibvirtsOwnPoolsAreGaps() {
    Result none = Result.exited(0, "", "");
    Result cut = new Result(Result.Ending.OVERFLOWED, 0, new byte[0], new byte[0]);
    assertEquals(
        "problem.answer-too-long", GuestConfigs.guests(none, cut).gap().orElseThrow().key());
    String pool = "/etc/libvirt/qemu/web.xml\0<source pool='default' volume='web.qcow2'/>\n";
    assertEquals(
        Message.of("problem.guest-volume-indirect", "web"),
        GuestConfigs.guests(none, Result.exited(0, pool, "")).gap().orElseThrow());
  }

  @Test
  void passwordsOfGuestsStayOnTheHost() throws Exception {
    machine.write(
        "/etc/pve/qemu-server/100.conf",
        "cipassword: $5$secret\nsshkeys: ssh-ed25519%20AAAA\nscsi0: local:100/a.raw\n");
    Result answer = machine.shell().run(GuestConfigs.contents());
    assertTrue(answer.text().contains("local:100/a.raw"));
    assertFalse(answer.text().contains("secret"));
    assertFalse(answer.text().contains("AAAA"));
  }

  @Test
  void aListTellsWhoUsesWhat() throws Exception {
    machine
        .write("/var/lib/vz/images/100/vm-100-disk-0.raw", "x")
        .write("/var/lib/vz/images/100/vm-100-disk-1.raw", "x")
        .write(
            "/etc/pve/nodes/n/qemu-server/100.conf",
            "name: mail\n\n[old]\n" + "scsi0: local:100/vm-100-disk-0.raw,size=1K\n");
    Content content = content("local");
    assertEquals(
        List.of(List.of(new Guest("100", "mail")), List.of()),
        content.volumes().stream().map(content::users).toList());
    assertTrue(content.gap().isEmpty());
  }

  @Test
  void otherHostsGuestsAreUnknownOnASharedPoolWithoutACluster() throws Exception {
    machine.write(StorageConfig.PATH, "dir: san\n\tpath /srv\n\tcontent images\n\tshared 1\n\n");
    assertEquals(Message.of("problem.guests-of-others", "san"), content("san").gap().orElseThrow());
    assertFalse(new Host("h", machine.shell()).orphans().complete());
  }

  private Content content(String pool) throws Exception {
    return new Host("h", machine.shell())
        .content(new StorageId(pool), Set.of(ContentType.IMAGES))
        .optional()
        .orElseThrow();
  }

  @Test
  void orphansAreWhatNobodyNames() throws Exception {
    machine
        .write(
            StorageConfig.PATH,
            """
            dir: local
            	path /var/lib/vz
            	content images

            dir: twin
            	path /var/lib/vz
            	content images

            """)
        .write("/var/lib/vz/images/100/vm-100-disk-0.raw", "named")
        .write("/var/lib/vz/images/100/vm-100-disk-1.raw", "left over")
        .write("/var/lib/vz/images/101/vm-101-disk-0.raw", "of nobody")
        .write("/etc/pve/qemu-server/100.conf", "scsi0: local:100/vm-100-disk-0.raw\n");
    Orphans orphans = new Host("h", machine.shell()).orphans();
    assertTrue(orphans.complete());
    assertEquals(
        List.of("local:100/vm-100-disk-1.raw NOT_NAMED", "local:101/vm-101-disk-0.raw NO_GUEST"),
        orphans.found().stream().map(o -> o.volume().id() + " " + o.why()).toList());
    assertEquals(List.of(new StorageId("local"), new StorageId("twin")), orphans.pools());
    assertEquals(1, orphans.guests());
  }

  @Test
  void aPoolThatDoesNotAnswerMakesTheSearchIncomplete() throws Exception {
    Orphans orphans = new Host("h", machine.shell()).orphans();
    assertFalse(orphans.complete());
    assertEquals(
        List.of("problem.pool-not-searched", "problem.pool-not-searched"),
        orphans.gaps().stream().map(Message::key).toList());
  }
}
