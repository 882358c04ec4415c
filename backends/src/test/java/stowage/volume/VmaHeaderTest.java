package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VmaHeaderTest {
  private static final String TEXT =
      "#notes\nname: web\nscsi0: local:100/vm-100-disk-0.raw,size=8G\n";

  private static byte[] sample() {
    return VmaSample.of(Map.of("qemu-server.fw", "[OPTIONS]\n", "qemu-server.conf", TEXT));
  }

  private static Optional<String> read(byte[] bytes) throws IOException {
    return VmaHeader.configuration(new ByteArrayInputStream(bytes), VmaHeader.CONFIGURATION);
  }

  @Test
  void theConfigurationIsFoundByItsName() throws Exception {
    assertEquals(Optional.of(TEXT), read(sample()));
    assertEquals(Optional.empty(), read(VmaSample.of(Map.of("other.conf", TEXT))));
  }

  @Test
  void nothingBehindTheHeaderIsRead() throws Exception {
    byte[] header = sample();
    InputStream in = new ByteArrayInputStream(Arrays.copyOf(header, header.length + 5));
    VmaHeader.configuration(in, VmaHeader.CONFIGURATION);
    assertEquals(5, in.available());
  }

  @Test
  void whatIsCutOffIsNotTakenForNothing() {
    byte[] header = sample();
    for (int length : new int[] {0, 100, VmaSample.BLOBS, header.length - 1}) {
      assertThrows(EOFException.class, () -> read(Arrays.copyOf(header, length)));
    }
  }

  @Test
  void anotherFormatVersionOrChecksumIsNoArchive() throws Exception {
    byte[] damaged = sample();
    damaged[VmaSample.BLOBS + 40] ^= 1;
    assertEquals(Optional.empty(), read(damaged));
    for (int at : new int[] {0, 4, 56}) {
      byte[] other = sample();
      other[at] ^= 0x40;
      assertEquals(Optional.empty(), read(VmaSample.summed(other)));
    }
  }

  @Test
  void offsetsThatLeadNowhereFindNothing() throws Exception {
    for (int offset : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 65_535}) {
      for (int field : new int[] {48, 52, 2044, 3068}) {
        byte[] header = VmaSample.of(Map.of("qemu-server.conf", TEXT));
        ByteBuffer.wrap(header).putInt(field, offset);
        boolean harmless = field == 52 && (offset < 0 || offset > 1000);
        assertEquals(
            harmless ? Optional.of(TEXT) : Optional.empty(), read(VmaSample.summed(header)));
      }
    }
  }

  @Test
  void noBytesMakeItFail() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] header = sample();
      for (int j = 0; j < 8; j++) {
        // Sizes and offsets, where a mistake would hurt.
        header[48 + random.nextInt(12)] = (byte) random.nextInt();
        header[2044 + random.nextInt(16)] = (byte) random.nextInt();
        header[VmaSample.BLOBS + random.nextInt(200)] = (byte) random.nextInt();
      }
      ByteBuffer.wrap(header).putInt(56, header.length);
      read(VmaSample.summed(header))
          .ifPresent(
              text -> assertEquals(text, text.strip() + text.substring(text.strip().length())));
    }
  }
}
