package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
  private static final long GIB = 1L << 30;
  private static final long FILE = 200_000;

  private static ByteBuffer qcow2(int version, long size, int snapshots) {
    return ByteBuffer.allocate(4096)
        .putInt(0, 0x514649fb)
        .putInt(4, version)
        .putInt(20, 16)
        .putLong(24, size)
        .putInt(60, snapshots);
  }

  private static ByteBuffer based(String backing, long at) {
    byte[] name = backing.getBytes(StandardCharsets.UTF_8);
    ByteBuffer head = qcow2(3, GIB, 0).putLong(8, at).putInt(16, name.length);
    if (at + name.length <= head.capacity()) {
      head.put((int) at, name);
    }
    return head;
  }

  private static ImageHeader read(ImageFormat format, ByteBuffer head) {
    return ImageHeader.read(format, bytes(head), FILE);
  }

  private static byte[] bytes(ByteBuffer head) {
    byte[] bytes = new byte[head.capacity()];
    head.get(0, bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void readsQcow2(int version) {
    assertEquals(
        new ImageHeader("qcow2", 32 * GIB, null, 5, true),
        read(ImageFormat.QCOW2, qcow2(version, 32 * GIB, 5)));
  }

  @Test
  void readsTheBackingFile() {
    ImageHeader header = read(ImageFormat.QCOW2, based("../100/base-100-disk-0.raw", 560));
    assertEquals("../100/base-100-disk-0.raw", header.backing());
    assertTrue(header.complete());
  }

  @Test
  void saysWhenTheBackingFileLiesFurtherBack() {
    ImageHeader header = read(ImageFormat.QCOW2, based("x.raw", 100_000));
    assertEquals("qcow2", header.format());
    assertEquals(GIB, header.virtualSize());
    assertNull(header.backing());
    assertFalse(header.complete());
  }

  @Test
  void aBackingFilesNameDoesNothingToATerminal() {
    assertEquals(
        "a\ufffd[31mb", read(ImageFormat.QCOW2, based("a\u001b[31mb\0junk", 560)).backing());
  }

  @ParameterizedTest
  @CsvSource({
    // version, cluster bits, size, snapshots, backing at, backing length
    "1, 16, 1024, 0, 0, 0",
    "4, 16, 1024, 0, 0, 0",
    "3, 8, 1024, 0, 0, 0",
    "3, 22, 1024, 0, 0, 0",
    "3, 16, -1, 0, 0, 0",
    "3, 16, 1024, -1, 0, 0",
    "3, 16, 1024, 65537, 0, 0",
    "3, 16, 1024, 0, 10, 5",
    "3, 16, 1024, 0, 560, 1024",
    "3, 16, 1024, 0, 560, -1",
    "3, 16, 1024, 0, 199999, 2",
    "3, 16, 1024, 0, 9223372036854775807, 1023",
    "3, 16, 1024, 0, -560, 5"
  })
  void whatCannotBeIsInvalid(
      int version, int bits, long size, int snapshots, long backingAt, int backingLength) {
    ByteBuffer head =
        qcow2(version, size, snapshots)
            .putInt(20, bits)
            .putLong(8, backingAt)
            .putInt(16, backingLength);
    assertEquals(
        new ImageHeader("invalid", 200_192, null, null, true), read(ImageFormat.QCOW2, head));
  }

  @Test
  void aRawFileIsAsLargeAsItIs() {
    assertEquals(
        new ImageHeader("raw", GIB, null, null, true),
        ImageHeader.read(ImageFormat.RAW, new byte[0], GIB));
    assertEquals(1024, ImageHeader.read(ImageFormat.RAW, new byte[3], 1000).virtualSize());
    assertEquals(
        Long.MAX_VALUE,
        ImageHeader.read(ImageFormat.RAW, new byte[0], Long.MAX_VALUE).virtualSize());
    byte[] looksLikeQcow2 = bytes(qcow2(3, GIB, 0));
    assertEquals("raw", ImageHeader.read(ImageFormat.RAW, looksLikeQcow2, 4096).format());
  }

  private static ByteBuffer vmdk(long sectors, long descriptorAt, long length, String text) {
    ByteBuffer head =
        ByteBuffer.allocate(4096)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0, 0x564d444b)
            .putInt(4, 1)
            .putLong(12, sectors)
            .putLong(28, descriptorAt)
            .putLong(36, length);
    head.put(512, text.getBytes(StandardCharsets.UTF_8));
    return head;
  }

  private static final String DESCRIPTOR =
      "# Disk DescriptorFile\nversion=1\nparentCID=ffffffff\n%s"
          + "# Extent description\nRW 8388608 SPARSE \"x.vmdk\"\n";

  @Test
  void readsVmdk() {
    assertEquals(
        new ImageHeader("vmdk", 4 * GIB, null, null, true),
        read(ImageFormat.VMDK, vmdk(8388608, 1, 20, DESCRIPTOR.formatted(""))));
    String parent = "parentFileNameHint=\"base.vmdk\"\n";
    assertEquals(
        "base.vmdk",
        read(ImageFormat.VMDK, vmdk(8388608, 1, 20, DESCRIPTOR.formatted(parent))).backing());
  }

  @Test
  void readsAVmdkThatIsADescriptorOnly() {
    byte[] text =
        (DESCRIPTOR.formatted("") + "RDONLY 2048 FLAT \"y.vmdk\" 0\n")
            .getBytes(StandardCharsets.UTF_8);
    assertEquals(
        new ImageHeader("vmdk", 4 * GIB + 2048 * 512, null, null, true),
        ImageHeader.read(ImageFormat.VMDK, text, text.length));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, 20", "9223372036854775807, 1, 20", "36028797018963968, 1, 20"})
  void hostileVmdksAreInvalid(long sectors, long at, long length) {
    assertEquals("invalid", read(ImageFormat.VMDK, vmdk(sectors, at, length, "")).format());
  }

  @ParameterizedTest
  @CsvSource({"9223372036854775807, 1", "1, 9223372036854775807", "-1, 5", "5, -1", "7, 9"})
  void hostileDescriptorPlacesAreHarmless(long at, long length) {
    assertEquals(4 * GIB, read(ImageFormat.VMDK, vmdk(8388608, at, length, "")).virtualSize());
  }

  @Test
  void anyBytesAreAnswered() {
    Random random = new Random(7);
    byte[][] starts = {
      {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3},
      {'K', 'D', 'M', 'V'},
      {'C', 'O', 'W', 'D'},
      "# Disk DescriptorFile\nRW 99999999999999 X\n".getBytes(StandardCharsets.UTF_8),
      {}
    };
    for (int i = 0; i < 50_000; i++) {
      byte[] head = new byte[random.nextInt(600)];
      random.nextBytes(head);
      if (random.nextBoolean()) {
        Arrays.fill(head, head.length / 4, head.length, (byte) 0);
      }
      byte[] start = starts[i % starts.length];
      System.arraycopy(start, 0, head, 0, Math.min(start.length, head.length));
      for (ImageFormat format : ImageFormat.values()) {
        ImageHeader header = ImageHeader.read(format, head, random.nextLong());
        assertNotNull(header.format());
        assertTrue(header.virtualSize() >= 0);
      }
    }
  }
}
