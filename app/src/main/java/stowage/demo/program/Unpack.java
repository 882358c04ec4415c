package stowage.demo.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.VirtualFiles;

/**
 * {@code tar}, {@code zstd} and the like, as far as something is taken out of a backup or a file is
 * unpacked where it lies. Nothing is compressed on the demo host, so unpacking is copying.
 */
final class Unpack implements Program {
  private static final String PRINT = "-xpOf";
  private static final Set<String> PRINTERS = Set.of("zcat", "bzcat");
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE = 11;

  private final VirtualFiles files;

  Unpack(VirtualFiles files) {
    this.files = files;
  }

  /** Whether a {@code tar} is to print a file of an archive. */
  static boolean knows(Call call) {
    return call.args().contains(PRINT);
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    return call.name().equals("tar") ? tar(call) : copy(call);
  }

  private int copy(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-q", "-d", "-c", "-U", "--rm"), Set.of());
    String name = options.only(call, "file");
    if (!options.has("-c") && !PRINTERS.contains(call.name())) {
      files.move(call.path(name), call.path(name.substring(0, name.lastIndexOf('.'))));
      return 0;
    }
    try (InputStream in = open(call, name)) {
      in.transferTo(call.out());
      return 0;
    }
  }

  private int tar(Call call) throws Fault, IOException {
    List<String> words = call.args();
    int at = words.indexOf(PRINT);
    if (at < 0 || at + 2 >= words.size()) {
      throw call.usage("only the output of one file is known");
    }
    String wanted = words.get(at + 2);
    try (InputStream in = open(call, words.get(at + 1))) {
      while (true) {
        byte[] header = in.readNBytes(BLOCK);
        if (header.length < BLOCK || header[0] == 0) {
          throw call.fault(2, wanted + ": Not found in archive");
        }
        int size = Integer.parseInt(text(header, SIZE_AT, SIZE), 8);
        byte[] content = in.readNBytes(Math.ceilDiv(size, BLOCK) * BLOCK);
        if (text(header, 0, NAME).equals(wanted)) {
          call.out().write(content, 0, Math.min(size, content.length));
          return 0;
        }
      }
    }
  }

  private InputStream open(Call call, String name) throws Fault {
    try {
      return files.read(call.path(name));
    } catch (Fault e) {
      throw call.fault(2, name + ": Cannot open: " + e.text());
    }
  }

  private static String text(byte[] header, int at, int most) {
    String text = new String(header, at, most, StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
