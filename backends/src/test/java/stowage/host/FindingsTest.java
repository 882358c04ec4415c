package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageId;
import stowage.exec.Result;
import stowage.exec.ScriptedHost;
import stowage.message.Message;
import stowage.type.Pool;

/** What a person is told before agreeing, and when there is nothing to tell. */
class FindingsTest {
  private static final String MOUNTS =
      """
      /dev/sda1 / ext4 rw 0 0
      /dev/sdb1 /srv ext4 rw 0 0
      nas:/e /mnt/pve/nas nfs4 rw 0 0
      """;
  private static final String CONFIG =
      """
      dir: bulk
      	path /srv/bulk

      nfs: nas
      	export /e
      	path /mnt/pve/nas
      	server nas

      """;

  private static Survey survey(String config, String mounts) throws Exception {
    ScriptedHost host =
        new ScriptedHost()
            .on("/usr/bin/cat /etc/pve/storage.cfg", config)
            .on("/usr/bin/uname -n", "pve1\n")
            .on("/usr/bin/cat /proc/mounts", mounts)
            .on("/usr/bin/find", "")
            .on("/usr/bin/stat", Result.exited(1, "/etc/pve\n", ""));
    return new Inquiry(host).survey();
  }

  /** A pool of these lines; settings stand between semicolons. */
  private static Pool pool(String type, String id, String settings) throws Exception {
    String section =
        type + ": " + id + "\n\t" + settings.replace("; ", "\n\t").replace("=", " ") + "\n\n";
    return survey(section, MOUNTS).require(new StorageId(id)).pool();
  }

  private static String keys(List<Message> findings) {
    return findings.stream()
        .map(m -> m.key().replace("finding.", ""))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dir | path=/srv/other | ''
          dir | path=/srv/bulk | same-place
          dir | path=/data | root-file-system
          dir | path=/srvother | root-file-system
          dir | path=/data; is_mountpoint=1 | ''
          dir | path=/srv/other; disable=1 | added-disabled
          dir | path=/srv/other; nodes=pve2 | not-this-node
          dir | path=/srv/other; nodes=pve2,pve1 | ''
          dir | path=/srv/other; shared=1 | ''
          nfs | server=other; export=/e; path=/mnt/pve/x; content=iso | always-shared
          nfs | server=nas; export=/e; path=/mnt/pve/x; content=iso | same-place always-shared
          cifs | server=nas; share=s; path=/mnt/pve/x; content=images | cifs-locks always-shared
          cifs | server=nas; share=s; path=/mnt/pve/x; content=iso | always-shared
          cifs | server=nas; share=s; path=/mnt/pve/x; content=images; options=nobrl | always-shared
          lvm | vgname=vg0 | ''
          lvm | vgname=vg0; snapshot-as-volume-chain=0 | ''
          lvm | vgname=vg0; snapshot-as-volume-chain=1 | chain-lvm
          dir | path=/srv/other; snapshot-as-volume-chain=1 | chain-files
          cifs | server=nas; share=s; path=/mnt/pve/x; content=iso; snapshot-as-volume-chain=1 | always-shared chain-files
          zfspool | pool=tank | ''
          """)
  void whoAddsAPoolIsToldWhatMayNotBeMeant(String type, String settings, String expected)
      throws Exception {
    Pool added = pool(type, "fresh", settings);
    assertEquals(expected, keys(Findings.onAdd(added, survey(CONFIG, MOUNTS))));
  }

  @Test
  void removingAPoolLeavesItsDataAndPerhapsItsMount() throws Exception {
    Survey survey = survey(CONFIG, MOUNTS);
    Pool nas = survey.require(new StorageId("nas")).pool();
    Pool bulk = survey.require(new StorageId("bulk")).pool();
    assertEquals("data-stays stays-mounted", keys(Findings.onRemove(nas, survey, false)));
    assertEquals("data-stays", keys(Findings.onRemove(nas, survey, true)));
    assertEquals("data-stays", keys(Findings.onRemove(bulk, survey, false)));
    Survey unmounted = survey(CONFIG, "/dev/sda1 / ext4 rw 0 0\n");
    assertEquals("data-stays", keys(Findings.onRemove(nas, unmounted, false)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          content=iso | false | ''
          options=soft | false | remount
          content=iso | true | remount
          disable=1 | false | stays-mounted
          nodes=pve2 | false | stays-mounted
          options=soft; disable=1 | false | remount stays-mounted
          """)
  void changingAMountedPoolTakesEffectLater(String added, boolean secrets, String expected)
      throws Exception {
    Survey survey = survey(CONFIG, MOUNTS);
    Pool before = survey.require(new StorageId("nas")).pool();
    Pool after = pool("nfs", "nas", "export=/e; path=/mnt/pve/nas; server=nas; " + added);
    assertEquals(expected, keys(Findings.onSet(before, after, survey, secrets)));
    Survey unmounted = survey(CONFIG, "/dev/sda1 / ext4 rw 0 0\n");
    assertEquals("", keys(Findings.onSet(before, after, unmounted, secrets)));
  }

  /** Said once, not with each later change. */
  @ParameterizedTest
  @CsvSource({
    "snapshot-as-volume-chain=0, snapshot-as-volume-chain=1, chain-lvm",
    "content=images, snapshot-as-volume-chain=1, chain-lvm",
    "snapshot-as-volume-chain=1, snapshot-as-volume-chain=1; disable=1, ''",
    "snapshot-as-volume-chain=1, content=images, ''",
  })
  void switchingChainsOnIsAnswered(String was, String is, String expected) throws Exception {
    Pool before = pool("lvm", "vg", "vgname=vg0; " + was);
    Pool after = pool("lvm", "vg", "vgname=vg0; " + is);
    assertEquals(expected, keys(Findings.onSet(before, after, survey(CONFIG, MOUNTS), false)));
  }

  @Test
  void aVolumeForAGuestThatIsNotThereIsProbablyAMistake() throws Exception {
    assertEquals("guest-unknown", keys(Findings.onAllocate(100, survey(CONFIG, MOUNTS))));
  }
}
