package stowage.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
  @TempDir Path folder;

  @Test
  void filesAreToldByTheirContent() throws Exception {
    Path text = folder.resolve("looks.png");
    Files.writeString(text, "한글, plain text");
    Scan scanned = Scan.of(text);
    assertEquals("한글, plain text", assertInstanceOf(Scan.Text.class, scanned).text());
    assertFalse(scanned.toString().contains("plain"));
    Path picture = folder.resolve("looks.txt");
    ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_GRAY), "gif", picture.toFile());
    assertEquals(1, assertInstanceOf(Scan.Pictures.class, Scan.of(picture)).pictures().size());
  }

  /** A picture of a key is copied nowhere, as streams of pictures are unless told otherwise. */
  @Test
  void noCopyLiesAmongTheTemporaryFiles() throws Exception {
    ImageIO.setUseCache(true);
    Path picture = folder.resolve("scan");
    ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_GRAY), "png", picture.toFile());
    assertInstanceOf(Scan.Pictures.class, Scan.of(picture));
    assertFalse(ImageIO.getUseCache(), "nor those of pictures inside PDFs");
  }

  @Test
  void whatCannotBeReadSaysWhy() throws Exception {
    assertEquals("paper.unknown-file", refused(new byte[] {1, 0, 2}));
    assertEquals("paper.unknown-file", refused(new byte[] {(byte) 0xff, (byte) 0xfe, 0}));
    assertEquals(
        "paper.damaged", refused("%PDF-1.7 and no more".getBytes(StandardCharsets.US_ASCII)));
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB), "png", png);
    assertEquals("paper.damaged", refused(Arrays.copyOf(png.toByteArray(), 60)));
    byte[] huge = png.toByteArray();
    // Width and height stand behind the first chunk's name.
    huge[18] = 0x7f;
    huge[22] = 0x7f;
    assertEquals("paper.too-large", refused(huge));
  }

  private String refused(byte[] content) throws Exception {
    Path file = folder.resolve("file");
    Files.write(file, content);
    Scan.UnsuitableException why =
        assertThrows(Scan.UnsuitableException.class, () -> Scan.of(file));
    assertEquals(List.of("file"), why.said().args());
    return why.said().key();
  }
}
