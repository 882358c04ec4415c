package stowage.demo.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stowage.demo.world.Qcow2.Taken;

class Qcow2Test {
  private static final long GIB = 1L << 30;

  @Test
  void whatIsWrittenIsReadBack() {
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      List<Taken> snapshots = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0; i--) {
        snapshots.add(
            new Taken(
                "" + i, "s".repeat(1 + random.nextInt(40)), random.nextInt(1 << 30), i * GIB));
      }
      boolean layer = random.nextBoolean();
      Qcow2 image =
          new Qcow2(
              1 + random.nextLong(900 * GIB),
              layer ? "../100/base-100-disk-0.raw" : null,
              layer ? "raw" : null,
              snapshots);
      byte[] bytes = image.bytes();
      assertTrue(Qcow2.isMadeHere(bytes));
      assertEquals(Optional.of(image), Qcow2.read(bytes));
    }
  }

  /** The fields that every reader of the format looks at, by their documented places. */
  @Test
  void theHeaderIsThatOfVersionThree() {
    ByteBuffer header = ByteBuffer.wrap(new Qcow2(5 * GIB, null, null, List.of()).bytes());
    assertEquals(0x514649fb, header.getInt(0));
    assertEquals(3, header.getInt(4));
    assertEquals(16, header.getInt(20));
    assertEquals(5 * GIB, header.getLong(24));
    assertEquals(10, header.getInt(36), "one entry of the first table covers 512 MiB");
    assertEquals(0, header.getInt(60));
    assertEquals(4, header.getInt(96));
  }

  @Test
  void aDamagedImageIsNoneAndEndsNothing() {
    Random random = new Random(5);
    byte[] good =
        new Qcow2(GIB, "../1/base.raw", "raw", List.of(new Taken("1", "one", 1, GIB))).bytes();
    for (int round = 0; round < 5000; round++) {
      byte[] bad = good.clone();
      for (int i = 1 + random.nextInt(8); i > 0; i--) {
        bad[4 + random.nextInt(200)] = (byte) random.nextInt(256);
      }
      Qcow2.read(bad);
    }
    assertEquals(Optional.empty(), Qcow2.read(new byte[500]));
    assertEquals(Optional.empty(), Qcow2.read(java.util.Arrays.copyOf(good, 60)));
    assertFalse(Qcow2.isMadeHere(new byte[10]));
  }
}
