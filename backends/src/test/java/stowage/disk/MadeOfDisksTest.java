package stowage.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.Mounts;

class MadeOfDisksTest {
  private static final Mounts MOUNTS =
      new Mounts(
          List.of(
              new Mounts.Mount("/dev/sda1", "/", "ext4"),
              new Mounts.Mount("/dev/sdb1", "/mnt/pve/files", "xfs"),
              new Mounts.Mount("/dev/sdb1", "/mnt/pve/files/inner", "xfs"),
              new Mounts.Mount("nas:/export", "/mnt/pve/nas", "nfs4"),
              new Mounts.Mount("/dev/sdc", "/mnt/other", "btrfs")));

  private static final Result GROUPS =
      ok(
          """
          {"report":[{"vg":[
            {"vg_name":"pve","vg_size":"1000","vg_free":"16","lv_count":"3"},
            {"vg_name":"bare","vg_size":"500","vg_free":"500","lv_count":"0"}]}]}
          """);

  private static String volume(String name, String attributes, String percent) {
    return """
    {"vg_name":"pve","lv_name":"%s","lv_size":"800","lv_attr":"%s","pool_lv":"",
     "data_percent":"%s","metadata_percent":"","lv_metadata_size":"","lv_tags":"","origin":"",
     "lv_time":""}\
    """
        .formatted(name, attributes, percent);
  }

  private static final Result VOLUMES =
      ok(
          "{\"report\":[{\"lv\":["
              + String.join(
                  ",",
                  volume("root", "-wi-ao----", ""),
                  volume("data", "twi-aotz--", "25.00"),
                  volume("off", "twi---tz--", ""))
              + "]}]}");

  private static final Result ZPOOLS = ok("tank\t4096\t1024\tDEGRADED\n");
  private static final Result MISSING = Result.exited(Result.NOT_FOUND, "", "not found");

  private static Reading<List<Made>> read(Result... answers) {
    return MadeOfDisks.probe(MOUNTS).read(List.of(answers));
  }

  @Test
  void volumeGroupsThinPoolsZpoolsAndDisksBelowMntPve() {
    assertEquals(
        List.of(
            new Made(Made.Kind.ZPOOL, "tank", 4096L, 1024L, "DEGRADED"),
            new Made(Made.Kind.THINPOOL, "pve/data", 800L, 600L, ""),
            new Made(Made.Kind.THINPOOL, "pve/off", 800L, null, ""),
            new Made(Made.Kind.VG, "bare", 500L, 500L, ""),
            new Made(Made.Kind.VG, "pve", 1000L, 16L, ""),
            new Made(Made.Kind.DIRECTORY, "files", null, null, "")),
        known(read(GROUPS, VOLUMES, ZPOOLS)));
  }

  @Test
  void asksOnceForEachKind() {
    assertLines(
        """
        ?# /sbin/vgs --reportformat json --units b --nosuffix --options \
        vg_name,vg_size,vg_free,lv_count
        ?# /sbin/lvs --reportformat json --units b --nosuffix --config \
        'report/time_format="%s"' --options vg_name,lv_name,lv_size,lv_attr,pool_lv,data_percent,\
        metadata_percent,lv_metadata_size,lv_tags,origin,lv_time
        ?$ /sbin/zpool list -Hp -o name,size,free,health
        """,
        MadeOfDisks.probe(MOUNTS).programs().toArray(Exec[]::new));
  }

  @Test
  void whereAProgramIsMissingNothingWasMadeWithIt() {
    assertEquals(
        List.of(new Made(Made.Kind.DIRECTORY, "files", null, null, "")),
        known(read(MISSING, MISSING, MISSING)));
    Result module = Result.exited(1, "", "The ZFS modules cannot be auto-loaded.");
    assertEquals(3, known(read(MISSING, VOLUMES, module)).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatDoesNotAnswerIsUnknownAndNotGone(int silent) {
    List<Result> answers = new ArrayList<>(List.of(GROUPS, VOLUMES, ZPOOLS));
    answers.set(silent, new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]));
    assertEquals("timed-out", reason(MadeOfDisks.probe(MOUNTS).read(answers)));
  }

  @Test
  void eachKindIsTakenApartInItsOwnWay() {
    assertEquals(new Removal.Zpool("a", true), Made.Kind.ZPOOL.removal("a", true));
    assertEquals(new Removal.ThinPool("a", "b", false), Made.Kind.THINPOOL.removal("a/b", false));
    assertEquals(new Removal.VolumeGroup("a", false), Made.Kind.VG.removal("a", false));
    assertEquals(new Removal.Directory("a", true), Made.Kind.DIRECTORY.removal("a", true));
  }
}
