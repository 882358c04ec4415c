package stowage.demo.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.VirtualFiles;
import stowage.demo.world.World;

/** {@code dd} and {@code tee}: programs that write what they read, however much it is. */
final class CopyStream implements Program {
  private static final Set<String> DD_WORDS =
      Set.of(
          "if", "of", "bs", "count", "conv", "oflag", "iflag", "status", "ibs", "obs", "skip",
          "seek");

  private final World world;
  private final VirtualFiles files;

  CopyStream(World world) {
    this.world = world;
    this.files = world.files();
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    return call.name().equals("tee") ? tee(call) : dd(call);
  }

  private int tee(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-a"), Set.of());
    List<StandardOpenOption> how = new ArrayList<>();
    how.add(StandardOpenOption.CREATE);
    how.add(options.has("-a") ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
    if (options.rest().size() > 1) {
      throw call.usage("one file is expected");
    }
    OutputStream into =
        options.rest().isEmpty()
            ? OutputStream.nullOutputStream()
            : open(call, options.rest().getFirst(), how);
    try (into) {
      copy(call.in(), both(call.out(), into));
    } catch (IOException e) {
      throw call.fault(1, options.rest() + ": " + e.getMessage());
    }
    return 0;
  }

  /** Closing it closes neither. */
  private static OutputStream both(OutputStream first, OutputStream second) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        first.write(b);
        second.write(b);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        first.write(bytes, from, length);
        second.write(bytes, from, length);
      }

      @Override
      public void flush() throws IOException {
        first.flush();
        second.flush();
      }
    };
  }

  private int dd(Call call) throws Fault, IOException {
    Map<String, String> words = new HashMap<>();
    for (String arg : call.args()) {
      int equals = arg.indexOf('=');
      if (equals < 0 || !DD_WORDS.contains(arg.substring(0, equals))) {
        throw call.usage("unrecognized operand '" + arg + "'");
      }
      words.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    Set<String> conversions = Set.of(words.getOrDefault("conv", "").split(","));
    List<StandardOpenOption> how = new ArrayList<>();
    how.add(StandardOpenOption.WRITE);
    if (conversions.contains("excl")) {
      how.add(StandardOpenOption.CREATE_NEW);
    } else {
      if (!conversions.contains("nocreat")) {
        how.add(StandardOpenOption.CREATE);
      }
      if (!conversions.contains("notrunc")) {
        how.add(StandardOpenOption.TRUNCATE_EXISTING);
      }
    }
    String block = words.getOrDefault("bs", "512");
    long unit =
        Units.bytes(block, "").orElseThrow(() -> call.fault(1, "invalid number: '" + block + "'"));
    long most =
        words.containsKey("count")
            ? unit * Long.parseLong(words.getOrDefault("count", "0"))
            : Long.MAX_VALUE;
    long skipped = bytes(words, "skip", "iflag", "skip_bytes", unit);
    long sought = bytes(words, "seek", "oflag", "seek_bytes", unit);
    if (sought > 0) {
      how.remove(StandardOpenOption.TRUNCATE_EXISTING);
      how.add(StandardOpenOption.APPEND);
    }
    long copied = 0;
    try (InputStream in = source(call, words.get("if"));
        OutputStream out =
            words.containsKey("of")
                ? open(call, words.getOrDefault("of", ""), how)
                : both(call.out(), OutputStream.nullOutputStream())) {
      byte[] buffer = new byte[1 << 16];
      in.skipNBytes(skipped);
      while (copied < most) {
        int got = in.read(buffer, 0, (int) Math.min(buffer.length, most - copied));
        if (got < 0) {
          break;
        }
        out.write(buffer, 0, got);
        copied += got;
      }
      out.flush();
    } catch (IOException e) {
      throw call.fault(1, "error writing '" + words.get("of") + "': " + e.getMessage());
    }
    if (!"none".equals(words.get("status"))) {
      call.complain(copied + " bytes copied");
    }
    return 0;
  }

  /** How far to go forward: in blocks, unless a flag says bytes. */
  private static long bytes(
      Map<String, String> words, String word, String flags, String flag, long unit) {
    long number = Long.parseLong(words.getOrDefault(word, "0"));
    return List.of(words.getOrDefault(flags, "").split(",")).contains(flag)
        ? number
        : number * unit;
  }

  private InputStream source(Call call, @org.jspecify.annotations.Nullable String name)
      throws Fault {
    if (name == null) {
      return call.in();
    }
    if (name.equals("/dev/null")) {
      return InputStream.nullInputStream();
    }
    Optional<Long> device = world.device(call.path(name));
    if (device.isPresent()) {
      return new Zeros(device.get());
    }
    try {
      return files.read(call.path(name));
    } catch (Fault e) {
      throw call.fault(1, "failed to open '" + name + "': " + e.text());
    }
  }

  /** What a simulated device holds. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] to, int from, int most) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(most, left);
      Arrays.fill(to, from, from + count, (byte) 0);
      left -= count;
      return count;
    }
  }

  private OutputStream open(Call call, String name, List<StandardOpenOption> how) throws Fault {
    if (world.device(call.path(name)).isPresent()) {
      return OutputStream.nullOutputStream();
    }
    try {
      return files.write(call.path(name), how.toArray(StandardOpenOption[]::new));
    } catch (Fault e) {
      String text = call.name().equals("tee") ? name : "failed to open '" + name + "'";
      throw call.fault(1, text + ": " + e.text());
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    in.transferTo(out);
    out.flush();
  }
}
