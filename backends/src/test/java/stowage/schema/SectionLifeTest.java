package stowage.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stowage.config.Section;
import stowage.config.StorageType;
import stowage.exec.Secret;
import stowage.schema.Property.Trait;

/** Adding, changing and removing, for every property of every type. */
class SectionLifeTest {
  private static final Map<StorageType, String> SAMPLES =
      Map.ofEntries(
          Map.entry(
              StorageType.DIR,
              "path=/srv/bulk|content=backup,iso|content-dirs=backup=dumps/weekly,iso=media"
                  + "|is_mountpoint=/srv|max-protected-backups=3|prune-backups=keep-last=3|shared=0"),
          Map.entry(
              StorageType.BTRFS, "path=/srv/flash/pve|content=images,rootdir|is_mountpoint=/srv"),
          Map.entry(
              StorageType.NFS,
              "export=/exports/iso|server=nas.example.net|content=iso,vztmpl|options=vers=4.2,soft"),
          Map.entry(
              StorageType.CIFS,
              "server=192.0.2.20|share=vmdata|content=backup|domain=EXAMPLE|smbversion=3.11"
                  + "|subdir=/pve|username=svc-pve"),
          Map.entry(
              StorageType.PBS,
              "datastore=main|server=192.0.2.30|content=backup|namespace=site/a"
                  + "|prune-backups=keep-all=1|username=backup@pbs!node1|port=8443"),
          Map.entry(
              StorageType.GLUSTERFS,
              "volume=vol0|content=images,iso|server=192.0.2.41|server2=192.0.2.42|transport=tcp"),
          Map.entry(
              StorageType.CEPHFS,
              "content=backup,iso|fs-name=files|monhost=192.0.2.61,192.0.2.62|username=pve"),
          Map.entry(
              StorageType.ZFSPOOL, "pool=tank/vm|content=images|mountpoint=/tank/vm|sparse=1"),
          Map.entry(
              StorageType.LVM,
              "vgname=sanvg|base=san1:0.0.2.scsi-36001405a|content=images|shared=1"),
          Map.entry(StorageType.LVMTHIN, "thinpool=data|vgname=vg0|content=images,rootdir"),
          Map.entry(
              StorageType.ISCSI, "portal=192.0.2.50:3260|target=iqn.2024-01.net.x:s|content=none"),
          Map.entry(StorageType.ISCSIDIRECT, "portal=[2001:db8::1]|target=iqn.2024-01.net.x:s"),
          Map.entry(
              StorageType.RBD,
              "content=images|krbd=0|monhost=192.0.2.61|namespace=t1|pool=vms|username=pve"),
          Map.entry(
              StorageType.ZFS,
              "blocksize=8k|iscsiprovider=LIO|pool=tank/luns|portal=192.0.2.70|target=iqn.x:sn.1"
                  + "|content=images|lio_tpg=tpg1|sparse=1|zfs-base-path=/dev/zvol"));

