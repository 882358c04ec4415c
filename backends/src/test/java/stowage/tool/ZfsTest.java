package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.tool.Zfs.Dataset;
import stowage.volume.Size;

class ZfsTest {
  private static final Exec LIST = Zfs.children("tank");
  private static final Exec GET = Zfs.properties("tank", List.of("available"));

  private static Reading<List<Dataset>> list(String... columns) {
    return Zfs.children(LIST, ok(String.join("\t", columns) + "\n"));
  }

  @Test
  void readsVolumesFileSystemsAndClones() {
    String recorded =
        """
        tank\t-\t-\tfilesystem\t0\t491520
        tank/vm-100-disk-0\t8388608\t-\tvolume\t-\t57344
        tank/subvol-101-disk-0\t-\t-\tfilesystem\t4294967296\t24576
        tank/vm-102-disk-0\t8388608\ttank/base-100-disk-0@__base__\tvolume\t-\t1024
        """;
    assertEquals(
        List.of(
            new Dataset("tank", false, 0L, 491520L, ""),
            new Dataset("tank/vm-100-disk-0", true, 8388608L, 57344L, ""),
            new Dataset("tank/subvol-101-disk-0", false, 4294967296L, 24576L, ""),
            new Dataset(
                "tank/vm-102-disk-0", true, 8388608L, 1024L, "tank/base-100-disk-0@__base__")),
        known(Zfs.children(LIST, ok(recorded))));
  }

