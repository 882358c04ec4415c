package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refusal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.exec.Input;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.volume.Size;
import stowage.volume.Volume;

/** Volumes as streams: which formats there are, and every program on either end. */
class TransferPlansTest {
  private static final Pool LVM = Samples.of(StorageType.LVM, "thick", "vgname", "vg");
  private static final Pool THIN =
      Samples.of(StorageType.LVMTHIN, "thin", "vgname", "vg", "thinpool", "data");
  private static final Pool TANK = Samples.of(StorageType.ZFSPOOL, "tank", "pool", "rpool/vm");
  private static final Pool CEPH = Samples.of(StorageType.RBD, "ceph", "pool", "rbd");
  private static final Pool SAN =
      Samples.of(StorageType.ISCSI, "san", "portal", "192.0.2.1", "target", "iqn.x:y");

  private static Pool pool(StorageType type) {
    return switch (type) {
      case LVM -> LVM;
      case LVMTHIN -> THIN;
      case ZFSPOOL -> TANK;
      case RBD -> CEPH;
      case ISCSI -> SAN;
      default ->
          Rehearsal.pool(
              type, "pool", "path=/p", "content=images,iso,vztmpl,import,snippets,backup");
    };
  }

  private static Transfer transfer(StorageType type) {
    return Backends.of(type).orElseThrow().transfer().orElseThrow();
  }

  private static String words(List<StreamFormat> formats) {
    return formats.stream().map(StreamFormat::word).collect(Collectors.joining(" "));
  }

