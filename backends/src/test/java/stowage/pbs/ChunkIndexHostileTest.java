package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static stowage.pbs.Refusals.refused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.pbs.PbsException.Reason;

/** Indexes that a server could send which means ill, or has a broken disk. */
class ChunkIndexHostileTest {
  private static final int HEADER = 4096;

  @ParameterizedTest
  @CsvSource({
    "0,                   4194304, 0",
    "1,                   4194304, 1",
    "4194304,             4194304, 1",
    "4194305,             4194304, 2",
    "9223372036854775807, 9223372036854775807, 1",
    "9223372036854775807, 4611686018427387904, 2",
    "5,                   1, 5",
  })
  void aFixedIndexHasAsManyChunksAsItsSizeTakes(long size, long each, int chunks) throws Exception {
    ChunkIndex index = ChunkIndex.read(fixed(size, each, chunks));
    assertEquals(chunks, index.chunks().size());
    assertEquals(size, index.size());
    long before = 0;
    for (ChunkIndex.Chunk chunk : index.chunks()) {
      assertEquals(Math.min(size - before, each), chunk.end() - before);
      before = chunk.end();
    }
    assertEquals(size, before);
    refused(Reason.BAD_INDEX, () -> ChunkIndex.read(fixed(size, each, chunks + 1)));
    if (chunks > 0) {
      refused(Reason.BAD_INDEX, () -> ChunkIndex.read(fixed(size, each, chunks - 1)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1,                   4194304,              1",
    "-9223372036854775808, 4194304,              1",
    "4194304,              0,                    1",
    "4194304,              -4194304,             1",
    "4194304,              -9223372036854775808, 1",
    "9223372036854775807,  1,                    3",
    "9223372036854775807,  2147483648,           0",
    "18014398509481984,    4194304,              0",
  })
  void sizesThatCannotBeAreRefused(long size, long each, int chunks) {
    refused(Reason.BAD_INDEX, () -> ChunkIndex.read(fixed(size, each, chunks)));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "-9223372036854775808", "99", "100"})
  void chunksOfADynamicIndexGoForward(long second) throws Exception {
    assertEquals(200, ChunkIndex.read(dynamic(100, 200)).size());
    refused(Reason.BAD_INDEX, () -> ChunkIndex.read(dynamic(100, second)));
    refused(Reason.BAD_INDEX, () -> ChunkIndex.read(dynamic(0)));
    assertEquals(Long.MAX_VALUE, ChunkIndex.read(dynamic(1, Long.MAX_VALUE)).size());
  }

  @Test
  void anEmptyDynamicIndexIsAnEmptyArchive() throws Exception {
    ChunkIndex index = ChunkIndex.read(dynamic());
    assertEquals(0, index.size());
    assertEquals(List.of(), index.chunks());
    // SHA-256 of nothing.
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", index.checksum());
  }

  @Test
  void aCutIndexIsRefusedWhereverItWasCut() throws Exception {
    for (byte[] whole : List.of(fixed(3, 1, 3), dynamic(1, 2, 3))) {
      int entry = (whole.length - HEADER) / 3;
      List<Integer> readable = new ArrayList<>();
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        try {
          assertEquals((length - HEADER) / entry, ChunkIndex.read(cut).chunks().size());
          readable.add(length);
        } catch (PbsException e) {
          assertEquals(Reason.BAD_INDEX, e.reason());
        }
      }
      // A dynamic one does not say its size; that it lost whole entries shows in its checksum.
      boolean isFixed = entry == 32;
      assertEquals(
          isFixed ? List.of() : List.of(HEADER, HEADER + entry, HEADER + 2 * entry), readable);
    }
    assertNotEquals(
        ChunkIndex.read(dynamic(1, 2, 3)).checksum(), ChunkIndex.read(dynamic(1, 2)).checksum());
  }

  @Test
  void everyChangedByteOfAnEntryChangesTheChecksum() throws Exception {
    byte[] whole = dynamic(0x0101, 0x0201);
    String sound = ChunkIndex.read(whole).checksum();
    for (int at = HEADER; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      try {
        assertNotEquals(sound, ChunkIndex.read(changed).checksum(), "byte " + at);
      } catch (PbsException e) {
        assertEquals(Reason.BAD_INDEX, e.reason());
      }
    }
  }

  @Test
  void noByteOfTheMagicMayDiffer() {
    for (int at = 0; at < 8; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = fixed(1, 1, 1);
        changed[at] ^= (byte) (1 << bit);
        refused(Reason.BAD_INDEX, () -> ChunkIndex.read(changed));
      }
    }
  }

  @Test
  void aListOfChunksIsNobodyElses() throws Exception {
    List<ChunkIndex.Chunk> chunks =
        new ArrayList<>(List.of(new ChunkIndex.Chunk(1, new Fingerprint("0".repeat(64)))));
    ChunkIndex index = new ChunkIndex(true, 1, chunks);
    String before = index.checksum();
    chunks.clear();
    assertEquals(1, index.chunks().size());
    assertEquals(before, index.checksum());
    // The end of a chunk counts only where it is written down.
    assertNotEquals(before, new ChunkIndex(false, 1, index.chunks()).checksum());
  }

  private static byte[] fixed(long size, long each, int chunks) {
    byte[] file = Arrays.copyOf(HexFormat.of().parseHex("2f7f41ed91fd0fcd"), HEADER + 32 * chunks);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(64, size).putLong(72, each);
    return file;
  }

  private static byte[] dynamic(long... ends) {
    byte[] file =
        Arrays.copyOf(HexFormat.of().parseHex("1c914ea519bab3cd"), HEADER + 40 * ends.length);
    ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < ends.length; i++) {
      out.putLong(HEADER + 40 * i, ends[i]);
    }
    return file;
  }
}
