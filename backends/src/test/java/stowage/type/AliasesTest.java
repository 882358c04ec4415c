package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.Section;

class AliasesTest {

  /** {@code type key=value key=value}. */
  private static Pool pool(String id, String text) {
    String[] words = text.strip().split(" ");
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      values.put(words[i].split("=", 2)[0], words[i].split("=", 2)[1]);
    }
    return Pools.of(new Section(words[0], id, values)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dir path=/srv/a | dir path=/srv/a/ | true
          dir path=/srv/a | dir path=/srv/b | false
          dir path=/srv/a | btrfs path=/srv//a | true
          dir path=/mnt/pve/n | nfs server=s export=/e path=/mnt/pve/n | true
          nfs server=s export=/e path=/mnt/pve/n | nfs server=s export=/e/ path=/mnt/pve/m | true
          nfs server=s export=/e path=/mnt/pve/n | nfs server=t export=/e path=/mnt/pve/m | false
          nfs server=s export=/e path=/mnt/pve/n | cifs server=s share=/e path=/mnt/pve/m | false
          cifs server=s share=x path=/1 | cifs server=s share=x path=/2 subdir=/y | false
          cifs server=s share=x path=/1 | cifs server=s share=x path=/2 | true
          cephfs path=/1 monhost=a,b | cephfs path=/2 monhost=b;a | true
          cephfs path=/1 | cephfs path=/2 fs-name=other | false
          glusterfs path=/1 volume=v | glusterfs path=/2 volume=v server=localhost | true
          zfspool pool=tank | zfspool pool=tank | true
          zfspool pool=tank | zfspool pool=tank/vm | false
          lvm vgname=vg | lvmthin vgname=vg thinpool=data | false
          lvmthin vgname=vg thinpool=data | lvmthin vgname=vg thinpool=data | true
          lvmthin vgname=vg thinpool=data | lvmthin vgname=vg thinpool=other | false
          rbd pool=rbd | rbd krbd=1 | true
          rbd pool=rbd namespace=a | rbd pool=rbd | false
          iscsi portal=p target=t | iscsidirect portal=p target=t | true
          zfs portal=p pool=a target=t | zfs portal=p pool=b target=t | false
          pbs server=s datastore=d | pbs server=s datastore=d port=8007 | true
          pbs server=s datastore=d | pbs server=s datastore=d namespace=n | false
          """)
  void knowsTheSamePlace(String one, String other, boolean same) {
    Pool a = pool("a1", one);
    Pool b = pool("b1", other);
    assertEquals(same, Aliases.samePlace(a, b));
    assertEquals(same, Aliases.samePlace(b, a));
  }

  @Test
  void aPoolIsNoAliasOfItself() {
    Pool a = pool("a1", "dir path=/x");
    assertEquals(List.of(), Aliases.of(a, List.of(a, pool("b1", "dir path=/y"))));
    Pool c = pool("c1", "dir path=/x");
    assertEquals(List.of(c), Aliases.of(a, List.of(a, c)));
  }
}