  // The head

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 1L << 32, (1L << 40) + 7, Long.MAX_VALUE})
  void aSizeTravelsLowestByteFirst(long size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamHead.write(out, new Size(size));
    byte[] head = out.toByteArray();
    assertEquals(8, head.length);
    assertEquals((byte) size, head[0]);
    assertEquals((byte) (size >> 56), head[7]);
    ByteArrayInputStream in = new ByteArrayInputStream(head);
    assertEquals(new Size(size), StreamHead.read(in));
    assertEquals(0, in.available());
  }

  @Test
  void whatIsNoSizeIsNoStream() {
    for (int length = 0; length < 8; length++) {
      ByteArrayInputStream cut = new ByteArrayInputStream(new byte[length]);
      assertThrows(EOFException.class, () -> StreamHead.read(cut));
    }
    byte[] negative = {0, 0, 0, 0, 0, 0, 0, -1};
    assertThrows(IOException.class, () -> StreamHead.read(new ByteArrayInputStream(negative)));
  }

  @ParameterizedTest
  @EnumSource(StreamFormat.class)
  void formatsAreFoundByTheirWord(StreamFormat format) {
    assertEquals(Optional.of(format), StreamFormat.of(format.word()));
    assertEquals(format.word().endsWith("+size"), format.sized());
    assertEquals(
        Optional.empty(), StreamFormat.of(format.word().toUpperCase(java.util.Locale.ROOT)));
  }

  // Which formats

  @ParameterizedTest
  @CsvSource({
    // type, volume, the present state, a snapshot, all snapshots, since a snapshot; of imports
    "LVM, vm-100-disk-0, raw+size, '', '', '', raw+size",
    "LVMTHIN, vm-100-disk-0, raw+size, '', '', '', raw+size",
    "LVMTHIN, base-100-disk-0, raw+size, '', '', '', raw+size",
    "RBD, vm-100-disk-0, raw+size, '', '', '', raw+size",
    "RBD, base-100-disk-0, raw+size, '', '', '', raw+size",
    "ISCSI, 0.0.1.scsi-1, raw+size, '', '', '', ''",
    "ZFSPOOL, vm-100-disk-0, zfs, zfs, zfs, zfs, zfs",
    "ZFSPOOL, basevol-100-disk-0, zfs, zfs, zfs, zfs, zfs",
    "DIR, 100/vm-100-disk-0.raw, raw+size, '', raw+size, '', raw+size",
    "DIR, 100/vm-100-disk-0.qcow2, qcow2+size, '', qcow2+size, '', qcow2+size",
    "NFS, 100/vm-100-disk-0.vmdk, vmdk+size, '', vmdk+size, '', vmdk+size",
    "DIR, 100/subvol-100-disk-0.subvol, tar+size, '', tar+size, '', tar+size",
    "DIR, 100/base-100-disk-0.qcow2, qcow2+size, '', qcow2+size, '', qcow2+size",
    "BTRFS, 100/base-100-disk-0.raw, raw+size, btrfs, '', btrfs, raw+size",
    "BTRFS, 100/base-100-disk-0.qcow2, qcow2+size, '', qcow2+size, '', ''",
    "DIR, 100/base-100-disk-0.subvol, tar+size, '', tar+size, '', ''",
    "DIR, iso/a.iso, raw+size, '', '', '', raw+size",
    "NFS, vztmpl/a.tar.zst, raw+size, '', '', '', raw+size",
    "BTRFS, snippets/a.yaml, raw+size, '', '', '', raw+size",
    "CIFS, import/a.qcow2, raw+size, '', '', '', raw+size",
    "CEPHFS, import/a.ova/b.vmdk, '', '', '', '', ''",
    "DIR, rootdir/100, '', '', '', '', ''",
    "DIR, backup/foo.tar, '', '', '', '', ''",
  })
  void formatsOfEachType(
      StorageType type,
      String name,
      String present,
      String snapshot,
      String all,
      String since,
      String imports)
      throws InvalidException {
    Transfer transfer = transfer(type);
    var volume = Backends.of(type).orElseThrow().parse(name);
    Pool pool = pool(type);
    assertEquals(present, words(transfer.exports(pool, volume, Transfer.Extent.PRESENT)));
    assertEquals(snapshot, words(transfer.exports(pool, volume, extent(null, "s1", false))));
    assertEquals(all, words(transfer.exports(pool, volume, extent(null, null, true))));
    assertEquals(since, words(transfer.exports(pool, volume, extent("s0", "s1", false))));
    assertEquals(imports, words(transfer.imports(pool, volume, Transfer.Extent.PRESENT)));
  }

  private static Transfer.Extent extent(
      @Nullable String base, @Nullable String snapshot, boolean all) {
    return new Transfer.Extent(base, snapshot, all);
  }

  @ParameterizedTest
  @CsvSource({
    "LVM, vm-100-disk-0, zfs, problem.stream-format",
    "LVMTHIN, vm-100-disk-0, qcow2+size, problem.stream-format",
    "RBD, vm-100-disk-0, zfs, problem.stream-format",
    "ZFSPOOL, vm-100-disk-0, raw+size, problem.stream-format",
    "DIR, 100/vm-100-disk-0.qcow2, raw+size, problem.stream-format",
    "DIR, 100/base-100-disk-0.raw/101/vm-101-disk-0.qcow2, qcow2+size, problem.stream-clone",
    "DIR, iso/a.iso, qcow2+size, problem.stream-format",
    "DIR, import/a.ova/b.vmdk, raw+size, support.no-guest-volume",
    "DIR, backup/foo.tar, raw+size, support.no-guest-volume",
    "ISCSI, 0.0.1.scsi-1, qcow2+size, problem.stream-format",
  })
  void otherFormatsAreRefused(StorageType type, String name, String format, String reason) {
    Volume volume = Samples.volume(pool(type), name, 1 << 20);
    StreamFormat asked = StreamFormat.of(format).orElseThrow();
    assertEquals(
        reason,
        refusal(() -> transfer(type).export(pool(type), volume, asked, Transfer.Extent.PRESENT)));
  }

  // Sending

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LVM | vm-100-disk-0 | raw+size | /usr/bin/dd if=/dev/vg/vm-100-disk-0 bs=1M status=none
          DIR | iso/a b.iso | raw+size | /usr/bin/dd 'if=/p/template/iso/a b.iso' bs=1M status=none
          GLUSTERFS | vztmpl/a.tar.gz | raw+size | /usr/bin/dd if=/p/template/cache/a.tar.gz bs=1M status=none
          BTRFS | import/a.qcow2 | raw+size | /usr/bin/dd if=/p/import/a.qcow2 bs=1M status=none
          ISCSI | 0.0.1.scsi-1 | raw+size | /usr/bin/dd if=/dev/disk/by-id/scsi-1 bs=1M status=none
          DIR | 100/vm-100-disk-0.raw | raw+size | /usr/bin/dd if=/p/images/100/vm-100-disk-0.raw bs=1M status=none
          DIR | 100/vm-100-disk-0.qcow2 | qcow2+size | /usr/bin/dd if=/p/images/100/vm-100-disk-0.qcow2 bs=1M status=none
          DIR | 100/subvol-100-disk-0.subvol | tar+size | /usr/bin/tar --one-file-system -p --sparse --numeric-owner --acls --xattrs '--xattrs-include=user.*' --xattrs-include=security.capability --warning=no-file-ignored --warning=no-xattr-write -cf - -C /p/images/100/subvol-100-disk-0.subvol .
          ZFSPOOL | vm-100-disk-0 | zfs | /sbin/zfs send -Rp -- rpool/vm/vm-100-disk-0@__migration__
          ZFSPOOL | base-100-disk-0/vm-101-disk-0 | zfs | /sbin/zfs send -p -- rpool/vm/vm-101-disk-0@__migration__
          """)
  void theProgramThatSends(StorageType type, String name, String format, String program)
      throws InvalidException {
    Transfer.Export export =
        transfer(type)
            .export(
                pool(type),
                Samples.volume(pool(type), name, 1 << 20),
                StreamFormat.of(format).orElseThrow(),
                Transfer.Extent.PRESENT);
    assertEquals(program, export.source().shown().replace("/usr/sbin/zfs", "/sbin/zfs"));
    assertFalse(export.source().changesHost());
  }

  @Test
  void aTemplateOfLvmRestsAgainAfterwards() throws InvalidException {
    Transfer.Export export =
        transfer(StorageType.LVMTHIN)
            .export(
                THIN,
                Samples.volume(THIN, "base-100-disk-0", 1 << 20),
                StreamFormat.RAW_SIZE,
                Transfer.Extent.PRESENT);
    assertEquals("/sbin/lvchange -ay -K vg/base-100-disk-0\n", Rehearsal.shown(export.before()));
    assertEquals("/sbin/lvchange -an vg/base-100-disk-0\n", Rehearsal.shown(export.after()));
    Transfer.Export plain =
        transfer(StorageType.LVM)
            .export(
                LVM,
                Samples.volume(LVM, "vm-100-disk-0", 1 << 20),
                StreamFormat.RAW_SIZE,
                Transfer.Extent.PRESENT);
    assertEquals(List.of(), plain.after().steps());
  }

  @ParameterizedTest
  @CsvSource({
    "s1, , false, send -Rp -- rpool/vm/vm-100-disk-0@s1",
    "s1, s0, false, send -Rp -i s0 -- rpool/vm/vm-100-disk-0@s1",
    "s1, s0, true, send -Rp -I s0 -- rpool/vm/vm-100-disk-0@s1",
    "s1, , true, send -Rp -- rpool/vm/vm-100-disk-0@s1",
  })
  void zfsSendsSnapshots(String snapshot, @Nullable String base, boolean all, String words)
      throws InvalidException {
    Transfer.Export export =
        transfer(StorageType.ZFSPOOL)
            .export(
                TANK,
                Samples.volume(TANK, "vm-100-disk-0", 1 << 20),
                StreamFormat.ZFS,
                extent(base, snapshot, all));
    assertTrue(export.source().shown().endsWith(words), export.source().shown());
    assertEquals(List.of(), export.before().steps());
    assertEquals(List.of(), export.after().steps());
  }

  // Receiving

  private static Provisioning.Allocation receive(
      StorageType type, String name, StreamFormat format, Transfer.Extent extent)
      throws InvalidException {
    return transfer(type).receive(pool(type), name, format, Size.mib(5), extent, List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "LVM, vm-100-disk-0, RAW_SIZE",
    "LVMTHIN, vm-100-disk-0, RAW_SIZE",
    "RBD, vm-100-disk-0, RAW_SIZE",
    "ZFSPOOL, vm-100-disk-0, ZFS",
    "ZFSPOOL, base-100-disk-0, ZFS",
    "ZFSPOOL, subvol-100-disk-0, ZFS",
    "DIR, 100/vm-100-disk-0.raw, RAW_SIZE",
    "DIR, 100/vm-100-disk-0.qcow2, QCOW2_SIZE",
    "DIR, 100/subvol-100-disk-0.subvol, TAR_SIZE",
    "BTRFS, 100/vm-100-disk-0.raw, RAW_SIZE",
    "DIR, iso/a.iso, RAW_SIZE",
    "BTRFS, vztmpl/a.tar, RAW_SIZE",
    "NFS, import/a+b.ova, RAW_SIZE",
    "CIFS, snippets/한국어, RAW_SIZE",
  })
  void oneStepReadsTheStreamAndHalfAVolumeDoesNotStay(
      StorageType type, String name, StreamFormat format) throws InvalidException {
    Provisioning.Allocation made = receive(type, name, format, Transfer.Extent.PRESENT);
    assertEquals(pool(type).id() + ":" + name, made.made().toString());
    List<Step> steps = made.change().steps();
    List<Step> readers =
        steps.stream().filter(s -> s.command().input() instanceof Input.Streamed).toList();
    assertEquals(1, readers.size());
    assertFalse(made.change().guards().isEmpty());
    // Either the step itself takes back what came, or the one that made the volume does.
    assertTrue(
        steps.subList(0, steps.indexOf(readers.getFirst()) + 1).stream()
            .anyMatch(s -> s.undo() instanceof Step.Undo.By),
        Rehearsal.shown(made.change()));
  }

  @Test
  void zfsReceives() throws InvalidException {
    Provisioning.Allocation made =
        receive(StorageType.ZFSPOOL, "vm-100-disk-0", StreamFormat.ZFS, Transfer.Extent.PRESENT);
    List<Step> steps = made.change().steps();
    assertEquals(2, steps.size());
    assertTrue(
        steps.getFirst().command().shown().endsWith("zfs recv -F -- rpool/vm/vm-100-disk-0"));
    assertTrue(steps.getLast().leniency().optional());
    assertTrue(steps.getLast().command().shown().endsWith("rpool/vm/vm-100-disk-0@__migration__"));
    // A difference needs its base, and goes back to it.
    Provisioning.Allocation more =
        receive(StorageType.ZFSPOOL, "vm-100-disk-0", StreamFormat.ZFS, extent("s0", "s1", false));
    assertEquals(1, more.change().steps().size());
    assertTrue(
        more.change()
            .guards()
            .getFirst()
            .check()
            .shown()
            .endsWith("zfs list -H -o name rpool/vm/vm-100-disk-0@s0"));
    Step.Undo.By undo =
        assertInstanceOf(Step.Undo.By.class, more.change().steps().getFirst().undo());
    assertTrue(undo.commands().getFirst().shown().contains("rollback"), undo.toString());
  }

  /** What a tool would take for an option, a snapshot, or something below another volume. */
  @ParameterizedTest
  @CsvSource({
    "RBD, vm-100-disk-0@s1, RAW_SIZE, problem.new-name-characters",
    "RBD, -100-x, RAW_SIZE, problem.new-name-characters",
    "RBD, vm-100-a/b, RAW_SIZE, problem.new-name-characters",
    "RBD, vm-99-disk-0, RAW_SIZE, problem.guest-id",
    "RBD, vm-99999999999-disk-0, RAW_SIZE, problem.volume-owner",
    "RBD, base-100-disk-0/vm-101-disk-0, RAW_SIZE, problem.stream-clone",
    "ZFSPOOL, vm-100-disk-0@s1, ZFS, problem.new-name-characters",
    "ZFSPOOL, vm-100-disk-0/vm-101-disk-0, ZFS, problem.new-name-characters",
    "ZFSPOOL, vm-100-disk-0%x, ZFS, problem.new-name-characters",
    "ZFSPOOL, vm-99-disk-0, ZFS, problem.guest-id",
    "ZFSPOOL, base-100-disk-0/vm-101-disk-0, ZFS, problem.stream-clone",
    "ZFSPOOL, foo, ZFS, problem.volume-name",
    "LVM, base-100-disk-0, RAW_SIZE, problem.volume-name",
    "LVMTHIN, base-99-disk-0, RAW_SIZE, problem.guest-id",
    "LVMTHIN, base-100-disk-0, QCOW2_SIZE, problem.stream-format",
    "RBD, base-100-a@b, RAW_SIZE, problem.new-name-characters",
    "DIR, 100/base-101-disk-0.raw, RAW_SIZE, problem.new-name-owner",
    "DIR, 100/base-100-disk-0.subvol, TAR_SIZE, problem.stream-template",
    "BTRFS, 100/base-100-disk-0.qcow2, QCOW2_SIZE, problem.stream-template",
    "LVMTHIN, vm-99-disk-0, RAW_SIZE, problem.guest-id",
    "DIR, 99/vm-99-disk-0.raw, RAW_SIZE, problem.guest-id",
    "DIR, 100/vm-101-disk-0.raw, RAW_SIZE, problem.new-name-owner",
    "DIR, 100/a'b.raw, RAW_SIZE, problem.new-name-characters",
    "DIR, 100/vm-100-disk-0.raw, QCOW2_SIZE, problem.stream-format",
    "DIR, iso/a.iso, QCOW2_SIZE, problem.stream-format",
    "DIR, iso/.a.iso, RAW_SIZE, problem.upload-hidden",
    "DIR, snippets/.a, RAW_SIZE, problem.upload-hidden",
    "DIR, import/a b.ova, RAW_SIZE, problem.import-blank",
    "DIR, import/a.ovf, RAW_SIZE, problem.upload-name",
    "DIR, import/a.ova/b.vmdk, RAW_SIZE, support.no-guest-volume",
    "DIR, backup/foo.tar, RAW_SIZE, support.no-guest-volume",
    "ISCSI, 0.0.1.scsi-1, RAW_SIZE, support.luns-on-target",
  })
  void namesThatNobodyShouldHaveAreNotReceived(
      StorageType type, String name, StreamFormat format, String reason) {
    assertEquals(reason, refusal(() -> receive(type, name, format, Transfer.Extent.PRESENT)));
  }

  @ParameterizedTest
  @CsvSource({
    "LVM, vm-100-disk-0, RAW_SIZE",
    "LVMTHIN, vm-100-disk-0, RAW_SIZE",
    "RBD, vm-100-disk-0, RAW_SIZE",
    "DIR, 100/vm-100-disk-0.raw, RAW_SIZE",
    "DIR, 100/base-100-disk-0.raw, RAW_SIZE",
    "LVMTHIN, base-100-disk-0, RAW_SIZE",
    "RBD, base-100-disk-0, RAW_SIZE",
    "BTRFS, 100/base-100-disk-0.raw, RAW_SIZE",
    "DIR, iso/a.iso, RAW_SIZE",
    "BTRFS, snippets/a, RAW_SIZE",
  })
  void whatIsThereIsNotOverwritten(StorageType type, String name, StreamFormat format) {
    List<Volume> there = List.of(Samples.volume(pool(type), name, 1));
    assertEquals(
        "problem.volume-exists",
        refusal(() ->
            transfer(type)
                .receive(pool(type), name, format, Size.mib(5), Transfer.Extent.PRESENT, there)));
  }

  @Test
  void nothingIsNoVolume() {
    for (StorageType type : new StorageType[] {StorageType.LVM, StorageType.LVMTHIN}) {
      assertEquals(
          "problem.size-zero",
          refusal(() ->
              transfer(type)
                  .receive(
                      pool(type),
                      "vm-100-disk-0",
                      StreamFormat.RAW_SIZE,
                      Size.ZERO,
                      Transfer.Extent.PRESENT,
                      List.of())));
    }
  }

  @Test
  void aFileHasNoNameBeforeItIsWholeAndLookedAt() throws InvalidException {
    Provisioning.Allocation made =
        receive(StorageType.DIR, "import/a.qcow2", StreamFormat.RAW_SIZE, Transfer.Extent.PRESENT);
    assertEquals("pool:import/a.qcow2", made.made().toString());
    assertEquals(
        """
        ? 0 /usr/bin/test '!' -e /p/import/a.qcow2
        ? 0 /usr/bin/test '!' -e /p/import/a.qcow2.import.part
        /usr/bin/dd of=/p/import/a.qcow2.import.part count=0 conv=excl status=none
          < /usr/bin/rm -f -- /p/import/a.qcow2.import.part
        /usr/bin/dd of=/p/import/a.qcow2.import.part bs=1M iflag=fullblock conv=nocreat,fsync status=none
        /usr/bin/perl - qcow2 /p/import/a.qcow2.import.part 5242880
        /usr/bin/chmod 0644 -- /p/import/a.qcow2.import.part
        /usr/bin/mv -n -T -- /p/import/a.qcow2.import.part /p/import/a.qcow2
        /usr/bin/test '!' -e /p/import/a.qcow2.import.part
        """,
        Rehearsal.shown(made.change()));
  }

  @ParameterizedTest
  @CsvSource({
    "iso/a.iso, iso",
    "iso/a.IMG, iso",
    "import/a.vmdk, vmdk",
    "import/a.ova, ova",
    "import/a.raw, raw",
    "vztmpl/a.tar.gz, raw",
    "snippets/a.iso, raw",
  })
  void eachFileIsLookedAtAsWhatItWillBeOpenedAs(String name, String kind) throws InvalidException {
    Provisioning.Allocation made =
        receive(StorageType.DIR, name, StreamFormat.RAW_SIZE, Transfer.Extent.PRESENT);
    assertTrue(
        Rehearsal.shown(made.change()).contains("/usr/bin/perl - " + kind + " /p/"),
        Rehearsal.shown(made.change()));
  }

  @Test
  void aFileComesOnlyToAPoolThatIsForIt() {
    Pool isos = Rehearsal.pool(StorageType.NFS, "nas", "content=iso,images");
    assertEquals(
        "problem.upload-content",
        refusal(() ->
            transfer(StorageType.NFS)
                .receive(
                    isos,
                    "snippets/a",
                    StreamFormat.RAW_SIZE,
                    new Size(5),
                    Transfer.Extent.PRESENT,
                    List.of())));
  }

  @Test
  void aNameLeavesRoomForTheOneBeforeIt() throws InvalidException {
    // Three bytes each; a file system counts those.
    String longest = "snippets/" + "가".repeat(80);
    receive(StorageType.DIR, longest, StreamFormat.RAW_SIZE, Transfer.Extent.PRESENT);
    assertEquals(
        "problem.too-long",
        refusal(() ->
            receive(
                StorageType.DIR, longest + "a", StreamFormat.RAW_SIZE, Transfer.Extent.PRESENT)));
  }

  /** What makes a template of it follows the data, and what had been made goes if that fails. */
  @ParameterizedTest
  @CsvSource({
    "LVMTHIN, base-100-disk-0, vm-100-disk-0",
    "RBD, base-100-disk-0, vm-100-disk-0",
    "DIR, 100/base-100-disk-0.raw, 100/vm-100-disk-0.raw",
    "NFS, 100/base-100-disk-0.raw, 100/vm-100-disk-0.raw",
    "BTRFS, 100/base-100-disk-0.raw, 100/vm-100-disk-0.raw",
  })
  void aTemplateComesAsAVolume(StorageType type, String template, String volume)
      throws InvalidException {
    Provisioning.Allocation made =
        receive(type, template, StreamFormat.RAW_SIZE, Transfer.Extent.PRESENT);
    assertEquals(pool(type).id() + ":" + template, made.made().toString());
    Provisioning.Allocation plain =
        receive(type, volume, StreamFormat.RAW_SIZE, Transfer.Extent.PRESENT);
    Provisioning.Allocation fixed =
        Backends.of(type)
            .orElseThrow()
            .cloning()
            .orElseThrow()
            .template(
                pool(type), Samples.volume(pool(type), volume, 5 << 20), List.of(), List.of());
    List<String> expected = new ArrayList<>(commands(plain.change()));
    if (template.contains("/")) {
      String path = Backends.of(type).orElseThrow().path(pool(type), template, null);
      expected.add("/usr/bin/test '!' -e " + path);
    }
    expected.addAll(commands(fixed.change()));
    assertEquals(expected, commands(made.change()));
    assertEquals(plain.change().guards().size() + 1, made.change().guards().size());
    assertTrue(
        made.change().guards().getLast().check().shown().contains("base-100-disk-0"),
        Rehearsal.shown(made.change()));
  }

  private static List<String> commands(Change change) {
    return change.steps().stream().map(s -> s.command().shown()).toList();
  }

  @Test
  void aNumberThatATemplateWouldPassThroughMustBeFree() {
    assertEquals(
        "problem.volume-exists",
        refusal(() ->
            transfer(StorageType.LVMTHIN)
                .receive(
                    THIN,
                    "base-100-disk-0",
                    StreamFormat.RAW_SIZE,
                    Size.mib(5),
                    Transfer.Extent.PRESENT,
                    List.of(Samples.volume(THIN, "vm-100-disk-0", 1)))));
  }
}
