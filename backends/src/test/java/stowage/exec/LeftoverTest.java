package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is read may be a key: once its reader has wiped it, no array on the way still has it. */
class LeftoverTest {
  private static final String WORD = "K3Y-";
  // More than any buffer on the way holds: 80000 bytes.
  private static final String SCRIPT =
      "i=0; while [ $i -lt 2000 ]; do printf 'K3Y-%036d' $i; i=$((i+1)); done";

  /** Every array that something was read into. */
  private final Set<byte[]> used =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  private final List<byte[]> frames = new ArrayList<>();

  /** Keeps hold of the arrays that are handed to it. */
  private final class Watched extends FilterInputStream {
    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int at, int most) throws IOException {
      used.add(to);
      return super.read(to, at, most);
    }
  }

  private Link watched(Link link) {
    return new Link() {
      @Override
      public String host() {
        return link.host();
      }

      @Override
      public Channel start(String commandLine, OutputStream errors) throws HostException {
        Channel channel = link.start(commandLine, errors);
        InputStream out = new Watched(channel.out());
        return new Channel() {
          @Override
          public OutputStream in() {
            return channel.in();
          }

          @Override
          public InputStream out() {
            return out;
          }

          @Override
          public int await() throws HostException, InterruptedException {
            return channel.await();
          }

          @Override
          public void close() {
            channel.close();
          }
        };
      }

      @Override
      public void close() {
        link.close();
      }
    };
  }

  /** Keeps hold of the frames that batches are answered in. */
  private Shell framesOf(Shell shell) {
    return new Shell() {
      @Override
      public String host() {
        return shell.host();
      }

      @Override
      public Result run(Command command) throws HostException {
        Result result = shell.run(command);
        frames.add(result.out());
        return result;
      }

      @Override
      public Pipe open(Command command) throws HostException {
        return shell.open(command);
      }

      @Override
      public void close() {
        shell.close();
      }
    };
  }

  private static boolean hasKey(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(WORD);
  }

  private static void assertWhole(Result answer) {
    assertTrue(answer.ok(), answer::errorText);
    assertEquals(80_000, answer.out().length);
    String text = answer.text();
    for (int i = 0; i < 2000; i++) {
      assertEquals("K3Y-%036d".formatted(i), text.substring(40 * i, 40 * i + 40));
    }
  }

  private void assertNothingLeft(Result answer) {
    Arrays.fill(answer.out(), (byte) 0);
    assertFalse(used.isEmpty());
    assertTrue(used.stream().noneMatch(LeftoverTest::hasKey), "an array still has the key");
    assertTrue(frames.stream().noneMatch(LeftoverTest::hasKey), "a frame still has the key");
  }

  @Test
  void aProgramsOutputIsInOneArrayOnly() throws Exception {
    try (Shell shell = new WireShell(watched(Shells.SH.link()))) {
      Result answer = shell.run(Exec.reads("/bin/sh", "-c", SCRIPT));
      assertWhole(answer);
      assertNothingLeft(answer);
    }
  }

  @Test
  void aShortOutputIsInOneArrayOnly() throws Exception {
    try (Shell shell = new WireShell(watched(Shells.SH.link()))) {
      Result answer = shell.run(Exec.reads("/bin/echo", WORD));
      assertEquals(WORD + "\n", answer.text());
      assertNothingLeft(answer);
    }
  }

  @Test
  void anAnswerOfABatchIsInOneArrayOnly() throws Exception {
    try (Shell shell =
        framesOf(new Sudo(framesOf(new WireShell(watched(Shells.SH.link()))), "admin"))) {
      List<Result> answers =
          Batch.of(List.of(Exec.reads("/bin/sh", "-c", SCRIPT), Exec.reads("/bin/echo", "other")))
              .ask(shell);
      assertWhole(answers.getFirst());
      assertEquals("other\n", answers.get(1).text());
      assertEquals(2, frames.size(), "one within sudo, one outside");
      assertNothingLeft(answers.getFirst());
    }
  }

  @Test
  void aRunnerThatWaitsForItsNextBatchHasNothingOfTheLast() throws Exception {
    try (Shell shell = new WireShell(watched(Shells.SH.link()))) {
      Result answer = RunnerTest.ask(shell, Exec.reads("/bin/echo", WORD)).getFirst();
      assertEquals(WORD + "\n", answer.text());
      assertNothingLeft(answer);
      assertEquals(
          "next\n", RunnerTest.ask(shell, Exec.reads("/bin/echo", "next")).getFirst().text());
    }
  }
}
