package stowage.demo.program;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.demo.world.Fault;
import stowage.demo.world.FileSystem;
import stowage.demo.world.Mount;
import stowage.demo.world.VirtualFiles;
import stowage.demo.world.World;

/** {@code stat}: what a file or a file system is like. */
final class Stat implements Program {
  private static final Pattern DIRECTIVE = Pattern.compile("%(.)");
  private static final long BLOCK = 4096;

  private final World world;

  Stat(World world) {
    this.world = world;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    Options options =
        Options.of(
            call,
            Set.of("-f", "--file-system", "-L", "--dereference"),
            Set.of("-c", "--format", "--printf"));
    String format = options.required(call, "-c", "--format", "--printf");
    boolean raw = options.has("--printf");
    boolean system = options.has("-f") || options.has("--file-system");
    if (options.rest().isEmpty()) {
      throw call.fault(1, "missing operand");
    }
    int status = 0;
    for (String name : options.rest()) {
      try {
        String path = call.path(name);
        String text = system ? system(name, path, format) : file(name, path, format);
        call.print(raw ? Find.unescaped(text) : text + "\n");
      } catch (Fault e) {
        String what = system ? "read file system information for" : "statx";
        call.complain("stat: cannot " + what + " '" + name + "': " + e.text());
        status = 1;
      }
    }
    return status;
  }

  private String system(String name, String path, String format) throws Fault {
    world.files().entry(path);
    Mount mount = world.files().mountOf(path);
    FileSystem size =
        world.state().fileSystems().getOrDefault(mount.backing(), new FileSystem(0, 0, 0));
    long used = world.room().used(mount.backing());
    long available = world.room().available(mount.backing());
    return replaced(
        format,
        letter ->
            switch (letter) {
              case "n" -> name;
              case "b" -> Long.toString(size.total() / BLOCK);
              case "f" -> Long.toString(Math.max(0, size.total() - used) / BLOCK);
              case "a" -> Long.toString(available / BLOCK);
              case "s", "S" -> Long.toString(BLOCK);
              case "T" -> kind(mount.type());
              default -> "?";
            });
  }

  private static String kind(String type) {
    return switch (type) {
      case "ext4", "ext3" -> "ext2/ext3";
      case "nfs4" -> "nfs";
      case "cifs" -> "smb2";
      case "fuse.glusterfs" -> "fuseblk";
      default -> type;
    };
  }

  private String file(String name, String path, String format) throws Fault {
    long device = world.device(path).orElse(-1L);
    VirtualFiles.Entry entry =
        device < 0
            ? world.files().entry(path)
            : new VirtualFiles.Entry(path, false, 0, 0, "660", Instant.ofEpochSecond(world.now()));
    String kind =
        device >= 0 ? "block special file" : entry.directory() ? "directory" : "regular file";
    int type = device >= 0 ? 0x6000 : entry.directory() ? 0x4000 : 0x8000;
    return replaced(
        format,
        letter ->
            switch (letter) {
              case "n" -> name;
              case "N" -> "'" + name + "'";
              case "s" -> Long.toString(entry.size());
              case "b" -> Long.toString(entry.used() / 512);
              case "B" -> "512";
              case "a" -> entry.mode();
              case "f" -> Integer.toHexString(type | Integer.parseInt(entry.mode(), 8));
              case "F" -> kind;
              case "X", "Y", "Z" -> Long.toString(entry.modified().getEpochSecond());
              case "u", "g" -> "0";
              case "U", "G" -> "root";
              case "h" -> "1";
              default -> "?";
            });
  }

  private static String replaced(String format, Function<String, String> value) {
    Matcher directive = DIRECTIVE.matcher(format);
    return directive.replaceAll(
        m -> Matcher.quoteReplacement(m.group(1).equals("%") ? "%" : value.apply(m.group(1))));
  }
}
