package stowage.pbs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import stowage.pbs.PbsException.Reason;

/**
 * The list of chunks that a disk image or an archive consists of.
 *
 * @param fixed whether all chunks have the same size, as those of disk images
 * @param size of the whole, in bytes
 */
public record ChunkIndex(boolean fixed, long size, List<Chunk> chunks) {
  private static final long FIXED = 0x2f7f41ed91fd0fcdL;
  private static final long DYNAMIC = 0x1c914ea519bab3cdL;
  private static final int HEADER = 4096;
  private static final int SIZE_AT = 64;
  private static final int DIGEST = 32;

  /**
   * @param end where it ends in the whole, in bytes
   */
  public record Chunk(long end, Fingerprint digest) {}

  public ChunkIndex {
    chunks = List.copyOf(chunks);
  }

  /** A file ending in {@code .fidx} or {@code .didx}. */
  public static ChunkIndex read(byte[] file) throws PbsException {
    if (file.length < HEADER) {
      throw new PbsException(Reason.BAD_INDEX);
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    long magic = in.getLong(0);
    in.order(ByteOrder.LITTLE_ENDIAN);
    if (magic == FIXED) {
      return fixed(in);
    }
    if (magic == DYNAMIC) {
      return dynamic(in);
    }
    throw new PbsException(Reason.BAD_INDEX);
  }

  private static ChunkIndex fixed(ByteBuffer in) throws PbsException {
    long size = in.getLong(SIZE_AT);
    long each = in.getLong(SIZE_AT + Long.BYTES);
    int count = count(in, DIGEST);
    boolean sound = size >= 0 && each > 0 && size / each + (size % each == 0 ? 0 : 1) == count;
    if (!sound) {
      throw new PbsException(Reason.BAD_INDEX);
    }
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long end = i == count - 1 ? size : (i + 1) * each;
      chunks.add(new Chunk(end, digest(in, HEADER + i * DIGEST)));
    }
    return new ChunkIndex(true, size, chunks);
  }

  private static ChunkIndex dynamic(ByteBuffer in) throws PbsException {
    int entry = Long.BYTES + DIGEST;
    List<Chunk> chunks = new ArrayList<>();
    long last = 0;
    for (int i = 0; i < count(in, entry); i++) {
      long end = in.getLong(HEADER + i * entry);
      if (end <= last) {
        throw new PbsException(Reason.BAD_INDEX);
      }
      chunks.add(new Chunk(end, digest(in, HEADER + i * entry + Long.BYTES)));
      last = end;
    }
    return new ChunkIndex(false, last, chunks);
  }

  private static int count(ByteBuffer in, int entry) throws PbsException {
    if ((in.capacity() - HEADER) % entry != 0) {
      throw new PbsException(Reason.BAD_INDEX);
    }
    return (in.capacity() - HEADER) / entry;
  }

  private static Fingerprint digest(ByteBuffer in, int at) {
    byte[] digest = new byte[DIGEST];
    in.get(at, digest);
    return Fingerprint.of(digest);
  }

  /** What the manifest says of it, in 64 hex digits. */
  public String checksum() {
    MessageDigest sha = Fingerprint.sha256();
    for (Chunk chunk : chunks) {
      if (!fixed) {
        ByteBuffer end = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        sha.update(end.putLong(0, chunk.end()));
      }
      sha.update(chunk.digest().bytes());
    }
    return Fingerprint.of(sha.digest()).hex();
  }
}
