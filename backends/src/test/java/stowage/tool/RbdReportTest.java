package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.tool.RbdReport.Image;
import stowage.tool.RbdReport.Snap;

class RbdReportTest {
  private static final Ceph.Cluster CLUSTER =
      new Ceph.Cluster(List.of("/c"), List.of(), "admin", List.of("/k"));
  private static final Rbd RBD = new Rbd(CLUSTER, "vms", "");
  private static final Exec LS = RBD.images();
  private static final Exec SNAPS = RBD.snapshots("a");
  private static final Exec DEVICES = Rbd.devices();

  @Test
  void readsImagesWithTheirSnapshotsAndParents() {
    assertEquals(
        List.of(
            new Image("base-100-disk-0", 8388608L, "", List.of(new Snap("__base__", "", true))),
            new Image("vm-101-disk-0", 16777216L, "base-100-disk-0@__base__", List.of())),
        known(RbdReport.images(LS, ok(Answered.IMAGES))));
  }

  @Test
  void anEmptyPoolIsEmptyInBothWaysOfSayingIt() {
    assertEquals(List.of(), known(RbdReport.images(LS, ok(""))));
    assertEquals(List.of(), known(RbdReport.images(LS, ok("\n"))));
    assertEquals(List.of(), known(RbdReport.images(LS, ok("[]\n"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"image\":\"a\"}",
        "{\"image\":\"a\",\"size\":null}",
        "{\"image\":\"a\",\"size\":-1}",
        "{\"image\":\"a\",\"size\":18446744073709551615}"
      })
  void anImageOfUnknownSizeIsThereAllTheSame(String row) {
    String rows = "[{\"image\":\"b\",\"size\":1}," + row + "]";
    assertEquals(
        List.of(new Image("b", 1L, "", List.of()), new Image("a", null, "", List.of())),
        known(RbdReport.images(LS, ok(rows))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"image\":\"\",\"size\":1}",
        "{\"size\":1}",
        "{\"image\":\"a\",\"snapshot\":\"s\"}",
        "{\"image\":\"b\",\"snapshot\":\"\"}",
        "{\"image\":\"b\",\"snapshot\":null}",
        "{\"image\":\"a\",\"size\":1,\"parent\":{}}",
        "{\"image\":\"a\",\"size\":1,\"parent\":\"b@s\"}",
        "{\"image\":\"a\",\"size\":1,\"parent\":{\"image\":\"b\"}}",
        "null",
        "[]"
      })
  void aRowThatDoesNotSayWhatItIsAboutSpoilsTheAnswer(String row) {
    String rows = "[{\"image\":\"b\",\"size\":1}," + row + "]";
    assertEquals("answer-unreadable", reason(RbdReport.images(LS, ok(rows))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"name\":\"\"}", "{\"name\":null}", "null", "[]", "7"})
  void aSnapshotWithoutNameSpoilsTheAnswer(String row) {
    assertEquals(
        "answer-unreadable",
        reason(RbdReport.snapshots(SNAPS, ok("[{\"name\":\"a\"}," + row + "]"))));
  }

  @Test
  void aListThatStoppedHalfwayIsNoList() {
    Result partly = Result.exited(2, "[{\"image\":\"a\",\"size\":1}]", "rbd: listing failed\n");
    assertEquals("program-failed", reason(RbdReport.images(LS, partly)));
  }

  @Test
  void largeImagesHaveTheirSize() {
    String large = "[{\"image\":\"a\",\"size\":9223372036854775807}]";
    assertEquals(Long.MAX_VALUE, known(RbdReport.images(LS, ok(large))).getFirst().size());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"true\"', true",
    "'\"false\"', false",
    "true, true",
    "false, false",
    "'\"yes\"', false",
    "1, false",
    "null, false",
  })
  void protectionIsTextInMostVersionsAndABooleanInOthers(String json, boolean expected) {
    String rows = "[{\"name\":\"s\",\"protected\":" + json + "}]";
    assertEquals(List.of(new Snap("s", "", expected)), known(RbdReport.snapshots(SNAPS, ok(rows))));
  }

  @Test
  void snapshotsKeepTheirOrderAndTime() {
    String rows =
        """
        [{"id":4,"name":"first","timestamp":"Sun Nov 22 11:15:39 2026"},
         {"id":9,"name":"a b:c"}]
        """;
    assertEquals(
        List.of(new Snap("first", "Sun Nov 22 11:15:39 2026", false), new Snap("a b:c", "", false)),
        known(RbdReport.snapshots(SNAPS, ok(rows))));
  }

  private static final String MAPPED =
      """
      [{"id":"0","pool":"vms","namespace":"","name":"a","snap":"-","device":"/dev/rbd0"},
       {"id":"1","pool":"vms","namespace":"","name":"b","snap":"s1","device":"/dev/rbd1"},
       {"id":"2","pool":"vms","namespace":"t1","name":"c","snap":"-","device":"/dev/rbd2"},
       {"id":"3","pool":"other","namespace":"","name":"d","snap":"-","device":"/dev/rbd3"},
       {"id":"4","pool":"vms","name":"e","device":"/dev/rbd4"}]
      """;

  @Test
  void devicesOfOtherPoolsAndNamespacesAreNotTakenForOwn() {
    assertEquals(List.of("a", "b@s1", "e"), known(RBD.devices(DEVICES, ok(MAPPED))));
    assertEquals(List.of("c"), known(new Rbd(CLUSTER, "vms", "t1").devices(DEVICES, ok(MAPPED))));
    assertEquals(List.of(), known(RBD.devices(DEVICES, ok(""))), "nothing is mapped");
  }

  @Test
  void featuresAreThoseOfTheImageOrElseTheUsualOnes() {
    Set<String> usual =
        Set.of("layering", "exclusive-lock", "object-map", "fast-diff", "deep-flatten");
    assertEquals(
        Set.of("layering"), RbdReport.features(ok("{\"name\":\"a\",\"features\":[\"layering\"]}")));
    assertEquals(usual, RbdReport.features(ok("{\"name\":\"a\"}")));
    assertEquals(usual, RbdReport.features(ok("no json")));
    assertEquals(usual, RbdReport.features(Result.exited(2, "", "rbd: error opening image a\n")));
  }

  @Test
  void whyThePoolCouldNotBeReadIsRepeated() {
    Result refused = Result.exited(1, "", "rbd: couldn't connect to the cluster!\n");
    assertEquals(
        Reading.failed(
            "problem.program-failed", "/usr/bin/rbd", "rbd: couldn't connect to the cluster!"),
        RbdReport.images(LS, refused));
  }
}
