package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.pbs.Refusals.refused;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

/** Indexes of what a backup is made of. */
class ChunkIndexTest {

  @Test
  void indexesHaveTheirKnownChecksums() throws Exception {
    JsonNode known = Vectors.of("index_checksums");
    List<ChunkIndex.Chunk> chunks = new ArrayList<>();
    ByteArrayOutputStream fixed = header("2f7f41ed91fd0fcd", 9_000_001, 4 << 20);
    ByteArrayOutputStream dynamic = header("1c914ea519bab3cd", 0, 0);
    for (int i = 0; i < known.path("digests_hex").size(); i++) {
      String digest = known.path("digests_hex").path(i).stringValue();
      long end = known.path("dynamic_end_offsets").path(i).longValue();
      chunks.add(new ChunkIndex.Chunk(end, new Fingerprint(digest)));
      fixed.writeBytes(HexFormat.of().parseHex(digest));
      dynamic.writeBytes(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(end).array());
      dynamic.writeBytes(HexFormat.of().parseHex(digest));
    }
    String fixedSum = Vectors.text(known, "fixed_csum_hex");
    String dynamicSum = Vectors.text(known, "dynamic_csum_hex");
    assertEquals(fixedSum, new ChunkIndex(true, 9_000_001, chunks).checksum());
    assertEquals(dynamicSum, new ChunkIndex(false, 9_000_001, chunks).checksum());

    ChunkIndex readFixed = ChunkIndex.read(fixed.toByteArray());
    assertEquals(new ChunkIndex(true, 9_000_001, chunks), readFixed);
    ChunkIndex readDynamic = ChunkIndex.read(dynamic.toByteArray());
    assertEquals(new ChunkIndex(false, 9_000_001, chunks), readDynamic);

    for (byte[] whole : List.of(fixed.toByteArray(), dynamic.toByteArray())) {
      for (int cut : new int[] {0, 100, 4095, whole.length - 1}) {
        refused(Reason.BAD_INDEX, () -> ChunkIndex.read(Arrays.copyOf(whole, cut)));
      }
      byte[] other = whole.clone();
      other[0] ^= 1;
      refused(Reason.BAD_INDEX, () -> ChunkIndex.read(other));
    }
    byte[] fewer = Arrays.copyOf(fixed.toByteArray(), fixed.size() - 32);
    refused(Reason.BAD_INDEX, () -> ChunkIndex.read(fewer));
    JsonNode magic = Vectors.of("constants");
    assertEquals("2f7f41ed91fd0fcd", Vectors.text(magic, "fixed_index_magic"));
    assertEquals("1c914ea519bab3cd", Vectors.text(magic, "dynamic_index_magic"));
  }

  private static ByteArrayOutputStream header(String magic, long size, long chunk) {
    ByteBuffer header = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    header.put(HexFormat.of().parseHex(magic)).putLong(64, size).putLong(72, chunk);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.array());
    return out;
  }
}