  @Test
  void namesMayHoldBlanksAndColons() {
    Dataset odd = known(list("tank/my data:x", "-", "-", "filesystem", "0", "1")).getFirst();
    assertEquals("my data:x", odd.leaf());
    assertEquals("tank", new Dataset("tank", false, 0L, null, "").leaf());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "none", "-"})
  void aFileSystemWithoutLimitHasNone(String limit) {
    assertEquals(0, known(list("tank/a", "-", "-", "filesystem", limit, "1")).getFirst().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "", "8M", "-1", "9223372036854775808"})
  void aVolumeOfUnknownSizeHasNoWrongOne(String size) {
    Dataset volume = known(list("tank/vm", size, "-", "volume", "-", "1")).getFirst();
    assertNull(volume.size());
    assertEquals("vm", volume.leaf(), "it is there all the same");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4G", "-1", "9223372036854775808"})
  void aLimitThatCantBeReadIsNotNone(String limit) {
    assertNull(known(list("tank/a", "-", "-", "filesystem", limit, "1")).getFirst().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "", "57K", "-5", "99999999999999999999"})
  void whatIsUsedMayBeUnknown(String used) {
    assertNull(known(list("tank/vm", "8", "-", "volume", "-", used)).getFirst().used());
  }

  @Test
  void aDatasetWithoutNameOrOfAKindNotAskedForSpoilsTheAnswer() {
    assertEquals("answer-unreadable", reason(list("tank#mark", "-", "-", "bookmark", "-", "-")));
    assertEquals("answer-unreadable", reason(list("", "8", "-", "volume", "-", "1")));
  }

  @Test
  void aLineThatIsTooShortOrTooLongSpoilsTheAnswer() {
    assertEquals("answer-unreadable", reason(list("tank", "-", "-", "filesystem", "0")));
    assertEquals("answer-unreadable", reason(list("tank", "-", "-", "filesystem", "0", "1", "x")));
    String cut = "tank\t-\t-\tfilesystem\t0\t1\ntank/vm-1\t83";
    assertEquals("answer-unreadable", reason(Zfs.children(LIST, ok(cut))));
  }

  @Test
  void whatWentWrongIsRepeated() {
    Result missing = Result.exited(1, "", "cannot open 'tank': dataset does not exist\n");
    assertEquals("program-failed", reason(Zfs.children(LIST, missing)));
    Result noModule = Result.exited(1, "", "The ZFS modules cannot be auto-loaded.\nTry.\n");
    assertEquals("program-failed", reason(Zfs.pools(Zfs.pools(), noModule)));
  }

  @Test
  void snapshotsComeInTheirOrderWithOrWithoutTime() {
    String listed = "tank/a@one\t1795315296\ntank/a@two\t-\ntank/a@x@y\t0\n";
    assertEquals(
        List.of(
            new Zfs.Taken("one", Instant.ofEpochSecond(1795315296L)),
            new Zfs.Taken("two", null),
            new Zfs.Taken("x@y", Instant.EPOCH)),
        known(Zfs.snapshots(LIST, ok(listed))));
    for (String odd : List.of("9223372036854775807", "31556889864403199", "253402300800")) {
      assertNull(known(Zfs.snapshots(LIST, ok("t@a\t" + odd + "\n"))).getFirst().created(), odd);
    }
    assertEquals(
        "answer-unreadable", reason(Zfs.snapshots(LIST, ok("tank/a@one\t1\ntank/a\t5\n"))));
  }

  @Test
  void aDatasetWithoutSnapshotsHasAnEmptyList() {
    assertEquals(List.of(), known(Zfs.snapshots(LIST, ok(""))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "none", "", "3.6G", "-1", "18446744073709551615"})
  void howMuchIsUsedOrLeftIsANumberOrUnknown(String odd) {
    assertEquals(new Zfs.Use(0, 3891822592L), known(use("0", "3891822592")));
    assertEquals("answer-unreadable", reason(use(odd, "1")));
    assertEquals("answer-unreadable", reason(use("1", odd)));
    assertEquals("answer-unreadable", reason(Zfs.use(GET, Map.of("used", "1"))));
  }

  @Test
  void theSumOfBothIsANumberToo() {
    Zfs.Use huge = known(use("9223372036854775807", "9223372036854775807"));
    assertEquals(Long.MAX_VALUE, huge.used() + huge.available());
  }

  private static Reading<Zfs.Use> use(String used, String available) {
    return Zfs.use(
        GET, known(Zfs.properties(GET, ok("available\t" + available + "\nused\t" + used + "\n"))));
  }

  @Test
  void mountPointsKeepTheirBlanks() {
    assertEquals(
        Map.of("mountpoint", "/my tank", "mounted", "yes"),
        known(Zfs.properties(GET, ok("mountpoint\t/my tank\nmounted\tyes\n"))));
  }

  @Test
  void fileSystemsThatCouldHoldAPoolTellWhatIsLeft() {
    assertEquals(
        List.of(
            new Zfs.Home("tank", 100L, 5L),
            new Zfs.Home("tank/a b", 0L, 7L),
            new Zfs.Home("tank/c", null, null)),
        known(Zfs.fileSystems(LIST, ok("tank\t100\t5\ntank/a b\t0\t7\ntank/c\t-\t-\n"))));
  }

  @Test
  void poolsTellTheirHealth() {
    assertEquals(
        Map.of("rpool", "ONLINE", "tank", "DEGRADED"),
        known(Zfs.pools(Zfs.pools(), ok("rpool\tONLINE\ntank\tDEGRADED\n"))));
    assertEquals(Map.of(), known(Zfs.pools(Zfs.pools(), ok(""))), "no pool is imported");
  }

  @Test
  void anybodyMayAskAndNumbersAreWhole() {
    assertLines(
        """
        ?$ /sbin/zfs list -o name,volsize,origin,type,refquota,used -t volume,filesystem -d1 -Hp tank/vm
        ?$ /sbin/zfs list -Hp -d1 -t snapshot -s createtxg -o name,creation tank/vm/a
        ?$ /sbin/zfs get -Hp -o property,value available,used tank
        ?$ /sbin/zfs list -t filesystem -Hp -o name,avail,used
        ?$ /sbin/zpool list -H -o name,health
        """,
        Zfs.children("tank/vm"),
        Zfs.snapshots("tank/vm/a"),
        Zfs.properties("tank", List.of("available", "used")),
        Zfs.fileSystems(),
        Zfs.pools());
  }

  @Test
  void volumesAndFileSystemsAreMadeInKibibytes() {
    Size gib = new Size(1L << 30);
    assertLines(
        """
        !# /sbin/zfs create -V 1048576k tank/vm-1
        !# /sbin/zfs create -s -b 16k -V 1048576k tank/vm-1
        !# /sbin/zfs create -o acltype=posixacl -o xattr=sa -o refquota=1048576k tank/subvol-1
        !# /sbin/zfs create -o acltype=posixacl -o xattr=sa -o refquota=none tank/subvol-1
        !# /sbin/zfs clone tank/base-1@__base__ tank/vm-2
        !# /sbin/zfs clone -o refquota=none tank/basevol-1@__base__ tank/subvol-2
        !# /sbin/zfs set volsize=1048576k tank/vm-1
        """,
        Zfs.createVolume("tank/vm-1", gib, false, ""),
        Zfs.createVolume("tank/vm-1", gib, true, "16k"),
        Zfs.createFileSystem("tank/subvol-1", gib),
        Zfs.createFileSystem("tank/subvol-1", new Size(0)),
        Zfs.cloneVolume("tank/base-1", "__base__", "tank/vm-2"),
        Zfs.cloneFileSystem("tank/basevol-1", "__base__", new Size(0), "tank/subvol-2"),
        Zfs.set("tank/vm-1", "volsize", "1048576k"));
  }

  @Test
  void onlyWhatMustGoGoes() {
    assertLines(
        """
        !# /sbin/zfs destroy -r tank/vm-1
        !# /sbin/zfs destroy tank/vm-1@a
        !# /sbin/zfs snapshot tank/vm-1@a
        !# /sbin/zfs rollback tank/vm-1@a
        !# /sbin/zfs rollback -r tank/vm-1@a
        !# /sbin/zfs rename tank/vm-1 tank/base-1
        !# /sbin/zfs unmount tank/subvol-1
        !# /sbin/zfs mount -a
        !# /sbin/zpool import -d /dev/disk/by-id/ -o cachefile=none tank
        """,
        Zfs.destroyAll("tank/vm-1"),
        Zfs.destroySnapshot("tank/vm-1", "a"),
        Zfs.snapshot("tank/vm-1", "a"),
        Zfs.rollback("tank/vm-1", "a"),
        Zfs.rollbackAll("tank/vm-1", "a"),
        Zfs.rename("tank/vm-1", "tank/base-1"),
        Zfs.unmount("tank/subvol-1"),
        Zfs.mountAll(),
        Zfs.importPool("tank"));
  }

  @Test
  void guardsHoldADatasetToWhatWasSeen() {
    Message otherwise = Message.of("x");
    Guard same = Zfs.unchanged(otherwise, "tank/vm-1", "volsize", "1024");
    assertLines(
        """
        ?$ /sbin/zfs list -H -o name tank/vm-1
        ?$ /sbin/zfs get -Hp -o value volsize tank/vm-1
        """,
        Zfs.absent(otherwise, "tank/vm-1").check(),
        same.check());
    assertEquals(1, Zfs.absent(otherwise, "tank/vm-1").status());
    assertEquals(0, Zfs.present(otherwise, "tank/vm-1").status());
    // With the line break, or 1024 would also be the beginning of 10240.
    assertEquals("1024\n", same.prefix());
  }
}
