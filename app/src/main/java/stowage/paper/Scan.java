package stowage.paper;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import stowage.message.Message;
import stowage.pbs.PaperReader;
import stowage.pbs.PaperReader.Recovered;
import stowage.pbs.PbsException;
import stowage.pbs.Picture;

/** What somebody brings to show that a copy is good, told by its content and not by its name. */
public sealed interface Scan {
  /** More than any scanner of a sheet makes. */
  long LARGEST_FILE = 64 << 20;

  /** Pixels; a sheet at 600 dpi has 35 million. */
  long LARGEST_PICTURE = 80_000_000;

  /** A key has one to three pages, and other things may be before them. */
  int MOST_PAGES = 12;

  /** Dots per inch at which a module of the densest symbol has six pixels. */
  float SHARP = 200;

  record Pictures(List<Picture> pictures) implements Scan {
    public Pictures {
      pictures = List.copyOf(pictures);
    }
  }

  record Text(String text) implements Scan {
    @Override
    public String toString() {
      return "Text(hidden)";
    }
  }

  /** Why a file is not looked at. */
  final class UnsuitableException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Message said;

    /**
     * @param key of the words for it, which take the file's name
     */
    public UnsuitableException(String key, Path file) {
      super(file.getFileName().toString());
      said = Message.of(key, file.getFileName().toString());
    }

    public Message said() {
      return said;
    }
  }

  /** What is on paper, of which there are pictures, scans or texts; close it. */
  static Recovered recovered(List<Path> files) throws IOException, PbsException {
    List<Picture> pictures = new ArrayList<>();
    StringBuilder texts = new StringBuilder();
    for (Path file : files) {
      switch (of(file)) {
        case Pictures(var found) -> pictures.addAll(found);
        case Text(var content) -> texts.append(content).append('\n');
      }
    }
    return pictures.isEmpty() ? PaperReader.text(texts.toString()) : PaperReader.pictures(pictures);
  }

  static Scan of(Path file) throws IOException, PbsException {
    if (Files.size(file) > LARGEST_FILE) {
      throw new UnsuitableException("paper.too-large", file);
    }
    // Otherwise a copy of the key would lie among the temporary files; also for pictures in PDFs.
    ImageIO.setUseCache(false);
    byte[] bytes = Files.readAllBytes(file);
    try {
      if (startsWith(bytes, "%PDF")) {
        return new Pictures(pages(bytes, file));
      }
      try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (readers.hasNext()) {
          return new Pictures(List.of(picture(readers.next(), in, file)));
        }
      }
      return new Text(text(bytes, file));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static boolean startsWith(byte[] bytes, String start) {
    byte[] wanted = start.getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= wanted.length
        && Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
  }

  private static String text(byte[] bytes, Path file) throws UnsuitableException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return HtmlText.is(text) ? HtmlText.of(text) : text;
      }
    } catch (CharacterCodingException _) {
      // Neither a picture that is known here nor a text.
    }
    throw new UnsuitableException("paper.unknown-file", file);
  }

  private static Picture picture(ImageReader reader, ImageInputStream in, Path file)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > LARGEST_PICTURE) {
        throw new UnsuitableException("paper.too-large", file);
      }
      return picture(reader.read(0));
    } catch (UnsuitableException e) {
      throw e;
    } catch (IOException | RuntimeException _) {
      // A picture that is cut off makes the readers fail in all sorts of ways.
      throw new UnsuitableException("paper.damaged", file);
    } finally {
      reader.dispose();
    }
  }

  private static List<Picture> pages(byte[] bytes, Path file) throws IOException {
    try (PDDocument document = Loader.loadPDF(bytes)) {
      PDFRenderer renderer = new PDFRenderer(document);
      List<Picture> pictures = new ArrayList<>();
      for (int i = 0; i < Math.min(MOST_PAGES, document.getNumberOfPages()); i++) {
        PDRectangle box = document.getPage(i).getCropBox();
        double pixels = (double) box.getWidth() * box.getHeight() * SHARP * SHARP / (72 * 72);
        if (pixels > LARGEST_PICTURE) {
          throw new UnsuitableException("paper.too-large", file);
        }
        pictures.add(picture(renderer.renderImageWithDPI(i, SHARP, ImageType.GRAY)));
      }
      return pictures;
    } catch (UnsuitableException e) {
      throw e;
    } catch (IOException | RuntimeException _) {
      throw new UnsuitableException("paper.damaged", file);
    }
  }

  private static Picture picture(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    try {
      return Picture.of(width, height, pixels);
    } finally {
      Arrays.fill(pixels, 0);
    }
  }
}
