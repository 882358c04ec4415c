package stowage.demo.world;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What lies in front of a backup's data: as much of an archive as holds the guest's configuration.
 * On the demo host nothing is compressed, whatever a name says.
 */
public final class BackupFiles {
  private static final int FIXED = 12_288;
  private static final int BLOCK = 512;

  private BackupFiles() {}

  /** A virtual machine's archive without any disk. */
  static byte[] machine(String configuration) {
    byte[] name = "qemu-server.conf\0".getBytes(StandardCharsets.UTF_8);
    byte[] text = configuration.getBytes(StandardCharsets.UTF_8);
    // The first byte of the texts names none; each has its length in front.
    int textAt = 1 + Short.BYTES + name.length;
    int blobs = Math.ceilDiv(textAt + Short.BYTES + text.length, BLOCK) * BLOCK;
    ByteBuffer header = ByteBuffer.allocate(FIXED + blobs);
    header.putInt(0, 0x564d4100).putInt(4, 1);
    header.putInt(48, FIXED).putInt(52, blobs).putInt(56, FIXED + blobs);
    header.putInt(2044, 1).putInt(3068, textAt);
    blob(header, FIXED + 1, name);
    blob(header, FIXED + textAt, text);
    try {
      header.put(32, MessageDigest.getInstance("MD5").digest(header.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return header.array();
  }

  private static void blob(ByteBuffer header, int at, byte[] bytes) {
    header.putShort(at, Short.reverseBytes((short) bytes.length));
    header.put(at + Short.BYTES, bytes);
  }

  /** A container's archive without any file but its configuration. */
  static byte[] container(String configuration) {
    byte[] text = configuration.getBytes(StandardCharsets.UTF_8);
    byte[] header = new byte[BLOCK];
    put(header, 0, "./etc/vzdump/pct.conf");
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
    put(header, 124, "%011o\0%011o\0        0".formatted(text.length, 0));
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    ByteBuffer archive =
        ByteBuffer.allocate(BLOCK + Math.ceilDiv(text.length, BLOCK) * BLOCK + 2 * BLOCK);
    archive.put(0, header).put(BLOCK, text);
    return archive.array();
  }

  private static void put(byte[] into, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, into, at, bytes.length);
  }
}
