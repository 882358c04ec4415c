package stowage.volume;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The head of a virtual machine's archive (VMA, version 1), in which the guest's configuration lies
 * in front of the disks. Numbers are big-endian; only the length in front of each blob is
 * little-endian. Layout: the format's public description, {@code vma_spec.txt}.
 */
public final class VmaHeader {
  /** What Proxmox VE calls the guest's configuration. */
  public static final String CONFIGURATION = "qemu-server.conf";

  private static final int FIXED = 12_288;

  /** Blobs are small texts: far more than any header has, and little enough to hold. */
  private static final int LONGEST = 8 << 20;

  private static final int MAGIC = 0x564d4100;
  private static final int VERSION_AT = 4;
  private static final int SUM_AT = 32;
  private static final int SUM_LENGTH = 16;
  private static final int BLOBS_AT = 48;
  private static final int BLOBS_LENGTH_AT = 52;
  private static final int LENGTH_AT = 56;
  private static final int NAMES_AT = 2044;
  private static final int DATA_AT = 3068;
  private static final int CONFIGURATIONS = 256;

  private VmaHeader() {}

  /**
   * Reads the header and not a byte more.
   *
   * @param name of the configuration wanted
   * @return empty when this is no such archive, when its checksum is wrong, or when it holds no
   *     such configuration
   * @throws EOFException when it ends before the header does
   */
  public static Optional<String> configuration(InputStream in, String name) throws IOException {
    byte[] fixed = exactly(in, FIXED);
    ByteBuffer head = ByteBuffer.wrap(fixed);
    int length = head.getInt(LENGTH_AT);
    if (head.getInt(0) != MAGIC
        || head.getInt(VERSION_AT) != 1
        || length < FIXED
        || length > LONGEST) {
      return Optional.empty();
    }
    byte[] all = Arrays.copyOf(fixed, length);
    byte[] rest = exactly(in, length - FIXED);
    System.arraycopy(rest, 0, all, FIXED, rest.length);
    return isWhole(all) ? find(ByteBuffer.wrap(all), name) : Optional.empty();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /** The checksum is made with zeros in its own place. */
  private static boolean isWhole(byte[] header) {
    byte[] said = Arrays.copyOfRange(header, SUM_AT, SUM_AT + SUM_LENGTH);
    byte[] summed = header.clone();
    Arrays.fill(summed, SUM_AT, SUM_AT + SUM_LENGTH, (byte) 0);
    try {
      return MessageDigest.isEqual(said, MessageDigest.getInstance("MD5").digest(summed));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> find(ByteBuffer header, String wanted) {
    for (int i = 0; i < CONFIGURATIONS; i++) {
      int named = header.getInt(NAMES_AT + i * Integer.BYTES);
      int data = header.getInt(DATA_AT + i * Integer.BYTES);
      // Names end with a NUL.
      if (blob(header, named).filter(n -> n.replace("\0", "").equals(wanted)).isPresent()) {
        return blob(header, data);
      }
    }
    return Optional.empty();
  }

  /**
   * @param at counted from where the blobs begin; 0 for none
   */
  private static Optional<String> blob(ByteBuffer header, int at) {
    long from = Integer.toUnsignedLong(header.getInt(BLOBS_AT)) + Integer.toUnsignedLong(at);
    long end =
        Math.min(
            header.capacity(),
            Integer.toUnsignedLong(header.getInt(BLOBS_AT))
                + Integer.toUnsignedLong(header.getInt(BLOBS_LENGTH_AT)));
    if (at == 0 || from + Short.BYTES > end) {
      return Optional.empty();
    }
    int start = (int) from + Short.BYTES;
    int length = Short.toUnsignedInt(Short.reverseBytes(header.getShort((int) from)));
    if (start + length > end) {
      return Optional.empty();
    }
    byte[] text = new byte[length];
    header.get(start, text);
    return Optional.of(new String(text, StandardCharsets.UTF_8));
  }
}
