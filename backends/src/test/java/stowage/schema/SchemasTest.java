package stowage.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stowage.config.StorageType;
import stowage.schema.Property.Trait;

class SchemasTest {

  private static Set<String> keys(StorageType type, Trait trait) {
    return Schemas.of(type).properties().stream()
        .filter(p -> p.is(trait))
        .map(Property::key)
        .collect(Collectors.toSet());
  }

  private static Set<String> words(String text) {
    return text == null ? Set.of() : Set.of(text.split(" "));
  }

  /** Required, fixed though not required, secret, and all others. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DIR | path | snapshot-as-volume-chain | | content content-dirs nodes disable shared format preallocation bwlimit prune-backups max-protected-backups maxfiles mkdir create-base-path create-subdirs is_mountpoint
          BTRFS | path | | | nocow content format nodes shared disable is_mountpoint mkdir create-base-path create-subdirs prune-backups max-protected-backups maxfiles preallocation
          NFS | server export path | snapshot-as-volume-chain | | options content content-dirs nodes disable format preallocation bwlimit prune-backups max-protected-backups maxfiles mkdir create-base-path create-subdirs
          CIFS | server share path | snapshot-as-volume-chain | password | username domain smbversion subdir options content content-dirs nodes disable format preallocation bwlimit prune-backups max-protected-backups maxfiles mkdir create-base-path create-subdirs
          PBS | server datastore | | password encryption-key master-pubkey | username port namespace fingerprint content nodes disable prune-backups max-protected-backups maxfiles
          GLUSTERFS | volume path | | | server server2 transport content format preallocation nodes disable bwlimit prune-backups max-protected-backups maxfiles mkdir create-base-path create-subdirs
          CEPHFS | path | | keyring | monhost username fs-name subdir fuse options content content-dirs nodes disable format bwlimit maxfiles prune-backups max-protected-backups mkdir create-base-path create-subdirs
          LVM | vgname | base | | shared saferemove saferemove_throughput saferemove-stepsize tagged_only content nodes disable bwlimit snapshot-as-volume-chain
          LVMTHIN | vgname thinpool | | | content nodes disable bwlimit
          ISCSI | portal target | | | content nodes disable bwlimit
          ISCSIDIRECT | portal target | | | content nodes disable bwlimit
          RBD | | | keyring | pool data-pool namespace monhost username krbd content nodes disable bwlimit
          ZFSPOOL | pool | | | mountpoint blocksize sparse content nodes disable bwlimit
          ZFS | pool portal target blocksize iscsiprovider | | | sparse nowritecache comstar_hg comstar_tg lio_tpg zfs-base-path content nodes disable bwlimit
          """)
  void hasTheProperties(
      StorageType type, String required, String fixed, String secret, String others) {
    assertEquals(words(required), keys(type, Trait.REQUIRED));
    Set<String> unchangeable = new HashSet<>(words(required));
    unchangeable.addAll(words(fixed));
    assertEquals(unchangeable, keys(type, Trait.FIXED));
    assertEquals(words(secret), keys(type, Trait.SECRET));
    Set<String> all = new HashSet<>(unchangeable);
    all.addAll(words(secret));
    all.addAll(words(others));
    List<String> keys = Schemas.of(type).properties().stream().map(Property::key).toList();
    assertEquals(all, new HashSet<>(keys));
    assertEquals(all.size(), keys.size(), "none twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ZFSPOOL | images rootdir | images rootdir | raw subvol
          DIR | images rootdir vztmpl iso backup snippets import none | images rootdir | raw qcow2 subvol vmdk
          BTRFS | images rootdir vztmpl iso backup snippets import none | images rootdir | raw subvol
          NFS | images rootdir vztmpl iso backup snippets import | images | raw qcow2 vmdk
          CIFS | images rootdir vztmpl iso backup snippets import | images | raw qcow2 vmdk
          PBS | backup none | backup |
          GLUSTERFS | images vztmpl iso backup snippets import | images | raw qcow2 vmdk
          CEPHFS | vztmpl iso backup snippets import | backup |
          LVM | images rootdir | images | raw
          LVMTHIN | images rootdir | images rootdir | raw
          ISCSI | images none | images | raw
          ISCSIDIRECT | images none | images | raw
          RBD | images rootdir | images | raw
          ZFS | images | images | raw
          """)
  void hasContentTypesAndFormats(StorageType type, String contents, String usual, String formats) {
    Schema schema = Schemas.of(type);
    assertEquals(words(contents), lower(schema.contents()));
    assertEquals(words(usual), lower(schema.usualContents()));
    assertEquals(
        formats == null ? "" : formats,
        schema.formats().stream().map(f -> f.word()).collect(Collectors.joining(" ")));
  }

  private static Set<String> lower(Collection<? extends Enum<?>> values) {
    return values.stream()
        .map(v -> v.name().toLowerCase(java.util.Locale.ROOT))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void aFormBeginsWithWhatMustBeEntered(StorageType type) {
    List<Property<?>> properties = Schemas.of(type).properties();
    boolean optional = false;
    for (Property<?> property : properties) {
      boolean entered =
          property.is(Trait.REQUIRED) && Schemas.of(type).prefilled(property.key(), "x1").isEmpty();
      assertFalse(entered && optional, property.key() + " comes too late");
      optional |= !entered;
    }
    assertTrue(Schemas.of(type).property("content").isPresent());
    assertTrue(Schemas.of(type).property("nothing").isEmpty());
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void fallbacksAreValues(StorageType type) {
    for (Property<?> property : Schemas.of(type).properties()) {
      if (!property.fallback().isEmpty()) {
        assertTrue(Values.read(property.kind(), property.fallback()).isPresent(), property.key());
      }
    }
  }

  @Test
  void listsEveryTypeOnce() {
    assertEquals(List.of(StorageType.values()), Schemas.all().stream().map(Schema::type).toList());
  }

  @Test
  void knowsWhatVersionsBroughtAndDropped() {
    for (Schema schema : Schemas.all()) {
      for (Property<?> property : schema.properties()) {
        assertEquals(property.key().equals("maxfiles"), property.is(Trait.UNTIL_8));
        assertEquals(
            Set.of("snapshot-as-volume-chain", "saferemove-stepsize").contains(property.key()),
            property.is(Trait.SINCE_9));
      }
    }
  }
}
