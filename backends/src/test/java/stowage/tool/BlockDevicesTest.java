package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.known;
import static stowage.tool.Told.ok;
import static stowage.tool.Told.reason;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.exec.Exec;
import stowage.exec.Result;

/** Whether a device is free is decided here; what is not said must never pass for "free". */
class BlockDevicesTest {
  private static final Exec WIPEFS = BlockDevices.signatures("/dev/sdb");
  private static final Exec LSBLK = BlockDevices.uses("/dev/sdb");

  @Test
  void asksWithoutChangingAnything() {
    assertLines(
        """
        ?# /sbin/wipefs --no-act --json /dev/sdb
        ?$ /usr/bin/lsblk -J -b -o NAME,TYPE,MOUNTPOINT /dev/sdb
        """,
        WIPEFS,
        LSBLK);
  }

  @Test
  void namesWhatWasFound() {
    String recorded =
        """
        {"signatures": [
          {"device":"sdb", "offset":"0x438", "type":"ext4", "uuid":"7f", "label":null},
          {"device":"sdb", "offset":"0x1fe", "type":"gpt", "uuid":null, "label":null}]}
        """;
    assertEquals(List.of("ext4", "gpt"), known(BlockDevices.signatures(WIPEFS, ok(recorded))));
  }

  @Test
  void aBlankDeviceHasNoSignatures() {
    // As util-linux 2.38 says it.
    assertEquals(
        List.of(),
        known(BlockDevices.signatures(WIPEFS, ok("{\n   \"signatures\": [\n\n   ]\n}\n"))));
  }

  @Test
  void aSignatureOfUnknownKindIsOneEvenSo() {
    assertFalse(
        known(BlockDevices.signatures(WIPEFS, ok("{\"signatures\":[{\"offset\":\"0x0\"}]}")))
            .isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | answer-unreadable
          {} | answer-unreadable
          {"signatures": null} | answer-unreadable
          {"signatures": {}} | answer-unreadable
          wipefs: warning {"signatures": []} | answer-unreadable
          """)
  void silenceIsNotBlankness(String out, String expected) {
    assertEquals(expected, reason(BlockDevices.signatures(WIPEFS, ok(out))));
  }

  @Test
  void aDeviceThatCanNotBeReadIsNotBlank() {
    Result busy = Result.exited(1, "", "wipefs: error: /dev/sdb: probing initialization failed\n");
    assertEquals("program-failed", reason(BlockDevices.signatures(WIPEFS, busy)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":"sdb","type":"disk","mountpoint":null} | ''
          {"name":"sdb","type":"disk","mountpoint":"/mnt/my disk"} | /mnt/my disk
          {"name":"sdb","children":[{"name":"sdb1","mountpoint":null}]} | sdb1
          {"name":"sdb","children":[{"name":"vg-a"},{"name":"vg-b"}]} | vg-a,vg-b
          {"name":"sdb","mountpoint":"/x","children":[{"name":"mpatha"}]} | /x,mpatha
          """)
  void namesWhatUsesIt(String device, String users) {
    Optional<List<String>> told =
        known(BlockDevices.uses(LSBLK, ok("{\"blockdevices\":[" + device + "]}")));
    assertEquals(Optional.of(users), told.map(u -> String.join(",", u)));
  }

  @Test
  void aDeviceThatIsNotThereIsAStatusOfItsOwn() {
    // As util-linux 2.38 says it.
    Result missing =
        Result.exited(
            32, "{\n   \"blockdevices\": [\n\n   ]\n}\n", "lsblk: /dev/sdb: not a block device\n");
    assertTrue(known(BlockDevices.uses(LSBLK, missing)).isEmpty());
    Result hung = new Result(Result.Ending.TIMED_OUT, 32, new byte[0], new byte[0]);
    assertEquals("timed-out", reason(BlockDevices.uses(LSBLK, hung)));
  }

  @Test
  void anAnswerWithoutTheDeviceDoesNotMeanThatNothingUsesIt() {
    assertEquals(
        "answer-unreadable", reason(BlockDevices.uses(LSBLK, ok("{\"blockdevices\":[]}"))));
    assertEquals("program-status", reason(BlockDevices.uses(LSBLK, Result.exited(1, "", ""))));
  }
}
