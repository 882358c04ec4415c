package stowage.volume;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/** Heads of archives as the format's description has them; no disk follows. */
public final class VmaSample {
  public static final int BLOBS = 12_288;

  private VmaSample() {}

  /**
   * @param texts by name; all together below 60 KiB
   */
  public static byte[] of(Map<String, String> texts) {
    ByteBuffer header = ByteBuffer.allocate(BLOBS + (64 << 10));
    header.putInt(0, 0x564d4100).putInt(4, 1).putLong(24, 1_700_000_000L);
    header.putInt(48, BLOBS).putInt(52, 64 << 10).putInt(56, header.capacity());
    int at = 1;
    int number = 0;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      header.putInt(2044 + 4 * number, at);
      at = put(header, at, text.getKey() + "\0");
      header.putInt(3068 + 4 * number, at);
      at = put(header, at, text.getValue());
      number++;
    }
    return summed(header.array());
  }

  private static int put(ByteBuffer header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    header.putShort(BLOBS + at, Short.reverseBytes((short) bytes.length));
    header.put(BLOBS + at + 2, bytes);
    return at + 2 + bytes.length;
  }

  /** With the checksum that it has to have. */
  static byte[] summed(byte[] header) {
    try {
      byte[] zeroed = header.clone();
      System.arraycopy(new byte[16], 0, zeroed, 32, 16);
      byte[] sum = MessageDigest.getInstance("MD5").digest(zeroed);
      System.arraycopy(sum, 0, zeroed, 32, 16);
      return zeroed;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
