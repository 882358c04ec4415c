package stowage.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.exec.HostException;
import stowage.exec.Pipe;
import stowage.exec.Result;
import stowage.message.Message;

/** The end of a stream is one only if the program that wrote it says so. */
class VolumeStreamTest {
  private static final byte[] DATA = "all of it".getBytes(StandardCharsets.UTF_8);

  private final List<String> happened = new ArrayList<>();

  /** A program that has written the data and ends like this. */
  private class Ended implements Pipe {
    private final Result end;

    private Ended(Result end) {
      this.end = end;
    }

    @Override
    public InputStream out() {
      return new ByteArrayInputStream(DATA);
    }

    @Override
    public OutputStream in() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public Result await() throws HostException {
      happened.add("await");
      return end;
    }

    @Override
    public void close() {
      happened.add("close");
    }
  }

  private VolumeStream stream(int status, String error) {
    return new VolumeStream(
        "dd", new Ended(Result.exited(status, "", error)), () -> happened.add("after"));
  }

  @Test
  void whatWasWrittenIsReadAndThenTheHostIsTidied() throws Exception {
    try (VolumeStream data = stream(0, "")) {
      assertArrayEquals(DATA, data.readAllBytes());
      assertEquals(-1, data.read(), "the end stays the end");
      assertEquals(-1, data.read(new byte[4], 0, 4));
    }
    assertEquals(List.of("await", "close", "after"), happened);
  }

  @Test
  void byteByByteItIsTheSame() throws Exception {
    try (VolumeStream data = stream(0, "")) {
      for (byte expected : DATA) {
        assertEquals(expected & 0xff, data.read());
      }
      assertEquals(-1, data.read());
    }
    assertEquals(List.of("await", "close", "after"), happened);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 'dd: error reading: Input/output error'",
    "137, ''",
    "127, 'dd: not found'",
    "255, 'Permission denied'",
  })
  void aProgramThatFailsAtItsEndMakesItNoEnd(int status, String error) throws Exception {
    try (VolumeStream data = stream(status, error)) {
      assertEquals(DATA.length, data.readNBytes(new byte[DATA.length], 0, DATA.length));
      IOException why = assertThrows(IOException.class, data::read);
      assertTrue(why.toString().contains(": dd: "), why::toString);
      assertTrue(why.toString().contains(error), why::toString);
    }
    assertEquals(List.of("await", "close", "after"), happened);
  }

  @Test
  void aHostThatIsLostIsToldAsSuch() throws Exception {
    HostException lost = new HostException.NoAnswer(Message.of("host.no-forwarding"));
    Pipe broken =
        new Ended(Result.exited(0, "", "")) {
          @Override
          public Result await() throws HostException {
            throw lost;
          }
        };
    try (VolumeStream data = new VolumeStream("dd", broken, () -> happened.add("after"))) {
      IOException why = assertThrows(IOException.class, data::readAllBytes);
      assertSame(lost, why.getCause());
    }
  }

  @Test
  void whoeverStopsEarlyLeavesTheHostTidyToo() throws Exception {
    try (VolumeStream data = stream(0, "")) {
      assertEquals('a', data.read());
    }
    assertEquals(List.of("close", "after"), happened, "the program is ended, not waited for");
  }

  @Test
  void whatCannotBeTidiedIsTold() {
    HostException.NoAnswer why = new HostException.NoAnswer(Message.of("host.no-forwarding"));
    VolumeStream data =
        new VolumeStream(
            "dd",
            new Ended(Result.exited(0, "", "")),
            () -> {
              throw why;
            });
    assertSame(why, assertThrows(IOException.class, data::close).getCause());
    assertEquals(List.of("close"), happened, "the program is ended first");
  }
}
