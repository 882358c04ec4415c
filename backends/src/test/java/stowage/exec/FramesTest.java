package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An end must never be mistaken for a broken link, nor the other way round. */
class FramesTest {
  private static byte[] random(int length) {
    byte[] data = new byte[length];
    new Random(length).nextBytes(data);
    return data;
  }

  private static byte[] framed(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Frames.write(new ByteArrayInputStream(data), out);
    return out.toByteArray();
  }

  private static Frames.Data read(byte[] frames) {
    return Frames.read(new ByteArrayInputStream(frames));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20})
  void dataOfAnyLengthArrivesAsItWas(int length) throws IOException {
    byte[] data = random(length);
    try (Frames.Data arrived = read(framed(data))) {
      assertArrayEquals(data, arrived.readAllBytes());
      assertTrue(arrived.whole());
      assertEquals(-1, arrived.read());
    }
  }

  @Test
  void oneByteAtATimeIsTheSame() throws IOException {
    byte[] data = {0, -1, '\n', '0', 127, -128};
    try (Frames.Data arrived = read(framed(data))) {
      for (byte b : data) {
        assertEquals(b & 0xff, arrived.read());
      }
      assertEquals(-1, arrived.read());
    }
  }

  @Test
  void whatIsCutAnywhereIsNoEnd() throws IOException {
    byte[] frames = framed(random(300));
    for (int length = 0; length < frames.length; length++) {
      try (Frames.Data cut = read(Arrays.copyOf(frames, length))) {
        assertThrows(EOFException.class, cut::readAllBytes, "cut at " + length);
        assertThrows(EOFException.class, cut::whole, "and it stays so");
      }
    }
  }

  @Test
  void whatFollowsTheEndIsNotTaken() throws IOException {
    InputStream both = new ByteArrayInputStream("3\nabc0\nrest".getBytes(StandardCharsets.UTF_8));
    try (Frames.Data data = Frames.read(both)) {
      assertEquals("abc", new String(data.readAllBytes(), StandardCharsets.UTF_8));
      assertEquals("rest", new String(both.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\n",
        "-1\n",
        "+3\nabc",
        "1048577\n",
        "99999999999\n",
        "\n",
        "3 \nabc",
        "0x3\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void aLengthThatIsNoneIsRefused(String frames) throws IOException {
    try (Frames.Data data = read(frames.getBytes(StandardCharsets.UTF_8))) {
      assertThrows(MalformedAnswer.class, data::readAllBytes);
    }
  }

  @Test
  void dataThatCanNotBeReadHasNoEnd() {
    InputStream broken =
        new InputStream() {
          private int left = 10;

          @Override
          public int read() throws IOException {
            if (left-- > 0) {
              return 'x';
            }
            throw new IOException("disk error");
          }

          @Override
          public int read(byte[] to, int from, int most) throws IOException {
            if (left <= 0) {
              throw new IOException("disk error");
            }
            to[from] = (byte) read();
            return 1;
          }
        };
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    assertThrows(IOException.class, () -> Frames.write(broken, sent));
    assertThrows(EOFException.class, () -> read(sent.toByteArray()).readAllBytes());
  }
}