  private static Map<String, String> sample(StorageType type) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : SAMPLES.getOrDefault(type, "").split("\\|")) {
      int at = part.indexOf('=');
      values.put(part.substring(0, at), part.substring(at + 1));
    }
    return values;
  }

  private static Draft draft(StorageType type, Map<String, String> values, Set<String> deletes) {
    return new Draft("pool1", type.word(), values, Map.of(), deletes);
  }

  private static Section section(StorageType type) {
    return Drafts.added(draft(type, sample(type), Set.of()));
  }

  private static String said(List<Problem> problems) {
    return problems.stream()
        .map(p -> p.field() + ":" + p.said().key().replace("problem.", ""))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void aSampleOfTheTypeIsAddedAndTheFileReadsItBack(StorageType type) {
    assertEquals("", said(Drafts.checkAdd(draft(type, sample(type), Set.of()), Set.of("other"))));
    Section added = section(type);
    assertEquals("pool1", added.id());
    added
        .values()
        .forEach((key, text) -> {
          Property<?> property = Schemas.of(type).property(key).orElseThrow();
          assertTrue(Values.read(property.kind(), text).isPresent(), key + " " + text);
        });
    sample(type).forEach((key, text) -> assertEquals(text, added.values().get(key)));
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void withoutWhatIsRequiredNothingIsAdded(StorageType type) {
    for (Property<?> property : Schemas.of(type).properties()) {
      Map<String, String> values = sample(type);
      values.remove(property.key());
      boolean needed =
          property.is(Trait.REQUIRED)
              && Schemas.of(type).prefilled(property.key(), "pool1").isEmpty();
      String problem =
          needed
              ? property.key() + ":required"
              : property.key().equals("server") && values.containsKey("server2")
                  ? "server2:server2-alone"
                  : "";
      assertEquals(
          problem, said(Drafts.checkAdd(draft(type, values, Set.of()), Set.of())), property.key());
    }
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void whatIsFixedMayNotBeGivenAgainNotEvenUnchanged(StorageType type) {
    Section current = section(type);
    for (Property<?> property : Schemas.of(type).properties()) {
      String value = current.values().get(property.key());
      if (value != null) {
        Draft same = draft(type, Map.of(property.key(), value), Set.of());
        assertEquals(
            property.is(Trait.FIXED) ? property.key() + ":fixed" : "",
            said(Drafts.checkSet(current, same)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void onlyWhatIsNeitherRequiredNorFixedIsDeleted(StorageType type) {
    Section current = section(type);
    for (Property<?> property : Schemas.of(type).properties()) {
      String key = property.key();
      String expected =
          property.is(Trait.REQUIRED)
              ? key + ":delete-required"
              : property.is(Trait.FIXED)
                  ? key + ":delete-fixed"
                  : key.equals("server") ? "server2:server2-alone" : "";
      Draft deleting = draft(type, Map.of(), Set.of(key));
      assertEquals(expected, said(Drafts.checkSet(current, deleting)));
      if (expected.isEmpty()) {
        assertFalse(Drafts.changed(current, deleting).values().containsKey(key));
      }
      assertEquals(
          key + ":delete-when-adding",
          said(Drafts.checkAdd(draft(type, sample(type), Set.of(key)), Set.of())));
    }
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void whatIsAnotherTypesIsUnknown(StorageType type) {
    Set<String> foreign =
        new LinkedHashSet<>(List.of("colour", "type", "storage", "authsupported"));
    Schemas.all().forEach(s -> s.properties().forEach(p -> foreign.add(p.key())));
    foreign.removeIf(key -> Schemas.of(type).property(key).isPresent());
    // This one is missing its companion as well.
    foreign.remove("server2");
    for (String key : foreign) {
      Map<String, String> values = sample(type);
      values.put(key, "1");
      assertEquals(
          key + ":property-unknown",
          said(Drafts.checkAdd(draft(type, values, Set.of()), Set.of())));
      assertEquals(
          key + ":property-unknown",
          said(Drafts.checkSet(section(type), draft(type, Map.of(), Set.of(key)))));
    }
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void secretsAreSecretsAndNothingElseIs(StorageType type) {
    for (Property<?> property : Schemas.of(type).properties()) {
      String key = property.key();
      Map<String, Secret> secrets = new HashMap<>();
      secrets.put(key, Secret.of("hush".getBytes(StandardCharsets.UTF_8)));
      Map<String, String> values = sample(type);
      values.remove(key);
      values.remove("server2");
      String hidden =
          said(
              Drafts.checkAdd(
                  new Draft("pool1", type.word(), values, secrets, Set.of()), Set.of()));
      String clear =
          said(Drafts.checkSet(section(type), draft(type, Map.of(key, "hush"), Set.of())));
      if (property.is(Trait.SECRET)) {
        assertTrue(hidden.isEmpty() || hidden.equals(key + ":master-without-key"), hidden);
        assertEquals(key + ":secret-in-clear", clear);
      } else {
        assertTrue(hidden.contains(key + ":not-secret"), hidden);
        assertFalse(clear.contains("secret"), clear);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nfs, /mnt/pve/pool1",
    "cifs, /mnt/pve/pool1",
    "cephfs, /mnt/pve/pool1",
    "glusterfs, /mnt/pve/pool1",
    "dir, ''",
    "btrfs, ''",
    "zfspool, ''",
    "lvm, ''",
    "rbd, ''"
  })
  void whatIsMountedHasItsUsualPlace(String type, String path) {
    Schema schema = Schemas.of(StorageType.of(type).orElseThrow());
    assertEquals(path, schema.prefilled("path", "pool1").orElse(""));
    assertEquals("", schema.prefilled("server", "pool1").orElse(""));
  }

  @Test
  void whatIsKeptIsKeptAsItWas() {
    Section odd =
        new Section("nfs", "pool1", Map.of("server", "na_s", "export", "/e", "future", "x y"));
    Section changed =
        Drafts.changed(odd, draft(StorageType.NFS, Map.of("content", " iso "), Set.of()));
    assertEquals(
        Map.of("server", "na_s", "export", "/e", "future", "x y", "content", "iso"),
        changed.values());
  }
}
