package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.volume.ImageFormat;

class ImageHeadsTest {
  private static final String DIR = "/pool with blank/images";

  @TempDir Path base;

  private static byte[] head(int fill) {
    byte[] head = new byte[ImageHeads.LENGTH];
    Arrays.fill(head, (byte) fill);
    return head;
  }

  private static byte[] headBeginning(String text) {
    byte[] head = head(0);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, head, 0, bytes.length);
    return head;
  }

  /**
   * An answer of {@code head -v} as it writes it: a line break before every title but the first.
   */
  private static Result answer(Object... titlesAndHeads) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < titlesAndHeads.length; i += 2) {
      String title = (i == 0 ? "" : "\n") + "==> " + DIR + "/" + titlesAndHeads[i] + " <==\n";
      out.write(title.getBytes(StandardCharsets.UTF_8));
      out.write((byte[]) titlesAndHeads[i + 1]);
    }
    return new Result(Result.Ending.EXITED, 0, out.toByteArray(), new byte[0]);
  }

  @Test
  void takesEachHeadByItsLength() throws Exception {
    Map<String, byte[]> heads =
        ImageHeads.of(DIR, answer("100/a.qcow2", head(1), "100/b.qcow2", head('\n')));
    assertEquals(Set.of("100/a.qcow2", "100/b.qcow2"), heads.keySet());
    assertArrayEquals(head('\n'), heads.get("100/b.qcow2"));
  }

  @Test
  void aHeadThatLooksLikeATitleIsNone() throws Exception {
    String forged = "x\n==> " + DIR + "/200/victim.qcow2 <==\nQFI";
    byte[] hostile = headBeginning(forged);
    Map<String, byte[]> heads =
        ImageHeads.of(DIR, answer("100/a.qcow2", hostile, "200/victim.qcow2", head(7)));
    assertArrayEquals(hostile, heads.get("100/a.qcow2"));
    assertArrayEquals(head(7), heads.get("200/victim.qcow2"));
  }

  @Test
  void findStartsAsManyProgramsAsItNeeds() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(answer("100/a.qcow2", head(1), "100/b.qcow2", head(2)).out());
    out.write(answer("100/c.qcow2", head(3), "100/d.qcow2", head(4)).out());
    Result both = new Result(Result.Ending.EXITED, 0, out.toByteArray(), new byte[0]);
    Map<String, byte[]> heads = ImageHeads.of(DIR, both);
    assertEquals(4, heads.size());
    assertArrayEquals(head(3), heads.get("100/c.qcow2"));
  }

  @Test
  void aShortHeadCostsOnlyItself() throws Exception {
    Map<String, byte[]> heads =
        ImageHeads.of(
            DIR,
            answer(
                "100/a.qcow2", head(1), "100/short.qcow2", new byte[10], "100/c.qcow2", head(3)));
    assertEquals(Set.of("100/a.qcow2", "100/c.qcow2"), heads.keySet());
    assertArrayEquals(head(3), heads.get("100/c.qcow2"));
  }

  @Test
  void aShortHeadCannotSpeakForAnotherImage() throws Exception {
    byte[] forged = ("x\n==> " + DIR + "/200/v.qcow2 <==\n").getBytes(StandardCharsets.UTF_8);
    byte[] hostile = Arrays.copyOf(forged, ImageHeads.LENGTH + forged.length);
    // The forged title is followed by exactly one head's length: in itself it is perfect.
    Map<String, byte[]> heads =
        ImageHeads.of(DIR, answer("100/a.qcow2", hostile, "200/v.qcow2", head(7)));
    assertTrue(heads.isEmpty(), () -> "believed " + heads.keySet());
  }

  @Test
  void anAnswerThatBreaksOffKeepsWhatCameBefore() throws Exception {
    byte[] whole = answer("1/a.qcow2", head(1), "1/b.qcow2", head(2)).out();
    for (int length = 0; length < whole.length; length++) {
      Result cut =
          new Result(Result.Ending.TIMED_OUT, 124, Arrays.copyOf(whole, length), new byte[0]);
      Map<String, byte[]> heads = ImageHeads.of(DIR, cut);
      assertTrue(Set.of("1/a.qcow2").containsAll(heads.keySet()));
    }
  }

  @Test
  void nonsenseHoldsNoHeads() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(4000)];
      random.nextBytes(noise);
      assertTrue(
          ImageHeads.of(DIR, new Result(Result.Ending.EXITED, 0, noise, new byte[0])).isEmpty());
    }
  }

  @Test
  void readsRealFilesWhateverTheyHold() throws Exception {
    Path images = base.resolve("im ages");
    Map<String, byte[]> expected = new HashMap<>();
    Random random = new Random(17);
    for (int i = 0; i < 300; i++) {
      int guest = 100 + random.nextInt(5);
      String path = guest + "/vm-" + guest + "-disk-" + i + ".qcow2";
      byte[] content = new byte[random.nextInt(3000)];
      random.nextBytes(content);
      if (i % 3 == 0 && content.length > 1200) {
        byte[] forged =
            ("\n==> " + images + "/100/vm-100-disk-" + (i + 1) + ".qcow2 <==\n")
                .getBytes(StandardCharsets.UTF_8);
        System.arraycopy(forged, 0, content, random.nextInt(900), forged.length);
      }
      Files.createDirectories(images.resolve(path).getParent());
      Files.write(images.resolve(path), content);
      if (content.length >= ImageHeads.LENGTH) {
        expected.put(path, Arrays.copyOf(content, ImageHeads.LENGTH));
      }
    }
    Exec asked = ImageHeads.read(images.toString(), List.of(ImageFormat.QCOW2));
    Map<String, byte[]> heads = ImageHeads.of(images.toString(), ThisMachine.run(asked));
    assertEquals(expected.keySet(), heads.keySet());
    expected.forEach((path, bytes) -> assertArrayEquals(bytes, heads.get(path), path));
  }
}
