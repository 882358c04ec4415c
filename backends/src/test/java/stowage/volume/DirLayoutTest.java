package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageType;

class DirLayoutTest {
  private static final DirLayout PLAIN = new DirLayout("/srv/d", Map.of());

  @ParameterizedTest
  @CsvSource({
    "100/vm-100-disk-0.raw, /srv/d/images/100/vm-100-disk-0.raw",
    "100/base-100-disk-0.raw/200/vm-200-disk-0.qcow2, /srv/d/images/200/vm-200-disk-0.qcow2",
    "rootdir/100, /srv/d/private/100",
    "iso/x.iso, /srv/d/template/iso/x.iso",
    "vztmpl/x.tar.zst, /srv/d/template/cache/x.tar.zst",
    "backup/vzdump-qemu-100-x.vma.zst, /srv/d/dump/vzdump-qemu-100-x.vma.zst",
    "snippets/x.yaml, /srv/d/snippets/x.yaml",
    "import/x.ova, /srv/d/import/x.ova"
  })
  void knowsWhereVolumesLie(String name, String path) throws Exception {
    assertEquals(path, PLAIN.path(VolumeNames.parse(StorageType.DIR, name)));
  }

  @Test
  void directoriesCanBeElsewhereBelowThePath() throws Exception {
    DirLayout layout =
        new DirLayout(
            "/srv/d", Map.of(ContentType.ISO, "media", ContentType.IMAGES, "/deep/images"));
    assertEquals(
        "/srv/d/media/x.iso", layout.path(VolumeNames.parse(StorageType.DIR, "iso/x.iso")));
    assertEquals(
        "/srv/d/deep/images/100/x.raw",
        layout.path(VolumeNames.parse(StorageType.DIR, "100/x.raw")));
    assertEquals("/srv/d/dump", layout.directory(ContentType.BACKUP));
    assertThrows(IllegalArgumentException.class, () -> layout.directory(ContentType.NONE));
  }

  @Test
  void contentTypesMayNotShareADirectory() {
    DirLayout layout =
        new DirLayout("/srv/d", Map.of(ContentType.ISO, "x", ContentType.BACKUP, "/x"));
    Set<ContentType> both = Set.of(ContentType.ISO, ContentType.BACKUP, ContentType.IMAGES);
    assertEquals(Set.of(ContentType.ISO, ContentType.BACKUP), layout.clashing(both));
    assertEquals(Set.of(), layout.clashing(Set.of(ContentType.ISO, ContentType.NONE)));
    assertEquals(Set.of(), PLAIN.clashing(Set.of(ContentType.values())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ISO | a.iso | iso/a.iso iso
          ISO | A b.IMG | iso/A b.IMG iso
          ISO | a.qcow2 | -
          ISO | .a.iso | -
          VZTMPL | x.tar.gz | vztmpl/x.tar.gz tgz
          VZTMPL | x.tar.xz | vztmpl/x.tar.xz txz
          VZTMPL | X.TAR.ZST | vztmpl/X.TAR.ZST tzst
          VZTMPL | x.tar.bz2 | vztmpl/x.tar.bz2 tbz2
          VZTMPL | x.tar | vztmpl/x.tar tar
          VZTMPL | X.TAR | vztmpl/X.TAR tar
          VZTMPL | x.tar.lz4 | -
          VZTMPL | x.tar.part | -
          VZTMPL | x.tgz | -
          SNIPPETS | anything at all | snippets/anything at all snippet
          SNIPPETS | .hidden | -
          IMPORT | a.ova | import/a.ova ova
          IMPORT | a.QCOW2 | import/a.QCOW2 qcow2
          IMPORT | a b.ova | -
          IMPORT | a(1).ova | -
          IMPORT | a.iso | -
          BACKUP | vzdump-qemu-100-2020_01_01-01_01_01.vma.zst | backup/vzdump-qemu-100-2020_01_01-01_01_01.vma.zst vma.zst 100
          BACKUP | foo.tgz | backup/foo.tgz tgz
          BACKUP | foo.log | -
          IMAGES | vm-100-disk-0.raw | -
          NONE | x | -
          """)
  void listsWhatBelongs(ContentType content, String file, String expected) {
    assertEquals(
        expected,
        DirLayout.listed(content, file, ZoneOffset.UTC)
            .map(l -> l.name() + " " + l.format() + (l.owner() == null ? "" : " " + l.owner()))
            .orElse("-"));
  }

  @ParameterizedTest
  @CsvSource({
    "100/vm-100-disk-0.qcow2, qcow2 100",
    "0100/x.raw, raw 0100",
    "1/x.raw, -",
    "abc/x.raw, -",
    "100/x.subvol, -",
    "100/x.iso, -",
    "100/a b.raw, -",
    "100/sub/x.raw, -"
  })
  void listsImagesOfThePoolsFormats(String relative, String expected) {
    assertEquals(
        expected,
        DirLayout.image(relative, List.of(ImageFormat.RAW, ImageFormat.QCOW2, ImageFormat.VMDK))
            .map(l -> l.format() + " " + l.owner())
            .orElse("-"));
  }

  @Test
  void aLinkedCloneCarriesItsTemplate() {
    assertEquals(
        "100/base-100-disk-0.raw/200/vm-200-disk-0.qcow2",
        DirLayout.withBase("200/vm-200-disk-0.qcow2", "../100/base-100-disk-0.raw"));
    for (String other : new String[] {"/abs/base.raw", "../../x/y.raw", "../100/x", "", null}) {
      assertEquals("200/x.qcow2", DirLayout.withBase("200/x.qcow2", other));
    }
  }
}
