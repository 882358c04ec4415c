package stowage.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a guest image tell, without a program for each image. Formats: QEMU's
 * {@code docs/interop/qcow2.rst}; VMware's "Virtual Disk Format" 5.0. The bytes are untrusted:
 * whatever they say, the outcome is a value and no more memory than they take.
 *
 * @param format {@code raw}, {@code qcow2}, {@code vmdk}, or {@code invalid} when the file is not
 *     what its name says; it then counts as raw
 * @param virtualSize bytes that the guest sees
 * @param backing the file this one is based on, as stored; null for none
 * @param snapshots how many the image holds; null when the format has none
 * @param complete false when the backing file's name lies behind the bytes that were given
 */
public record ImageHeader(
    String format,
    long virtualSize,
    @Nullable String backing,
    @Nullable Integer snapshots,
    boolean complete) {

  public static final String INVALID = "invalid";

  /** So many bytes are enough for nearly every image. */
  public static final int BYTES = 4096;

  private static final long SECTOR = 512;
  private static final int QCOW2_MAGIC = 0x514649fb;
  private static final int QCOW2_HEADER = 72;
  private static final int LONGEST_BACKING = 1023;
  private static final int MOST_SNAPSHOTS = 65536;
  private static final int SMALLEST_CLUSTER = 9;
  private static final int LARGEST_CLUSTER = 21;

  private static final int VMDK_SPARSE = 0x564d444b;
  private static final int VMDK_COW = 0x44574f43;
  private static final int VMDK_HEADER = 79;
  private static final String VMDK_TEXT = "# Disk DescriptorFile";
  private static final Pattern EXTENT =
      Pattern.compile("(?m)^(?:RW|RDONLY|NOACCESS)[ \\t]+(\\d{1,15})[ \\t]");
  private static final Pattern PARENT =
      Pattern.compile("(?m)^parentFileNameHint[ \\t]*=[ \\t]*\"([^\"\\r\\n]{1,1023})\"");

  /**
   * @param named the format that the file's name promises
   * @param head the file's first bytes, {@link #BYTES} or less
   * @param fileSize bytes of the whole file
   */
  public static ImageHeader read(ImageFormat named, byte[] head, long fileSize) {
    ImageHeader found =
        switch (named) {
          case RAW, SUBVOL -> plain("raw", fileSize);
          case QCOW2 -> qcow2(head, fileSize);
          case VMDK -> vmdk(head, fileSize);
        };
    return found == null ? plain(INVALID, fileSize) : found;
  }

  private static ImageHeader plain(String format, long fileSize) {
    long sectors = Math.ceilDiv(Math.max(0, fileSize), SECTOR);
    // Guests see whole sectors.
    long size = sectors > Long.MAX_VALUE / SECTOR ? fileSize : sectors * SECTOR;
    return new ImageHeader(format, size, null, null, true);
  }

  private static @Nullable ImageHeader qcow2(byte[] head, long fileSize) {
    ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.BIG_ENDIAN);
    if (head.length < QCOW2_HEADER || in.getInt(0) != QCOW2_MAGIC) {
      return null;
    }
    int version = in.getInt(4);
    long backingAt = in.getLong(8);
    int backingLength = in.getInt(16);
    int clusterBits = in.getInt(20);
    long size = in.getLong(24);
    int snapshots = in.getInt(60);
    if ((version != 2 && version != 3)
        || clusterBits < SMALLEST_CLUSTER
        || clusterBits > LARGEST_CLUSTER
        || size < 0
        || snapshots < 0
        || snapshots > MOST_SNAPSHOTS) {
      return null;
    }
    if (backingAt == 0) {
      return new ImageHeader("qcow2", size, null, snapshots, true);
    }
    if (backingAt < QCOW2_HEADER
        || backingLength < 0
        || backingLength > LONGEST_BACKING
        || backingAt > fileSize - backingLength) {
      return null;
    }
    if (backingAt > head.length - backingLength) {
      return new ImageHeader("qcow2", size, null, snapshots, false);
    }
    byte[] name = Arrays.copyOfRange(head, (int) backingAt, (int) backingAt + backingLength);
    String backing = printable(new String(name, StandardCharsets.UTF_8));
    return new ImageHeader("qcow2", size, backing.isEmpty() ? null : backing, snapshots, true);
  }

  private static @Nullable ImageHeader vmdk(byte[] head, long fileSize) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith(VMDK_TEXT)) {
      return descriptor(text, fileSize <= head.length);
    }
    ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    if (head.length < VMDK_HEADER) {
      return null;
    }
    long sectors;
    long descriptorAt = 0;
    long descriptorSectors = 0;
    if (in.getInt(0) == VMDK_SPARSE) {
      sectors = in.getLong(12);
      descriptorAt = in.getLong(28);
      descriptorSectors = in.getLong(36);
    } else if (in.getInt(0) == VMDK_COW) {
      sectors = Integer.toUnsignedLong(in.getInt(12));
    } else {
      return null;
    }
    if (sectors < 0 || sectors > Long.MAX_VALUE / SECTOR) {
      return null;
    }
    String backing = null;
    boolean within = true;
    if (descriptorAt > 0 && descriptorSectors > 0) {
      long from = descriptorAt > head.length / SECTOR ? head.length : descriptorAt * SECTOR;
      long to =
          descriptorSectors > head.length / SECTOR
              ? head.length
              : Math.min(head.length, from + descriptorSectors * SECTOR);
      String embedded = text.substring((int) from, (int) to);
      backing = parent(embedded);
      // The descriptor's text ends with a NUL; without one the rest of it was not given.
      within = backing != null || embedded.indexOf('\0') >= 0;
    }
    return new ImageHeader("vmdk", sectors * SECTOR, backing, null, within);
  }

  private static @Nullable ImageHeader descriptor(String text, boolean whole) {
    long sectors = 0;
    Matcher extents = EXTENT.matcher(text);
    while (extents.find()) {
      sectors += Long.parseLong(extents.group(1));
      if (sectors > Long.MAX_VALUE / SECTOR) {
        return null;
      }
    }
    return new ImageHeader("vmdk", sectors * SECTOR, parent(text), null, whole);
  }

  private static @Nullable String parent(String descriptor) {
    Matcher m = PARENT.matcher(descriptor);
    return m.find()
        ? printable(
            new String(m.group(1).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
        : null;
  }

  /** Up to the first NUL, and without characters that would do something to a terminal. */
  private static String printable(String text) {
    int end = text.indexOf('\0');
    return (end < 0 ? text : text.substring(0, end)).replaceAll("\\p{Cntrl}", "\ufffd");
  }
}
