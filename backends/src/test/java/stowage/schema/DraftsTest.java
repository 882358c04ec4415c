package stowage.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.Section;
import stowage.exec.Secret;
import stowage.message.Message;

class DraftsTest {

  /** {@code field:key} of each problem, without the prefix all have. */
  private static String shown(List<Problem> problems) {
    return problems.stream()
        .map(p -> p.field() + ":" + p.said().key().replace("problem.", ""))
        .collect(Collectors.joining(" "));
  }

  private static Map<String, String> values(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    if (text != null) {
      for (String part : text.split("\\|")) {
        values.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
      }
    }
    return values;
  }

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          # fine
          dir ~ d1 ~ path=/srv/d1 ~
          dir ~ d1 ~ path=/srv/d1|nodes= ~
          nfs ~ n1 ~ server=10.0.0.5|export=/srv/pve ~
          nfs ~ n1 ~ server=nas|export=/srv/pve|path=/mnt/x y|content=iso,backup|options=vers=4.2 ~
          cifs ~ c1 ~ server=nas|share=My Share ~
          pbs ~ p1 ~ server=pbs|datastore=main|username=a@pbs!t1|namespace=a/b|port=8007 ~
          lvm ~ l1 ~ vgname=vg0|base=san1:0.0.1.scsi-1 ~
          rbd ~ r1 ~ pool=vms ~
          rbd ~ r1 ~ ~
          zfs ~ z1 ~ pool=tank/x|portal=192.0.2.1|target=iqn.x:y|blocksize=8k|iscsiprovider=LIO ~
          pbs ~ p1 ~ server=pbs|datastore=main|content=none ~
          # the name
          dir ~ d ~ path=/x ~ storage:storage-id
          dir ~ 1d ~ path=/x ~ storage:storage-id
          dir ~ d1- ~ path=/x ~ storage:storage-id
          dir ~ local ~ path=/x ~ storage:storage-taken
          dir ~ taken ~ path=/x ~ storage:storage-taken
          # the type
          floppy ~ f1 ~ path=/x ~ type:type-unknown
          esxi ~ e1 ~ server=x ~ type:type-unknown
          # missing and unknown settings
          dir ~ d1 ~ ~ path:required
          nfs ~ n1 ~ server=nas ~ export:required
          zfs ~ z1 ~ ~ portal:required target:required pool:required iscsiprovider:required blocksize:required
          dir ~ d1 ~ path=/x|server=nas|thinpool=t ~ server:property-unknown thinpool:property-unknown
          nfs ~ n1 ~ server=nas|export=/x|shared=1 ~ shared:property-unknown
          # values
          dir ~ d1 ~ path=srv/d1 ~ path:rule.path
          dir ~ d1 ~ path=/srv/d 1 ~ path:rule.dir-path
          btrfs ~ b1 ~ path=/srv/;x ~ path:rule.dir-path
          nfs ~ n1 ~ server=na_s|export=srv ~ server:rule.server export:rule.path
          dir ~ d1 ~ path=/x|content=iso,music ~ content:content-unknown
          lvm ~ l1 ~ vgname=vg0|content=iso ~ content:content-not-allowed
          nfs ~ n1 ~ server=nas|export=/x|content=none ~ content:content-not-allowed
          dir ~ d1 ~ path=/x|content=none,iso ~ content:content-none-mixed
          nfs ~ n1 ~ server=nas|export=/x|format=subvol ~ format:format-not-allowed
          cephfs ~ c1 ~ format=raw ~ format:format-none
          dir ~ d1 ~ path=/x|format=vhd ~ format:choice
          cephfs ~ c1 ~ content-dirs=images=x ~ content-dirs:content-not-allowed
          dir ~ d1 ~ path=/x|prune-backups=keep-all=1,keep-last=2 ~ prune-backups:keep-all-mixed
          dir ~ d1 ~ path=/x|disable=maybe ~ disable:flag
          dir ~ d1 ~ path=/x|options= ~ options:property-unknown
          dir ~ d1 ~ path=/x|bwlimit= ~ bwlimit:empty
          dir ~ d1 ~ path=/x|is_mountpoint=maybe ~ is_mountpoint:rule.mountpoint
          dir ~ d1 ~ path=/x|is_mountpoint=/mnt ~
          zfspool ~ z1 ~ pool=/tank ~ pool:rule.dataset
          zfspool ~ z1 ~ pool=tank|blocksize=12k ~ blocksize:rule.blocksize
          zfspool ~ z1 ~ pool=tank|blocksize=32M ~ blocksize:rule.blocksize
          zfspool ~ z1 ~ pool=tank|blocksize=256 ~ blocksize:rule.blocksize
          zfspool ~ z1 ~ pool=tank|blocksize=16k ~
          pbs ~ p1 ~ server=pbs|datastore=main|username=root ~ username:rule.pbs-user
          pbs ~ p1 ~ server=pbs|datastore=a/b|port=0 ~ datastore:rule.datastore port:range
          cifs ~ c1 ~ server=nas|share=/x ~ share:rule.share
          lvmthin ~ t1 ~ vgname=v|thinpool=data ~ vgname:rule.lvm-name
          glusterfs ~ g1 ~ volume=v1|server2=x ~ server2:server2-alone
          cifs ~ c1 ~ server=nas|share=x|password=hush ~ password:secret-in-clear
          """)
  void checksANewPool(String type, String id, String values, String expected) {
    Draft draft = Draft.of(id, type, values(values));
    assertEquals(
        expected == null ? "" : expected, shown(Drafts.checkAdd(draft, Set.of("taken", "other"))));
  }

  private static final Section NFS =
      new Section(
          "nfs",
          "nas",
          Map.of(
              "server", "10.0.0.5", "export", "/srv", "path", "/mnt/pve/nas", "options", "soft"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          content=iso ~ ~
          ~ options ~
          ~ ~
          server=10.0.0.5 ~ ~ server:fixed
          path=/mnt/x ~ ~ path:fixed
          content=music ~ ~ content:content-unknown
          shared=1 ~ ~ shared:property-unknown
          ~ server ~ server:delete-required
          ~ path ~ path:delete-required
          ~ snapshot-as-volume-chain ~ snapshot-as-volume-chain:delete-fixed
          ~ colour ~ colour:property-unknown
          content=iso ~ content ~ content:set-and-deleted
          """)
  void checksAChange(String values, String deletes, String expected) {
    Draft draft =
        new Draft(
            "nas",
            "",
            values(values),
            Map.of(),
            deletes == null ? Set.of() : Set.of(deletes.split(" ")));
    assertEquals(expected == null ? "" : expected, shown(Drafts.checkSet(NFS, draft)));
  }

  @Test
  void theTypeStays() {
    assertEquals("type:type-fixed", shown(Drafts.checkSet(NFS, Draft.of("nas", "cifs", Map.of()))));
    assertEquals("", shown(Drafts.checkSet(NFS, Draft.of("nas", "nfs", Map.of()))));
  }

  @Test
  void localCanBeChangedButNotRestrictedOrRemoved() {
    Section local = new Section("dir", "local", Map.of("path", "/var/lib/vz"));
    assertEquals(
        "", shown(Drafts.checkSet(local, Draft.of("local", "dir", Map.of("disable", "1")))));
    assertEquals(
        "nodes:local-everywhere",
        shown(Drafts.checkSet(local, Draft.of("local", "dir", Map.of("nodes", "pve1")))));
    assertEquals("storage:local-stays", shown(Drafts.checkRemove("local", List.of(local))));
  }

  @Test
  void aBaseIsNotRemoved() {
    Section san = new Section("iscsi", "san1", Map.of("portal", "p", "target", "t"));
    Section vg = new Section("lvm", "vg", Map.of("vgname", "v", "base", "san1:0.0.1.x"));
    assertEquals("storage:storage-is-base", shown(Drafts.checkRemove("san1", List.of(san, vg))));
    assertEquals("", shown(Drafts.checkRemove("vg", List.of(san, vg))));
    assertEquals("", shown(Drafts.checkRemove("san1", List.of(san))));
    assertEquals("storage:storage-missing", shown(Drafts.checkRemove("zz", List.of(san))));
  }

  @Test
  void secretsAreCheckedAndNeverRepeated() {
    Map<String, String> values = Map.of("server", "nas", "share", "x");
    Map<String, String> expected = new HashMap<>();
    expected.put("a\nb", "password:secret-line-break");
    expected.put("", "password:secret-empty");
    expected.put("x".repeat(257), "password:secret-too-long");
    expected.put("x".repeat(256), "");
    expected.forEach((text, problems) -> {
      Draft draft = new Draft("c1", "cifs", values, Map.of("password", secret(text)), Set.of());
      List<Problem> found = Drafts.checkAdd(draft, Set.of());
      assertEquals(problems, shown(found));
      assertFalse(text.length() > 1 && found.toString().contains(text));
    });
    assertEquals(
        "options:not-secret keyring:property-unknown",
        shown(
            Drafts.checkAdd(
                new Draft(
                    "c1",
                    "cifs",
                    values,
                    Map.of("options", secret("x"), "keyring", secret("x")),
                    Set.of()),
                Set.of())));
    Draft clear = Draft.of("c1", "cifs", Map.of("server", "n", "share", "x", "password", "hush"));
    assertFalse(Drafts.checkAdd(clear, Set.of()).toString().contains("hush"));
  }

  @Test
  void aMasterKeyNeedsAKey() {
    Map<String, String> values = Map.of("server", "pbs", "datastore", "main");
    Draft alone = new Draft("p1", "pbs", values, Map.of("master-pubkey", secret("pem")), Set.of());
    assertEquals("master-pubkey:master-without-key", shown(Drafts.checkAdd(alone, Set.of())));
    Draft both =
        new Draft(
            "p1",
            "pbs",
            values,
            Map.of("master-pubkey", secret("pem"), "encryption-key", secret("autogen")),
            Set.of());
    assertEquals("", shown(Drafts.checkAdd(both, Set.of())));
    Section keyed =
        new Section("pbs", "p1", Map.of("server", "s", "datastore", "d", "encryption-key", "1"));
    Draft later = new Draft("p1", "", Map.of(), Map.of("master-pubkey", secret("pem")), Set.of());
    assertEquals("", shown(Drafts.checkSet(keyed, later)));
  }

  @Test
  void tellsWhatIsProbablyNotMeant() {
    Draft draft =
        new Draft(
            "c1",
            "cifs",
            Map.of("server", "n", "share", "x"),
            Map.of("password", secret("x")),
            Set.of());
    assertEquals("", shown(Drafts.checkAdd(draft, Set.of())));
    assertEquals(
        List.of("problem.password-without-user"),
        Drafts.findings(draft).stream().map(Message::key).toList());
    assertEquals(List.of(), Drafts.findings(Draft.of("d1", "dir", Map.of("path", "/x"))));
  }

  @Test
  void aNewSectionHasNormalValuesAndTheUsualPath() {
    assertEquals(
        Map.of(
            "server",
            "nas",
            "export",
            "/srv",
            "path",
            "/mnt/pve/n1",
            "content",
            "iso,backup",
            "disable",
            "1"),
        Drafts.added(
                Draft.of(
                    "n1",
                    "nfs",
                    Map.of(
                        "server",
                        " nas ",
                        "export",
                        "/srv",
                        "content",
                        "iso backup",
                        "disable",
                        "yes",
                        "nodes",
                        " ")))
            .values());
    assertEquals(
        Map.of("path", "/srv/x/../y"),
        Drafts.added(Draft.of("d1", "dir", Map.of("path", "//srv/./x/../y/"))).values());
    assertEquals(
        Map.of("pool", "tank"),
        Drafts.added(Draft.of("z1", "zfspool", Map.of("pool", "tank"))).values());
  }

  @Test
  void aChangedSectionKeepsTheRest() {
    Section changed =
        Drafts.changed(
            NFS,
            new Draft("nas", "nfs", Map.of("content", "iso, iso"), Map.of(), Set.of("options")));
    assertEquals(
        Map.of("server", "10.0.0.5", "export", "/srv", "path", "/mnt/pve/nas", "content", "iso"),
        changed.values());
  }
}
