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
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.ZfsReport.Dataset;

class ZfsReportTest {
  private static final Exec LIST = ZfsReport.children("tank");
  private static final Exec GET = ZfsReport.properties("tank", List.of("available"));

  private static Reading<List<Dataset>> list(String... columns) {
    return ZfsReport.children(LIST, ok(String.join("\t", columns) + "\n"));
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
        known(ZfsReport.children(LIST, ok(recorded))));
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
    assertEquals("answer-unreadable", reason(ZfsReport.children(LIST, ok(cut))));
  }

  @Test
  void whatWentWrongIsRepeated() {
    Result missing = Result.exited(1, "", "cannot open 'tank': dataset does not exist\n");
    assertEquals("program-failed", reason(ZfsReport.children(LIST, missing)));
    Result noModule = Result.exited(1, "", "The ZFS modules cannot be auto-loaded.\nTry.\n");
    assertEquals("program-failed", reason(ZfsReport.pools(ZfsReport.pools(), noModule)));
  }

  @Test
  void snapshotsComeInTheirOrderWithOrWithoutTime() {
    String listed = "tank/a@one\t1795315296\ntank/a@two\t-\ntank/a@x@y\t0\n";
    assertEquals(
        List.of(
            new ZfsReport.Taken("one", Instant.ofEpochSecond(1795315296L)),
            new ZfsReport.Taken("two", null),
            new ZfsReport.Taken("x@y", Instant.EPOCH)),
        known(ZfsReport.snapshots(LIST, ok(listed))));
    for (String odd : List.of("9223372036854775807", "31556889864403199", "253402300800")) {
      assertNull(
          known(ZfsReport.snapshots(LIST, ok("t@a\t" + odd + "\n"))).getFirst().created(), odd);
    }
    assertEquals(
        "answer-unreadable", reason(ZfsReport.snapshots(LIST, ok("tank/a@one\t1\ntank/a\t5\n"))));
  }

  @Test
  void aDatasetWithoutSnapshotsHasAnEmptyList() {
    assertEquals(List.of(), known(ZfsReport.snapshots(LIST, ok(""))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "none", "", "3.6G", "-1", "18446744073709551615"})
  void howMuchIsUsedOrLeftIsANumberOrUnknown(String odd) {
    assertEquals(new ZfsReport.Use(0, 3891822592L), known(use("0", "3891822592")));
    assertEquals("answer-unreadable", reason(use(odd, "1")));
    assertEquals("answer-unreadable", reason(use("1", odd)));
    assertEquals("answer-unreadable", reason(ZfsReport.use(GET, Map.of("used", "1"))));
  }

  @Test
  void theSumOfBothIsANumberToo() {
    ZfsReport.Use huge = known(use("9223372036854775807", "9223372036854775807"));
    assertEquals(Long.MAX_VALUE, huge.used() + huge.available());
  }

  private static Reading<ZfsReport.Use> use(String used, String available) {
    return ZfsReport.use(
        GET,
        known(ZfsReport.properties(GET, ok("available\t" + available + "\nused\t" + used + "\n"))));
  }

  @Test
  void mountPointsKeepTheirBlanks() {
    assertEquals(
        Map.of("mountpoint", "/my tank", "mounted", "yes"),
        known(ZfsReport.properties(GET, ok("mountpoint\t/my tank\nmounted\tyes\n"))));
  }

  @Test
  void fileSystemsThatCouldHoldAPoolTellWhatIsLeft() {
    assertEquals(
        List.of(
            new ZfsReport.Home("tank", 100L, 5L),
            new ZfsReport.Home("tank/a b", 0L, 7L),
            new ZfsReport.Home("tank/c", null, null)),
        known(ZfsReport.fileSystems(LIST, ok("tank\t100\t5\ntank/a b\t0\t7\ntank/c\t-\t-\n"))));
  }

  @Test
  void poolsTellTheirHealth() {
    assertEquals(
        Map.of("rpool", "ONLINE", "tank", "DEGRADED"),
        known(ZfsReport.pools(ZfsReport.pools(), ok("rpool\tONLINE\ntank\tDEGRADED\n"))));
    assertEquals(
        Map.of(), known(ZfsReport.pools(ZfsReport.pools(), ok(""))), "no pool is imported");
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
        ZfsReport.children("tank/vm"),
        ZfsReport.snapshots("tank/vm/a"),
        ZfsReport.properties("tank", List.of("available", "used")),
        ZfsReport.fileSystems(),
        ZfsReport.pools());
  }
}
