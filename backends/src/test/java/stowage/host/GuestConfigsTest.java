package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import stowage.config.StorageId;
import stowage.exec.Result;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

class GuestConfigsTest {

  @Test
  void guestsOfAllNodesAreFound() {
    String found =
        """
        /etc/pve/nodes/pve1/qemu-server/100.conf
        /etc/pve/nodes/pve2/lxc/101.conf
        /etc/pve/qemu-server/100.conf
        """;
    assertEquals(
        Map.of("100", "qemu", "101", "lxc"), GuestConfigs.parse(Result.exited(0, found, "")));
  }

  @Test
  void whatIsNoGuestIsLeftOut() {
    String found =
        """
        /etc/pve/qemu-server/99.conf
        /etc/pve/qemu-server/0100.conf
        /etc/pve/qemu-server/100.conf.tmp
        /etc/pve/qemu-server/1234567890.conf
        /etc/pve/nodes/pve1/openvz/103.conf
        """;
    assertEquals(Map.of(), GuestConfigs.parse(Result.exited(0, found, "")));
  }

  @Test
  void aHostWithoutTheDirectoriesHasNoGuests() {
    String error = "/usr/bin/find: ‘/etc/pve/nodes’: No such file or directory\n";
    assertEquals(
        Map.of("100", "lxc"),
        GuestConfigs.parse(Result.exited(1, "/etc/pve/lxc/100.conf\n", error)));
  }

  @Test
  void onlyAContainersImageIsARootDirectory() {
    Map<String, String> guests = Map.of("100", "qemu", "101", "lxc");
    assertEquals(ContentType.IMAGES, labelled(ContentType.IMAGES, "100", guests));
    assertEquals(ContentType.ROOTDIR, labelled(ContentType.IMAGES, "101", guests));
    assertEquals(ContentType.IMAGES, labelled(ContentType.IMAGES, "102", guests));
    assertEquals(ContentType.IMAGES, labelled(ContentType.IMAGES, null, guests));
    assertEquals(ContentType.BACKUP, labelled(ContentType.BACKUP, "101", guests));
  }

  private static ContentType labelled(
      ContentType content,
      @org.jspecify.annotations.Nullable String owner,
      Map<String, String> guests) {
    VolumeId id = new VolumeId(new StorageId("local"), "x");
    Volume volume =
        new Volume(id, content, "raw", owner, new Volume.Space(1L, null), Volume.Extra.NONE);
    return GuestConfigs.labelled(volume, guests).content();
  }
}
