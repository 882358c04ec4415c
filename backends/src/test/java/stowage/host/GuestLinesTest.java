package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of configurations as a host's grep gives them, odd ones above all. */
class GuestLinesTest {
  private static final String VM = "/etc/pve/nodes/n/qemu-server/100.conf";
  private static final String CT = "/etc/pve/lxc/200.conf";
  private static final String XML = "/etc/libvirt/qemu/web.xml";

  private static GuestLines lines(String path, String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(path).append('\0').append(line).append('\n');
    }
    return new GuestLines(text.toString());
  }

  private static Set<String> named(GuestLines lines) {
    return lines.named().keySet();
  }

  private static Set<Guest> users(GuestLines lines, String volume) {
    return lines.named().getOrDefault(volume, Set.of());
  }

  @Test
  void nothingSaysNothing() {
    GuestLines none = new GuestLines("");
    assertEquals(List.of(), none.guests());
    assertTrue(none.named().isEmpty());
    assertTrue(none.gap().isEmpty());
  }

  @Test
  void aGuestWithoutAnyVolumeIsAGuest() {
    assertEquals(List.of(new Guest("100", "mail")), lines(VM, "name: mail").guests());
    assertEquals(List.of(new Guest("200", "db")), lines(CT, "hostname: db").guests());
    assertEquals("200 (db)", lines(CT, "hostname: db").guests().getFirst().label());
    assertEquals("100", lines(VM, "name:").guests().getFirst().label(), "an empty name is none");
  }

  @Test
  void theFirstNameIsTheGuestsAndLaterOnesAreOfItsSnapshots() {
    assertEquals(
        "now", lines(VM, "name: now", "scsi0: a:b", "name: before").guests().getFirst().name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/pve/qemu-server/099.conf",
        "/etc/pve/qemu-server/99.conf",
        "/etc/pve/qemu-server/1000000000.conf",
        "/etc/pve/qemu-server/100.conf.bak",
        "/etc/pve/qemu-server/100.confx",
        "/etc/pve/qemu-server/x100.conf",
        "/etc/pve/openvz/100.conf",
        "/etc/libvirt/storage/web.xml",
        "/etc/libvirt/qemu/networks/default.xml",
        "/home/x/libvirt/qemu/web.xml",
        "100.conf",
        "",
      })
  void otherFilesAreNoGuests(String path) {
    GuestLines lines = lines(path, "scsi0: local:100/vm-100-disk-0.raw", "<source file='/x'/>");
    assertEquals(List.of(), lines.guests());
    assertTrue(lines.named().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scsi0: thin:vm-100-disk-0              | thin:vm-100-disk-0",
        "scsi0:thin:vm-100-disk-0               | thin:vm-100-disk-0",
        "scsi0 : thin:vm-100-disk-0             | thin:vm-100-disk-0",
        "scsi0:    thin:vm-100-disk-0           | thin:vm-100-disk-0",
        "scsi0: file=thin:vm-100-disk-0         | thin:vm-100-disk-0",
        "scsi0: media=disk,file=thin:vm-100-a   | thin:vm-100-a",
        "scsi0: volume=thin:vm-100-a,ssd=1      | thin:vm-100-a",
        "mp3: thin:vm-100-a,mp=/a b             | thin:vm-100-a",
        "ide2: local:iso/it's \"x\" $(id).iso,media=cdrom | local:iso/it's \"x\" $(id).iso",
        "ide2: local:iso/한글.iso                | local:iso/한글.iso",
        "ide2: local:iso/a=b.iso                | local:iso/a=b.iso",
        "unused0: /dev/disk/by-id/-x            | /dev/disk/by-id/-x",
        "args: -drive file=/dev/a -device x     | /dev/a",
        "args: -kernel /boot/k,/dev/b           | /dev/b",
        "lxc.rootfs.path = /dev/pve/vm-200-a    | /dev/pve/vm-200-a",
        "lxc.mount.entry = /dev/c mnt none bind | /dev/c",
        "vmstate: thin:vm-100-state-a           | thin:vm-100-state-a",
      })
  void whatIsNamedIsKnownHoweverItIsWritten(String line, String volume) {
    assertTrue(named(lines(VM, line)).contains(volume), () -> named(lines(VM, line)).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: thin:vm-100-a",
        "hostname: thin:vm-100-a",
        "no line at all",
        ":",
        "= =",
        ""
      })
  void whatIsNoSettingNamesNothing(String line) {
    assertEquals(Set.of(), named(lines(VM, line)));
  }

  @Test
  void whoeverNamesTheSameVolumeIsToldOfOnce() {
    GuestLines both =
        new GuestLines(
            VM + "\0scsi0: san:vm-1-a\n" + VM + "\0scsi1: san:vm-1-a\n" + CT + "\0mp0: san:vm-1-a");
    assertEquals(
        Set.of("100", "200"),
        users(both, "san:vm-1-a").stream().map(Guest::id).collect(Collectors.toSet()));
    assertEquals(2, both.guests().size());
  }

  @Test
  void oneGuestOnTwoPathsIsOneGuest() {
    GuestLines twice =
        new GuestLines(VM + "\0scsi0: a:x\n/etc/pve/qemu-server/100.conf\0scsi0: a:x\n");
    assertEquals(1, twice.guests().size());
    assertEquals(1, users(twice, "a:x").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<source file='/srv/a b.img'/>                  | /srv/a b.img",
        "<source file=\"/srv/a.img\" index=\"1\"/>      | /srv/a.img",
        "<source dev='/dev/pve/vm-1-a'/>                | /dev/pve/vm-1-a",
        "<source dir='/srv/share'/>                     | /srv/share",
        "<source file='/a&amp;b&lt;c&gt;&apos;&quot;'/> | /a&b<c>'\"",
        "<source file='/a&amp;lt;b'/>                   | /a&lt;b",
        "<loader readonly='yes'>/usr/share/OVMF.fd</loader> | /usr/share/OVMF.fd",
        "<nvram> /var/lib/nvram.fd </nvram>             | /var/lib/nvram.fd",
        "<kernel>/boot/vmlinuz</kernel>                 | /boot/vmlinuz",
      })
  void libvirtsPathsAreUnderstood(String line, String path) {
    GuestLines lines = lines(XML, line);
    assertEquals(Set.of(path), named(lines));
    assertEquals(List.of(new Guest("web", null)), lines.guests());
    assertTrue(lines.gap().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<source pool='p' volume='v'/>",
        "<source protocol='rbd' name='pool/image'>",
        "<source volume=\"v\"/>",
      })
  void whatCannotBeFollowedIsAGap(String line) {
    GuestLines lines = lines(XML, "<name>web</name>", line);
    assertEquals("problem.guest-volume-indirect", lines.gap().orElseThrow().key());
    assertEquals(List.of("web"), lines.gap().orElseThrow().args());
    assertEquals(Set.of(), named(lines));
  }

  @Test
  void brokenXmlNamesWhatItCan() {
    assertEquals(Set.of("/a"), named(lines(XML, "<source file='/a'")));
    assertEquals(Set.of(), named(lines(XML, "<source file='/a")));
    assertEquals(Set.of(), named(lines(XML, "<source file=''/>")));
    assertEquals(Set.of(), named(lines(XML, "<loader></loader>")));
  }

  @Test
  void aCutAnswerNamesWhatArrived() {
    String whole = VM + "\0scsi0: thin:vm-100-a\n" + VM + "\0scsi1: thin:vm-100-b\n";
    for (int length = 0; length < whole.length(); length++) {
      GuestLines cut = new GuestLines(whole.substring(0, length));
      boolean first = length >= whole.indexOf('\n');
      assertEquals(first, named(cut).contains("thin:vm-100-a"), "cut at " + length);
      assertFalse(cut.guests().size() > 1);
    }
  }

  @Test
  void aLineThatIsVeryLongIsReadAtOnce() {
    String many = "args: " + "-drive file=/dev/x ".repeat(100_000);
    assertTrue(named(lines(VM, many)).contains("/dev/x"));
    assertEquals(Set.of(), named(lines(XML, "a".repeat(1_000_000))));
    assertEquals(Set.of(), named(lines(XML, "x=".repeat(500_000))));
    assertEquals(Set.of(), named(lines(XML, ">".repeat(1_000_000))));
    assertEquals(Set.of(), named(lines(XML, "><".repeat(500_000))));
    assertEquals(Set.of("/dev/x"), named(lines(XML, "<a>b<c>".repeat(200_000) + "/dev/x</c>")));
    assertEquals(Set.of(), named(new GuestLines("no line of a file ".repeat(50_000))));
  }

  @Test
  void nulsInLinesDoNotMixFiles() {
    GuestLines odd = new GuestLines(VM + "\0scsi0: a:x\0y\n" + CT + "\0mp0: a:z\n");
    assertEquals(List.of("200"), users(odd, "a:z").stream().map(Guest::id).toList(), odd::toString);
  }
}
