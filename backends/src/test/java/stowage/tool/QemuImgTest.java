package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.volume.ImageFormat;

class QemuImgTest {
  /** From qemu-img 7.2, shortened; in the order in which the image holds them. */
  private static final String RECORDED =
      """
      {
          "snapshots": [
              {
                  "icount": 0, "vm-clock-nsec": 0, "name": "s2", "date-sec": 1795316878,
                  "date-nsec": 462238000, "vm-clock-sec": 0, "id": "2", "vm-state-size": 0
              },
              {
                  "icount": 0, "vm-clock-nsec": 0, "name": "s1", "date-sec": 1795316877,
                  "date-nsec": 177062000, "vm-clock-sec": 0, "id": "1", "vm-state-size": 0
              }
          ],
          "virtual-size": 1073741824,
          "filename": "images/100/vm-100-disk-0.qcow2",
          "format": "qcow2",
          "actual-size": 217088,
          "dirty-flag": false
      }
      """;

  private static final Exec ASKED = QemuImg.info("/x.qcow2");

  @Test
  void readsSnapshotsNewestLast() {
    assertEquals(
        Reading.known(
            List.of(
                new QemuImg.Internal("s1", Instant.ofEpochSecond(1795316877L, 177062000)),
                new QemuImg.Internal("s2", Instant.ofEpochSecond(1795316878L, 462238000)))),
        QemuImg.snapshots(ASKED, Result.exited(0, RECORDED, "")));
  }

