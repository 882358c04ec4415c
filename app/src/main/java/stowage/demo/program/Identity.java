package stowage.demo.program;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import stowage.demo.world.Fault;
import stowage.demo.world.VirtualFiles;

/** {@code hostname}, {@code uname}, {@code id} and a few more: who and when. */
final class Identity implements Program {
  private final VirtualFiles files;

  Identity(VirtualFiles files) {
    this.files = files;
  }

  @Override
  public int run(Call call) throws Fault, IOException {
    switch (call.name()) {
      case "hostname" -> {
        Options options = Options.of(call, Set.of("-s", "-f"), Set.of());
        String domain = options.has("-f") ? ".example.net" : "";
        call.print(name() + domain + "\n");
      }
      case "uname" -> {
        Options options = Options.of(call, Set.of("-n", "-r", "-s", "-m"), Set.of());
        call.print(
            options.has("-r")
                ? "6.12.41-demo\n"
                : options.has("-m") ? "x86_64\n" : options.has("-n") ? name() + "\n" : "Linux\n");
      }
      case "id" -> {
        Options options = Options.of(call, Set.of("-u", "-n", "-g"), Set.of());
        call.print(
            options.has("-n")
                ? "root\n"
                : options.has("-u") || options.has("-g")
                    ? "0\n"
                    : "uid=0(root) gid=0(root) groups=0(root)\n");
      }
      case "true", "udevadm", "thin_check" -> {}
      case "false" -> {
        return 1;
      }
      case "echo" -> call.print(String.join(" ", call.args()) + "\n");
      case "printf" -> {
        if (call.args().size() != 1) {
          throw call.usage("a format only");
        }
        call.print(Find.unescaped(call.args().getFirst()));
      }
      case "sleep" -> sleep(call, call.args());
      default -> throw call.usage("unknown program");
    }
    return 0;
  }

  private String name() throws Fault, IOException {
    return new String(files.bytes("/etc/hostname", 256), java.nio.charset.StandardCharsets.UTF_8)
        .strip();
  }

  private static void sleep(Call call, List<String> args) throws Fault {
    if (args.size() != 1 || !args.getFirst().matches("\\d+(\\.\\d+)?")) {
      throw call.usage("a number of seconds is expected");
    }
    try {
      Thread.sleep((long) (Double.parseDouble(args.getFirst()) * 1000));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw call.fault(143, "Terminated");
    }
  }
}
