package stowage.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stowage.message.Message;

/** One entry of every type, as Proxmox VE 8 writes it. */
class SampleConfigTest {
  private static final String SAMPLES =
      """
      dir: bulk
      \tpath /srv/bulk
      \tcontent backup,iso,snippets
      \tcontent-dirs backup=dumps/weekly,iso=media
      \tis_mountpoint /srv
      \tmax-protected-backups 3
      \tprune-backups keep-daily=7,keep-last=3
      \tshared 0

      btrfs: flash
      \tpath /srv/flash/pve
      \tcontent images,rootdir
      \tis_mountpoint /srv/flash

      nfs: isos
      \texport /exports/iso
      \tpath /mnt/pve/isos
      \tserver nas.example.net
      \tcontent iso,vztmpl
      \toptions vers=4.2,soft

      cifs: office
      \tpath /mnt/pve/office
      \tserver 192.0.2.20
      \tshare vmdata
      \tcontent backup
      \tdomain EXAMPLE
      \tsmbversion 3.11
      \tsubdir /pve
      \tusername svc-pve

      pbs: vault
      \tdatastore main
      \tserver 192.0.2.30
      \tcontent backup
      \tencryption-key 1a:2b:3c:4d:5e:6f:70:81
      \tfingerprint 00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff
      \tnamespace site/a
      \tprune-backups keep-all=1
      \tusername backup@pbs!node1

      glusterfs: gl0
      \tpath /mnt/pve/gl0
      \tvolume vol0
      \tcontent images,iso
      \tserver 192.0.2.41
      \tserver2 192.0.2.42

      zfspool: tank-vm
      \tpool tank/vm
      \tcontent images,rootdir
      \tmountpoint /tank/vm
      \tsparse 1

      lvm: san-vg
      \tvgname sanvg
      \tbase san1:0.0.2.scsi-36001405aaaaaaaaaaaaaaaaaaaaaaaaa
      \tcontent images
      \tshared 1

      lvmthin: thin0
      \tthinpool data
      \tvgname vg0
      \tcontent images,rootdir

      iscsi: san1
      \tportal 192.0.2.50:3260
      \ttarget iqn.2024-01.net.example:store1
      \tcontent none

      iscsidirect: san2
      \tportal 192.0.2.51
      \ttarget iqn.2024-01.net.example:store2
      \tcontent images

      rbd: ceph-ext
      \tcontent images
      \tkrbd 0
      \tmonhost 192.0.2.61 192.0.2.62 192.0.2.63
      \tnamespace tenant1
      \tpool vms
      \tusername pve

      cephfs: cfs-ext
      \tpath /mnt/pve/cfs-ext
      \tcontent backup,iso
      \tfs-name files
      \tmonhost 192.0.2.61 192.0.2.62 192.0.2.63
      \tusername pve

      zfs: appliance
      \tblocksize 8k
      \tiscsiprovider LIO
      \tpool tank/luns
      \tportal 192.0.2.70
      \ttarget iqn.2003-01.net.example.appliance:sn.1
      \tcontent images
      \tlio_tpg tpg1
      \tsparse 1
      \tzfs-base-path /dev/zvol

      """;

  private static StorageConfig samples() {
    return StorageConfig.parse(SAMPLES.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void allAreReadWithoutAWord() {
    assertEquals(List.of(), samples().warnings().stream().map(Message::toString).toList());
    assertEquals(14, samples().sections().size());
    assertEquals(
        "192.0.2.61 192.0.2.62 192.0.2.63",
        samples().section("ceph-ext").orElseThrow().values().get("monhost"));
  }

  /** Only the list of monitors is printed in another way than it was written. */
  @Test
  void allArePrintedAsTheyWere() {
    StorageConfig config = samples();
    for (Section section : samples().sections()) {
      Map<String, String> changed = new LinkedHashMap<>(section.values());
      changed.put("disable", "1");
      StorageConfig disabled = config.with(new Section(section.type(), section.id(), changed));
      config = disabled.with(section);
    }
    assertEquals(
        SAMPLES.replace("192.0.2.61 192.0.2.62 192.0.2.63", "192.0.2.61,192.0.2.62,192.0.2.63"),
        new String(config.bytes(), StandardCharsets.UTF_8).replace("\tdisable\n", ""));
  }
}
