package stowage.demo.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.HostPath;
import stowage.demo.world.VirtualFiles;
import stowage.demo.world.World;

/** {@code test}, {@code mountpoint}, {@code realpath}: questions about a path. */
final class Tests implements Program {
  private final World world;

  Tests(World world) {
    this.world = world;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    return switch (call.name()) {
      case "test", "[" -> test(call) ? 0 : 1;
      case "mountpoint" -> mountpoint(call);
      case "realpath", "readlink" -> realpath(call);
      case "blockdev" -> blockdev(call);
      default -> throw call.usage("unknown program");
    };
  }

  private int blockdev(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("--getsize64"), Set.of());
    String path = options.only(call, "device");
    long size =
        world
            .device(path)
            .orElseThrow(
                () -> call.fault(1, "cannot open " + path + ": No such file or directory"));
    call.print(size + "\n");
    return 0;
  }

  private boolean test(Call call) throws Fault {
    List<String> words = new ArrayList<>(call.args());
    if (call.name().equals("[") && !words.isEmpty()) {
      words.removeLast();
    }
    boolean negated = !words.isEmpty() && words.getFirst().equals("!");
    if (negated) {
      words.removeFirst();
    }
    return negated != holds(call, words);
  }

  private boolean holds(Call call, List<String> words) throws Fault {
    if (words.size() == 3) {
      boolean same = words.get(0).equals(words.get(2));
      return switch (words.get(1)) {
        case "=" -> same;
        case "!=" -> !same;
        default -> throw call.usage("unknown operator '" + words.get(1) + "'");
      };
    }
    if (words.size() != 2) {
      throw call.usage("unknown expression");
    }
    String path = call.path(words.get(1));
    Optional<VirtualFiles.Entry> entry = world.files().find(path);
    boolean device = world.device(path).isPresent();
    return switch (words.get(0)) {
      case "-e" -> device || entry.isPresent();
      case "-b" -> device;
      case "-f" -> entry.filter(e -> !e.directory()).isPresent();
      case "-d" -> entry.filter(VirtualFiles.Entry::directory).isPresent();
      case "-s" -> entry.filter(e -> e.size() > 0).isPresent();
      case "-r", "-w" -> device || entry.isPresent();
      case "-x" -> entry.isPresent();
      case "-h", "-L" -> false;
      case "-n" -> !words.get(1).isEmpty();
      case "-z" -> words.get(1).isEmpty();
      default -> throw call.usage("unknown operator '" + words.get(0) + "'");
    };
  }

  private int mountpoint(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-q"), Set.of());
    String given = options.only(call, "path");
    String path = HostPath.normal(call.path(given));
    if (world.state().mounts().containsKey(path)) {
      return 0;
    }
    if (!options.has("-q")) {
      call.print(given + " is not a mountpoint\n");
    }
    return world.files().find(path).isPresent() ? 32 : 1;
  }

  private int realpath(Call call) throws Fault, IOException {
    Options options = Options.of(call, Set.of("-m", "-e", "-z", "-f", "-q", "-s"), Set.of());
    String end = options.has("-z") ? "\0" : "\n";
    int status = 0;
    for (String name : options.rest()) {
      String path = HostPath.normal(call.path(name));
      if (path.equals("/etc/localtime")) {
        // The only symbolic link that anybody asks for.
        path = "/usr/share/zoneinfo/Etc/UTC";
      }
      boolean linked = path.startsWith("/usr/share/zoneinfo/");
      boolean there =
          linked
              || world.files().find(options.has("-e") ? path : HostPath.parent(path)).isPresent();
      if (!there && !options.has("-m")) {
        call.complain(call.name() + ": " + name + ": No such file or directory");
        status = 1;
      } else {
        call.print(path + end);
      }
    }
    return status;
  }
}
