package stowage.demo.world;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A qcow2 image without guest data, as real bytes: header, reference counts, empty mapping tables
 * and snapshot table, laid out as the QEMU documentation ({@code docs/interop/qcow2.txt}) has it.
 *
 * @param size virtual size in bytes
 * @param backing file it is a layer on, as stored; null for none
 * @param backingFormat its format; null for none
 * @param snapshots in the order of the table
 */
public record Qcow2(
    long size, @Nullable String backing, @Nullable String backingFormat, List<Taken> snapshots) {
  private static final int MAGIC = 0x514649fb;
  private static final int CLUSTER_BITS = 16;
  private static final int CLUSTER = 1 << CLUSTER_BITS;
  private static final int HEADER = 104;
  private static final int BACKING_FORMAT = 0xe2792aca;

  /** A header extension of our own; readers skip those that they don't know. */
  private static final int MADE_HERE = 0x53744f77;

  /** Bytes that one entry of the first mapping table covers. */
  private static final long COVERED = (long) CLUSTER * (CLUSTER / 8);

  /**
   * @param id number as text
   * @param name as given
   * @param seconds since 1970
   * @param size virtual size when it was taken
   */
  public record Taken(String id, String name, long seconds, long size) {}

  public Qcow2 {
    snapshots = List.copyOf(snapshots);
  }

  public Qcow2 with(List<Taken> other) {
    return new Qcow2(size, backing, backingFormat, other);
  }

  public Qcow2 sized(long bytes) {
    return new Qcow2(bytes, backing, backingFormat, snapshots);
  }

  /** As a layer on another file. */
  public Qcow2 on(String other, String format) {
    return new Qcow2(size, other, format, snapshots);
  }

  /**
   * Reads an image.
   *
   * @return empty when it is no qcow2 image, or a damaged one
   */
  public static Optional<Qcow2> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    if (file.length < HEADER || in.getInt(0) != MAGIC) {
      return Optional.empty();
    }
    try {
      return Optional.of(understood(in));
    } catch (IndexOutOfBoundsException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  /** Every place in the file is checked against its length: anybody may have made it. */
  private static Qcow2 understood(ByteBuffer in) {
    int backingAt = Math.toIntExact(in.getLong(8));
    String backing = backingAt == 0 ? null : text(in, backingAt, in.getInt(16));
    String format = null;
    int at = in.getInt(100);
    while (at + 8 <= in.capacity() && in.getInt(at) != 0) {
      if (in.getInt(at) == BACKING_FORMAT) {
        format = text(in, at + 8, in.getInt(at + 4));
      }
      int length = Objects.checkIndex(in.getInt(at + 4), in.capacity());
      at += 8 + Math.ceilDiv(length, 8) * 8;
    }
    List<Taken> snapshots = new ArrayList<>();
    at = Math.toIntExact(in.getLong(64));
    for (int i = 0; i < in.getInt(60); i++) {
      int idLength = in.getShort(at + 12);
      int nameLength = in.getShort(at + 14);
      int extra = in.getInt(at + 36);
      int words = at + 40 + Objects.checkIndex(extra, in.capacity());
      snapshots.add(
          new Taken(
              text(in, words, idLength),
              text(in, words + idLength, nameLength),
              in.getInt(at + 16) & 0xffffffffL,
              extra >= 16 ? in.getLong(at + 48) : in.getLong(24)));
      at = words + Math.ceilDiv(idLength + nameLength, 8) * 8;
    }
    return new Qcow2(in.getLong(24), backing, format, snapshots);
  }

  /** Whether the image was made here, so that writing it anew loses nothing. */
  public static boolean isMadeHere(byte[] file) {
    return file.length >= HEADER + 8 && ByteBuffer.wrap(file).getInt(HEADER) == MADE_HERE;
  }

  public byte[] bytes() {
    byte[] table = snapshotTable();
    int mapping = mappingClusters(size);
    // Cluster 0 header, 1 table of reference counts, 2 the counts, then the mapping.
    int tableAt = 3 + mapping;
    int clusters = tableAt + Math.ceilDiv(table.length, CLUSTER);
    for (Taken taken : snapshots) {
      clusters += mappingClusters(taken.size());
    }
    ByteBuffer out = ByteBuffer.allocate(clusters * CLUSTER);
    out.putInt(MAGIC).putInt(3);
    out.putLong(0).putInt(0).putInt(CLUSTER_BITS).putLong(size).putInt(0);
    out.putInt(entries(size)).putLong(3L * CLUSTER);
    out.putLong(CLUSTER).putInt(1);
    out.putInt(snapshots.size()).putLong(snapshots.isEmpty() ? 0 : (long) tableAt * CLUSTER);
    out.putLong(0).putLong(0).putLong(0).putInt(4).putInt(HEADER);
    out.putInt(MADE_HERE).putInt(0);
    if (backing != null) {
      if (backingFormat != null) {
        byte[] word = backingFormat.getBytes(StandardCharsets.UTF_8);
        out.putInt(BACKING_FORMAT).putInt(word.length).put(word);
        out.position(Math.ceilDiv(out.position(), 8) * 8);
      }
      out.putLong(0);
      byte[] name = backing.getBytes(StandardCharsets.UTF_8);
      out.putLong(8, out.position()).putInt(16, name.length).put(name);
    }
    out.putLong(CLUSTER, 2L * CLUSTER);
    for (int i = 0; i < clusters; i++) {
      out.putShort(2 * CLUSTER + 2 * i, (short) 1);
    }
    out.put(tableAt * CLUSTER, table);
    return out.array();
  }

  private byte[] snapshotTable() {
    int length = 0;
    for (Taken taken : snapshots) {
      length += entryLength(taken);
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    long at = 3L + mappingClusters(size) + Math.ceilDiv(length, CLUSTER);
    for (Taken taken : snapshots) {
      byte[] id = taken.id().getBytes(StandardCharsets.UTF_8);
      byte[] name = taken.name().getBytes(StandardCharsets.UTF_8);
      int start = out.position();
      out.putLong(at * CLUSTER).putInt(entries(taken.size()));
      out.putShort((short) id.length).putShort((short) name.length);
      out.putInt((int) taken.seconds()).putInt(0).putLong(0).putInt(0).putInt(16);
      out.putLong(0).putLong(taken.size());
      out.put(id).put(name);
      out.position(start + entryLength(taken));
      at += mappingClusters(taken.size());
    }
    return out.array();
  }

  private static int entryLength(Taken taken) {
    int words =
        taken.id().getBytes(StandardCharsets.UTF_8).length
            + taken.name().getBytes(StandardCharsets.UTF_8).length;
    return 56 + Math.ceilDiv(words, 8) * 8;
  }

  private static int entries(long size) {
    return Math.toIntExact(Math.ceilDiv(size, COVERED));
  }

  private static int mappingClusters(long size) {
    return Math.max(1, Math.ceilDiv(entries(size) * 8, CLUSTER));
  }

  private static String text(ByteBuffer in, int at, int length) {
    Objects.checkFromIndexSize(at, length, in.capacity());
    byte[] text = new byte[length];
    in.get(at, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