  /** From qemu-img 7.2, with and without the package that brings its drivers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ISCSI | Need all of transport, portal and target options | true
          ISCSI | Unknown driver 'iscsi'                           | false
          RBD   | Parameter 'pool' is missing                      | true
          RBD   | Unknown driver 'rbd'                             | false
          """)
  void whetherItHasADriverIsInItsComplaint(
      QemuImg.Driver driver, String complaint, boolean reaches) {
    Probe<Boolean> probe = QemuImg.has(driver);
    String asked = "json:{\"driver\":\"" + driver.name().toLowerCase(Locale.ROOT) + "\"}";
    assertEquals(List.of("/usr/bin/qemu-img", "info", asked), probe.programs().getFirst().argv());
    String said = "qemu-img: Could not open '" + asked + "': " + complaint + "\n";
    assertEquals(Reading.known(reaches), probe.read(List.of(Result.exited(1, "", said))), said);
  }

  @Test
  void itTakesADriverForAnAddressOnly() {
    assertEquals(
        Optional.of(QemuImg.Driver.RBD), QemuImg.Driver.of("rbd:rbd/vm-1-disk-0:conf=/etc/x"));
    assertEquals(Optional.of(QemuImg.Driver.ISCSI), QemuImg.Driver.of("iscsi://192.0.2.7/iqn/0"));
    assertEquals(Optional.empty(), QemuImg.Driver.of("/dev/rbd/rbd/vm-1-disk-0"));
  }

  @Test
  void withoutAnAnswerNobodyKnowsWhetherItDoes() {
    Probe<Boolean> probe = QemuImg.has(QemuImg.Driver.ISCSI);
    Result missing = Result.exited(127, "", "sh: 1: not found");
    assertEquals("program-missing", Told.reason(probe.read(List.of(missing))));
    Result hung = new Result(Result.Ending.TIMED_OUT, 124, new byte[0], new byte[0]);
    assertEquals("timed-out", Told.reason(probe.read(List.of(hung))));
  }

  @Test
  void anImageWithoutSnapshotsHasNone() {
    assertEquals(
        Reading.known(List.of()),
        QemuImg.snapshots(ASKED, Result.exited(0, "{\"virtual-size\": 1}", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "5", "not json", "{\"snapshots\": [", "[{]"})
  void whatIsNoAnswerIsAFailure(String out) {
    var failed =
        assertInstanceOf(Reading.Failed.class, QemuImg.snapshots(ASKED, Result.exited(0, out, "")));
    assertEquals("problem.answer-unreadable", failed.reason().key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "[7, null]", "{}", "[{\"name\": {}, \"date-sec\": \"x\"}]"})
  void strangeFieldsAreNoReasonToFail(String out) {
    assertInstanceOf(
        Reading.Known.class,
        QemuImg.snapshots(
            ASKED, Result.exited(0, "{\"virtual-size\": 1, \"snapshots\": " + out + "}", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "-9223372036854775808",
        "253402300800",
        "1e300",
        "\"soon\"",
        "null"
      })
  void aTimeThatNoCalendarHasHidesNoSnapshot(String seconds) {
    String out =
        "{\"virtual-size\": 1, \"snapshots\": [{\"name\": \"s\", \"date-sec\": " + seconds + "}]}";
    assertEquals(
        List.of(new QemuImg.Internal("s", null)),
        Told.known(QemuImg.snapshots(ASKED, Told.ok(out))));
  }

  @Test
  void copiesSayWhereFromAndWhereTo() {
    QemuImg.Copy from = new QemuImg.Copy(ImageFormat.QCOW2, "/p/a b.qcow2");
    QemuImg.Copy to = new QemuImg.Copy(ImageFormat.RAW, "/dev/vg/b");
    Told.assertLines(
        """
        !# /usr/bin/qemu-img convert -p -n -f qcow2 -O raw '/p/a b.qcow2' /dev/vg/b
        !# /usr/bin/qemu-img convert -p -n -f qcow2 -O raw -r 1048576 -l snapshot.name=s1 '/p/a b.qcow2' /dev/vg/b
        !# /usr/bin/qemu-img create -b ../7/base.raw -F raw -f qcow2 /p/c.qcow2
        ?# /usr/bin/qemu-img info -U -f qcow2 --output=json /p/c.qcow2
        ?# /usr/bin/qemu-img info -f raw --output=json /p/c.raw
        """,
        QemuImg.convert(from, null, to, 0),
        QemuImg.convert(from, "s1", to, 1048576),
        QemuImg.layer("../7/base.raw", ImageFormat.RAW, "/p/c.qcow2"),
        QemuImg.info("/p/c.qcow2"),
        QemuImg.openable("/p/c.raw"));
  }

  @Test
  void buildsWhatAPersonWouldType() {
    assertEquals(
        "/usr/bin/qemu-img create -o preallocation=metadata -f qcow2 /p/a.qcow2 1048576K",
        QemuImg.create(ImageFormat.QCOW2, "metadata", "/p/a.qcow2", 1 << 20).shown());
    assertEquals(
        "/usr/bin/qemu-img create -f vmdk /p/a.vmdk 4K",
        QemuImg.create(ImageFormat.VMDK, "", "/p/a.vmdk", 4).shown());
    assertEquals(
        "/usr/bin/qemu-img resize -f raw /p/a.raw 2048",
        QemuImg.resize(ImageFormat.RAW, "/p/a.raw", 2048).shown());
    assertEquals(
        "/usr/bin/qemu-img snapshot -c now /p/a.qcow2",
        QemuImg.snapshot("/p/a.qcow2", "now").shown());
    assertEquals(
        "/usr/bin/qemu-img snapshot -a now /p/a.qcow2",
        QemuImg.rollback("/p/a.qcow2", "now").shown());
    assertEquals(
        "/usr/bin/qemu-img snapshot -d now /p/a.qcow2",
        QemuImg.deleteSnapshot("/p/a.qcow2", "now").shown());
  }

  @Test
  void theRealProgramKnowsItsSnapshots(@TempDir Path dir) throws Exception {
    String image = dir.resolve("vm-100-disk-0.qcow2").toString();
    assertTrue(ThisMachine.run(QemuImg.create(ImageFormat.QCOW2, "off", image, 1024)).ok());
    assertTrue(ThisMachine.run(QemuImg.snapshot(image, "first")).ok());
    assertTrue(ThisMachine.run(QemuImg.snapshot(image, "second")).ok());

    assertEquals(0, ThisMachine.run(QemuImg.hasSnapshot(image, "first")).status());
    assertEquals(1, ThisMachine.run(QemuImg.hasSnapshot(image, "third")).status());
    Exec info = QemuImg.info(image);
    assertEquals(
        List.of("first", "second"),
        QemuImg.snapshots(info, ThisMachine.run(info)).optional().orElseThrow().stream()
            .map(QemuImg.Internal::name)
            .toList());
  }
}
