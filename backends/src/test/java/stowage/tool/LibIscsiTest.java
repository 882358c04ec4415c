package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.tool.LibIscsi.Unit;
import stowage.volume.Size;

class LibIscsiTest {
  private static final Exec ASKED = LibIscsi.units("192.0.2.1:3260");
  private static final String LISTED =
      """
      Target:iqn.2024-01.net.example:a Portal:192.0.2.1:3260,1
      Lun:0    Type:STORAGE_ARRAY_CONTROLLER_DEVICE
      Lun:1    Type:DIRECT_ACCESS (Size:8G)
      Target:iqn.2024-01.net.example:b Portal:[2001:db8::1]:3260,1
      Lun:1    Type:DIRECT_ACCESS (Size:1023M)
      """;

  @Test
  void listsUnitsOfAllTargetsBehindThePortal() {
    assertEquals(
        List.of(
            new Unit("iqn.2024-01.net.example:a", "1", 8L << 30),
            new Unit("iqn.2024-01.net.example:b", "1", 1023L << 20)),
        known(LibIscsi.units(ASKED, ok(LISTED))));
    assertLines("?$ /usr/bin/iscsi-ls -s iscsi://192.0.2.1:3260", ASKED);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "1k, 1024",
    "1M, 1048576",
    "1G, 1073741824",
    "2T, 2199023255552",
    "999999999T, 9223372036854775807",
  })
  void sizesHaveAUnit(String size, long bytes) {
    Result one = ok("Target:t Portal:p\nLun:1    Type:DIRECT_ACCESS (Size:" + size + ")\n");
    assertEquals(bytes, known(LibIscsi.units(ASKED, one)).getFirst().size());
  }

  /** Recorded; libiscsi 1.19. The list calls this unit 511M. */
  @Test
  void oneUnitTellsItsSizeToTheByte() {
    Exec ask = LibIscsi.size("iscsi://192.0.2.1/iqn.2024-01.net.example:a/1");
    assertLines(
        "?$ /usr/bin/iscsi-readcapacity16 -s iscsi://192.0.2.1/iqn.2024-01.net.example:a/1", ask);
    assertEquals(new Size(536870912), known(LibIscsi.size(ask, ok("536870912\n"))));
    for (String odd : List.of("", "0\n", "-1\n", "512\n512\n", "9".repeat(19), "1M\n")) {
      assertEquals("answer-unreadable", reason(LibIscsi.size(ask, ok(odd))), odd);
    }
    Result gone =
        Result.exited(
            10, "", "Login Failed. SENSE KEY:ILLEGAL_REQUEST(5) ASCQ:LOGICAL_UNIT_NOT_SUPPORTED\n");
    assertEquals("program-failed", reason(LibIscsi.size(ask, gone)));
  }

  @Test
  void aTargetWithoutUnitsHasNone() {
    assertEquals(List.of(), known(LibIscsi.units(ASKED, ok("Target:t Portal:p,1\n"))));
    assertEquals(List.of(), known(LibIscsi.units(ASKED, ok(""))));
  }

  @Test
  void aUnitThatIsNotReadyDoesNotHideTheOthers() {
    Result partly = Result.exited(10, LISTED, "TESTUNITREADY failed with SENSE KEY NOT READY(2)\n");
    assertEquals(2, known(LibIscsi.units(ASKED, partly)).size());
  }

  /** As iscsi-ls says once for each unit after a target has got another one, and ends. */
  @Test
  void unitsThatHaveChangedAreNotTakenForGone() {
    Result early =
        Result.exited(
            10,
            "Target:t Portal:127.0.0.1:3260,1\n",
            "TESTUNITREADY failed with SENSE KEY:UNIT_ATTENTION(6) ASCQ:(null)(0x3f0e)\n");
    assertEquals("iscsi-units-changed", reason(LibIscsi.units(ASKED, early)));
  }

  @Test
  void anotherFailureIsOneEvenIfUnitsWereListed() {
    Result refused = Result.exited(10, LISTED, "iscsi_connect failed. Connection refused\n");
    assertEquals("program-failed", reason(LibIscsi.units(ASKED, refused)));
    assertEquals(
        "program-missing", reason(LibIscsi.units(ASKED, Result.exited(127, "", "not found"))));
  }

  @Test
  void whatNamesNoTargetIsNoList() {
    assertEquals("answer-unreadable", reason(LibIscsi.units(ASKED, ok("Segmentation fault\n"))));
    byte[] said = "TESTUNITREADY failed with SENSE KEY".getBytes(StandardCharsets.UTF_8);
    Result hung = new Result(Result.Ending.TIMED_OUT, 124, new byte[0], said);
    assertEquals("timed-out", reason(LibIscsi.units(ASKED, hung)));
  }
}
