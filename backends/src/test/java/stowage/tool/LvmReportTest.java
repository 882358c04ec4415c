package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.LvmReport.LogicalVolume;

class LvmReportTest {
  private static final Exec LVS = LvmReport.volumes("pve");
  private static final Exec VGS = LvmReport.groups();
  private static final Exec PVS = LvmReport.physicalVolume("/dev/sdb");

  private static String report(String kind, String rows) {
    return "  {\n \"report\": [ { \"" + kind + "\": [" + rows + "] } ]\n  }\n";
  }

  /** One volume with this field changed; an empty value takes the field away. */
  private static Reading<List<LogicalVolume>> with(String field, String json) {
    String row =
        """
        {"vg_name":"pve", "lv_name":"vm-1", "lv_size":"1000", "lv_attr":"Vwi-a-tz--",
         "pool_lv":"data", "data_percent":"50.00", "lv_tags":"", "origin":"", "lv_time":"7"}
        """;
    String changed =
        row.replaceAll(
            "\"" + field + "\":\"[^\"]*\"",
            json.isEmpty() ? "\"other\":0" : "\"" + field + "\":" + json);
    return LvmReport.volumes(LVS, ok(report("lv", changed)));
  }

  @Test
  void readsVolumesAndThinPools() {
    List<LogicalVolume> all = known(LvmReport.volumes(LVS, ok(Answered.LVS)));
    LogicalVolume pool = all.getFirst();
    assertEquals('t', pool.type());
    assertTrue(pool.isActive());
    assertEquals(new LvmReport.Metadata(8388608, 10.69), pool.metadata());
    assertEquals(Optional.of(805306368L), pool.used());
    assertEquals(List.of(), pool.tags());
    LogicalVolume thin = all.getLast();
    assertEquals("data", thin.pool());
    assertEquals('V', thin.type());
    assertNull(thin.metadata());
    assertEquals(Optional.of(536870912L), thin.used());
    assertEquals(Instant.ofEpochSecond(1795315300L), thin.created());
  }

  @Test
  void aTagWithAColonMovesNothing() {
    LogicalVolume thin = known(LvmReport.volumes(LVS, ok(Answered.LVS))).getLast();
    assertEquals(List.of("pve-vm-100", "a:b"), thin.tags());
    assertEquals("vm-100-disk-0", thin.name());
  }

  @Test
  void aGroupWithoutVolumesIsEmptyAndKnown() {
    assertEquals(Reading.known(List.of()), LvmReport.volumes(LVS, ok(report("lv", ""))));
    assertEquals(Reading.known(List.of()), LvmReport.groups(VGS, ok(report("vg", ""))));
  }

  @ParameterizedTest
  @CsvSource({
    // what lvs(8) calls the volume's type, whether it is active, and its health
    "twi-aotz--, t, true,  '-'",
    "twi---tz--, t, false, '-'",
    "twi-aotzD-, t, true,  D",
    "twi-aotzM-, t, true,  M",
    "Vwi-aotz--, V, true,  '-'",
    "Vwi-XXtzX-, V, false, X",
    "-wi-a-----, '-', true, '-'",
    "-wi-s-----, '-', false, '-'",
    "rwi-aor-r-, r, true,  r",
    "'', '-', false, '-'",
    "t, t, false, '-'",
  })
  void attributesAreReadByTheirPlace(String attributes, char type, boolean active, char health) {
    LogicalVolume volume =
        new LogicalVolume("vg", "lv", 1L, attributes, "", null, null, List.of(), "", null);
    assertEquals(type, volume.type());
    assertEquals(active, volume.isActive());
    assertEquals(health, volume.health());
  }

