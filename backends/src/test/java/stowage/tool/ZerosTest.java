package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.tool.Told.assertLines;

import java.util.List;
import org.junit.jupiter.api.Test;

class ZerosTest {
  @Test
  void theDeviceIsOverwrittenAsSlowlyAsWanted() {
    assertLines(
        """
        !# /usr/bin/cstream -i /dev/zero -o /dev/vg/del-a -T 10 -v 1 -b 1048576 -t -10485760
        !# /usr/sbin/blkdiscard /dev/vg/del-a -v --zeroout --step 32MiB
        """,
        Zeros.throttled("/dev/vg/del-a", "-10485760"),
        Zeros.discarded("/dev/vg/del-a", "32"));
  }

  @Test
  void theEndOfTheDeviceIsTheEndOfTheWorkAndNoOtherFailureIs() {
    assertEquals(List.of("No space left on device"), Zeros.full().ignoredErrors());
    assertEquals(false, Zeros.full().optional());
  }

  @Test
  void aLargeVolumeHasTheTimeItTakes() {
    long perDay = 86_400L * 10_485_760;
    long days = Zeros.throttled("/dev/x", "-10485760").limit().toDays();
    assertTrue(days * perDay > 20L << 40, "20 TiB at the usual pace");
  }
}
