package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import stowage.volume.Assurance.Encryption;

class AssuranceTest {
  private static final String DISK = "drive-scsi0.img.fidx";
  private static final String CONFIG = "qemu-server.conf.blob";

  @Test
  void allFilesButTheServersOwnCount() {
    assertEquals(
        Encryption.WHOLE,
        Encryption.of(
            Map.of(
                DISK,
                "encrypt",
                CONFIG,
                "encrypt",
                "index.json.blob",
                "none",
                "client.log.blob",
                "")));
    assertEquals(Encryption.PART, Encryption.of(Map.of(DISK, "encrypt", CONFIG, "none")));
    assertEquals(Encryption.PART, Encryption.of(Map.of(DISK, "encrypt", CONFIG, "sign-only")));
    assertEquals(Encryption.NONE, Encryption.of(Map.of(DISK, "sign-only", CONFIG, "none")));
  }

  @Test
  void whatIsNotToldIsUnknown() {
    assertEquals(Encryption.UNKNOWN, Encryption.of(Map.of()));
    assertEquals(Encryption.UNKNOWN, Encryption.of(Map.of("index.json.blob", "none")));
    assertEquals(Encryption.UNKNOWN, Encryption.of(Map.of(DISK, "")));
    assertEquals(Encryption.UNKNOWN, Encryption.of(Map.of(DISK, "none", CONFIG, "")));
    assertEquals(Encryption.UNKNOWN, Encryption.of(Map.of(DISK, "encrypt", CONFIG, "sealed")));
  }
}
