package stowage.ui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import stowage.text.Texts;
import stowage.words.Words;

class FlowTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Words WORDS = new Words(Texts.of(Locale.ENGLISH));

  @Test
  void whatPassesIsCountedBehindWhatWasThere() throws IOException {
    Flow flow = new Flow(50, 150, Flow.Remains.ON_HOST);
    InputStream data = flow.through(new ByteArrayInputStream(new byte[100]));
    data.readNBytes(60);
    assertEquals(110, flow.at());
    assertTrue(flow.canBeCut());
    assertEquals(
        "110 B of 150 B (73 %), 10 B/s, 5 s left", FlowWords.say(flow, OptionalLong.of(10), WORDS));
    data.readAllBytes();
    assertEquals(100, flow.passed());
    assertFalse(flow.canBeCut(), "it is too late");
  }

  @Test
  void dataThatAreCutOffHaveNoEnd() throws IOException {
    Flow flow = new Flow(0, 0, Flow.Remains.NOTHING);
    InputStream data = flow.through(new ByteArrayInputStream(new byte[100]));
    data.readNBytes(10);
    flow.cut();
    assertThrows(IOException.class, data::read);
    assertEquals(
        "Stopped. The target is as before.", FlowWords.failed(flow, true, "otherwise", WORDS));
    assertTrue(flow.trouble().isEmpty(), "it was wanted");
  }

  @Test
  void dataThatCannotBeReadAreTold() {
    Flow flow = new Flow(0, 0, Flow.Remains.ON_HOST);
    InputStream broken =
        flow.through(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the disk is gone");
              }

              @Override
              public int read(byte[] to, int from, int most) throws IOException {
                return read();
              }
            });
    assertThrows(IOException.class, broken::readAllBytes);
    String said = FlowWords.failed(flow, true, "otherwise", WORDS);
    assertTrue(said.contains("the disk is gone"), said);
    assertTrue(said.contains("goes on from there"), said);
  }

  @Test
  void waitingForTheHostIsInterrupted() throws Exception {
    Flow flow = new Flow(0, 0, Flow.Remains.HERE);
    flow.through(new ByteArrayInputStream(new byte[0])).readAllBytes();
    assertFalse(flow.canBeCut());
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException _) {
                // As it should be.
              }
            });
    flow.waits(waiting);
    assertTrue(flow.canBeCut());
    flow.cut();
    waiting.join();
    assertThrows(IOException.class, () -> flow.waits(Thread.currentThread()));
  }

  @Test
  void theRateIsThatOfTheLastSeconds() {
    Rate rate = new Rate();
    assertEquals(OptionalLong.empty(), rate.perSecond());
    rate.add(0, 0);
    rate.add(SECOND, 1000);
    assertEquals(OptionalLong.of(1000), rate.perSecond());
    for (int i = 2; i <= 20; i++) {
      rate.add(i * SECOND, 1000);
    }
    assertEquals(OptionalLong.of(0), rate.perSecond());
  }
}