  @ParameterizedTest
  @CsvSource({
    // size, percent, bytes: rounded down, and no overflow where a pool is as large as LVM lets it
    "1000, 0.05, 0",
    "1000, 99.99, 999",
    "1000, 100.00, 1000",
    "9223372036854775807, 100.00, 9223372036854775807",
    "9223372036854775807, 50.00, 4611686018427387904",
  })
  void whatIsUsedComesFromThePercentage(long size, double percent, long used) {
    LogicalVolume volume =
        new LogicalVolume("vg", "lv", size, "", "", percent, null, List.of(), "", null);
    assertEquals(Optional.of(used), volume.used());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "null", "\"many\"", "{}", "\"1e999\"", "\"NaN\""})
  void anUnknownPercentageIsNotNothing(String json) {
    LogicalVolume volume = known(with("data_percent", json)).getFirst();
    assertNull(volume.dataPercent());
    assertEquals(Optional.empty(), volume.used());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "null", "\"-5\"", "\"9223372036854775808\"", "\"1.5\"", "[]"})
  void aVolumeOfUnknownSizeHasNoWrongOne(String json) {
    LogicalVolume volume = known(with("lv_size", json)).getFirst();
    assertNull(volume.size());
    assertEquals(Optional.empty(), volume.used(), "half of what is unknown is unknown");
    assertEquals("vm-1", volume.name(), "it is there all the same");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "null", "{}"})
  void aVolumeOfWhichTheListDoesNotSayWhichItIsSpoilsTheAnswer(String json) {
    assertEquals("answer-unreadable", reason(with("lv_name", json)));
    assertEquals("answer-unreadable", reason(with("lv_attr", json)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]", "7"})
  void neitherIsItKnownWhatIsThereIfItsPoolTagsOrOriginAreMissing(String json) {
    assertEquals("answer-unreadable", reason(with("pool_lv", json)));
    assertEquals("answer-unreadable", reason(with("lv_tags", json)));
    assertEquals("answer-unreadable", reason(with("origin", json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"\"",
        "\"yesterday\"",
        "\"-1\"",
        "\"253402300800\"",
        "\"9223372036854775807\""
      })
  void anUnknownTimeIsNone(String json) {
    assertNull(known(with("lv_time", json)).getFirst().created());
  }

  @Test
  void numbersMayComeAsNumbers() {
    LogicalVolume volume = known(with("lv_size", "4096")).getFirst();
    assertEquals(4096, volume.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vg_name", "vg_size", "vg_free"})
  void aGroupThatIsHalfKnownSpoilsTheAnswer(String field) {
    String without = Answered.VGS.replaceFirst("\"" + field + "\"", "\"other\"");
    assertEquals("answer-unreadable", reason(LvmReport.groups(VGS, ok(without))));
  }

  @Test
  void aFullGroupHasNothingFree() {
    String full =
        report("vg", "{\"vg_name\":\"a\",\"vg_size\":\"8\",\"vg_free\":\"0\",\"lv_count\":\"2\"}");
    assertEquals(
        List.of(new LvmReport.VolumeGroup("a", 8, 0, 2)), known(LvmReport.groups(VGS, ok(full))));
  }

  @Test
  void oneBrokenDeviceDoesNotHideTheOtherGroups() {
    Result partly =
        Result.exited(
            5, Answered.VGS, "  /dev/sdx: read failed after 0 of 512: Input/output error\n");
    assertEquals(2, known(LvmReport.groups(VGS, partly)).size());
    Result nothing = Result.exited(5, report("vg", ""), "  Input/output error\n");
    assertEquals("program-failed", reason(LvmReport.groups(VGS, nothing)));
  }

  @Test
  void warningsOnStandardErrorAreNoMistake() {
    Result warned =
        Result.exited(
            0, Answered.LVS, "  WARNING: Device /dev/sdc not initialized in udev database.\n");
    assertEquals(2, known(LvmReport.volumes(LVS, warned)).size());
    Result mixed =
        ok("  WARNING: PV /dev/sdb in VG pve is using an old PV header\n" + Answered.LVS);
    assertEquals("answer-unreadable", reason(LvmReport.volumes(LVS, mixed)));
  }

  @Test
  void severalReportsAreReadTogether() {
    String two =
        """
        {"report": [
          {"vg": [{"vg_name":"a", "vg_size":"1", "vg_free":"0", "lv_count":"0"}]},
          {"vg": [{"vg_name":"b", "vg_size":"2", "vg_free":"1", "lv_count":"0"}]}]}
        """;
    assertEquals(
        List.of("a", "b"),
        known(LvmReport.groups(VGS, ok(two))).stream().map(LvmReport.VolumeGroup::name).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5 | Volume group "pve" not found | true
          5 | Volume group "pve2" not found | false
          5 | Volume group "pv" not found | false
          0 | Volume group "pve" not found | false
          127 | Volume group "pve" not found | false
          5 | Input/output error | false
          """)
  void aGroupIsGoneOnlyWhenLvmSaysSoOfThisOne(int status, String said, boolean gone) {
    Result answer = Result.exited(status, "", "  " + said + "\n  Cannot process volume group\n");
    assertEquals(gone, LvmReport.lacksGroup(answer, "pve"));
  }

  @Test
  void aDeviceBelongsToAGroupOrToLvmOnlyOrToNobody() {
    assertEquals(
        Reading.known(Optional.of(new LvmReport.PhysicalVolume("/dev/vdb", "pve"))),
        LvmReport.physicalVolume(PVS, ok(Answered.PVS)));
    assertEquals(
        Reading.known(Optional.of(new LvmReport.PhysicalVolume("/dev/vdb", ""))),
        LvmReport.physicalVolume(PVS, ok(Answered.PVS.replace("\"pve\"", "\"\""))));
    Result none =
        Result.exited(5, report("pv", ""), "  Failed to find physical volume \"/dev/sdb\".\n");
    assertEquals(Reading.known(Optional.empty()), LvmReport.physicalVolume(PVS, none));
  }

  @Test
  void aDeviceIsFreeOnlyWhenLvmSaysSo() {
    String silent = Answered.PVS.replace("\"vg_name\"", "\"other\"");
    assertEquals("answer-unreadable", reason(LvmReport.physicalVolume(PVS, ok(silent))));
    assertEquals("answer-unreadable", reason(LvmReport.physicalVolume(PVS, ok(report("pv", "")))));
    Result locked = Result.exited(5, "", "  Can't get lock for orphan PVs.\n");
    assertEquals("program-failed", reason(LvmReport.physicalVolume(PVS, locked)));
    assertFalse(LvmReport.lacksGroup(locked, "pve"));
  }
}
